using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// The message structures of UN/EDIFACT releases, side by side: what is built in, one definition for each structural
/// change, and before it the releases that were imported. Immutable and thread-safe.
/// </summary>
public sealed class EdifactDirectory
{
    private static readonly Lazy<EdifactDirectory> BuiltInDirectory = new(() => new([new DirectorySource(DirectoryFiles.BuiltIn)]));

    private static readonly ConcurrentDictionary<int, Schema> Service = new();

    // Imported releases first: where one states a message as near as what is built in, the import counts.
    private readonly ImmutableArray<DirectorySource> sources;

    private EdifactDirectory(ImmutableArray<DirectorySource> sources) => this.sources = sources;

    /// <summary>What is built in: our own compact statement of structure facts.</summary>
    public static EdifactDirectory BuiltIn => BuiltInDirectory.Value;

    /// <summary>A directory made of files in the compact form.</summary>
    /// <param name="files">Texts by file name, as <see cref="CompactDirectory.Write"/> gives them.</param>
    public static EdifactDirectory Of(IReadOnlyDictionary<string, string> files)
        => new([new DirectorySource(new DirectoryFiles(files.GetValueOrDefault))]);

    /// <summary>The service segments of ISO 9735: a schema whose root holds each of them by its tag.</summary>
    /// <param name="syntaxVersion">Data element 0002: 1 to 4; any other number means the nearest of them. 4 is the last
    /// release of version 4, which only adds to those before.</param>
    public static Schema ServiceSegments(int syntaxVersion) => ServiceOf(DirectoryFiles.LastOfSyntax(syntaxVersion));

    /// <summary>The service segments of one release of a syntax version.</summary>
    /// <param name="syntax"><c>1</c>, <c>2</c>, <c>3</c>, <c>4</c> (its first release) or <c>4.1</c>.</param>
    public static Schema ServiceSegments(string syntax) => ServiceOf(DirectoryFiles.Syntax(syntax));

    /// <summary>The dependency notes of a service segment (ISO 9735-1 §11).</summary>
    /// <param name="tag">For example <c>UCM</c>.</param>
    /// <param name="syntaxVersion">Data element 0002; only version 4 has such notes.</param>
    public static ImmutableArray<DependencyNote> NotesOf(string tag, int syntaxVersion)
        => DirectoryFiles.Service.Find(tag) is { } segment
            ? DependencyNote.Read(segment.At(DirectoryFiles.LastOfSyntax(syntaxVersion)).Content) : [];

    /// <summary>This directory and the imported releases.</summary>
    /// <param name="imported">In order; of two imports of one release the first counts.</param>
    public EdifactDirectory With(IEnumerable<ImportedDirectory> imported)
        => new([.. imported.Select(i => i.Source), .. sources]);

    /// <summary>Forgets the structures that were asked for, as after a check that looked at all of them: some ten megabytes. They are
    /// made again when they are asked for.</summary>
    public void LetGo()
    {
        foreach (var source in sources) source.LetGo();
    }

    /// <summary>Whether a text is the year and letter of a release: <c>95B</c>.</summary>
    public static bool IsRelease(string release) => ReleaseOrder.Of(release) is not null;

    /// <summary>Finds the structural form of a message.</summary>
    /// <param name="type">UNH 0065, for example <c>CUSCAR</c>.</param>
    /// <param name="version">UNH 0052, for example <c>D</c>.</param>
    /// <param name="release">UNH 0054, for example <c>95B</c>.</param>
    /// <returns>
    /// The form of that release or the nearest earlier one; the earliest for a release before all; null for an
    /// unknown type.
    /// </returns>
    public MessageForm? Find(string type, string version, string release)
    {
        var asked = ReleaseOrder.Of(version, release);
        (DirectorySource Source, int Release)? best = null;
        foreach (var source in sources)
        {
            if (source.Find(type) is not { } message) continue;
            if (message.IsService) return source.FormOfSyntax(message, version, release);
            var found = message.Nearest(asked);
            if (best is null || IsNearer(found, best.Value.Release, asked)) best = (source, found);
        }

        if (best is not var (from, nearest)) return null;
        var isExact = asked == nearest && from.Find(type)!.Knows(asked) && version.Trim() is "D" or "d";
        return from.FormOf(from.Find(type)!, nearest) with { IsExact = isExact, Codes = CodesOf(asked) };
    }

    /// <summary>The code lists that were imported for exactly that release; null when there are none.</summary>
    /// <param name="release">For example <c>16B</c>.</param>
    public DirectoryCodes? CodesOf(string release) => ReleaseOrder.Of(release) is { } order ? CodesOf(order) : null;

    private DirectoryCodes? CodesOf(int release)
    {
        foreach (var source in sources)
        {
            if (source.Release == release && source.Codes is { } codes) return codes;
        }

        return null;
    }

    private static Schema ServiceOf(int syntax) => Service.GetOrAdd(syntax, SchemaOfMessage.OfService);

    /// <summary>Earlier and near goes before earlier, earlier before later, later and near before later.</summary>
    private static bool IsNearer(int found, int than, int asked)
        => found <= asked ? than > asked || found > than : than > asked && found < than;
}

/// <summary>A structural form of a message.</summary>
/// <param name="Type">For example <c>CUSCAR</c>.</param>
/// <param name="Release">The release at which this form begins: <c>D.95B</c>.</param>
/// <param name="IsExact">The release asked for is one that is known to have this form.</param>
/// <param name="Schema">Its positions, see <see cref="MessageSchema"/>.</param>
public sealed record MessageForm(string Type, string Release, bool IsExact, Schema Schema)
{
    /// <summary>Code lists of the release that the message names; null when none were imported.</summary>
    public DirectoryCodes? Codes { get; init; }
}

/// <summary>
/// How an EDIFACT message is a <see cref="Schema"/>. Position 1 is the message (Root, named by its type); its shape
/// holds UNB
/// and UNG (Segment, Service, minimum 0; UIB for an interactive message), UNH, the segments and groups of the message table in order, UNT.
/// A segment (Segment, Ordered) holds its data elements: composites (Composite, Transparent, Ordered) with their
/// components,
/// and simple elements (Element); names are the numbers. A segment group (Group, Trigger, Ordered) is named by its
/// trigger's
/// tag; its shape holds the trigger's elements first, then the inner segments and groups. Elements that stand several
/// times in a row are one position with a maximum; <see cref="Position.Slot"/> is the first place. Shapes of
/// segments and
/// composites are shared. Where one tag stands in several sections of a message, <see cref="Position.Section"/>
/// names the section:
/// <c>UNH</c>, <c>UNS</c>, <c>HYN</c>, and <c>UNS+S</c> after a second UNS. <see cref="Position.Description"/> is
/// the short name.
/// </summary>
public static class MessageSchema
{
}
