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
            var difference = await Compare(versions.Old!, versions.New!, path, Progress.OnTerminal(), stop);
            if (result.GetValue(json)) Terminal.WriteJson(writer => DifferenceText.WriteJson(writer, one, other, difference));
            else DifferenceText.Write(Console.Out, $"{one} -> {other} over {path}", difference);
            if (difference.Documents == 0) Console.Error.WriteLine($"No document in {path} is one that {versions.New!.Mapping} serves.");
            return difference.Changed.Count == 0 && difference.Documents > 0 ? ExitCode.Fine : ExitCode.Faulty;
        });
        return command;
    }

    /// <summary>Translates every document with both versions and compares.</summary>
    public static async Task<Difference> Compare(
        MappingVersion old, MappingVersion changed, string path, Progress progress, CancellationToken stop)
    {
        var difference = new Difference(Ignored);
        var files = Corpus.FilesOf(path);
        for (var i = 0; i < files.Count; i++)
        {
            progress.Say($"{i + 1} of {files.Count} files, {difference.Changed.Count} documents changed");
            using var file = new FilePart(files[i]);
            using var before = old.Bench.Translate(file, old.Mapping);
            using var after = changed.Bench.Translate(file, changed.Mapping);
            var name = File.Exists(path) ? Path.GetFileName(path) : Path.GetRelativePath(path, files[i]);
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
