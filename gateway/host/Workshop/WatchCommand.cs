using System.CommandLine;
using System.Globalization;
using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping watch FILE -m M</c>: shows what a mapping makes of a document, again whenever the mapping is saved.</summary>
internal static class WatchCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The document to look at." };
        var mapping = new Option<string>("--mapping", "-m") { Description = "Name of the mapping.", HelpName = "M", Required = true };
        var message = new Option<int>("--message") { Description = "Which message of the file, from 1.", DefaultValueFactory = _ => 1 };
        var once = new Option<bool>("--once") { Description = "Show it once and end; exits with 1 when the mapping has faults." };
        var folder = MappingCommand.Folder();
        var command = new Command("watch",
            "Show what a mapping makes of a document, and again whenever the mapping, a fragment or the document is saved: the source\n"
            + "with what no rule reads in grey, what was made with the line of its rule, missing mandatory values in red. A fault is\n"
            + "shown with its line while the last good output stays. Ctrl-C ends it.\n"
            + "Example: ./run mapping watch samples/d95b-short.edi -m edifact/cuscar\n"
            + "Example: ./run mapping watch samples/d95b-short.edi -m edifact/cuscar --once")
        {
            file, mapping, message, once, folder,
        };
        command.SetAction(async (result, stop) =>
        {
            IReadOnlyList<string> folders = result.GetValue(folder) is { } site ? [.. Home.Configuration, site] : [.. Home.Configuration];
            var isTerminal = !Console.IsOutputRedirected;
            var isColoured = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            var watch = new Watch(
                folders, result.GetRequiredValue(file), result.GetRequiredValue(mapping), result.GetValue(message), isColoured);
            if (watch.Fault() is { } fault)
            {
                Console.Error.WriteLine(fault);
                return ExitCode.Usage;
            }

            if (result.GetValue(once)) return await watch.Show(Console.Out, false, stop) ? ExitCode.Fine : ExitCode.Faulty;
            await watch.Run(Console.Out, isTerminal, stop);
            return ExitCode.Fine;
        });
        return command;
    }
}

/// <summary>Looks at a mapping and a document until it is stopped.</summary>
/// <param name="folders">Folders of the configuration.</param>
/// <param name="document">The document.</param>
/// <param name="asked">Name of the mapping.</param>
/// <param name="message">Which message of the document, from 1.</param>
/// <param name="isColoured">Whether colours can be shown.</param>
internal sealed class Watch(IReadOnlyList<string> folders, string document, string asked, int message, bool isColoured)
{
    private const int LookEveryMilliseconds = 200;
    private const string ClearScreen = "\u001b[H\u001b[2J\u001b[3J";

    private string? mapping;
    private string? good;

    /// <summary>Why nothing can be shown whatever is saved; null when there is a mapping and a document.</summary>
    public string? Fault()
    {
        var names = CheckMappingCommand.NamesOf(ConfigurationFolder.Read(folders));
        var near = names.Where(m => m == asked || m.EndsWith("/" + asked, StringComparison.Ordinal)).ToList();
        mapping = near.Count == 1 ? near[0] : null;
        if (mapping is null) return $"There is no mapping {asked}. There are: {string.Join(", ", names)}.";
        return File.Exists(document) ? null : $"There is no file {document}.";
    }

    /// <summary>Shows it now and after each change.</summary>
    public async Task Run(TextWriter to, bool isTerminal, CancellationToken stop)
    {
        string? seen = null;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var now = State();
                // An editor may write in several steps: what is still changing is looked at again.
                if (now != seen && await IsQuiet(now, stop))
                {
                    seen = now;
                    await Show(to, isTerminal, stop);
                }

                await Task.Delay(LookEveryMilliseconds, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how this ends.
        }
    }

    /// <summary>Shows it once.</summary>
    /// <returns>False when the mapping has faults, or gave no document.</returns>
    public async Task<bool> Show(TextWriter to, bool isClearing, CancellationToken stop)
    {
        var screen = new StringBuilder(isClearing ? ClearScreen : "");
        var result = CheckMappingCommand.Check(ConfigurationFolder.Read(folders), mapping!, out var revision);
        var made = result.IsFine ? await Preview(revision!, stop) : null;
        if (made is not null) good = made;
        if (good is not null) screen.Append(good);
        else screen.Append("There is no output yet.\n");
        if (result.Findings.Count > 0)
        {
            screen.Append('\n').Append(result.IsFine ? "" : "The mapping has faults; above is what it made before:\n");
            using var said = new StringWriter(screen, CultureInfo.InvariantCulture) { NewLine = "\n" };
            CheckMappingCommand.WriteText(said, [result], false);
        }

        if (!isClearing) screen.Append("---\n");
        await to.WriteAsync(screen.ToString());
        await to.FlushAsync(stop);
        return result.IsFine && made is not null;
    }

    private async Task<string?> Preview(Revision revision, CancellationToken stop)
    {
        var bench = Workbench.Of(revision, folders);
        try
        {
            using var file = new FilePart(document);
            using var translation = bench.Translate(file, mapping);
            translation.ReadsRefused = true;
            while (await translation.Next(stop) is { } next)
            {
                if (next.Mark.Ordinal == message) return Workshop.Preview.Of(file, next, isColoured);
            }

            return $"{document} has no message {message}.\n";
        }
        catch (IOException fault)
        {
            return fault.Message + "\n";
        }
    }

    private async Task<bool> IsQuiet(string state, CancellationToken stop)
    {
        await Task.Delay(LookEveryMilliseconds / 4, stop);
        return State() == state;
    }

    // Looking costs less than asking the system to tell, and works on every file system.
    private string State()
    {
        var state = new StringBuilder();
        foreach (var file in folders.Select(folder => Path.Combine(folder, "mappings")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Append(document))
        {
            if (file != document && Path.GetExtension(file) is not (".yaml" or ".csv")) continue;
            var info = new FileInfo(file);
            var (written, length) = info.Exists ? (info.LastWriteTimeUtc.Ticks, info.Length) : (0, 0);
            state.Append(file).Append('|').Append(written).Append('|').Append(length).Append('\n');
        }

        return state.ToString();
    }
}
