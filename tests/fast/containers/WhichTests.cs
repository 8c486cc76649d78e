using Gateway.Contracts;
using Gateway.Core;
using Gateway.Host.Cli;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Containers;

/// <summary>What <c>which</c> says of every file of the corpus, against a table made by hand.</summary>
public sealed class WhichTests
{
    // Message type and, where there are several, the first release that the mapping reads.
    private static readonly Dictionary<string, string> MappingOf = new(StringComparer.Ordinal)
    {
        ["BAPLIE"] = "edifact/baplie", ["COARRI"] = "edifact/coarri", ["CODECO"] = "edifact/codeco", ["COPRAR"] = "edifact/coprar",
        ["CUSCAR"] = "edifact/cuscar", ["CUSDEC"] = "edifact/cusdec", ["CUSREP"] = "edifact/cusrep", ["DESADV"] = "edifact/desadv",
        ["GOVCBR"] = "edifact/govcbr", ["IFTMCS"] = "edifact/iftmcs", ["IFTMIN"] = "edifact/iftmin", ["IFTSTA"] = "edifact/iftsta",
        ["INVOIC"] = "edifact/invoic", ["VERMAS"] = "edifact/vermas",
    };

    [Fact]
    public async Task Every_file_of_the_corpus_is_what_its_table_says_and_gets_the_mapping_of_its_type()
    {
        var folder = Path.Combine(Repository.Shared, "corpus", "edifact");
        var wrong = new List<string>();
        foreach (var row in (await File.ReadAllLinesAsync(Path.Combine(folder, "expected.tsv"))).Skip(1).Select(line => line.Split('\t')))
        {
            var (kinds, translation) = await Look(Path.GetFileName(row[0]), await File.ReadAllBytesAsync(Path.Combine(folder, row[0])));
            using var open = translation;
            if (translation.Format != "edifact") wrong.Add($"{row[0]} is taken for {translation.Format}");
            foreach (var kind in kinds)
            {
                var expected = MappingOf.GetValueOrDefault(kind.Type.Name);
                // What has no structure that is known, is refused as a whole, or is older than every form has none.
                if (kind.Mapping is not null ? kind.Mapping != expected && kind.Mapping != expected + "-93a" : expected is not null
                    && row[10] == "yes" && row[8] == "ok")
                {
                    wrong.Add($"{row[0]}: {kind.Type} gets {kind.Mapping ?? "none: " + kind.Reason}");
                }

                if (kind.Choices.Count(choice => choice.Fits) != (kind.Mapping is null ? 0 : 1)) wrong.Add($"{row[0]}: the choices of {kind.Type}");
                if (kind.Choices.Any(choice => choice.Reason.Length == 0)) wrong.Add($"{row[0]}: a choice without a reason");
            }

            var types = row[6] == "-" ? [] : row[6].Split(' ').Select(type => type.Split(':')[0]).ToHashSet();
            if (row[8] == "ok" && !types.SetEquals(kinds.Select(kind => kind.Type.Name))) wrong.Add($"{row[0]}: {string.Join(' ', types)}");
        }

        Assert.Empty(wrong);
    }

    public static TheoryData<string, string, string> Files => new()
    {
        { "wco", "*.json", "json" }, { "wco", "*.xml", "xml" }, { "directories", "*.zip", "zip" }, { "wco", "*.xsd", "xml" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_of_other_kinds_are_recognised_by_their_content_whatever_they_are_called(string folder, string pattern, string reader)
    {
        var readers = Core.TestFiles.Readers();
        var files = Directory.GetFiles(Path.Combine(Repository.Shared, folder), pattern, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var wrong = files.Where(file => readers.Recognise(Head(file), "no-name.bin") != reader).ToList();
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_type_without_a_mapping_is_told_the_nearest_and_every_mapping_why_it_does_not_fit()
    {
        var text = "UNB+UNOA:3+A+B+261110:2200+1'UNH+1+CUSCAX:D:95B:UN'BGM+785+1+9'UNT+3+1'UNZ+1+1'";
        var (kinds, translation) = await Look("x.edi", System.Text.Encoding.ASCII.GetBytes(text));
        using var open = translation;
        var kind = Assert.Single(kinds);
        Assert.Null(kind.Mapping);
        Assert.StartsWith("edifact/cuscar", kind.Nearest, StringComparison.Ordinal);
        Assert.Equal("It reads CUSREP.", kind.Choices.Single(choice => choice.Name == "edifact/cusrep").Reason);
        Assert.Equal("It reads xml.", kind.Choices.Single(choice => choice.Name == "xml/cii").Reason);
    }

    [Fact]
    public async Task Documents_in_an_archive_are_told_part_by_part()
    {
        var (kinds, translation) = await Look("all.zip", Archives.Zip(
            ("a.edi", Core.TestFiles.Sample("d95b-short.edi")), ("b.xml", Core.TestFiles.Sample("invoice-ubl.xml"))));
        using var open = translation;
        Assert.Equal([(1, "edifact/cuscar", "CargoReport"), (2, "xml/ubl-invoice", "CommercialDocument")],
            kinds.Select(kind => (kind.Part, kind.Mapping!, kind.Root!)));
        Assert.Equal("zip", translation.Format);
    }

    private static byte[] Head(string file)
    {
        using var stream = File.OpenRead(file);
        var head = new byte[Readers.HeadBytes];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static async Task<(IReadOnlyList<WhichKind> Kinds, OfflineTranslation Translation)> Look(string name, byte[] bytes)
    {
        var arrival = new Arrival("file", "test", name, null, "", new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        var translation = OfflineTranslation.Open(
            new Formats.TestBytes(bytes), arrival, TestGateway.Revision, TestGateway.Formats, containers: Core.TestFiles.Containers());
        return (await WhichKinds.Of(translation, TestGateway.Revision, CancellationToken.None), translation);
    }
}
