using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A line of a merged mapping and where it is written.</summary>
/// <param name="File">File below the mappings folder.</param>
/// <param name="Line">Line in it.</param>
/// <param name="Text">The line, indented as it stands in the merged mapping.</param>
public sealed record MergedLine(string File, int Line, string Text);

/// <summary>Writes a mapping with its bases merged in and its fragments behind it, each line with its origin.</summary>
public static class MergedText
{
    /// <summary>The lines.</summary>
    public static IReadOnlyList<MergedLine> Of(MappingText text)
    {
        var lines = new List<MergedLine>();
        foreach (var child in text.File.Children.Where(c => c.Key != "parts")) Write(child, 0, lines);
        foreach (var (name, part) in text.Parts.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            lines.Add(new MergedLine("", 0, ""));
            lines.Add(Line(part, 0, $"# use: {name}"));
            foreach (var child in part.Children) Write(child, 0, lines);
        }

        return lines;
    }

    private static void Write(Entry entry, int depth, List<MergedLine> lines)
    {
        if (entry.Text is { } text)
        {
            lines.Add(Line(entry, depth, $"{entry.Key}: {Scalar(text)}"));
            return;
        }

        lines.Add(Line(entry, depth, entry.Key + ":"));
        foreach (var child in entry.Children)
        {
            if (entry.IsList) Item(child, depth + 1, lines);
            else Write(child, depth + 1, lines);
        }
    }

    private static void Item(Entry item, int depth, List<MergedLine> lines)
    {
        if (item.Text is { } text)
        {
            lines.Add(Line(item, depth, "- " + Scalar(text)));
            return;
        }

        var first = lines.Count;
        foreach (var child in item.Children) Write(child, depth + 1, lines);
        if (lines.Count == first) return;
        var indented = lines[first].Text;
        lines[first] = lines[first] with { Text = indented[..(2 * depth)] + "- " + indented[(2 * depth + 2)..] };
    }

    private static MergedLine Line(Entry entry, int depth, string text)
        => new(entry.Place.Reference ?? "", entry.Place.Segment, new string(' ', 2 * depth) + text);

    // Quoting never changes a meaning in this language, so it is only added where YAML would read something else.
    internal static string Scalar(string text)
    {
        var isPlain = text.Length > 0 && !" [{*&!|>%@`\"'#,]}?:-".Contains(text[0]) && text.Trim().Length == text.Length
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.EndsWith(':');
        return isPlain ? text : "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
    }
}
