using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// The message structures of UN/EDIFACT releases, side by side, one definition for each structural change.
/// </summary>
public sealed class EdifactDirectory
{
    /// <summary>Longer is no message type (data element 0065 is an..6).</summary>
    private const int TypeLengthMax = 6;

    private static readonly Lazy<EdifactDirectory> BuiltInDirectory =
        new(() => new EdifactDirectory(DirectoryFiles.Embedded));

    // What a message may stand in; ours to add, because the tables of the directories begin at UNH.
    private static readonly ImmutableArray<TableRow> Envelope = TableText.Rows("UNB UNG");

    private static readonly Lazy<Schema>[] Service =
        [.. Enumerable.Range(1, 4).Select(version => new Lazy<Schema>(() => SchemaOfMessage.OfService(version)))];

    private readonly DirectoryFiles files;
    private readonly ConcurrentDictionary<string, Message> messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Type, int Release), MessageForm> forms = new();
    private readonly ConcurrentDictionary<(string Type, int Begin), Schema> schemas = new();

    private EdifactDirectory(Func<string, string?> text) => files = new DirectoryFiles(text);

    /// <summary>A message with the releases that are known to have it, in order.</summary>
    private sealed record Message(Definition Table, int[] Known);

    /// <summary>What is built in: our own compact statement of structure facts.</summary>
    public static EdifactDirectory BuiltIn => BuiltInDirectory.Value;

    /// <summary>A directory made of files in the compact form.</summary>
    /// <param name="files">Texts by file name, as <see cref="CompactDirectory.Write"/> gives them.</param>
    public static EdifactDirectory Of(IReadOnlyDictionary<string, string> files) => new(files.GetValueOrDefault);

    /// <summary>
    /// The service segments of ISO 9735: a schema whose root holds UNB, UNG, UNH, UNT, UNE, UNZ, UNS, UGH, UGT.
    /// </summary>
    /// <param name="syntaxVersion">Data element 0002: 1 to 4; any other number means the nearest of them.</param>
    /// <remarks>CONTRL's own segments (UCI and so on) are in CONTRL's schema.</remarks>
    public static Schema ServiceSegments(int syntaxVersion) => Service[Math.Clamp(syntaxVersion, 1, 4) - 1].Value;

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
        if (MessageOf(type) is not { } message) return null;
        if (type == "CONTRL") return Control(message, version, release);
        var asked = ReleaseOrder.Of(version, release);
        var found = Nearest(message, asked);
        var isExact = asked == found && message.Known.Contains(asked) && version.Trim() is "D" or "d";
        return FormOf(type, message, found) with { IsExact = isExact };
    }

    private Message? MessageOf(string type)
    {
        if (messages.TryGetValue(type, out var message)) return message;
        var isType = type.Length is > 0 and <= TypeLengthMax && !type.AsSpan().ContainsAnyExceptInRange('A', 'Z');
        if (!isType || files.Message(type) is not { } table) return null;
        return messages.GetOrAdd(type, new Message(table, [.. table.Name.Split(' ').Select(DirectoryFiles.Order)]));
    }

    /// <summary>
    /// The release whose definitions hold: a known one or the first of a table, not after the one asked for.
    /// </summary>
    private static int Nearest(Message message, int asked)
    {
        var nearest = message.Known[0];
        foreach (var known in message.Known)
        {
            if (known <= asked) nearest = known;
        }

        return Math.Max(nearest, message.Table.At(asked).From);
    }

    /// <summary>CONTRL belongs to the syntax: D:3 and, since version 4, D:4 or 4:1.</summary>
    private MessageForm Control(Message message, string version, string release)
    {
        var (v, r) = (version.Trim(), release.Trim());
        var syntax = v == "4" || r == "4" ? 4 : 3;
        return FormOf("CONTRL", message, syntax) with { IsExact = (v, r) is ("D", "3" or "4") or ("4", "1") };
    }

    private MessageForm FormOf(string type, Message message, int release)
        => forms.TryGetValue((type, release), out var form)
            ? form
            : forms.GetOrAdd((type, release), Build(type, message.Table, release));

    private MessageForm Build(string type, Definition table, int release)
    {
        var (from, content) = table.At(release);
        var builder = new SchemaOfMessage(files, release, Math.Min(release, DirectoryFiles.AnySyntax), from);
        var schema = builder.Build(type, [.. Envelope, .. TableText.Rows(content)]);
        return new MessageForm(type, builder.Release, true, schemas.GetOrAdd((type, builder.Begin), schema));
    }
}

/// <summary>A structural form of a message.</summary>
/// <param name="Type">For example <c>CUSCAR</c>.</param>
/// <param name="Release">The release at which this form begins: <c>D.95B</c>.</param>
/// <param name="IsExact">The release asked for is one that is known to have this form.</param>
/// <param name="Schema">Its positions, see <see cref="MessageSchema"/>.</param>
public sealed record MessageForm(string Type, string Release, bool IsExact, Schema Schema)
{
    /// <summary>Finds a code list by the number of its data element; null where no list is loaded. Keep one delegate for each
    /// release: what is made of it is remembered by it.</summary>
    public Func<string, CodeList?>? Codes { get; init; }
}

/// <summary>
/// How an EDIFACT message is a <see cref="Schema"/>. Position 1 is the message (Root, named by its type); its shape
/// holds UNB
/// and UNG (Segment, Service, minimum 0), UNH, the segments and groups of the message table in order, UNT.
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
