using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Documents;
using Gateway.Host.Workshop;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>explain FILE PATH</c>: where a WCO value came from: bytes, source text, rule and line, mapping version.</summary>
internal static partial class ExplainCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("FILE") { Description = "The sender's document." };
        var path = new Argument<string?>("PATH")
        {
            Description = "The value: its path (1-based), JSON pointer or WCO pointer, or bytes of the file (188 or 188-196, "
                + "in one file of an archive 'a/b.edi > 188'); without it every value is explained.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var also = TranslateCommand.Also();
        var command = new Command("explain", "Say where a value of the WCO document came from: source bytes, rule, mapping version.\n"
            + "Example: ./run explain samples/d95b-short.edi '/Documents/MetaData[1]/CargoReport/Consignment[2]/UCR/ID'\n"
            + "Example: ./run explain samples/d95b-short.edi '42A/28A[2]/30B/D023'\n"
            + "Example: ./run explain manifest.edi /cargoReport/consignment/0/valueAmount --also invoice.xml")
        {
            name, path, also,
        };
        var site = new SiteOptions();
        site.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using var file = site.Open(result, result.GetRequiredValue(name));
            if (file is null) return ExitCode.Environment;
            using var further = FurtherFiles.Open(result.GetRequiredValue(also), file.Revision, Console.Error);
            if (further is null) return ExitCode.Environment;
            file.Further = further;
            var code = await Run(file, result.GetValue(path), stop);
            return further.AreUsed(further.Asked, Console.Error) || code != ExitCode.Fine ? code : ExitCode.Faulty;
        });
        return command;
    }

    private static async Task<int> Run(OfflineFile file, string? path, CancellationToken stop)
    {
        var asked = PartPlace.Of(path ?? "");
        if (ByteRange().Match(asked.Place) is { Success: true } range) return await ExplainBytes(file, asked, range, stop);
        var (wanted, inner) = Split(path is null ? null : asked.Place);
        using var translation = file.Translate(null);
        using var output = new StreamWriter(Terminal.Output(), new UTF8Encoding(false));
        var explanation = new Explanation(output, translation.Parts, file.Further!);
        var (number, held) = (0, 0);
        while (await translation.Next(stop) is { } document)
        {
            if (document.Translation is not { Document: { } tree, Mapping: { } mapping }) continue;
            number++;
            if (!asked.Holds(translation.Parts, document.Mark.Span.Part)) continue;
            held++;
            if (wanted > 0 && held != wanted) continue;
            var node = 0;
            if (inner is null)
            {
                for (node = 0; node < tree.Nodes.Length; node++)
                {
                    if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) explanation.Write(tree, node, mapping, number);
                }

                continue;
            }

            node = WcoModel.Find(tree, inner);
            if (node < 0)
            {
                Console.Error.WriteLine($"The document has no {path}. Without a path, explain lists all values.");
                return ExitCode.Faulty;
            }

            explanation.Write(tree, node, mapping, number);
            return ExitCode.Fine;
        }

        if (number == 0) Console.Error.WriteLine($"{file.Name} gave no WCO document; ./run check {file.Name} says why.");
        else if (inner is not null)
        {
            Console.Error.WriteLine($"{file.Name} has {Terminal.Count(held, "document")}; the path asks for number {wanted}.");
        }

        return number > 0 && inner is null ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static async Task<int> ExplainBytes(OfflineFile file, PartPlace asked, Match range, CancellationToken stop)
    {
        var start = long.Parse(range.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var end = range.Groups[2].Success ? long.Parse(range.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : start + 1;
        using var translation = file.Translate(null);
        using var output = new StreamWriter(Terminal.Output(), new UTF8Encoding(false));
        var explanation = new Explanation(output, translation.Parts, file.Further!);
        var (number, count) = (0, 0);
        while (await translation.Next(stop) is { } document)
        {
            if (document.Translation is not { Document: { } tree, Mapping: { } mapping }) continue;
            number++;
            if (!asked.Holds(translation.Parts, document.Mark.Span.Part)) continue;
            for (var node = 0; node < tree.Nodes.Length; node++)
            {
                if (!IsFrom(tree.Sources(node, out _), start, end) || (tree.Nodes[node].Flags & NodeFlags.HasValue) == 0) continue;
                explanation.Write(tree, node, mapping, number);
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
