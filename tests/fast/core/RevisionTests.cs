using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Core;

public sealed class RevisionTests
{
    [Fact]
    public void The_repository_s_own_files_load_and_compile_for_every_form()
    {
        var revision = ShippedConfiguration.Revision;
        Assert.Contains("edifact/cuscar", revision.Mappings);
        Assert.All(revision.Mappings.Except(revision.UnavailableMappings.Keys), mapping => Assert.NotEmpty(revision.MappingForEachForm(mapping)));
        Assert.True(revision.CodeList("countries")!.Count > 200);
    }

    [Fact]
    public void All_faults_are_reported_at_once_with_file_line_and_the_nearest_names()
    {
        var files = With(
            ("partners/a.yaml", "partner: 1\nsendres: [X]\nseverities: { EDI-1: perhaps }\nkeys: [secret]\n"),
            ("partners/b.yaml", "partner: 1\nsenders: [SAME]\nmappings: { CUSCAR: edifact/cuscra }\n"),
            ("partners/c.yaml", "partner: 1\nsenders: [SAME]\n"),
            ("destinations/d.yaml", "destination: 1\nchannel: http\naddress: not-a-url\nretrySeconds: 0\ntypes: [CargoReprot]\n"),
            ("destinations/e.yaml", "destination: 1\n"),
            ("rules/cargo-reprot.yaml", "rules: []\n"),
            ("codelists/broken.csv", "code,name\n"));
        var findings = new Findings();
        Assert.Null(Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings));

        AssertAt("CFG-0001", "partners/a.yaml", 2, "senders");
        AssertAt("CFG-0003", "partners/a.yaml", 3, "error, warn or note");
        AssertAt("CFG-0003", "partners/a.yaml", 4, "64 lower-case");
        AssertAt("CFG-0006", "partners/b.yaml", 3, "edifact/cuscar");
        AssertAt("CFG-0005", "partners/c.yaml", 0, "one of the two");
        AssertAt("CFG-0003", "destinations/d.yaml", 3, "URL");
        AssertAt("CFG-0003", "destinations/d.yaml", 4, "1 to 900");
        AssertAt("CFG-0008", "destinations/d.yaml", 5, "CargoReport");
        AssertAt("CFG-0002", "destinations/e.yaml", 1, "channel");
        AssertAt("CFG-0008", "rules/cargo-reprot.yaml", 0, "CargoReport");
        AssertAt("CFG-0007", "codelists/broken.csv", 1, "# name edition");
        Assert.DoesNotContain("secret", Said(findings), StringComparison.Ordinal);

