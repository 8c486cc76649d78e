using System.Text;
using System.Text.RegularExpressions;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Tidy;

/// <summary>
/// The README of a mapping says what is not mapped: in words, and then, line by line, what the mapping leaves on purpose
/// (<c>leave</c>). That part is written from the mapping: with GATEWAY_ACCEPT=1 it is written anew.
/// </summary>
public sealed partial class MappingReadmeTests
{
    private const string Title = "| Left (`leave` of the mapping) | Why |\n|---|---|\n";

    public static TheoryData<string> Mappings =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "mappings"), "mapping.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, "mappings"), Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Mappings))]
    public void What_a_mapping_leaves_stands_in_its_README(string mapping)
    {
        var folder = Path.Combine(Repository.Root, "mappings", mapping);
        var path = Path.Combine(folder, "README.md");
        var text = File.ReadAllText(path);
        var expected = Table(Left(Path.Combine(folder, "mapping.yaml")));
        var found = Written().Match(text);
        if (Environment.GetEnvironmentVariable("GATEWAY_ACCEPT") == "1" && (found.Success ? found.Value : "") != expected)
        {
            File.WriteAllText(path, found.Success ? text.Replace(found.Value, expected, StringComparison.Ordinal) : Inserted(text, expected));
            return;
        }

        Assert.Equal(expected, found.Success ? found.Value : "");
    }

    // Words of the author may be about anything; the name of a segment must be of something that is left, or kept as Extension.
    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_segment_that_the_README_calls_left_is_left(string mapping)
    {
        var folder = Path.Combine(Repository.Root, "mappings", mapping);
        var left = string.Join(' ', Left(Path.Combine(folder, "mapping.yaml")).Select(entry => entry.Path));
        var text = Written().Replace(File.ReadAllText(Path.Combine(folder, "README.md")), "");
        foreach (Match row in Row().Matches(text[Heading().Match(text).Index..]))
        {
            if (row.Groups[2].Value.Contains("Extension", StringComparison.Ordinal) || row.Groups[2].Value == "likewise") continue;
            foreach (var tag in Segment().Matches(row.Groups[1].Value).Select(match => match.Value))
            {
                Assert.True(left.Contains(tag, StringComparison.Ordinal), $"{mapping}: {tag} in '{row.Groups[1].Value}' is not left");
            }
        }
    }

    private static string Table(List<(string Path, string Why)> left)
    {
        if (left.Count == 0) return "";
        var table = new StringBuilder(Title);
        foreach (var reason in left.GroupBy(entry => entry.Why))
        {
            var paths = string.Join(", ", reason.Select(entry => $"`{entry.Path.Replace("|", "\\|", StringComparison.Ordinal)}`"));
            table.Append("| ").Append(paths).Append(" | ").Append(reason.Key.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return table.ToString();
    }

    // Behind the words on what is not mapped.
    private static string Inserted(string text, string table)
    {
        var at = Heading().Match(text);
        var next = text.IndexOf("\n## ", at.Index + 1, StringComparison.Ordinal);
        var rows = Row().Matches(text).Where(row => row.Index > at.Index && (next < 0 || row.Index < next)).ToList();
        var end = rows.Count > 0 ? rows[^1].Index + rows[^1].Length : at.Index + at.Length;
        return text[..end] + "\n\n" + table + text[(end + 1)..];
    }

    // First the mapping's own, then what its fragments leave wherever they are used, with the name of the fragment.
    private static List<(string Path, string Why)> Left(string file)
    {
        var all = new List<(string Path, string Why)>();
        var further = new List<(string Path, string Why)>();
        var files = new List<string> { file };
        for (var i = 0; i < files.Count; i++)
        {
            var tree = new Tree();
            Assert.True(YamlText.Read(File.ReadAllBytes(files[i]), 0, files[i], tree, new Findings()));
            for (var node = 1; node < tree.Nodes.Length; node++)
            {
                var above = tree.Parent(node);
                if (tree.NameOf(node) == "leave") Entries(tree, node, i > 0 ? Path.GetFileNameWithoutExtension(files[i])
                    : above > 0 ? tree.NameOf(above) : "", i > 0 || above > 0 ? further : all);
                if (tree.NameOf(node) != "use" || !tree.Text(node).StartsWith("shared/", StringComparison.Ordinal)) continue;
                var shared = Path.Combine(Repository.Root, "mappings", tree.Text(node) + ".yaml");
                if (!files.Contains(shared)) files.Add(shared);
            }
        }

        return [.. all, .. further];
    }

    private static void Entries(Tree tree, int leave, string fragment, List<(string Path, string Why)> all)
    {
        for (var entry = leave + 1; entry < tree.Nodes[leave].Next; entry = tree.Nodes[entry].Next)
        {
            var key = tree.NameOf(entry);
            var why = tree.Text(entry) == "as above" ? all[^1].Why : tree.Text(entry);
            var before = fragment.Length == 0 ? "" : fragment + ": ";
            foreach (var path in key.Contains('+', StringComparison.Ordinal) ? [key] : key.Split(';')) all.Add((before + path, why));
        }
    }

    [GeneratedRegex(@"\| Left \(`leave` of the mapping\) \| Why \|\n\|---\|---\|\n(\|.*\n)+")]
    private static partial Regex Written();

    [GeneratedRegex(@"^## What is not (mapped|written), and why$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?!Not |Left |---)(.*?) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b(?!HMRC|CDS|NFE|SSCC|GTIN|CMR|GTI|LNG|DSG|DSI)[A-Z]{3}\b(?![ -][A-Z])")]
    private static partial Regex Segment();
}
