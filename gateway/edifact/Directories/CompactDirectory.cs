using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gateway.Edifact;

/// <summary>
/// Writes the compact form of releases: one definition for each structural change, short names, no other text.
/// </summary>
public static class CompactDirectory
{
    private const int WidthMax = 116;

    /// <summary>The messages that are built in, apart from CONTRL, AUTACK and KEYMAN, which belong to ISO 9735.</summary>
    public static ImmutableArray<string> BuiltInMessages { get; } =
    [
        "APERAK", "BAPLIE", "COARRI", "CODECO", "COPARN", "COPRAR", "COREOR", "CUSCAR", "CUSDEC", "CUSREP", "CUSRES",
        "DESADV", "GOVCBR", "IFCSUM", "IFTMBC", "IFTMBF", "IFTMCS", "IFTMIN", "IFTSTA", "INVOIC", "ORDERS", "VERMAS",
    ];

    /// <summary>Writes the compact form.</summary>
    /// <param name="releases">The releases, in any order.</param>
    /// <param name="types">The messages that are wanted.</param>
    /// <returns>Texts by file name: <c>segments.txt</c>, <c>message.CUSCAR.txt</c>.</returns>
    public static IReadOnlyDictionary<string, string> Write(
        IEnumerable<DirectoryRelease> releases, IEnumerable<string> types)
    {
        var ordered = releases.OrderBy(r => ReleaseOrder.Of(r.Release)).ToList();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var segments = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            if (Message(type, ordered, segments) is { } text) files["message." + type + ".txt"] = text;
        }

