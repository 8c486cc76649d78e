using System.Text;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Host.Workshop;

/// <summary>Coverage as one page for a browser: the same data as <c>--json</c>, with what shows it.</summary>
internal static class CoveragePage
{
    private const string DataMark = "\"the data\"";

    /// <summary>Coverage over documents.</summary>
    public static byte[] Write(string mapping, string path, CoverageReport report, Schema target)
        => Page(json => CoverageJson.Write(json, mapping, path, report, target));

    /// <summary>Coverage of the structural forms.</summary>
    public static byte[] Write(string mapping, StructureReport report) => Page(json => CoverageJson.Write(json, mapping, report));

    // The writer escapes < and &, so the data cannot end the script that holds them.
    private static byte[] Page(Action<Utf8JsonWriter> write)
    {
        using var data = new MemoryStream();
        using (var json = new Utf8JsonWriter(data)) write(json);
        using var file = typeof(CoveragePage).Assembly.GetManifestResourceStream("workshop/coverage.html")!;
        using var reader = new StreamReader(file);
        var text = Encoding.UTF8.GetString(data.GetBuffer(), 0, (int)data.Length);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace(DataMark, text, StringComparison.Ordinal));
    }
}
