using System.CommandLine;
using System.Globalization;
using Gateway.Host.Cli;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping test [NAME]</c>: the samples of the mappings against the documents beside them.</summary>
internal static class TestCommand
{
    private const int PlacesMax = 12;

    private sealed record Result(MappingSample Sample, bool IsFine, bool IsAccepted, string Said);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Mapping to test; all unless given.", Arity = ArgumentArity.ZeroOrOne };
        var accept = new Option<bool>("--accept")
        {
            Description = "Take what comes out as what is expected: writes *.verified.json and *.verified.xml. Read them afterwards.",
        };
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var command = new Command("test",
            "Translate the samples of the mappings and compare with the documents beside them (*.verified.json, *.verified.xml).\n"
            + "Example: ./run mapping test\n"
            + "Example: ./run mapping test edifact/cuscar --accept")
        {
            name, accept, json, folder,
        };
        command.SetAction(async (result, stop) =>
        {
            if (Workbench.Open(result.GetValue(folder), Console.Error) is not { } bench) return ExitCode.Environment;
            var asked = result.GetValue(name);
            var mapping = asked is null ? null : bench.Find(asked, Console.Error);
            if (asked is not null && mapping is null) return ExitCode.Usage;
            return await Run(bench, mapping, result.GetValue(accept), result.GetValue(json), Console.Out, stop);
        });
        return command;
    }

    /// <summary>Tests the samples.</summary>
    public static async Task<int> Run(
        Workbench bench, string? mapping, bool isAccepting, bool isJson, TextWriter to, CancellationToken stop)
    {
        var results = new List<Result>();
        var progress = isJson ? new Progress(null) : Progress.OnTerminal();
        var samples = MappingSamples.Find(bench.Folders, mapping);
        foreach (var sample in samples)
        {
            progress.Say($"{results.Count} of {samples.Count} samples");
            results.Add(await Test(bench, sample, isAccepting, stop));
        }

        progress.End();
        if (isJson) WriteJson(results);
        else WriteText(to, bench, mapping, results);
        return results.TrueForAll(r => r.IsFine) && results.Count > 0 ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static async Task<Result> Test(Workbench bench, MappingSample sample, bool isAccepting, CancellationToken stop)
    {
        var made = await MappingSamples.Make(bench, sample, stop);
        if (made.Fault is not null) return new Result(sample, false, false, "  " + made.Fault + "\n");
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var isAccepted = false;
        foreach (var (path, text) in new[] { (sample.VerifiedJson, made.Json), (sample.VerifiedXml, made.Xml) })
        {
            if (text is null) continue;
            var expected = MappingSamples.Verified(path);
            if (expected == text) continue;
            if (isAccepting)
            {
                await File.WriteAllTextAsync(path, text, stop);
                isAccepted = true;
                continue;
            }

            said.WriteLine(expected is null
                ? $"  {Path.GetFileName(path)} is not there yet; --accept writes it"
                : $"  {Path.GetFileName(path)}: - expected, + received");
            if (expected is not null) TextDifference.Write(expected, text, PlacesMax, said);
        }

        return new Result(sample, said.GetStringBuilder().Length == 0, isAccepted, said.ToString());
    }

    private static void WriteText(TextWriter to, Workbench bench, string? mapping, List<Result> results)
    {
        foreach (var group in results.GroupBy(r => r.Sample.Mapping))
        {
            var bad = group.Count(r => !r.IsFine);
            to.WriteLine($"{group.Key}: {Terminal.Count(group.Count(), "sample")}, "
                + $"{(bad == 0 ? "all as expected" : $"{bad} not as expected")}"
                + (group.Any(r => r.IsAccepted) ? $", {group.Count(r => r.IsAccepted)} accepted" : ""));
            foreach (var result in group.Where(r => !r.IsFine))
            {
                to.WriteLine($" {Path.GetFileName(result.Sample.Path)}");
                to.Write(result.Said);
            }
        }

        foreach (var name in bench.Revision.Mappings.Where(m => mapping is null || m == mapping))
        {
            if (results.Exists(r => r.Sample.Mapping == name)) continue;
            to.WriteLine($"{name}: no samples; put documents into mappings/{name}/samples");
        }

        var failed = results.Count(r => !r.IsFine);
        to.WriteLine($"{results.Count - failed} of {Terminal.Count(results.Count, "sample")} as expected");
    }

    private static void WriteJson(List<Result> results) => Terminal.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("mapping", result.Sample.Mapping);
            json.WriteString("sample", Path.GetFileName(result.Sample.Path));
            json.WriteBoolean("isExpected", result.IsFine);
            json.WriteBoolean("isAccepted", result.IsAccepted);
            if (!result.IsFine) json.WriteString("difference", result.Said);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
