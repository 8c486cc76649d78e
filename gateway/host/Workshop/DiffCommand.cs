using System.CommandLine;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Mappings;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping diff OLD NEW --corpus DIR</c>: what a changed mapping changes in real documents.</summary>
internal static class DiffCommand
{
    /// <summary>Values of the envelope that say which mapping it was: always others.</summary>
    public static IReadOnlySet<string> Ignored { get; } = new HashSet<string>(StringComparer.Ordinal) { "MappingName", "MappingHashID" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var before = new Argument<string>("OLD")
        {
            Description = "The mapping as it was: a name, a folder with a mapping.yaml, or a revision of git (HEAD, v1.2, main).",
        };
        var after = new Argument<string>("NEW") { Description = "The mapping as it shall be: a name, a folder, or a revision of git." };
        var corpus = new Option<string>("--corpus")
        {
            Description = "Folder of documents, or one document.", HelpName = "DIR", Required = true,
        };
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var command = new Command("diff",
            "Say which documents a changed mapping changes, by element and by rule, with before and after.\n"
            + "Exits with 1 when anything changes, so that a build can stop there.\n"
            + "Example: ./run mapping diff HEAD edifact/cuscar --corpus samples\n"
            + "Example: ./run mapping diff edifact/cuscar /home/me/cuscar --corpus /data/manifests --json")
        {
            before, after, corpus, json, folder,
        };
        command.SetAction(async (result, stop) =>
        {
            var path = result.GetRequiredValue(corpus);
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                Console.Error.WriteLine($"There is no folder {path}.");
                return ExitCode.Environment;
            }

            using var versions = new MappingVersions(result.GetValue(folder), Console.Error);
            var (one, other) = (result.GetRequiredValue(before), result.GetRequiredValue(after));
            if (!versions.Open(one, other)) return versions.Code;
            var leftOut = new List<string>();
            var difference = await Compare(versions.Old!, versions.New!, path, leftOut, Progress.OnTerminal(), stop);
            if (result.GetValue(json)) Terminal.WriteJson(writer => DifferenceText.WriteJson(writer, one, other, difference));
            else DifferenceText.Write(Console.Out, $"{one} -> {other} over {path}", difference);
            foreach (var table in leftOut) Console.Error.WriteLine(table);
            if (difference.Documents == 0) Console.Error.WriteLine($"No document in {path} is one that {versions.New!.Mapping} serves.");
            return difference.Changed.Count == 0 && difference.Documents > 0 ? ExitCode.Fine : ExitCode.Faulty;
        });
        return command;
    }

    /// <summary>Translates every document with both versions and compares.</summary>
    /// <param name="old">The earlier version.</param>
    /// <param name="changed">The later version.</param>
    /// <param name="path">A folder, or the one document that both read even when another mapping would win it.</param>
    /// <param name="leftOut">Gets a sentence for each table that is not compared.</param>
    /// <param name="progress">Says how far it is.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<Difference> Compare(
        MappingVersion old, MappingVersion changed, string path, List<string> leftOut, Progress progress, CancellationToken stop)
    {
        var difference = new Difference(Ignored);
        var files = Corpus.FilesOf(path);
        for (var i = 0; i < files.Count; i++)
        {
            progress.Say($"{i + 1} of {files.Count} files, {difference.Changed.Count} documents changed");
            using var file = new FilePart(files[i]);
            var name = File.Exists(path) ? Path.GetFileName(path) : Path.GetRelativePath(path, files[i]);
            if (old.ReadsTables && !File.Exists(path) && await WinnerOf(file, old, changed, stop) is { } winner)
            {
                leftOut.Add($"{name} is not compared: {winner} reads it, as its layout fits better. Name the file itself to compare it.");
                continue;
            }

            using var before = old.Bench.Translate(file, old.Mapping);
            using var after = changed.Bench.Translate(file, changed.Mapping);
            while (await Next(before, stop) is { } one && await Next(after, stop) is { } other)
            {
                // What neither version serves is no matter of theirs.
                if (!old.Made(one) && !changed.Made(other)) continue;
                difference.Add($"{name}#{one.Mark.Ordinal}", Version(one), Version(other));
            }
        }

        progress.End();
        return difference;
    }

    /// <summary>The other mapping that a table goes to in both configurations; null when a version gets it, or none can.</summary>
    private static async Task<string?> WinnerOf(FilePart file, MappingVersion old, MappingVersion changed, CancellationToken stop)
    {
        string? winner = null;
        foreach (var version in new[] { old, changed })
        {
            using var translation = version.Whole.Translate(file, null);
            winner = (await Next(translation, stop))?.Translation.Mapping?.Text.Name;
            if (winner is null || winner == version.Mapping) return null;
        }

        return winner;
    }

    private static ValueTask<TranslatedDocument?> Next(OfflineTranslation translation, CancellationToken stop)
    {
        translation.ReadsRefused = true;
        translation.KeepsReports = false;
        return translation.Next(stop);
    }

    private static DocumentVersion Version(TranslatedDocument document)
    {
        var translation = document.Translation;
        var verdict = translation.IsAccepted ? "accepted" : translation.IsParked ? "held" : "refused";
        var code = translation.Findings.FirstOrDefault(f => f.Severity == Severity.Error)?.Finding.Code.Id;
        if (code is not null && !translation.IsAccepted) verdict = $"{verdict}: {code}";
        return new DocumentVersion(translation.Document, translation.Mapping?.Rules ?? [], verdict);
    }
}
