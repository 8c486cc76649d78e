using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Implementation guides: what they say of a message, when they hold, and what they may not say.</summary>
public sealed class GuideTests
{
    private static readonly string Sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "d95b-short.edi"));
    private static readonly Guide Rijnmond = Read(File.ReadAllText(Path.Combine(Repository.Root, "samples", "guides", "rijnmond.yaml")))!;

    public static TheoryData<string, string, string, string> Violations() => new()
    {
        { "NAD+MS+", "NAD+CF+", "EDI-0110 TDT 8.0.0",
            "The guide rijnmond wants NAD+MS at least once here, and 0 came: it belongs after NAD (segment 7), and TDT stands there." },
        { "TDT+20+611E", "TDT+20+", "EDI-0111 TDT 8.3.0", "The guide rijnmond wants 8028 (Means of transport journey identifier) in this TDT." },
        { "TDT+20+611E", "FTX+AAA+++X'TDT+20+611E", "EDI-0112 FTX 8.0.0", "The guide rijnmond does not use FTX here." },
        { "HARBRLINE:160:ZZZ++", "HARBRLINE:160:ZZZ+SHIP'S AGENT+".Replace("'", "?'"), "EDI-0113 NAD 6.4.0",
            "In the guide rijnmond the data element C058 (Name and address) is not used here." },
        { "RFF+VON", "DTM+137:20261102:102'RFF+VON", "EDI-0114 DTM 4.0.0", "The guide rijnmond allows DTM+137 at most 1 times here." },
        { "EQD+CN+HRBU4120777", "TDT+10+1'LOC+60+NLRTM'EQD+CN+HRBU4120777", "EDI-0115 TDT 13.0.0",
            "The guide rijnmond allows the group of TDT at most 1 times here." },
        { "BGM+785", "BGM+788", "EDI-0116 BGM 2.2.1", "\"788\" in 1001 (Document name code) is not a code that the guide rijnmond allows." },
        { "HRBL611E-NLRTM", "HRBL611E-NLRTM-2026", "EDI-0117 BGM 2.3.0",
            "1004 (Document identifier) has 19 characters; the guide rijnmond allows 17." },
        { "EQD+CN+HRBU4120777", "EQD+CN+HRBU412077", "EDI-0118 EQD 13.3.1",
            "8260 (Equipment identifier) has 10 characters; the guide rijnmond wants 11." },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void What_a_guide_narrows_is_told(string what, string with, string place, string sentence)
    {
        var finding = Assert.Single(Check(Sample.Replace(what, with), Rijnmond), f => string.CompareOrdinal(f.Code.Id, "EDI-0110") >= 0);
        Assert.Equal(sentence, finding.Sentence);
        Assert.Equal(place.Split(' ')[0], finding.Code.Id);
        Assert.Equal(place, $"{finding.Code.Id} {finding.Place.Tag} {finding.Place.Segment}.{finding.Place.Element}.{finding.Place.Component}");
    }

    [Fact]
    public void A_message_that_keeps_the_guide_has_no_finding() => Assert.Empty(Check(Sample, Rijnmond));

    [Fact]
    public void What_is_missing_in_a_group_is_told_where_the_group_ends()
    {
        var finding = Check(Sample.Replace("NAD+CN+++VAN DER MEULEN", "NAD+FW+++VAN DER MEULEN"), Rijnmond).First(f => f.Code.Id == "EDI-0110");
        Assert.Equal("CNI[1]/RFF[1]", finding.Group);
        Assert.Equal(13, finding.Code.ControlCode);
        Assert.Equal("NAD+CN belongs after this", finding.RelatedNote);
    }

    [Fact]
    public void Weight_and_reason_are_those_of_the_guide()
    {
        var finding = Check(Sample.Replace("DTM+137:202611020800:203'", ""), Rijnmond).First(f => f.Code.Id == "EDI-0110");
        Assert.Equal((Severity.Error, "The port files a manifest by the date it was made."), (finding.Code.Default, finding.Code.Cause));
    }

    [Fact]
    public void A_guide_changes_nothing_of_how_segments_find_their_place()
    {
        // Fewer LOC than the directory allows: with a narrower table the rest would go to other groups.
        var place = "LOC+147+0010182'MEA+WT++KGM:1'LOC+9+A'LOC+11+B'RFF+BM:1'EQD+CN+X'";
        var body = "BGM++1+9'DTM+137:2601010000:201'TDT+20+1'LOC+5+A'LOC+61+B'DTM+178:2601010000:201'" + place + place + place;
        var bytes = HandMade.Bytes(HandMade.Message(body).Replace("CUSCAR", "BAPLIE"));
        var guide = Read("guide: 1\nfor: edifact BAPLIE D.95B\nrules:\n  LOC/LOC: { max: 1 }\n  LOC: { max: 2 }\n")!;
        var free = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
        var (tree, findings) = (new Tree(), new Findings());
        using var reader = new EdifactReader(HandMade.Raw(bytes), EdifactDirectory.BuiltIn.Find, findings,
            guides: Guide.Among([guide], [guide.Name]));
        while (reader.Read(tree, out _)) { }
        Assert.Equal("", HandMade.Codes(free.Findings));
        Assert.Equal("0114 0114 0115 0114", HandMade.Codes(findings));
        Assert.Equal(HandMade.Show(free.Tree), HandMade.Show(tree));
    }

    [Fact]
    public void A_real_manifest_is_narrowed_by_qualifier_and_group()
    {
        var path = Corpus.Rows.First(r => r["path"].StartsWith("cuscar/", StringComparison.Ordinal))["path"];
        var bytes = Corpus.Bytes(path);
        var type = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find).Marks[0];
        var guide = Read($"guide: 1\nfor: edifact CUSCAR {type.Release}\nrules:\n  BGM.1000: required\n  NAD+XX: required\n  BGM.1225: {{ codes: [7] }}\n")!;
        var findings = Check(Encoding.Latin1.GetString(bytes), guide);
        Assert.Contains(findings, f => f.Sentence.Contains("wants NAD+XX at least once", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Code.Id == "EDI-0116");
    }

    [Theory]
    [InlineData("D", "95B", "SMDG20", "", "smdg")]
    [InlineData("D", "95B", "smdg20 ", "", "smdg")]
    [InlineData("D", "95B", "EAN008", "", "ean")]
    [InlineData("D", "95B", "2.0", "", "ean")]
    [InlineData("D", "95B", "", "", null)]
    [InlineData("D", "95B", "LOT10", "", null)]
    [InlineData("D", "96A", "SMDG20", "", null)]
    [InlineData("D95", "B", "SMDG20", "", "smdg")]
    [InlineData("1995", "95B", "SMDG20", "", "smdg")]
    [InlineData("D", "3", "SMDG20", "", null)]
    [InlineData("", "", "SMDG20", "", null)]
    [InlineData("D", "95B", "", "port", "port")]
    [InlineData("D", "95B", "SMDG20", "port", "port")]
    [InlineData("D", "95B", "EAN008", "port,ean", "ean")]
    [InlineData("D", "95B", "", "ean", "ean")]
    [InlineData("D", "96A", "", "port", null)]
    public void The_guide_is_chosen_by_partner_then_by_UNH(string version, string release, string assigned, string partner, string? chosen)
    {
        const string Lines = "guide: 1\nfor: edifact BAPLIE D.95B\nrules:\n  BGM.1004: required\n";
        Guide[] all =
        [
            Read(Lines + "unh0057: [SMDG20, SMDG22]\n", "smdg")!, Read(Lines + "unh0057: [EAN008, '2.0']\n", "ean")!, Read(Lines, "port")!,
        ];
        var find = Guide.Among(all, partner.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(chosen, find("BAPLIE", version, release, assigned)?.Name);
        Assert.Null(find("CUSCAR", version, release, assigned));
    }

    [Fact]
    public void All_faults_of_a_guide_are_told_at_once_with_their_lines()
    {
        var findings = new Findings();
        Read("""
            guide: 1
            for: edifact CUSCAR D.95B
            colour: red
            rules:
              CNI/GID: required
              BGM.9999: required
              DTM: { max: 99 }
              BGM: not used
              BGM.1004: { length: ..99 }
              BGM.1225: { codes: [LONGCODE] }
              NAD: { codes: [CZ] }
              RFF: { min: many, size: 3 }
              FTX: sometimes
            """, "bad", findings);
        Assert.Equal(
            "3 GDE-0001; 5 GDE-0005; 6 GDE-0005; 7 GDE-0006; 8 GDE-0006; 9 GDE-0006; 10 GDE-0006; 11 GDE-0007; 12 GDE-0001; 12 GDE-0002; 13 GDE-0002",
            string.Join("; ", findings.All.OrderBy(f => f.Place.Segment).ThenBy(f => f.Code.Id, StringComparer.Ordinal)
                .Select(f => $"{f.Place.Segment} {f.Code.Id}")));
        Assert.All(findings.All, f => Assert.Equal("guides/bad.yaml", f.Place.Reference));
        Assert.Contains("'DTM' says at most 99, but CUSCAR D.95B says at most 9.", findings.All.Select(f => f.Sentence));
        Assert.Contains(findings.All, f => f.Fix == "Look again: CNI has CNT, RFF.");
    }

    [Theory]
    [InlineData("for: edifact CUSCAR D.95B\nrules:\n", "GDE-0002")]
    [InlineData("guide: 1\nrules:\n", "GDE-0003")]
    [InlineData("guide: 1\nfor: edifact CUSCAR\nrules:\n", "GDE-0002")]
    [InlineData("guide: 1\nfor: edifact CUSXYZ D.95B\nrules:\n", "GDE-0004")]
    [InlineData("guide: 1\nfor: edifact CUSCAR D.95B\n", "GDE-0003")]
    public void A_guide_that_cannot_be_used_says_why(string text, string code)
    {
        var findings = new Findings();
        Assert.Null(Read(text, "bad", findings));
        Assert.Contains(code, findings.All.Select(f => f.Code.Id));
    }

    [Fact]
    public void Guides_of_a_configuration_are_checked_when_it_is_loaded_and_partners_choose_them()
    {
        static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["guides/good.yaml"] = Text("guide: 1\nfor: edifact CUSCAR D.95B\nrules:\n  BGM.1004: required\n"),
            ["partners/acme.yaml"] = Text("partner: 1\nguides: [good]\n"),
        };
        var findings = new Findings();
        var revision = Revision.Load(files, [new EdifactFormat()], Adapters.ReadYaml, findings);
        Assert.Empty(findings.All);
        Assert.Equal("good", Assert.Single(revision!.Guides).Name);
        Assert.Equal(["good"], revision.Partners["acme"].Guides);

        files["guides/bad.yaml"] = Text("guide: 1\nfor: edifact CUSCAR D.95B\nrules:\n  BGN: required\n  DTM: { max: 99 }\n");
        files["guides/odd.yaml"] = Text("guide: 1\nfor: paper CUSCAR D.95B\nrules:\n");
        files["partners/acme.yaml"] = Text("partner: 1\nguides: [better]\n");
        Assert.Null(Revision.Load(files, [new EdifactFormat()], Adapters.ReadYaml, findings));
        Assert.Equal(["CFG-0012", "CFG-0013", "GDE-0005", "GDE-0006"], findings.All.Select(f => f.Code.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_guides_never_share_a_code_of_UNH()
    {
        const string Text = "guide: 1\nfor: edifact BAPLIE D.95B\nunh0057: SMDG20\nrules:\n  BGM.1004: required\n";
        var findings = new Findings();
        GuideReader.CheckAssigned([Read(Text, "one")!, Read(Text, "two")!], findings);
        Assert.Equal("GDE-0008", Assert.Single(findings.All).Code.Id);
    }

    [Fact]
    public void A_clean_message_under_a_guide_allocates_nothing_for_each_segment()
    {
        // Four segments an item; what is left are buffers that a longer file makes once.
        Assert.Equal(0, (Allocated(2_000) - Allocated(10)) / (4 * 1_990));
    }

    private static long Allocated(int items)
    {
        var gid = "GID+1+900:CT:67:6'MEA+AAE+G+KGM:8460'";
        var text = Sample.Replace("CST++950300:122'", "CST++950300:122'" + string.Concat(Enumerable.Repeat("RFF+BM:1'NAD+CN'" + gid, items)));
        var bytes = Encoding.ASCII.GetBytes(text);
        var (tree, findings, find) = (new Tree(), new Findings(), Guide.Among([Rijnmond], [Rijnmond.Name]));
        long allocated = 0;
        for (var i = 0; i < 3; i++)
        {
            findings.Clear();
            using var reader = new EdifactReader(HandMade.Raw(bytes), EdifactDirectory.BuiltIn.Find, findings, guides: find);
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (reader.Read(tree, out _)) { }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The count in UNT is the only fault.
        Assert.Equal("0013", HandMade.Codes(findings));
        return allocated;
    }

    private static List<Finding> Check(string text, Guide guide)
    {
        var findings = new Findings();
        using var reader = new EdifactReader(HandMade.Raw(Encoding.Latin1.GetBytes(text)), EdifactDirectory.BuiltIn.Find, findings,
            guides: Guide.Among([guide], [guide.Name]));
        while (reader.Read(new Tree(), out _)) { }
        return [.. findings.All.Where(f => f.Code.Id is not ("EDI-0013" or "EDI-0040"))];
    }

    private static Guide? Read(string yaml, string name = "rijnmond", Findings? findings = null)
    {
        var tree = new Tree();
        findings ??= new Findings();
        Assert.True(Adapters.ReadYaml(Encoding.UTF8.GetBytes(yaml), 0, $"guides/{name}.yaml", tree, findings));
        return new GuideReader(name, tree, EdifactDirectory.BuiltIn.Find, findings).Read();
    }
}
