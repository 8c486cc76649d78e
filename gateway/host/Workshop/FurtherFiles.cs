using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Host.Serve;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Host.Workshop;

/// <summary>
/// Files that are handed over beside the sender's document, for a mapping that names further documents (<c>also</c>): those of
/// <c>--also</c>, or those beside a sample. A further WCO document may lie there as it is, or as the document that it is made of.
/// </summary>
internal sealed class FurtherFiles : IDisposable
{
    // Parts of what arrived are counted from 0; what was not received must not be taken for one of them.
    private const int FirstPart = 1_000_000;

    private readonly Revision revision;
    private readonly List<FurtherFile> files = [];
    private readonly Dictionary<FurtherDocument, Tree?> found = [];
    private readonly List<IDisposable> open = [];

    private FurtherFiles(Revision revision) => this.revision = revision;

    /// <summary>Opens the files.</summary>
    /// <param name="asked">Each <c>NAME=FILE</c>, or only <c>FILE</c>: it is then taken for the first further document that it
    /// can be.</param>
    /// <param name="revision">The configuration.</param>
    /// <param name="error">Gets what cannot be read.</param>
    /// <returns>Null when one cannot be read.</returns>
    public static FurtherFiles? Open(IEnumerable<string> asked, Revision revision, TextWriter error)
    {
        var all = new FurtherFiles(revision);
        foreach (var one in asked)
        {
            var at = File.Exists(one) ? -1 : one.IndexOf('=', StringComparison.Ordinal);
            var path = one[(at + 1)..];
            try
            {
                var part = new FilePart(path, FirstPart + all.files.Count);
                all.open.Add(part);
                all.files.Add(new FurtherFile(at < 0 ? null : one[..at], path, part));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                error.WriteLine($"{path} cannot be read: {fault.Message}");
                all.Dispose();
                return null;
            }
        }

        return all;
    }

    /// <summary>The further document that a mapping names; null when no file holds it.</summary>
    public Tree? Find(FurtherDocument document)
    {
        if (!found.TryGetValue(document, out var tree)) found[document] = tree = Read(document);
        return tree;
    }

    /// <summary>What mappings asked for so far.</summary>
    public IReadOnlyCollection<FurtherDocument> Asked => found.Keys;

    /// <summary>The file that a part is; null for a part of what arrived.</summary>
    public FilePart? FileOf(int part) => part >= FirstPart ? files[part - FirstPart].Part : null;

    /// <summary>Says which files were of no use to any mapping.</summary>
    /// <returns>False when there are such.</returns>
    public bool AreUsed(IReadOnlyCollection<FurtherDocument> asked, TextWriter error)
    {
        foreach (var file in files.Where(file => !file.IsUsed))
        {
            error.WriteLine(asked.Count == 0
                ? $"{file.Path} was not used: the mapping names no further documents (also)."
                : $"{file.Path} was not used: it is none of {string.Join(", ", asked.Select(Shown))}.");
        }

        return files.TrueForAll(file => file.IsUsed);
    }

    /// <summary>Writes the findings at bytes of these files.</summary>
    /// <returns>The other findings.</returns>
    public IEnumerable<JudgedFinding> Write(TextWriter to, IReadOnlyList<JudgedFinding> findings)
    {
        foreach (var judged in findings.Where(judged => judged.Finding.Span.Part >= FirstPart))
        {
            var file = files[judged.Finding.Span.Part - FirstPart];
            to.WriteLine(FindingText.Of(judged.Finding, judged.Severity, file.Part.Read, file.Path));
        }

        return findings.Where(judged => judged.Finding.Span.Part < FirstPart);
    }

    /// <inheritdoc/>
    public void Dispose() => open.ForEach(one => one.Dispose());

    private static string Shown(FurtherDocument document)
        => $"${document.Name} ({string.Join(' ', new[] { document.Format, document.Release, document.Type }.OfType<string>())})";

    private Tree? Read(FurtherDocument document)
    {
        foreach (var file in files.Where(file => file.Name == document.Name || (file.Name is null && !file.IsUsed)))
        {
            var tree = document.Format == "wco" ? Canonical(document, file) ?? Translated(document, file) : Parsed(document, file);
            if (tree is null) continue;
            file.IsUsed = true;
            return tree;
        }

        return null;
    }

    private static Tree? Canonical(FurtherDocument document, FurtherFile file)
    {
        if (file.Part.Length > Limits.DocumentBytesMax || !WcoModel.Roots.Contains(document.Type)) return null;
        var bytes = new byte[(int)file.Part.Length];
        _ = file.Part.Read(0, bytes);
        var (schema, tree, ignored) = (WcoModel.Root(document.Type), new Tree(), new Findings());
        var isRead = bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..]
            ? XmlForm.Read(bytes, schema, tree, ignored, file.Part.Part)
            : JsonForm.Read(bytes, schema, tree, ignored, file.Part.Part);
        var root = schema.Child(Schema.Root, document.Type);
        return isRead && Enumerable.Range(0, tree.Nodes.Length).Any(node => tree.Nodes[node].Position == root) ? tree : null;
    }

    // The first document of the kind, made as it would be if the file had arrived itself.
    private Tree? Translated(FurtherDocument document, FurtherFile file)
    {
        var arrival = new Arrival("file", "test", Path.GetFileName(file.Path), null, "", Workbench.ArrivedAt);
        var translation = OfflineTranslation.Open(file.Part, arrival, revision, Adapters.Formats());
        open.Add(translation);
        // Nothing but the revision is asked here, so nothing is waited for.
        while (translation.Next(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } next)
        {
            if (next.Translation is { Document: { } made, Mapping.Text.Head.ToType: { } type } && type == document.Type) return made;
        }

        return null;
    }

    private Tree? Parsed(FurtherDocument document, FurtherFile file)
    {
        var settings = ReadSettings.Default with { Guides = revision.Guides };
        if (revision.Format(document.Format)?.Open(file.Part, settings, new Findings()) is not { } reader) return null;
        open.Add(reader);
        var tree = new Tree();
        while (reader.Read(tree, out var mark))
        {
            if (mark.IsReadable && mark.Type.Name == document.Type) return tree;
        }

        return null;
    }

    private sealed record FurtherFile(string? Name, string Path, FilePart Part)
    {
        public bool IsUsed { get; set; }
    }
}
