using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>What an import writes, and how it is found.</summary>
public sealed partial class DirectoryWrittenTests
{
    public static TheoryData<string> Stored => DirectoryImportTests.Stored;

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_imported_release_is_what_was_printed(string name)
    {
        var release = Shared.Release(name);
        var imported = Written(release);
        var directory = EdifactDirectory.BuiltIn.With([imported]);
        foreach (var (type, table) in release.Messages)
        {
            var form = directory.Find(type, "D", name)!;
            Assert.True(form.IsExact);
            Assert.Equal(Folded(table), Notation.Table(form.Schema));
            var segments = table.IsInteractive ? release.InteractiveSegments : release.Segments;
            var composites = table.IsInteractive ? release.InteractiveComposites : release.Composites;
            var shape = form.Schema.ChildrenOf(Schema.Root);
            for (var p = shape.First; p < shape.First + shape.Count; p++)
            {
                if (form.Schema.NameOf(p)[0] == 'U') continue;
                Assert.Equal(Notation.Elements(segments, composites, release, form.Schema.NameOf(p)), Notation.Elements(form.Schema, p));
            }
        }

        Assert.Equal(release.Messages.Count, imported.Messages.Count);
        Assert.Equal(("D." + name, release.Digest.Hex, release.Date), (imported.Release, imported.Sha256, imported.Date));
        foreach (var (number, list) in release.Codes)
        {
            var codes = directory.CodesOf(name)!.Of(int.Parse(number));
            Assert.Equal(list.Codes.Count == 0 ? null : list.Codes, codes?.Names.ToList());
            Assert.All(list.Codes, code => Assert.True(codes!.Contains(Encoding.ASCII.GetBytes(code.Key))));
        }
    }

    [Fact]
    public void A_type_that_is_not_built_in_is_read_and_checked_after_the_import()
    {
        const string Text = "UNB+UNOC:3+A+B+260101:1200+1'UNH+1+PAXLST:D:16B:UN'BGM+250'TDT+20'NAD+FL'ATT+2'UNT+6+1'UNZ+1+1'";
        var (findings, _, _, _) = HandMade.Read(HandMade.Bytes(Text), EdifactDirectory.BuiltIn.Find);
        Assert.Contains(findings.All, f => f.Code.Id == "EDI-0080");
        var directory = EdifactDirectory.BuiltIn.With([Written(Shared.Release("16B"))]);
        (findings, var tree, _, _) = HandMade.Read(HandMade.Bytes(Text), directory.Find);
        Assert.Equal("PAXLST D.16B", tree.Schema!.Name);
        Assert.Empty(findings.All);
        (findings, _, _, _) = HandMade.Read(HandMade.Bytes(Text.Replace("BGM+250'", "", StringComparison.Ordinal)), directory.Find);
        Assert.Contains(findings.All, f => f.Code.Id == "EDI-0052");
    }

    [Fact]
    public void The_release_that_was_imported_goes_before_a_nearest_form_and_beside_what_is_built_in()
    {
        // D.13A stands between two stored releases: its table is made from one of them here.
        var files = Directory.EnumerateFiles(Shared.Folder("directories/unece-text/d16b"))
            .Select(f => (Path.GetFileName(f).Replace(".16B", ".13A", StringComparison.Ordinal), File.ReadAllBytes(f)));
        var directory = EdifactDirectory.BuiltIn.With([Written(DirectoryImport.Read(files, "d13a"))]);
        Assert.Equal(("D.13A", true), Form(directory, "INVOIC", "13A"));
        Assert.False(Form(EdifactDirectory.BuiltIn, "INVOIC", "13A").IsExact);
        Assert.Equal(Form(EdifactDirectory.BuiltIn, "INVOIC", "11B"), Form(directory, "INVOIC", "11B"));
        Assert.Equal(Form(EdifactDirectory.BuiltIn, "INVOIC", "24A"), Form(directory, "INVOIC", "24A"));
        Assert.NotNull(directory.Find("INVOIC", "D", "13A")!.Codes);
        Assert.Null(directory.Find("INVOIC", "D", "13B")!.Codes);
    }

