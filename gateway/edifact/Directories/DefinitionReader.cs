using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Edifact;

/// <summary>
/// Reads the segment, composite and element files (EDSD, EDCD, EDED and their older and interactive names).
/// </summary>
internal static partial class DefinitionReader
{
    /// <summary>Names take one line, long ones two.</summary>
    private const int NameLinesMax = 4;

    /// <summary>Parts of a segment or composite; the longest segment has 30.</summary>
    private const int PartsMax = 200;

    /// <summary>Reads a segment or composite file into <paramref name="into"/>.</summary>
    public static void Read(
        string text, string file, Dictionary<string, DirectoryDefinition> into, List<DirectoryDefect> defects)
    {
        foreach (var (line, block) in Blocks(text))
        {
            if (Heading(block) is not { Success: true } heading) continue;
            var tag = heading.Groups[1].Value;
            var definition = new DirectoryDefinition(tag, heading.Groups[2].Value.Trim(), Parts(block));
            if (definition.Parts.Length > PartsMax)
            {
                defects.Add(new DirectoryDefect(file, line, $"{tag} holds more than any segment; it is left out."));
                continue;
            }

            if (definition.Parts.IsEmpty) defects.Add(new DirectoryDefect(file, line, $"{tag} holds nothing."));
            if (!into.TryAdd(tag, definition)) defects.Add(new DirectoryDefect(file, line, $"{tag} stands twice."));
        }
    }

    /// <summary>Reads an element file into <paramref name="into"/>.</summary>
    public static void ReadElements(
        string text, string file, Dictionary<string, DirectoryElement> into, List<DirectoryDefect> defects)
    {
        foreach (var (line, block) in Blocks(text))
        {
            var first = block.FindIndex(l => l.Length > 0);
            if (first < 0 || ElementHeading().Match(block[first]) is not { Success: true } heading) continue;
            var number = heading.Groups[1].Value;
            var name = heading.Groups[2].Value;
            var last = Math.Min(block.Count, first + NameLinesMax);
            for (var i = first + 1; i < last && block[i].Length > 0; i++) name += " " + block[i].Trim();
            name = Usage().Replace(name, "").Trim();
            var printed = block.Select(l => Printed().Match(l)).FirstOrDefault(m => m.Success)?.Groups[1].Value ?? "";
            if (printed.Length == 0) defects.Add(new DirectoryDefect(file, line, $"{number} has no representation."));
            if (!into.TryAdd(number, new DirectoryElement(number, name, Squeeze(printed))))
            {
                defects.Add(new DirectoryDefect(file, line, $"{number} stands twice."));
            }
        }
    }

    private static ImmutableArray<DirectoryPart> Parts(List<string> block)
    {
        var parts = new List<DirectoryPart>();
        var components = new List<DirectoryPart>();
        var inComposite = false;
        var started = "";
        bool? hasPlaces = null;
        foreach (var line in block)
        {
            if (line.Length == 0)
            {
                started = "";
                inComposite &= hasPlaces == true;
                continue;
            }

            if (PartStart().IsMatch(line)) started = "";
            var row = PartRow().Match(started.Length > 0 ? started + " " + line.Trim() : line);
            if (!row.Success)
            {
                started = PartStart().IsMatch(line) ? line : "";
                continue;
            }

            started = "";
            var (place, number) = (row.Groups[1].Value, row.Groups[2].Value);
            hasPlaces ??= place.Length > 0;
            var part = Part(row, number);
            if (inComposite && place.Length == 0 && char.IsDigit(number[0]))
            {
                components.Add(part);
                continue;
            }

            Flush(parts, components);
            parts.Add(part);
            inComposite = char.IsLetter(number[0]);
        }

        Flush(parts, components);
        return [.. parts];
    }

    private static DirectoryPart Part(Match row, string number) => new(number, row.Groups[4].Value == "M",
        int.TryParse(row.Groups[5].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : 1,
        Squeeze(row.Groups[6].Value));

    private static void Flush(List<DirectoryPart> parts, List<DirectoryPart> components)
    {
        if (components.Count > 0) parts[^1] = parts[^1] with { Components = [.. components] };
        components.Clear();
    }

    private static Match? Heading(List<string> block)
        => block.FirstOrDefault(l => l.Length > 0) is { } first ? DefinitionHeading().Match(first) : null;

    /// <summary>The text between lines of dashes, each with the number of its first line.</summary>
    private static IEnumerable<(int Line, List<string> Lines)> Blocks(string text)
    {
        var block = new List<string>();
        var (number, start) = (0, 1);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd();
            if (!line.StartsWith("----------------", StringComparison.Ordinal))
            {
                block.Add(line);
                continue;
            }

            yield return (start, block);
            (start, block) = (number, []);
        }

        yield return (start, block);
    }

    private static string Squeeze(string representation) => representation.Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[ ]*[+*#|X-]*[ ]*([A-Z]{3}|[CES][0-9]{3})[ ]+(\S.*)$")]
    private static partial Regex DefinitionHeading();

    [GeneratedRegex(@"^[ ]*[+*#|X-]*[ ]*([0-9]{4})[ ]+(\S.*)$")]
    private static partial Regex ElementHeading();

    [GeneratedRegex(@"[ ]*\[[BIC]\][ ]*")]
    private static partial Regex Usage();

    [GeneratedRegex(@"^[ ]*Repr:[ ]*((?:an|a|n)[ ]*(?:\.\.)?[ ]*[0-9]*)")]
    private static partial Regex Printed();

    [GeneratedRegex(@"^([0-9]{3})?[ ]*[+*#|X-]*[ ]*([CES][0-9]{3}|[0-9]{4})[ ]+\S")]
    private static partial Regex PartStart();

    [GeneratedRegex(@"^([0-9]{3})?[ ]*[+*#|X-]*[ ]*([CES][0-9]{3}|[0-9]{4})[ ]+(\S.*?)[ ]+([MC])(?:[ ]+([0-9]+))?"
        + @"(?:[ ]+((?:an|a|n)[ ]*(?:\.\.)?[ ]*[0-9]*))?$")]
    private static partial Regex PartRow();
}