        void AssertAt(string code, string file, int line, string fix) => Assert.True(
            findings.All.Any(f => f.Code.Id == code && f.Place.Reference == file && (line == 0 || f.Place.Segment == line)
                && f.Fix.Contains(fix, StringComparison.Ordinal)),
            $"{code} {file}:{line} {fix}\n{Said(findings)}");
    }

    [Fact]
    public void A_mapping_with_a_wrong_path_is_found_before_the_first_document()
    {
        var mapping = Encoding.UTF8.GetString(TestFiles.OfRepository["mappings/edifact/cuscar/mapping.yaml"].Span);
        var wrong = mapping.Replace("ID: BGM.1004 !", "ID: BMG.1004 !", StringComparison.Ordinal);
        var files = With(("mappings/edifact/cuscar/mapping.yaml", wrong));
        var findings = new Findings();
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings);
        Assert.False(revision?.Check(findings, ShippedConfiguration.Checked) ?? false);
        Assert.Contains(
            findings.All, f => f.Place.Reference?.Contains("mapping.yaml", StringComparison.Ordinal) == true && f.Place.Segment > 0);
    }

    [Fact]
    public async Task A_broken_new_revision_keeps_the_old_one_and_says_so_once()
    {
        await using var gateway = await RunningStore.Start();
        var before = gateway.Configuration.Active.Digest;
        gateway.Change("partners/a.yaml", "partner: 1\nwrong: key\n");
        var (first, second) = (new Findings(), new Findings());
        Assert.False(await gateway.Configuration.Reload("test", first, CancellationToken.None));
        Assert.False(await gateway.Configuration.Reload("test", second, CancellationToken.None));
        Assert.Equal(before, gateway.Configuration.Active.Digest);
        Assert.Equal((1, 0), (first.Errors, second.Errors));

        gateway.Change("partners/a.yaml", "partner: 1\n");
        Assert.True(await gateway.Configuration.Reload("test", first, CancellationToken.None));
        Assert.NotEqual(before, gateway.Configuration.Active.Digest);
    }

    [Fact]
    public async Task A_receipt_in_work_keeps_the_revision_of_its_first_claim()
    {
        await using var gateway = await RunningStore.Start();
        var pinned = gateway.Configuration.Active.Digest;
        gateway.Change("partners/later.yaml", "partner: 1\n");
        await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None);
        await gateway.Restart();

        var loaded = await gateway.Configuration.Get(pinned.Hex, CancellationToken.None);
        Assert.Equal(pinned, loaded.Digest);
        Assert.False(loaded.Partners.ContainsKey("later"));
        Assert.True(gateway.Configuration.Active.Partners.ContainsKey("later"));
    }

    [Fact]
    public void A_sender_without_qualifier_in_the_file_stands_for_any_qualifier()
    {
        var partner = new Partner("a", "A") { Senders = ["ACME", "OTHER:14"] };
        Assert.True(partner.Owns("ACME"));
        Assert.True(partner.Owns("ACME:ZZ"));
        Assert.False(partner.Owns("ACME2:ZZ"));
        Assert.True(partner.Owns("OTHER:14"));
        Assert.False(partner.Owns("OTHER:ZZ"));
        Assert.False(partner.Owns("OTHER"));
    }

    [Fact]
    public void Two_mappings_that_lay_out_one_table_differently_are_told()
    {
        const string Shipped = "mappings/csv/packing-list/mapping.yaml";
        var mapping = Encoding.UTF8.GetString(TestFiles.OfRepository[Shipped].Span);
        Assert.Empty(Told(mapping));

        var moved = mapping.Replace("ContractNo: [", "ContractNo: ['Agreement*', ", StringComparison.Ordinal);
        var told = Assert.Single(Told(moved));
        Assert.Equal(("CFG-0016", "mappings/csv/z-mine/mapping.yaml", 3), (told.Code.Id, told.Place.Reference, told.Place.Segment));
        Assert.Contains("csv/packing-list and csv/z-mine lay out the table 'packing-list'", told.Sentence, StringComparison.Ordinal);

        static IReadOnlyList<Finding> Told(string second)
        {
            var findings = new Findings();
            Revision.Load(With(("mappings/csv/z-mine/mapping.yaml", second)), TestFiles.Formats(), YamlText.Read, findings, new CheckedMappings());
            return findings.All;
        }
    }

    [Fact]
    public void A_code_list_is_read_as_RFC_4180_writes_it()
    {
        var findings = new Findings();
        var text = "# places 2026\nAA,\"Name, with \"\"quotes\"\"\"\nBB,\"two\nlines\"\r\nCC,Côte\n";
        var list = CodeListFile.Read(Encoding.UTF8.GetBytes(text), "x.csv", findings)!;
        Assert.Equal(0, findings.Count);
        Assert.Equal(("places", "2026", 3), (list.Name, list.Edition, list.Count));
        var on = new DateOnly(2026, 1, 1);
        Assert.Equal("Name, with \"quotes\"", list.Find("AA", on)!.Name);
        Assert.Equal("two\nlines", list.Find("BB", on)!.Name);
        Assert.Equal("Côte", list.Find("CC", on)!.Name);
        CodeListFile.Read(Encoding.UTF8.GetBytes("# a 1\nAA,x\nBB\nCC,y,z\n"), "x.csv", findings);
        Assert.Equal([3, 4], findings.All.Select(f => f.Place.Segment));
    }

    [Fact]
    public void A_mapping_is_remembered_as_soon_as_it_is_checked_and_forgotten_when_another_has_a_fault()
    {
        var files = TestFiles.OfRepository.Where(file => !file.Key.StartsWith("mappings/", StringComparison.Ordinal)
            || file.Key.StartsWith("mappings/csv/", StringComparison.Ordinal)
            || file.Key.StartsWith("mappings/shared/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        var told = new List<(string Key, bool IsClean)>();
        var known = new CheckedMappings(keep: (key, isClean) => told.Add((key, isClean)));
        var findings = new Findings();
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings)!;
        Assert.True(revision.Check(findings, known, isWhole: false), Said(findings));
        Assert.Equal(known.All.Order(), told.Select(line => line.Key).Order());
        Assert.All(told, line => Assert.True(line.IsClean));

        var text = Encoding.UTF8.GetString(files["mappings/csv/packing-list/mapping.yaml"].Span);
        files["mappings/csv/packing-list/mapping.yaml"] = Encoding.UTF8.GetBytes(
            text.Replace("ID: ListNo else", "ID: ListNoo else", StringComparison.Ordinal));
        told.Clear();
        known = new CheckedMappings(keep: (key, isClean) => told.Add((key, isClean)));
        revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings)!;
        Assert.False(revision.Check(findings, known, isWhole: false));
        Assert.Empty(known.All);
        Assert.NotEmpty(told);
        Assert.Equal(told.Where(line => line.IsClean).Select(line => line.Key).Order(),
            told.Where(line => !line.IsClean).Select(line => line.Key).Order());
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> With(params (string Path, string Text)[] extra)
    {
        var files = TestFiles.OfRepository.ToDictionary();
        foreach (var (path, text) in extra) files[path] = Encoding.UTF8.GetBytes(text);
        return files;
    }

    private static string Said(Findings findings)
        => string.Join('\n', findings.All.Select(f => $"{f.Code.Id} {f.Place.Reference}:{f.Place.Segment} {f.Sentence} {f.Fix}"));
}
