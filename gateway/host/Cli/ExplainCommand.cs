using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>explain FILE PATH</c>: where a WCO value came from: bytes, source text, rule and line, mapping version.</summary>
internal static partial class ExplainCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The sender's document." };
        var path = new Argument<string?>("PATH")
        {
            Description = "The value: its path (1-based), JSON pointer or WCO pointer, or bytes of the file (188 or 188-196); "
                + "without it every value is explained.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("explain", "Say where a value of the WCO document came from: source bytes, rule, mapping version.\n"
            + "Example: ./run explain samples/d95b-short.edi '/Documents/MetaData[1]/CargoReport/Consignment[2]/UCR/ID'\n"
            + "Example: ./run explain samples/d95b-short.edi '42A/28A[2]/30B/D023'")
        {
            file, path,
        };
        command.SetAction((result, stop) => Run(result.GetRequiredValue(file), result.GetValue(path), stop));
        return command;
    }

    private static async Task<int> Run(string name, string? path, CancellationToken stop)
    {
        using var file = OfflineFile.Open(name, null, Console.Error);
        if (file is null) return ExitCode.Environment;
        if (path is not null && ByteRange().Match(path) is { Success: true } range) return await ExplainBytes(file, range, stop);
        var (wanted, inner) = Split(path);
        using var translation = file.Translate(null);
        using var output = new StreamWriter(Terminal.Output(), new UTF8Encoding(false));
        var number = 0;
        while (await translation.Next(stop) is { } document)
        {
            if (document.Translation.Document is not { } tree) continue;
            number++;
            if (wanted > 0 && number != wanted) continue;
            if (inner is null)
            {
                ExplainAll(output, translation.Parts, tree, document.Translation.Mapping!, number);
                continue;
            }

            var node = WcoModel.Find(tree, inner);
            if (node < 0)
            {
                Console.Error.WriteLine($"The document has no {path}. Without a path, explain lists all values.");
                return ExitCode.Faulty;
            }

            Explain(output, translation.Parts, tree, node, document.Translation.Mapping!, number);
            return ExitCode.Fine;
        }

        if (number == 0) Console.Error.WriteLine($"{name} gave no WCO document; ./run check {name} says why.");
        else if (inner is not null) 
        {
            Console.Error.WriteLine($"{name} has {Terminal.Count(number, "document")}; the path asks for number {wanted}.");
        }

        return number > 0 && inner is null ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static void ExplainAll(TextWriter output, ReceiptParts parts, Tree tree, Mapping mapping, int number)
    {
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) Explain(output, parts, tree, node, mapping, number);
        }
    }

    private static async Task<int> ExplainBytes(OfflineFile file, Match range, CancellationToken stop)
    {
        var start = long.Parse(range.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var end = range.Groups[2].Success ? long.Parse(range.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : start + 1;
        using var translation = file.Translate(null);
        using var output = new StreamWriter(Terminal.Output(), new UTF8Encoding(false));
        var (number, count) = (0, 0);
        while (await translation.Next(stop) is { } document)
        {
            if (document.Translation.Document is not { } tree) continue;
            number++;
            for (var node = 0; node < tree.Nodes.Length; node++)
            {
                if (!IsFrom(tree.Sources(node, out _), start, end) || (tree.Nodes[node].Flags & NodeFlags.HasValue) == 0) continue;
                Explain(output, translation.Parts, tree, node, document.Translation.Mapping!, number);
                count++;
            }
        }

        if (count > 0) return ExitCode.Fine;
        Console.Error.WriteLine($"No value comes from {range.Value}; ./run where-used names the rules that would read it.");
        return ExitCode.Faulty;
    }

    private static bool IsFrom(ReadOnlySpan<Origin> origins, long start, long end)
    {
        foreach (var (span, role) in origins)
        {
            if (role == OriginRole.Value && span.Start < end && start < span.End) return true;
        }

        return false;
    }

    private static void Explain(TextWriter output, ReceiptParts parts, Tree tree, int node, Mapping mapping, int number)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"/Documents/MetaData[{number}]{WcoModel.Path(tree, node)["/MetaData".Length..]} = {tree.Text(node)}"));
        output.WriteLine($"  WCO      {WcoModel.Pointer(tree, node)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  JSON     /{number - 1}{WcoModel.JsonPointer(tree, node)}"));
        if (tree.AdditionOf(node) is { } addition)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  added    by {addition.Source} as of {addition.AsOf:yyyy-MM-dd}"));
            return;
        }

        var origins = tree.Sources(node, out var rule);
        if (rule > 0)
        {
            var at = mapping.Rules[rule - 1];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  rule     {at.File}:{at.Line}:{at.Column}  {at.Target}: {at.Text}"));
            output.WriteLine($"  mapping  {mapping.Text.Name}@{mapping.Text.Digest.Short()}");
        }

        if (origins.Length == 0) output.WriteLine(rule > 0 ? "  constant" : "  made by the gateway");
        foreach (var origin in origins)
        {
            var role = origin.Role switch { OriginRole.Value => "value", OriginRole.Key => "key", _ => "absent" };
            output.WriteLine(CellPlace.Of(origin.Span) is { } cell
                ? string.Create(CultureInfo.InvariantCulture,
                    $"  {role,-8} sheet {cell.Sheet}, cell {cell.Address}{PartOf(parts, origin)}")
                : string.Create(CultureInfo.InvariantCulture,
                    $"  {role,-8} bytes {origin.Span.Start} to {origin.Span.End}{PartOf(parts, origin)}{Text(parts, origin)}"));
        }
    }

    private static string PartOf(ReceiptParts parts, Origin origin)
        => origin.Span.Part == 0 ? "" : " of " + parts.NameOf(origin.Span.Part);

    private static string Text(ReceiptParts parts, Origin origin)
    {
        if (origin.Role == OriginRole.Absent || origin.Span.Start < 0) return "";
        var bytes = new byte[Math.Min(origin.Span.Length, 200)];
        var read = parts.Raw(origin.Span.Part).Read(origin.Span.Start, bytes);
        var text = bytes.AsSpan(0, read);
        // A character may be cut off at the end.
        var shown = Utf8.IsValid(text) || (read == 200 && Utf8.IsValid(text[..^3]))
            ? Encoding.UTF8.GetString(text).TrimEnd('\uFFFD') : Encoding.Latin1.GetString(text);
        return ": " + shown + (origin.Span.Length > bytes.Length ? " …" : "");
    }

    // /Documents/MetaData[2]/CargoReport/…, /1/cargoReport/… (JSON array, from 0) and [2]/42A/… name a document and a path in it.
    private static (int Document, string? Inner) Split(string? path)
    {
        if (path is null) return (0, null);
        var xml = XmlRoot().Match(path);
        if (xml.Success)
        {
            var index = xml.Groups[1].Success ? int.Parse(xml.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;
            return (index, "/MetaData" + xml.Groups[2].Value);
        }

        var json = JsonRoot().Match(path);
        return json.Success
            ? (int.Parse(json.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1, json.Groups[2].Value)
            : WcoRoot().Match(path) is { Success: true } wco
                ? (int.Parse(wco.Groups[1].ValueSpan, CultureInfo.InvariantCulture), wco.Groups[2].Value)
                : (1, path);
    }

    [GeneratedRegex(@"^(\d{1,15})(?:-(\d{1,15}))?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ByteRange();

    // [2]/42A/28A[3]/… is a WCO pointer into the second document.
    [GeneratedRegex(@"^\[(\d{1,9})\]/(.*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WcoRoot();

    [GeneratedRegex(@"^/(?:Documents/)?MetaData(?:\[(\d{1,9})\])?(.*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex XmlRoot();

    [GeneratedRegex(@"^/(\d{1,9})(/.*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex JsonRoot();
}
