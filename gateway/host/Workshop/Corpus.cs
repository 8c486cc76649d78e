using Gateway.Core;

namespace Gateway.Host.Workshop;

/// <summary>The documents of a folder that a mapping serves.</summary>
/// <param name="bench">The configuration.</param>
/// <param name="progress">Says how far it is.</param>
internal sealed class Corpus(Workbench bench, Progress progress)
{
    // What lies beside documents: expected output, descriptions, leftovers of editors.
    private static readonly string[] OtherEndings =
    [
        ".md", ".verified.json", ".verified.xml", ".received.json", ".received.xml", "~",
    ];

    /// <summary>Files that were looked at.</summary>
    public int Files { get; private set; }

    /// <summary>Files that could not be read.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>Tables that went to another mapping than the one asked for: the layout of that one fits better.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>The files of a folder with all below it, or the one file, in order of their names.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path)) return [path];
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };
        return [.. Directory.EnumerateFiles(path, "*", options)
            .Where(file => !Array.Exists(OtherEndings, ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Translates every document that the mapping serves.</summary>
    /// <param name="path">A folder or a file.</param>
    /// <param name="mapping">Name of the mapping; null for the documents of all, each by the one that production chooses.</param>
    /// <param name="each">Gets the name of the file below the folder, and the document; its trees are valid during the call.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task Read(string path, string? mapping, Action<string, TranslatedDocument> each, CancellationToken stop)
    {
        var files = FilesOf(path);
        var ofTables = mapping is not null && bench.Revision.HeadOf(mapping)?.FromFormat == "tabular";
        foreach (var name in files)
        {
            progress.Say($"{++Files} of {files.Count} files");
            var shown = File.Exists(path) ? Path.GetFileName(path) : Path.GetRelativePath(path, name);
            try
            {
                using var file = new FilePart(name);
                using var translation = bench.Translate(file, mapping);
                translation.ReadsRefused = true;
                translation.KeepsReports = false;
                while (await translation.Next(stop) is { } document)
                {
                    if (document.Translation.Mapping?.Text.Name is not { } used) continue;
                    if (used == (mapping ?? used)) each(shown, document);
                    else if (ofTables && document.Mark.Type.Format == "tabular")
                    {
                        Lost.Add($"{shown} is read by {used}, whose layout fits better.");
                    }
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Unreadable.Add($"{shown}: {fault.Message}");
            }
        }

        progress.End();
    }
}

/// <summary>Says on a terminal how far long work is; silent where nobody watches.</summary>
internal sealed class Progress(TextWriter? to)
{
    private const int EveryMilliseconds = 200;

    private long last = TimeProvider.System.GetTimestamp();
    private int length;

    /// <summary>One on the error stream of this process, if that is a terminal.</summary>
    public static Progress OnTerminal() => new(Console.IsErrorRedirected ? null : Console.Error);

    /// <summary>Replaces what was said before.</summary>
    public void Say(string text)
    {
        if (to is null || TimeProvider.System.GetElapsedTime(last).TotalMilliseconds < EveryMilliseconds) return;
        last = TimeProvider.System.GetTimestamp();
        to.Write("\r" + text.PadRight(length));
        length = text.Length;
    }

    /// <summary>Leaves the line empty.</summary>
    public void End()
    {
        if (to is null || length == 0) return;
        to.Write("\r" + new string(' ', length) + "\r");
        length = 0;
    }
}
