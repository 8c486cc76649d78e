using System.Text;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Tests.Fast.Formats;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>A mapping learns the patterns of what it maps. What it makes must not depend on what it mapped before.</summary>
public sealed class PatternTests
{
    private const int Often = 24;

    // None of its mappings maps so many documents that it learns patterns.
    private static readonly Lazy<Revision> Fresh = new(ShippedConfiguration.Another);

    /// <summary>The samples of all mappings.</summary>
    public static TheoryData<string> Samples
        => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "mappings"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "samples"
                && !path.Contains(".verified.", StringComparison.Ordinal) && !path.Contains(".received.", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task What_a_mapping_makes_does_not_depend_on_what_it_mapped_before(string path)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, path));
        var documents = Variants(bytes, path.EndsWith(".edi", StringComparison.Ordinal)).ToList();
        var expected = new List<string>();
        foreach (var document in documents) expected.Add(await Made(Fresh.Value, document));

        for (var i = 0; i < Often; i++) await Made(ShippedConfiguration.Revision, documents[i % documents.Count]);
        for (var i = 0; i < documents.Count; i++) Assert.Equal(expected[i], await Made(ShippedConfiguration.Revision, documents[i]));
    }

    [Fact]
    public void A_line_unlike_the_lines_before_it_is_told_apart()
    {
        const string map = "Consignment: { each: CNI, UCR/ID: .1004, "
            + "choose: [{ when: RFF+BM, SequenceNumeric: =1 }, { SequenceNumeric: =2 }], "
            + "TotalGrossMassMeasure: RFF/CNT+7 | first | measure('KGM'), "
            + "AdditionalQuantity: { each: RFF/CNT+8, TypeCode: .6069 } }";
        var body = new StringBuilder("BGM+785+1+9'");
        var expected = new List<string>();
        for (var i = 1; i <= 200; i++)
        {
            // Every way of leaving out, repeating and filling differently, over and over.
            var (isBill, hasMass, isOdd, counts) = (i % 2 == 0, i % 3 != 0, i % 5 == 0, i % 4);
            body.Append($"CNI+{i}+{(i % 7 == 0 ? "" : "N" + i)}'RFF+{(isBill ? "BM" : "ZZ")}:R{i}'");
            if (hasMass) body.Append(isOdd ? $"CNT+7:{i},5'" : $"CNT+7:{i}'");
            for (var n = 0; n < counts; n++) body.Append($"CNT+8:{n}'");
            var mass = !hasMass ? "" : isOdd ? $"{i}.5" : $"{i}";
            // Of which nothing is known but what a rule says of all is no consignment.
            if (i % 7 == 0 && !hasMass && counts == 0) continue;
            expected.Add($"{(i % 7 == 0 ? "" : "N" + i)}|{(isBill ? 1 : 2)}|{mass}|{counts}");
        }

        var (report, _) = Cuscar.Run(Cuscar.Map(map), body.ToString());

        Assert.Equal(expected, report["consignment"]!.AsArray().Select(c => $"{c!["ucr"]?["id"]}|{c["sequenceNumeric"]}|"
            + $"{c["totalGrossMassMeasure"]?["value"]}|{c["additionalQuantity"]?.AsArray().Count ?? 0}"));
    }

    [Fact]
    public void A_line_whose_blocks_differ_from_those_of_the_lines_before_it_is_told_apart()
    {
        const string map = """
            tables: { kinds: { BM: 705, MB: 704 } }
            map:
              Consignment:
                each: CNI/RFF
                UCR/ID: .1154
                TransportContractDocument: { TypeCode: .1153 | translate(kinds) }
                Consignor: { at: NAD+CZ, Name: .3036 }
                ConsignmentItem:
                  each: GID
                  SequenceNumeric: index()
                  Commodity: { Classification: { each: CST.C246, ID: .7361, IdentificationTypeCode: =HS } }
                  Packaging: { at: .C213, QuantityQuantity: .7224 | number, TypeCode: .7065 }
                  TransportEquipment: { each: SGP, ID: .8260 | compact }

            """;
        var body = new StringBuilder("BGM+785+1+9'");
        var expected = new List<string>();
        for (var i = 1; i <= 600; i++)
        {
            // More kinds of lines than are kept, some often and some hardly ever; figures and numbers as they must be, or not quite.
            var (isMaster, hasConsignor, items) = (i % 11 == 0, i % 2 == 0, i % 3);
            var (isOdd, isLoose, isClassified) = (i % 5 == 0, i % 7 == 0, i % 13 == 0);
            body.Append($"CNI+{i}'RFF+{(isMaster ? "MB" : "BM")}:R{i}'");
            if (hasConsignor) body.Append($"NAD+CZ+++N{i}'");
            var made = $"{(isMaster ? 704 : 705)} R{i}" + (hasConsignor ? $" N{i}" : "");
            for (var n = 1; n <= items; n++)
            {
                body.Append($"GID+{n}+{i}{(isOdd ? ",5" : "")}:CT'SGP+{(isLoose ? $"abcu-{i}" : $"ABCU{i}")}'");
                if (isClassified) body.Append($"CST++{i}:122'");
                made += $" {n}" + (isClassified ? $" {i} HS" : "") + $" {i}{(isOdd ? ".5" : "")} CT ABCU{i}";
            }

            expected.Add(made);
        }

        var (report, box) = Cuscar.Run(Cuscar.Head + map, body.ToString());

        Assert.Equal(expected, report["consignment"]!.AsArray().Select(c => string.Join(' ', Leaves(c!))));
        Assert.All(box.Findings.All, finding => Assert.Equal(MappingFindings.Unread, finding.Code));
    }

    private static IEnumerable<string> Leaves(JsonNode node) => node switch
    {
        JsonObject several => several.SelectMany(inner => Leaves(inner.Value!)),
        JsonArray several => several.SelectMany(inner => Leaves(inner!)),
        _ => [node.ToString()],
    };

    // One with a segment left out, sent twice or emptied, somewhere: for each sample another.
    private static IEnumerable<byte[]> Variants(byte[] bytes, bool isEdifact)
    {
        yield return bytes;
        if (!isEdifact) yield break;
        var segments = Encoding.Latin1.GetString(bytes).Split('\'');
        for (var i = 1; i <= 2; i++)
        {
            var at = segments.Length * ((bytes.Length % 5) + i) / 8;
            var tag = segments[at].Split('+')[0];
            var kind = ((bytes.Length / 5) + i) % 3;
            string[] others = kind == 0 ? [] : kind == 1 ? [segments[at], segments[at]] : [tag + "+"];
            yield return Encoding.Latin1.GetBytes(string.Join('\'', [.. segments[..at], .. others, .. segments[(at + 1)..]]));
        }
    }

    private static async Task<string> Made(Revision revision, byte[] bytes)
    {
        var arrival = new Arrival("test", "test", null, null, "", new DateTimeOffset(2026, 11, 23, 9, 15, 0, TimeSpan.Zero));
        using var translation = OfflineTranslation.Open(new TestBytes(bytes), arrival, revision, ShippedConfiguration.Formats);
        var made = new StringBuilder();
        while (await translation.Next(CancellationToken.None) is { } next)
        {
            foreach (var finding in next.Translation.Findings) made.Append(finding.Finding).Append(finding.Finding.Sentence).Append('\n');
            if (next.Translation.Document is { } document) Append(made, document);
        }

        return made.ToString();
    }

    private static void Append(StringBuilder made, Tree document)
    {
        for (var node = 0; node < document.Nodes.Length; node++)
        {
            made.Append(document.Nodes[node].Position).Append(' ').Append(document.Parent(node)).Append(' ').Append(document.Text(node));
            foreach (var origin in document.Sources(node, out var rule)) made.Append(' ').Append(rule).Append(' ').Append(origin);
            made.Append('\n');
        }
    }
}
