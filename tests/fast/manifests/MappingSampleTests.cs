using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>
/// The samples of every mapping give exactly the documents that lie beside them. A mismatch writes
/// <c>*.received.*</c>; with
/// the environment variable GATEWAY_ACCEPT=1 it becomes the expected one, to be read in review like code.
/// </summary>
public sealed partial class MappingSampleTests
{
    private static readonly string Mappings = Path.Combine(Repository.Root, "mappings");

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Samples => [.. Files()];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_of_a_mapping_gives_the_document_beside_it(string sample)
    {
        var path = Path.Combine(Mappings, sample);

        var documents = await TestGateway.Translate(Path.GetFileName(path), File.ReadAllBytes(path));

        var json = documents.Select(d => Indented(d.Json));
        var xml = documents.Select(d => XElement.Parse(Encoding.UTF8.GetString(d.Xml)).ToString());
        Snapshot.Match(Path.ChangeExtension(path, "verified.json"), Stable(string.Join('\n', json)));
        Snapshot.Match(Path.ChangeExtension(path, "verified.xml"), Stable(string.Join('\n', xml)));
    }

    private static string Indented(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, Readable);
    }

    // The hash changes with every letter of the mapping; the document does not.
    private static string Stable(string text) => MappingHash().Replace(text, "${before}hash of the mapping");

    [GeneratedRegex("(?<before>appingHashID\"?[>:] ?\"?)[0-9a-f]{64}")]
    private static partial Regex MappingHash();

    private static IEnumerable<string> Files()
        => Directory.EnumerateFiles(Mappings, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "samples" && !NotASample().IsMatch(Path.GetFileName(path)))
            .Select(path => Path.GetRelativePath(Mappings, path)).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\.(verified|received)\.|\.md$")]
    private static partial Regex NotASample();
}
