using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Every code of the engine, provoked in a real message: its bytes, its place, its value of 0085 and its sentence.</summary>
public sealed partial class FaultCatalogueTests
{
    private const string Body = "BGM+85+MAN1+9'DTM+137:20260101:102'TDT+20+450N+1'LOC+9+DEHAM'CNI+1'RFF+BM:BL1'GID+1+5:PK'MEA+WT+G+KGM:12.5'";

    // Faults that no text provokes at once, each with the test that provokes it.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["EDI-0006"] = nameof(FaultTests.A_file_without_terminator_ends_in_one_finding_with_flat_memory),
        ["EDI-0090"] = nameof(WriterTests.A_character_that_the_set_lacks_is_named),
        ["EDI-0104"] = nameof(A_character_set_of_the_partners_file_is_told),
        ["EDI-0082"] = nameof(A_message_that_is_too_large_is_told),
        ["EDI-0075"] = nameof(RuleTests.Data_elements_that_depend_on_each_other_are_told),
        ["EDI-0110"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0111"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0112"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0113"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0114"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0115"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0116"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0117"] = nameof(GuideTests.What_a_guide_narrows_is_told),
        ["EDI-0118"] = nameof(GuideTests.What_a_guide_narrows_is_told),
    };

    public static TheoryData<string> Names => [.. FaultCatalogue.Rows.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_told_with_place_code_and_sentence(string name)
    {
        var row = FaultCatalogue.Rows.Single(r => r.Name == name);
        var (text, findings) = Read(row);
        var finding = findings.All.FirstOrDefault(f => f.Code.Id == row.Code);
        Assert.True(finding is not null, $"{row.Code} was not told, but {string.Join(", ", findings.All.Select(f => f.Code.Id + " " + f.Sentence))}");
        var place = finding.Place;
        var bytes = text.Substring((int)finding.Span.Start, finding.Span.Length);
        Assert.Equal(row.At, $"{bytes}|{place.Tag}.{place.Segment}.{place.Element}.{place.Component}.{place.Repetition}");
        Assert.Equal(row.Control, finding.Code.ControlCode);
        Assert.Equal(row.Sentence, finding.Sentence);
        // One mistake, one finding; what must follow from it is named.
        Assert.Equal(row.Also, string.Join(' ', findings.All.Where(f => f != finding).Select(f => f.Code.Id[4..])));
    }

    [Fact]
    public void Every_code_of_the_engine_is_provoked()
    {
        var provoked = FaultCatalogue.Rows.Select(r => r.Code).Concat(Elsewhere.Keys).ToHashSet();
        // EDI-02xx is what an answer that came back says; ControlReaderTests has them.
        var own = EdifactFindings.All.Select(c => c.Id).Where(id => !id.StartsWith("EDI-02", StringComparison.Ordinal));
        Assert.DoesNotContain(own, id => !provoked.Contains(id));
    }

    [Fact]
    public void Every_value_of_0085_is_provoked_or_has_a_documented_reason()
    {
        var provoked = FaultCatalogue.Rows.Select(r => r.Control).ToHashSet();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "standards.md"));
        var documented = Documented().Matches(page).ToDictionary(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m => m.Groups[2].Value);
        var open = Enumerable.Range(1, 44).Where(code => !provoked.Contains(code) && !documented.ContainsKey(code));
        Assert.Empty(open);
        // The page is not left behind: what the engine tells is not listed as told by nobody.
        Assert.Empty(documented.Where(d => provoked.Contains(d.Key) && d.Value.StartsWith("never", StringComparison.Ordinal)).Select(d => d.Key));
    }

    [Fact]
    public void A_message_that_is_too_large_is_told()
    {
        const long Length = 68_000_000;
        var head = "UNB+UNOA:3+A+B+260101:1200+R'UNH+1+CUSCAR:D:95B:UN'BGM+85'"u8.ToArray();
        var findings = new Findings(1000);
        using var reader = new EdifactReader((offset, into) =>
        {
            var count = (int)Math.Min(into.Length, Length - offset);
            for (var i = 0; i < count; i++)
            {
                var at = offset + i;
                var inSegment = (at - head.Length) % 200_000;
                into[i] = at < head.Length ? head[at] : inSegment < 10 ? "FTX+AAA+++"u8[(int)inSegment] : inSegment == 199_999 ? (byte)'\'' : (byte)'X';
            }

            return Math.Max(0, count);
        }, EdifactDirectory.BuiltIn.Find, findings);
        while (reader.Read(new Tree(), out _)) { }
        var finding = findings.All.Single(f => f.Code.Id == "EDI-0082");
        Assert.Equal("The message is larger than the limit of 67108864 bytes.", finding.Sentence);
    }

    [Fact]
    public void A_character_set_of_the_partners_file_is_told()
    {
        var findings = HandMade.Read(HandMade.Bytes(FaultCatalogue.Message(Body)), new CharacterSetRule("UNOE", null, "their terminal")).Findings;
        Assert.Contains("EDI-0104", findings.All.Select(f => f.Code.Id));
    }

    [Fact]
    public void All_faults_of_a_message_are_told_and_the_next_message_is_clean()
    {
        var faulty = "DTM+137:20261301:102'ZZZ+1'TDT+20+450N+1'LOC+9+DEHAM'CNI+X'RFF+:BL1'GID+1+5:PPPPPPPPPPPPPPPPPPPP'MEA+WT+G+KGM:.5'BGM+85'";
        var text = FaultCatalogue.Message(faulty) is var one && FaultCatalogue.Message(Body) is var two
            ? one.Replace("UNZ+1+REF1'", two[two.IndexOf("UNH", StringComparison.Ordinal)..].Replace("M1", "M2").Replace("UNZ+1", "UNZ+2")) : "";
        var findings = HandMade.Read(HandMade.Bytes(text), EdifactDirectory.BuiltIn.Find).Findings;
        Assert.All(findings.All, f => Assert.Equal("M1", f.Place.Reference));
        Assert.Equal(
            "0056 ZZZ 3, 0057 BGM 10, 0061 RFF 7, 0065 GID 8, 0067 CNI 6, 0069 MEA 9, 0072 DTM 2",
            string.Join(", ", findings.All.Select(f => $"{f.Code.Id[4..]} {f.Place.Tag} {f.Place.Segment}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_missing_segment_shows_where_it_belongs_and_where_that_was_noticed()
    {
        var text = FaultCatalogue.Message(Body.Replace("GID+1+5:PK'MEA+WT+G+KGM:12.5'", "ZZZ+1'CNI+2'RFF+BM:BL2'GID+1'"));
        var missing = HandMade.Read(HandMade.Bytes(text), EdifactDirectory.BuiltIn.Find).Findings.All.Single(f => f.Code.Id == "EDI-0053");
        Assert.Equal("'", text.Substring((int)missing.Related!.Value.Start, 1));
        Assert.Equal("RFF+BM:BL1'", text[..((int)missing.Related.Value.Start + 1)][^11..]);
        Assert.Equal("GID belongs after this", missing.RelatedNote);
        Assert.Equal("CNI+2", text.Substring((int)missing.Span.Start, 5));
        Assert.Equal((9, "CNI"), (missing.Place.Segment, missing.Place.Tag));
        Assert.Equal("The mandatory group of GID is missing: it belongs after RFF (segment 7), and CNI stands there.", missing.Sentence);
        Assert.Equal("CNI[1]/RFF[1]", missing.Group);
    }

    private static (string Text, Findings Findings) Read(FaultRow row)
    {
        var text = row.Text(Body);
        return (text, HandMade.Read(HandMade.Bytes(text), EdifactDirectory.BuiltIn.Find).Findings);
    }

    [GeneratedRegex(@"^\| (\d+) \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Documented();
}
