using System.IO.Compression;
using System.Text;
using CsCheck;
using Gateway.Edifact;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

public sealed class DirectoryImportTests
{
    public static TheoryData<string> Stored => new(
        Shared.Zips.Select(Path.GetFileNameWithoutExtension)
            .Select(n => n![1..].ToUpperInvariant()));

    [Theory]
    [MemberData(nameof(Stored))]
    public void Every_stored_release_has_the_expected_counts(string name)
    {
        var release = Shared.Release(name);
        var expected = Expected(name);
        int[] counts =
        [
            release.Messages.Values.Count(m => !m.IsInteractive), release.Messages.Values.Count(m => m.IsInteractive),
            release.Segments.Count, release.Composites.Count, release.InteractiveSegments.Count,
            release.InteractiveComposites.Count, release.Elements.Count, release.Codes.Count,
            release.Codes.Values.Sum(list => list.Codes.Count),
        ];
        Assert.Equal(expected[3..12], counts.Select(Digits));
        var broken = release.Messages.Values.Where(m => m.HasDefect).Select(m => m.Type).Order(StringComparer.Ordinal);
        Assert.Equal(expected[16] == "-" ? "" : expected[16], string.Join(',', broken));
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Every_stored_release_tells_its_source_its_characters_and_its_layout(string name)
    {
        var release = Shared.Release(name);
        var expected = Expected(name);
        var zip = new FileInfo(Path.Combine(Shared.Folder("directories/unece-zip"), release.Source));
        Assert.Equal([expected[1], expected[2]], [release.Digest.Hex, zip.Length.ToString(Invariant)]);
        var messages = release.Files.Where(f => f.Name.Contains("_D.", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(expected[12], Digits(messages.Count(f => f.Characters.HasFlag(DirectoryCharacters.Boxes))));
        Assert.Equal(expected[13], Digits(messages.Count(f => f.Characters.HasFlag(DirectoryCharacters.Quotes))));
        var encodings = $"seg={Encodings(release, "EDSD", "TRSD")} com={Encodings(release, "EDCD", "TRCD")} "
            + $"ele={Encodings(release, "EDED", "TRED")} cod={Encodings(release, "UNCL")}";
        Assert.Equal(expected[14], encodings);
        var digits = release.Messages.Values.Select(m => m.PositionDigits).Distinct();
        Assert.Equal(expected[15], string.Join(',', digits));
        Assert.Equal(expected[17], release.Files.Single(f => f.Name[..5].ToUpperInvariant() is "EDSD." or "TRSD.").Name);
        Assert.Equal("shared", expected[19]);
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Segments_print_the_composites_as_the_composite_file_defines_them(string name)
    {
        var release = Shared.Release(name);
        var differing = new List<string>();
        foreach (var segment in release.Segments.Values)
        {
            foreach (var part in segment.Parts.Where(p => char.IsLetter(p.Number[0])))
            {
                if (!release.Composites.TryGetValue(part.Number, out var composite)
                    || !composite.Parts.SequenceEqual(part.Components)) differing.Add($"{segment.Tag} {part.Number}");
            }
        }

        Assert.Equal([], differing);
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Composites_print_the_elements_as_the_element_file_defines_them(string name)
    {
        var release = Shared.Release(name);
        var differing = release.Composites.Values.SelectMany(c => c.Parts, (c, p) => (c.Tag, Part: p))
            .Where(x => release.Elements.GetValueOrDefault(x.Part.Number)?.Representation != x.Part.Representation)
            .Select(x => $"{x.Tag} {x.Part.Number}");
        Assert.Equal([], differing);
    }

    [Fact]
    public void Groups_nest_as_the_bars_at_the_right_say()
    {
        var table = Shared.Release("95B").Messages["CUSCAR"];
        var consignment = table.Rows.Single(r => r.Tag == "SG4");
        Assert.Equal((false, 9999, "CNI"), (consignment.IsMandatory, consignment.Max, consignment.Rows[0].Tag));
        Assert.Equal("SG10!*9999", consignment.Rows[2].Rows[^1].ToString()[..10]);
    }

    [Fact]
    public void Deleted_rows_inside_a_table_are_left_out_with_what_remains_moved_outwards()
    {
        // D.94A IFCSUM: the group around GDS is deleted, GDS itself stays in the goods item's group.
        var text = Shared.Release("94A").Messages["IFCSUM"].ToString();
        Assert.Contains("SG34*9(NAD! DTM) GDS*9 SG35*99(MEA! EQN)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_wraps_and_a_name_beside_change_marks_are_read()
    {
        Assert.Equal("an..70", Shared.Release("16B").Elements["3286"].Representation);
        Assert.Contains("C549", Shared.Release("99B").Composites.Keys);
        Assert.Contains(Shared.Release("16B").Segments["ADR"].Parts, p => p is { Number: "C819", Max: 5 });
    }

    [Fact]
    public void A_damaged_member_is_reported_and_the_rest_imported()
    {
        Assert.Contains(Shared.Release("11B").Defects,
            d => d.File.EndsWith("Text files 11B.zip", StringComparison.Ordinal));
        Assert.Empty(Shared.Release("16B").Defects);
    }

    [Fact]
    public void A_folder_and_a_single_file_give_the_same_table_as_the_archive()
    {
        var folder = DirectoryImport.Read(Shared.Folder("directories/unece-text/d95b"));
        var file = DirectoryImport.Read(Shared.Folder("directories/unece-text/d95b/CUSCAR_D.95B"));
        var archive = Shared.Release("95B");
        Assert.Equal(archive.Messages["CUSCAR"].ToString(), folder.Messages["CUSCAR"].ToString());
        Assert.Equal(archive.Messages["CUSCAR"].ToString(), file.Messages["CUSCAR"].ToString());
        Assert.Equal(archive.Segments.Count, folder.Segments.Count);
        Assert.Equal(("95B", 1), (file.Release, file.Messages.Count));
    }

    [Fact]
    public void A_broken_table_is_reported_with_its_line_and_read_as_far_as_it_goes()
    {
        var text = """
            4.3.1  Segment table

            00010   UNH Message header                           M   1
            00020       ---- Segment group 1  ------------------ C   9----------------+
            00030   TDT Transport information                    M   1                ||
            00040   LOC Place/location identification            C   9----------------+
            00050   UNT Message trailer                          M   1
            """;
        var release = DirectoryImport.Read([("CUSCAR_D.16B", Encoding.ASCII.GetBytes(text))]);
        Assert.Equal("UNH! SG1*9(TDT! LOC*9) UNT!", release.Messages["CUSCAR"].ToString());
        Assert.True(release.Messages["CUSCAR"].HasDefect);
        Assert.Equal(5, Assert.Single(release.Defects).Line);
    }

    [Fact]
    public void Garbage_is_reported_and_never_thrown()
    {
        byte[] noise = [.. Enumerable.Range(0, 5000).Select(i => unchecked((byte)(i * 31)))];
        var release = DirectoryImport.Read(
            [("CUSCAR_D.95B", noise), ("EDSD.95B", noise), ("EDED.95B", noise), ("d95b.zip", noise)]);
        Assert.Empty(release.Messages);
        Assert.Contains(release.Defects, d => d.Text == "The archive cannot be opened.");
    }

    [Fact]
    public void Archives_nested_without_end_are_not_followed()
    {
        var inner = Zip("EDSD.95B", "nothing"u8.ToArray());
        for (var i = 0; i < 10; i++) inner = Zip("again.zip", inner);
        var release = DirectoryImport.Read([("d95b.zip", inner)]);
        Assert.Equal("", release.Release);
        Assert.Empty(release.Segments);
        Assert.Contains(release.Defects, d => d.Text.Contains("deeper", StringComparison.Ordinal));
    }

    [Fact]
    public void An_archive_that_unpacks_to_far_more_than_it_has_is_left_out_of_memory()
    {
        var release = DirectoryImport.Read([("d95b.zip", Zip("EDSD.95B", new byte[40_000_000]))]);
        Assert.Empty(release.Files);
        Assert.Contains(release.Defects, d => d.File == "d95b.zip/EDSD.95B" && d.Text.StartsWith("The file is larger", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_files_are_taken_to_a_limit_and_names_that_climb_are_only_names()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, true))
        {
            archive.CreateEntry("../../../etc/CUSCAR_D.95B");
            for (var i = 0; i < 10_100; i++) archive.CreateEntry($"{i}/nothing");
            archive.CreateEntry("CUSREP_D.95B");
        }

        var release = DirectoryImport.Read([("d95b.zip", memory.ToArray())]);
        Assert.Equal(["CUSCAR_D.95B"], release.Files.Select(f => f.Name));
        Assert.Contains(release.Defects, d => d.Text == "There are more files than a directory has.");
    }

    [Fact]
    public void Any_damage_of_any_file_ends_in_defects()
    {
        var folder = Shared.Folder("directories/unece-text/d95b");
        (string Name, byte[] Content)[] files = [.. new[] { "CUSCAR_D.95B", "TRSD.95B", "TRCD.95B", "TRED.95B", "UNCL-1.95B" }
            .Select(name => (name, File.ReadAllBytes(Path.Combine(folder, name))[..30_000]))];
        var zip = Zip(files[0].Name, files[0].Content);
        Check.Sample(
            from file in Gen.Int[0, files.Length] from seed in Gen.Int from count in Gen.Int[1, 200] select (file, seed, count),
            damage =>
            {
                var (name, content) = damage.file < files.Length ? files[damage.file] : ("d95b.zip", zip);
                var damaged = (byte[])content.Clone();
                var state = unchecked((uint)damage.seed);
                for (var i = 0; i < damage.count; i++)
                {
                    state = unchecked((state * 1664525) + 1013904223);
                    damaged[state % (uint)damaged.Length] = unchecked((byte)(state >> 24));
                }

                var release = DirectoryImport.Read([(name, damaged)]);
                if (release.Release.Length == 0) return;
                var imported = ImportedDirectory.Read(Encoding.UTF8.GetBytes(ImportedDirectory.Write(release)))!;
                var directory = EdifactDirectory.BuiltIn.With([imported]);
                foreach (var type in imported.Messages) Assert.NotNull(directory.Find(type, "D", "95B"));
            }, iter: 300);
    }

    [Theory]
    [InlineData("CUSCAR_D.95B", "4.3.1 Segment table\n", "0010 ---- Segment group 1 ---- C 9---+\n")]
    [InlineData("CUSCAR_D.95B", "4.3.1 Segment table\n", "0010 RFF Reference C 9\n")]
    [InlineData("TRSD.95B", "    RFF   REFERENCE\n", "010   C506   REFERENCE                 C\n")]
    [InlineData("TRED.95B", "  1001  Name\n", "more of the name\n")]
    [InlineData("UNCL-1.95B", "  1001  Name\n", "more of the name\n")]
    [InlineData("UNCL-1.95B", "  1001  Name\n\n        1 One\n", "          more of it\n")]
    [InlineData("TRSD.95B", "    RFF   REFERENCE\n010   C506   ", "                                        ")]
    [InlineData("CUSCAR_D.95B", "4.3.1 Segment table\n0010 ", "- | + -- ")]
    public void Tables_without_end_cost_little(string name, string head, string again)
    {
        var text = new StringBuilder(head);
        for (var i = 0; i < 2_000_000 / again.Length; i++) text.Append(again);
        var release = DirectoryImport.Read([(name, Encoding.ASCII.GetBytes(text.ToString()))]);
        Assert.Single(release.Files);
        var imported = ImportedDirectory.Read(Encoding.UTF8.GetBytes(ImportedDirectory.Write(release)))!;
        if (imported.Messages.Count > 0) Assert.NotNull(EdifactDirectory.BuiltIn.With([imported]).Find("CUSCAR", "D", "95B"));
    }

    private static byte[] Zip(string name, byte[] content)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }

        return memory.ToArray();
    }

    private static readonly System.Globalization.CultureInfo Invariant = System.Globalization.CultureInfo.InvariantCulture;

    private static string Digits(int number) => number.ToString(Invariant);

    private static string Encodings(DirectoryRelease release, params string[] kinds)
    {
        var all = release.Files.Where(f => kinds.Any(k => f.Name.StartsWith(k, StringComparison.OrdinalIgnoreCase)))
            .Aggregate(DirectoryCharacters.Ascii, (sum, file) => sum | file.Characters);
        return all switch
        {
            DirectoryCharacters.Ascii => "ascii",
            DirectoryCharacters.Boxes => "cp437",
            DirectoryCharacters.Quotes => "cp1252",
            DirectoryCharacters.Lost => "utf8-U+FFFD",
            _ => "cp1252+cp437",
        };
    }

    private static string[] Expected(string release)
        => File.ReadLines(Path.Combine(Shared.Folder("directories"), "expected.tsv"))
            .Select(l => l.Split('\t')).Single(row => row[0] == release);
}
