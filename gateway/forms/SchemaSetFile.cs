using System.Text;

namespace Gateway.Forms;

/// <summary>The file <c>set.yaml</c> that names the schemas of one administration or standard: <c>main</c>, the paths
/// of its main schemas with
/// blanks between, and <c>folder</c>, where they lie when it is not beside this file.</summary>
/// <param name="Main">Paths of the main schemas below the folder, with <c>/</c>.</param>
/// <param name="Folder">Where the schemas lie, from the folder of this file on; null for that folder itself.</param>
public sealed record SchemaSetFile(IReadOnlyList<string> Main, string? Folder)
{
    /// <summary>Reads the file: two plain keys of YAML, each on its line.</summary>
    /// <returns>Null when it has no <c>main</c>.</returns>
    public static SchemaSetFile? Read(ReadOnlySpan<byte> text)
    {
        string? main = null, folder = null;
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            var trimmed = line.Trim().TrimStart('\uFEFF');
            if (trimmed.StartsWith("main:", StringComparison.Ordinal)) main = trimmed["main:".Length..].Trim();
            else if (trimmed.StartsWith("folder:", StringComparison.Ordinal)) folder = trimmed["folder:".Length..].Trim();
        }

        return string.IsNullOrEmpty(main) ? null : new SchemaSetFile(
            main.Split([' ', ',', '[', ']', '\'', '"'], StringSplitOptions.RemoveEmptyEntries),
            string.IsNullOrEmpty(folder) ? null : folder.Trim('\'', '"'));
    }
}
