namespace Gateway.Tests.Fast.Edifact;

/// <summary>The shared corpus: files and what an independent judge says of them.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(Root(), "..", "shared", "corpus", "edifact");

    public static readonly IReadOnlyList<Dictionary<string, string>> Rows = Read();

    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Folder, path));

    private static List<Dictionary<string, string>> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "expected.tsv"));
        var names = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split('\t')).ToDictionary(p => p.First, p => p.Second))];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gateway.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Gateway.sln");
        }

        return folder;
    }
}
