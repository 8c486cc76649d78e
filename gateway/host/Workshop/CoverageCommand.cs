using System.CommandLine;
using System.Globalization;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Mappings;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping coverage M --corpus DIR</c>: what documents carry and no rule reads, what the target lacks, idle rules.</summary>
internal static class CoverageCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var mapping = new Argument<string>("M") { Description = "Name of the mapping, such as edifact/cuscar, or its folder." };
        var corpus = new Option<string?>("--corpus")
        {
            Description = "Folder of documents, or one document. Without it: which places of each structural form no rule reads.",
            HelpName = "DIR",
        };
        var html = new Option<string?>("--html") { Description = "Write one page for a browser too, self-contained.", HelpName = "FILE" };
        var least = new Option<decimal?>("--min")
        {
            Description = "Exit with 1 when a file has less than so many percent of its values read or left.", HelpName = "PERCENT",
        };
        var all = new Option<bool>("--all") { Description = "List everything, not only what comes first." };
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var command = new Command("coverage",
            "Say what a mapping misses: source values that no rule reads, target positions never made, rules that never do anything.\n"
            + "A profile is measured by the canonical documents that the other mappings make of what lies there.\n"
            + "Example: ./run mapping coverage edifact/cuscar --corpus samples\n"
            + "Example: ./run mapping coverage edifact/cuscar --corpus /data/manifests --html coverage.html --min 95\n"
            + "Example: ./run mapping coverage edifact/cuscar")
        {
            mapping, corpus, html, least, all, json, folder,
        };
        command.SetAction(async (result, stop) =>
        {
            if (Workbench.Open(result.GetValue(folder), Console.Error) is not { } bench) return ExitCode.Environment;
            if (bench.Find(result.GetRequiredValue(mapping), Console.Error) is not { } name) return ExitCode.Usage;
            var (isJson, isAll, page) = (result.GetValue(json), result.GetValue(all), result.GetValue(html));
            return result.GetValue(corpus) is { } path
                ? await Run(bench, name, path, result.GetValue(least), isJson, isAll, page, stop)
                : OfForms(bench, name, isJson, isAll, page);
        });
        return command;
    }

    /// <summary>Runs a mapping over a corpus.</summary>
    public static async Task<(CoverageReport Report, Schema To, Corpus Corpus)> Measure(
        Workbench bench, string mapping, string path, Progress progress, CancellationToken stop)
    {
        var revision = bench.Revision;
        var to = revision.TargetOf(mapping);
        var coverage = new Coverage(to);
        var corpus = new Corpus(bench, progress);
        var moment = new Moment(Workbench.ArrivedAt);
        if (revision.HeadOf(mapping)!.ToFormat == "wco")
        {
            await corpus.Read(path, mapping, (file, document) => coverage.Add(
                file, document.Translation.Mapping!, document.Source, moment), stop);
        }
        else
        {
            // A profile reads what the mappings make of the documents, whichever they are.
            await corpus.Read(path, null, (file, document) =>
            {
                if (document.Translation.Document is not { Schema: { } canonical } made) return;
                var profile = revision.ProfileFor(mapping[CompiledMappings.ProfileFolder.Length..], canonical);
                if (profile is not null) coverage.Add(file, profile, made, moment);
            }, stop);
        }

        return (coverage.Report([.. bench.Revision.MappingForEachForm(mapping).Select(form => form.Mapping)]), to, corpus);
    }

    private static async Task<int> Run(
        Workbench bench, string mapping, string path, decimal? least, bool isJson, bool isAll, string? page, CancellationToken stop)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Console.Error.WriteLine($"There is no folder {path}.");
            return ExitCode.Environment;
        }

        // One document that is named is measured even when another mapping would win it.
        if (File.Exists(path) && bench.Revision.HeadOf(mapping)!.ToFormat == "wco") bench = bench.Alone(mapping, Console.Error) ?? bench;
        var (report, to, corpus) = await Measure(bench, mapping, path, Progress.OnTerminal(), stop);
        foreach (var fault in corpus.Unreadable) Console.Error.WriteLine(fault);
        if (report.Files.Count == 0)
        {
            Console.Error.WriteLine($"None of {Terminal.Count(corpus.Files, "file")} in {path} has a document that {mapping} serves.");
            corpus.Lost.ForEach(Console.Error.WriteLine);
            return ExitCode.Faulty;
        }

        if (page is not null) File.WriteAllBytes(page, CoveragePage.Write(mapping, path, report, to));
        if (isJson) Terminal.WriteJson(json => CoverageJson.Write(json, mapping, path, report, to));
        else CoverageText.Write(Console.Out, mapping, path, report, to, isAll);
        if (page is not null && !isJson) Console.Out.WriteLine($"\nThe page is {Path.GetFullPath(page)}");
        if (least is null) return ExitCode.Fine;
        var low = report.Files.Where(file => file.Values.Percent < least).ToList();
        foreach (var file in low)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{file.File} has {file.Values.Percent} %, less than {least}."));
        }

        return low.Count == 0 ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static int OfForms(Workbench bench, string mapping, bool isJson, bool isAll, string? page)
    {
        var forms = bench.Revision.MappingForEachForm(mapping);
        var report = StructureCoverage.Of(forms);
        if (page is not null) File.WriteAllBytes(page, CoveragePage.Write(mapping, report));
        if (isJson) Terminal.WriteJson(json => CoverageJson.Write(json, mapping, report));
        else CoverageText.Write(Console.Out, mapping, report, isAll);
        if (page is not null && !isJson) Console.Out.WriteLine($"\nThe page is {Path.GetFullPath(page)}");
        return ExitCode.Fine;
    }
}