        var composites = new SortedSet<string>(StringComparer.Ordinal);
        var elements = new SortedSet<string>(StringComparer.Ordinal);
        files["segments.txt"] = Parts(segments, ordered, r => r.Segments, composites, elements);
        files["composites.txt"] = Parts(composites, ordered, r => r.Composites, composites, elements);
        files["elements.txt"] = Elements(elements, ordered);
        return files;
    }

    /// <summary>Writes everything of one release: all messages, all segments and elements, batch and interactive, the
    /// code lists.</summary>
    /// <returns>Texts by file name.</returns>
    internal static IReadOnlyDictionary<string, string> WriteAll(DirectoryRelease release)
    {
        List<DirectoryRelease> one = [release];
        var ignored = new SortedSet<string>(StringComparer.Ordinal);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (type, table) in release.Messages.Where(message => !message.Value.Rows.IsEmpty))
        {
            var text = new StringBuilder();
            Define(text, type, release.Release, [(release.Release, Layout(table.Rows))]);
            files["message." + type + ".txt"] = text.ToString();
        }

        string All(Func<DirectoryRelease, Dictionary<string, DirectoryDefinition>> of)
            => Parts(new SortedSet<string>(of(release).Keys, StringComparer.Ordinal), one, of, ignored, ignored);
        files["segments.txt"] = All(r => r.Segments);
        files["composites.txt"] = All(r => r.Composites);
        files["interactive-segments.txt"] = All(r => r.InteractiveSegments);
        files["interactive-composites.txt"] = All(r => r.InteractiveComposites);
        files["elements.txt"] = Elements(new SortedSet<string>(release.Elements.Keys, StringComparer.Ordinal), one);
        if (release.Codes.Count > 0) files["codes.txt"] = Codes(release);
        return files.Where(file => file.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
    }

    private static string Codes(DirectoryRelease release)
    {
        var text = new StringBuilder();
        // A list without codes is kept elsewhere: nothing can be said about its values.
        foreach (var (number, list) in release.Codes.Where(l => l.Value.Codes.Count > 0).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            Define(text, number, list.Name, list.Codes.ConvertAll(code => (code.Key, code.Value)));
        }

        return text.ToString();
    }

    private static string? Message(string type, List<DirectoryRelease> releases, SortedSet<string> segments)
    {
        var known = releases.Where(r => r.Messages.ContainsKey(type)).ToList();
        if (known.Count == 0) return null;
        var tables = known.Select(r => (r.Release, Table: r.Messages[type])).Concat(Stated(type, releases));
        var versions = new List<(string, string)>();
        var last = "";
        foreach (var (release, table) in tables.OrderBy(t => ReleaseOrder.Of(t.Release)))
        {
            Tags(table.Rows, segments);
            if (table.ToString() == last) continue;
            last = table.ToString();
            versions.Add((release, Layout(table.Rows)));
        }

        var text = new StringBuilder();
        Define(text, type, string.Join(' ', known.Select(r => r.Release)), versions);
        return text.ToString();
    }

    /// <summary>Tables of releases that are not among those given.</summary>
    private static IEnumerable<(string Release, MessageTable Table)> Stated(
        string type, List<DirectoryRelease> releases)
    {
        var stated = new Definitions(DirectoryFiles.Embedded("stated.txt")!, DirectoryFiles.Order).Find(type);
        return (stated?.Changes ?? []).Where(from => releases.TrueForAll(r => ReleaseOrder.Of(r.Release) != from))
            .Select(from => (ReleaseOrder.Name(from), new MessageTable(type, TableText.Rows(stated!.At(from).Content))));
    }

    private static void Tags(ImmutableArray<TableRow> rows, SortedSet<string> segments)
    {
        foreach (var row in rows)
        {
            if (!row.IsGroup) segments.Add(row.Tag);
            Tags(row.Rows, segments);
        }
    }

    private static string Parts(
        SortedSet<string> tags, List<DirectoryRelease> releases,
        Func<DirectoryRelease, Dictionary<string, DirectoryDefinition>> of,
        SortedSet<string> composites, SortedSet<string> elements)
    {
        var text = new StringBuilder();
        foreach (var tag in tags)
        {
            var name = "";
            var versions = new List<(string, string)>();
            foreach (var release in releases)
            {
                if (!of(release).TryGetValue(tag, out var definition)) continue;
                name = Sentence(definition.Name);
                Add(versions, release.Release, Words(definition.Parts));
                foreach (var part in definition.Parts)
                {
                    (char.IsLetter(part.Number[0]) ? composites : elements).Add(part.Number);
                }
            }

            if (versions.Count > 0) Define(text, tag, name, versions);
        }

        return text.ToString();
    }

    private static string Elements(SortedSet<string> numbers, List<DirectoryRelease> releases)
    {
        var text = new StringBuilder();
        foreach (var number in numbers)
        {
            var name = "";
            var versions = new List<(string, string)>();
            foreach (var release in releases)
            {
                if (!release.Elements.TryGetValue(number, out var element)) continue;
                name = element.Name;
                Add(versions, release.Release, element.Representation);
            }

            if (versions.Count > 0) Define(text, number, name, versions);
        }

        return text.ToString();
    }

    private static void Add(List<(string From, string Content)> versions, string release, string content)
    {
        if (versions.Count == 0 || versions[^1].Content != content) versions.Add((release, content));
    }

    private static void Define(
        StringBuilder text, string tag, string name, List<(string From, string Content)> versions)
    {
        text.Append(tag).Append(' ').Append(name).Append('\n');
        foreach (var (from, content) in versions)
        {
            text.Append(' ').Append(from).Append(' ').Append(content).Append('\n');
        }
    }

    /// <summary>The parts of a segment or composite; what stands several times in a row is written once.</summary>
    private static string Words(ImmutableArray<DirectoryPart> parts)
    {
        var words = new List<string>();
        for (var i = 0; i < parts.Length;)
        {
            var part = parts[i];
            var count = 1;
            while (part.Max == 1 && i + count < parts.Length && parts[i + count] is { Max: 1 } next
                && next.Number == part.Number && (part.IsMandatory || !next.IsMandatory)) count++;
            var mandatory = parts.AsSpan(i, count).ToArray().Count(p => p.IsMandatory);
            var times = part.Max > 1 ? "*" + Digits(part.Max) : count > 1 ? "x" + Digits(count) : "";
            words.Add(part.Number + new string('!', mandatory) + times);
            i += count;
        }

        return string.Join(' ', words);
    }

    /// <summary>The rows of a table in lines, each group beginning a new one.</summary>
    private static string Layout(ImmutableArray<TableRow> rows)
    {
        var text = new StringBuilder();
        var column = 5;
        Layout(text, rows, 0, ref column);
        return text.ToString();
    }

    private static void Layout(StringBuilder text, ImmutableArray<TableRow> rows, int depth, ref int column)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var isAfterGroup = i > 0 && rows[i - 1].IsGroup;
            if (i > 0 && (row.IsGroup || isAfterGroup || column + row.Head.Length > WidthMax))
            {
                text.Append('\n').Append(' ', 5 + (2 * depth));
                column = 5 + (2 * depth);
            }
            else if (i > 0)
            {
                text.Append(' ');
            }

            text.Append(row.Head);
            column += row.Head.Length + 1;
            if (!row.IsGroup) continue;
            text.Append('(');
            Layout(text, row.Rows, depth + 1, ref column);
            text.Append(')');
        }
    }

    private static string Sentence(string name) => name.Length == 0 ? name : name[..1] + name[1..].ToLowerInvariant();

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
