using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>where-used FILE SEGMENT-OR-PATH</c>: the reverse of <c>explain</c>: what became of something that the sender wrote, and
/// which rules read such a place.</summary>
internal static partial class WhereUsedCommand
{
    private const int PlacesMax = 50, TextMax = 60;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The sender's document." };
        var place = new Argument<string>("PLACE")
        {
            Description = "What to follow: a path as mappings write it (NAD+CZ, CNI/RFF+BM.1154), an XPath, a JSON pointer, #31 for a "
                + "segment or line, B7 for a cell, or bytes (188 or 188-196); in one file of an archive: 'a/b.edi > 188'.",
        };
        var command = new Command("where-used",
            "Say which WCO values came from a segment, element or cell, and which rules read such a place.\n"
            + "Example: ./run where-used samples/d95b-short.edi EQD+CN\n"
            + "Example: ./run where-used samples/invoice-ubl.xml /Invoice/cbc:ID")
        {
            file, place,
        };
        var site = new SiteOptions();
        site.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using var opened = site.Open(result, result.GetRequiredValue(file));
            return opened is null ? ExitCode.Environment : await Run(opened, result.GetRequiredValue(place), stop);
        });
        return command;
    }

    private static async Task<int> Run(OfflineFile file, string asked, CancellationToken stop)
    {
        using var translation = file.Translate(null);
        using var output = new StreamWriter(Terminal.Output(), new UTF8Encoding(false));
        var (count, number) = (0, 0);
        var findings = new Findings();
        var place = PartPlace.Of(asked);
        while (await translation.Next(stop) is { } document)
        {
            if (!document.Mark.IsReadable) continue;
            if (document.Translation.Document is not null) number++;
            if (!place.Holds(translation.Parts, document.Mark.Span.Part)) continue;
            var part = document.Mark.Span.Part == 0 ? "" : " of " + translation.Parts.NameOf(document.Mark.Span.Part);
            count += Write(output, document, place.Place, number, findings, part, PlacesMax - count);
        }

        if (count > PlacesMax) output.WriteLine($"... and {count - PlacesMax} more; ask for one of them by its bytes.");
        if (count > 0) return ExitCode.Fine;
        Console.Error.WriteLine(findings.All.Count > 0 ? findings.All[0].Sentence : $"{file.Name} has nothing at {asked}.");
        return ExitCode.Faulty;
    }

    /// <summary>Writes what became of a place in one document.</summary>
    /// <param name="output">Takes the text.</param>
    /// <param name="document">The document.</param>
    /// <param name="asked">The place.</param>
    /// <param name="number">Which WCO document of the file it is, from 1.</param>
    /// <param name="findings">Why there can be no such place.</param>
    /// <param name="part">Words on the part that it is in.</param>
    /// <param name="max">How many are written; the others are only counted.</param>
    /// <returns>How many there are.</returns>
    internal static int Write(
        TextWriter output, TranslatedDocument document, string asked, int number, Findings findings, string part = "", int max = PlacesMax)
    {
        var found = Find(document.Source, asked, document.Mark.Type.Format, findings);
        foreach (var node in found.Take(max)) Write(output, document, node, number, part);
        return found.Count;
    }

    private static IReadOnlyList<int> Find(Tree source, string asked, string format, Findings findings)
    {
        if (Bytes().Match(asked) is { Success: true } bytes)
        {
            var start = long.Parse(bytes.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var end = bytes.Groups[2].Success ? long.Parse(bytes.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : start + 1;
            return Leaves(source, (_, span) => span.Start < end && start < Math.Max(span.End, span.Start + 1));
        }

        if (Line().Match(asked) is { Success: true } line)
        {
            var number = int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            return [.. Enumerable.Range(1, source.Nodes.Length - 1).Where(node => source.PlaceOf(node).Segment == number
                && source.PlaceOf(source.Parent(node)).Segment != number)];
        }

        if (format == "tabular" && Cell().Match(asked) is { Success: true } cell)
        {
            var column = cell.Groups[1].Value.Aggregate(0, (sum, letter) => (sum * 26) + letter - 'A' + 1);
            var row = int.Parse(cell.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            return Leaves(source, (node, _) => source.PlaceOf(node) is var place && place.Segment == row && place.Element == column);
        }

        return SourceQuery.Select(PathOf(asked, source), source, findings);
    }

    private static List<int> Leaves(Tree source, Func<int, SourceSpan, bool> fits)
    {
        var found = new List<int>();
        for (var node = 1; node < source.Nodes.Length; node++)
        {
            if ((source.Nodes[node].Flags & NodeFlags.HasValue) != 0 && fits(node, source.SpanOf(node))) found.Add(node);
        }

        return found;
    }

    // /Invoice/cac:Party/@id and /lines/0/sku become paths of the mapping language: without the document's name, prefixes and zeros,
    // and with tags where a document of our own has other names in JSON.
    private static string PathOf(string asked, Tree source)
    {
        if (!asked.StartsWith('/')) return asked;
        var path = new StringBuilder();
        var position = Schema.Root;
        foreach (var step in asked.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step[(step.StartsWith('@') ? 0 : step.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (path.Length == 0 && name == source.NameOf(0)) continue;
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                path.Append('[').Append(index + 1).Append(']');
            }
            else
            {
                position = ChildOf(source.Schema!, position, name);
                path.Append(name[0] == '@' ? "" : "/").Append(position > 0 ? source.Schema!.NameOf(position) : name);
            }
        }

        return path.Length == 0 ? "." : path.ToString();
    }

    private static int ChildOf(Schema schema, int parent, string jsonName)
    {
        var shape = schema.ChildrenOf(parent);
        return parent == 0 ? 0 : Enumerable.Range(shape.First, shape.Count).FirstOrDefault(at => schema[at].JsonName == jsonName);
    }

    private static void Write(TextWriter output, TranslatedDocument document, int node, int number, string part)
    {
        var source = document.Source;
        var (start, end) = Reach(source, node);
        var place = source.PlaceOf(node);
        var text = (source.Nodes[node].Flags & NodeFlags.HasValue) != 0 ? " = " + Shown(source.Text(node)) : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{source.NameOf(node)}{text}  message {document.Mark.Number}, "
            + $"{(document.Mark.Type.Format == "edifact" ? "segment" : "line")} {place.Segment}, "
            + $"bytes {start} to {end}{part}"));
        IReadOnlyList<SourceReader> copying = [];
        if (document.Translation is { Document: { } tree, Mapping: { } mapping })
        {
            copying = WriteValues(output, tree, mapping, start, end, number);
        }
        else output.WriteLine("  no WCO document was made of the message");
        if (document.Translation.Mapping is { } reads) WriteReaders(output, [.. SourceReader.Of(reads, source, node), .. copying]);
    }

    // A group's own bytes are those of its segment; a class has those of all below it.
    private static (long Start, long End) Reach(Tree source, int node)
    {
        var span = source.SpanOf(node);
        var (start, end) = (span.Start, span.End);
        var isElement = source.Schema?[source.Nodes[node].Position].Kind is PositionKind.Class or PositionKind.Root;
        for (var below = node + 1; isElement && below < source.Nodes[node].Next; below++)
        {
            var inner = source.SpanOf(below);
            if (inner.Length > 0) (start, end) = (start < 0 ? inner.Start : Math.Min(start, inner.Start), Math.Max(end, inner.End));
        }

        return (start, end);
    }

    // What copies has no path of its own to each value.
    private static IReadOnlyList<SourceReader> WriteValues(
        TextWriter output, Tree tree, Mapping mapping, long start, long end, int number)
    {
        var count = 0;
        var copying = new HashSet<SourceReader>();
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) == 0) continue;
            if (RoleIn(tree.Sources(node, out var rule), start, end) is not { } role) continue;
            count++;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {(role == OriginRole.Value ? "gives  " : "decides")} "
                + $"/Documents/MetaData[{number}]{WcoModel.Path(tree, node)["/MetaData".Length..]}"
                + $" = {Shown(tree.Text(node))}"));
            if (rule == 0) continue;
            var at = mapping.Rules[rule - 1];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"          {at.File}:{at.Line}:{at.Column}  {at.Target}: {at.Text}"));
            if (at.Text.StartsWith("copy: ", StringComparison.Ordinal)) copying.Add(new(at.File, at.Line, at.Column, at.Text, false));
        }

        if (count == 0) output.WriteLine("  gives nothing");
        return [.. copying];
    }

    private static OriginRole? RoleIn(ReadOnlySpan<Origin> origins, long start, long end)
    {
        OriginRole? role = null;
        foreach (var origin in origins)
        {
            if (origin.Role == OriginRole.Absent || origin.Span.Start >= end || start >= origin.Span.End) continue;
            if (role is null || origin.Role == OriginRole.Value) role = origin.Role;
        }

        return role;
    }

    private static void WriteReaders(TextWriter output, IReadOnlyList<SourceReader> readers)
    {
        output.WriteLine(readers.Count == 0 ? "  no rule reads it" : "  read by");
        foreach (var reader in readers)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {reader.File}:{reader.Line}:{reader.Column}  {(reader.IsLeft ? "left: " : "")}{reader.Text}"));
        }
    }

    private static string Shown(string text) => SafeText.Of(text.Length > TextMax ? text[..TextMax] + "…" : text);

    [GeneratedRegex(@"^(\d{1,15})(?:-(\d{1,15}))?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Bytes();

    [GeneratedRegex(@"^#(\d{1,9})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Line();

    [GeneratedRegex(@"^([A-Z]{1,3})(\d{1,7})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Cell();
}
