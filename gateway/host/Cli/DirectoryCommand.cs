using System.CommandLine;
using System.Globalization;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Edifact;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>directory import/list/diff</c>: releases of the UN/EDIFACT directories.</summary>
internal static class DirectoryCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("directory",
        "Load and compare releases of the UN/EDIFACT directories.\n"
        + "Example: ./run directory list")
    {
        Import(), List(), Diff(),
    };

    private static Option<string?> Folder() => new("--configuration")
    {
        Description = "Configuration folder whose directories/ is meant; the gateway's own unless given.",
    };

    private static Option<bool> Json() => new("--json") { Description = "As JSON." };

    private static Command Import()
    {
        var path = new Argument<string>("PATH") { Description = "Archive of a release as UNECE publishes it, a folder, or a single file." };
        var (folder, json) = (Folder(), Json());
        var command = new Command("import",
            "Read a release of the UN/EDIFACT directories, so that its messages and code lists are known.\n"
            + "Every verb finds it from then on; a running gateway takes it over within seconds.\n"
            + "Example: ./run directory import d02b.zip\n"
            + "Example: ./run directory import PAXLST_D.02B --configuration /etc/gateway")
        {
            path, folder, json,
        };
        command.SetAction(result => DirectoryImporting.Run(
            result.GetRequiredValue(path), result.GetValue(folder) ?? Home.Folder, result.GetValue(json), Console.Error));
        return command;
    }

    private static Command List()
    {
        var (folder, json) = (Folder(), Json());
        var command = new Command("list",
            "List the releases that are built in and those that were imported.\n"
            + "Example: ./run directory list --json")
        {
            folder, json,
        };
        command.SetAction(result => List(result.GetValue(folder), result.GetValue(json)));
        return command;
    }

    private static Command Diff()
    {
        var before = new Argument<string>("RELEASE") { Description = "The release to start from: D95B, D.95B or d95b." };
        var after = new Argument<string>("OTHER") { Description = "The release to compare it with." };
        var message = new Option<string>("--message") { Description = "Message type, such as CUSCAR.", Required = true };
        var (folder, json) = (Folder(), Json());
        var command = new Command("diff",
            "Say what changed in a message between two releases: groups, segments, composites, elements.\n"
            + "Example: ./run directory diff D95B D16B --message CUSCAR")
        {
            before, after, message, folder, json,
        };
        command.SetAction(result =>
        {
            var known = Imported(result.GetValue(folder), Console.Error);
            if (known is null) return ExitCode.Environment;
            return DirectoryComparison.Run(
                EdifactDirectory.BuiltIn.With(known), result.GetRequiredValue(before), result.GetRequiredValue(after),
                result.GetRequiredValue(message).ToUpperInvariant(), result.GetValue(json), Console.Error);
        });
        return command;
    }

    private static int List(string? folder, bool isJson)
    {
        if (Imported(folder, Console.Error) is not { } imported) return ExitCode.Environment;
        List<DirectorySummary> all = [.. DirectorySummary.OfBuiltIn(), .. imported.Select(DirectorySummary.Of)];
        if (isJson)
        {
            Terminal.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var release in all)
                {
                    json.WriteStartObject();
                    json.WriteString("release", release.Release);
                    json.WriteNumber("messages", release.Messages);
                    json.WriteNumber("segments", release.Segments);
                    json.WriteNumber("codes", release.Codes);
                    json.WriteString("source", release.From);
                    json.WriteString("date", release.Date);
                    json.WriteString("sha256", release.Sha256);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return ExitCode.Fine;
        }

        Console.Out.WriteLine("release  messages  segments   codes  date        sha256        source");
        foreach (var r in all)
        {
            var digest = r.Sha256.Length > 12 ? r.Sha256[..12] : "";
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{r.Release,-8} {r.Messages,8} {r.Segments,9} {r.Codes,7:N0}  {r.Date,-10}  {digest,-12}  {r.From}"));
        }

        return ExitCode.Fine;
    }

    /// <summary>The imported releases of the configuration, oldest first.</summary>
    /// <returns>Null when a file is not as the import wrote it; that was said.</returns>
    private static List<ImportedDirectory>? Imported(string? folder, TextWriter error)
    {
        var findings = new Findings();
        var found = new List<ImportedDirectory>();
        foreach (var (path, bytes) in ConfigurationFolder.Read(folder is null ? [.. Home.Configuration] : [folder]))
        {
            if (!path.StartsWith("directories/", StringComparison.Ordinal)) continue;
            if (ImportedDirectory.Read(bytes.Span) is { } release) found.Add(release);
            else findings.Add(DirectoryFindings.Changed, default, new Place(0, 1) { Reference = path }, 0, path);
        }

        Terminal.Write(error, findings);
        found.Sort((one, other) => one.CompareTo(other));
        return findings.Count == 0 ? found : null;
    }
}