    [Fact]
    public void Code_lists_that_are_kept_elsewhere_say_nothing()
    {
        var codes = EdifactDirectory.BuiltIn.With([Written(Shared.Release("16B"))]).CodesOf("16B")!;
        Assert.True(codes.Of(1001)!.Contains("785"u8));
        Assert.False(codes.Of(1001)!.Contains("9999"u8));
        Assert.Equal("Cargo manifest", codes.Of(1001)!.Names["785"]);
        Assert.Null(codes.Of(3225));
        Assert.Null(codes.Of(6411));
    }

    [Fact]
    public void A_single_message_is_read_with_the_built_in_segments()
    {
        var one = DirectoryImport.Read(Shared.Folder("directories/unece-text/d01b/PAXLST_D.01B"));
        var schema = EdifactDirectory.BuiltIn.With([Written(one)]).Find("PAXLST", "D", "01B")!.Schema;
        Assert.Equal(35, schema[Notation.Position(schema, "NAD", "C080", "3036")].Type!.MaxLength);
    }

    [Fact]
    public void A_file_that_was_changed_is_refused()
    {
        var text = ImportedDirectory.Write(Shared.Release("95B"));
        Assert.NotNull(ImportedDirectory.Read(Encoding.UTF8.GetBytes(text)));
        foreach (var changed in new[] { text + "\n", text[..^1], text.Replace("CUSCAR", "CUSCAX", StringComparison.Ordinal), "", "# x\n" })
        {
            Assert.Null(ImportedDirectory.Read(Encoding.UTF8.GetBytes(changed)));
        }

        Assert.Null(ImportedDirectory.Read(Encoding.UTF8.GetBytes(text).AsSpan(0, 300)));
    }

    [Fact]
    public void A_configuration_hands_its_directories_to_the_format()
    {
        IFormat format = new EdifactFormat();
        var type = new DocumentType("edifact", "PAXLST", "D.16B");
        Assert.Null(format.SchemaOf(type));
        var findings = new Findings();
        ReadOnlyMemory<byte> good = Encoding.UTF8.GetBytes(ImportedDirectory.Write(Shared.Release("16B")));
        Assert.NotNull(format.With([new("directories/D16B.gwdir", good)], findings).SchemaOf(type));
        Assert.Equal(0, findings.Count);
        Assert.Same(format, format.With([new("directories/D16B.gwdir", good[..^1])], findings));
        Assert.Equal((DirectoryFindings.Changed, "directories/D16B.gwdir"),
            (Assert.Single(findings.All).Code, findings.All[0].Place.Reference));
    }

    [Fact]
    public void Writing_is_the_same_each_time()
        => Assert.Equal(ImportedDirectory.Write(Shared.Release("95B")), ImportedDirectory.Write(
            DirectoryImport.Read(Path.Combine(Shared.Folder("directories/unece-zip"), "d95b.zip"))));

    private static ImportedDirectory Written(DirectoryRelease release)
        => ImportedDirectory.Read(Encoding.UTF8.GetBytes(ImportedDirectory.Write(release)))!;

    // D.93A and D.94A let some triggers repeat inside their group: each begins the group again.
    private static string Folded(MessageTable table) => RepeatingTrigger().Replace(table.ToString(), m => string.Create(
        CultureInfo.InvariantCulture, $"*{int.Parse(m.Groups[1].Value) * int.Parse(m.Groups[3].Value)}({m.Groups[2].Value}"));

    [GeneratedRegex(@"\*([0-9]+)\(([A-Z]{3}!)\*([0-9]+)")]
    private static partial Regex RepeatingTrigger();

    private static (string Release, bool IsExact) Form(EdifactDirectory directory, string type, string release)
        => directory.Find(type, "D", release) is { } form ? (form.Release, form.IsExact) : ("", false);
}
