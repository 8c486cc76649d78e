using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One statement of messages in the compact form: the built-in one, or one imported release. Thread-safe.</summary>
/// <param name="files">Its files.</param>
/// <param name="release">The release it states, in the order of <see cref="ReleaseOrder"/>; 0 when it states many.</param>
/// <param name="codes">Its code lists; null for none.</param>
internal sealed class DirectorySource(DirectoryFiles files, int release = 0, DirectoryCodes? codes = null)
{
    /// <summary>Longer is no message type (data element 0065 is an..6).</summary>
    private const int TypeLengthMax = 6;

    // What a message may stand in; ours to add, because the tables of the directories begin at UNH.
    private static readonly ImmutableArray<TableRow> Envelope = TableText.Rows("UNB UNG");
    private static readonly ImmutableArray<TableRow> InteractiveEnvelope = TableText.Rows("UIB");

    private readonly ConcurrentDictionary<string, MessageTables> messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Type, int Release), MessageForm> forms = new();
    private readonly ConcurrentDictionary<(string Type, int Begin), Schema> schemas = new();

    /// <summary>The release it states; 0 when it states many.</summary>
    public int Release => release;

    /// <summary>Its code lists; null for none.</summary>
    public DirectoryCodes? Codes => codes;

    /// <summary>The tables of a message; null for an unknown type.</summary>
    public MessageTables? Find(string type)
    {
        if (messages.TryGetValue(type, out var message)) return message;
        var isType = type.Length is > 0 and <= TypeLengthMax && !type.AsSpan().ContainsAnyExceptInRange('A', 'Z');
        if (!isType || files.Message(type) is not { } table) return null;
        return messages.GetOrAdd(type, new MessageTables(table, [.. table.Name.Split(' ').Select(DirectoryFiles.Order)]));
    }

    /// <summary>Forgets what was read; it is read again when it is asked for.</summary>
    public void LetGo()
    {
        messages.Clear();
        forms.Clear();
        schemas.Clear();
    }

    /// <summary>The form of a message at a release that <see cref="MessageTables.Nearest"/> gave.</summary>
    public MessageForm FormOf(MessageTables message, int at)
        => forms.TryGetValue((message.Type, at), out var form)
            ? form
            : forms.GetOrAdd((message.Type, at), Build(message, at));

    /// <summary>CONTRL, AUTACK and KEYMAN belong to the syntax: D:3 and, since version 4, D:4 or 4:1.</summary>
    public MessageForm FormOfSyntax(MessageTables message, string version, string named)
    {
        var (v, r) = (version.Trim(), named.Trim());
        var syntax = message.Nearest(DirectoryFiles.LastOfSyntax(v == "4" || r == "4" ? 4 : 3));
        var isExact = (v, r) is ("D", "3" or "4") or ("4", "1") && message.Knows(syntax);
        return FormOf(message, syntax) with { IsExact = isExact };
    }

    private MessageForm Build(MessageTables message, int at)
    {
        var (from, content) = message.Table.At(at);
        var rows = TableText.Rows(content);
        var isInteractive = rows[0].Tag == "UIH";
        var syntax = message.IsService ? DirectoryFiles.LastOfSyntax(at / 10) : DirectoryFiles.AnySyntax;
        var builder = new SchemaOfMessage(files, at, syntax, from, isInteractive);
        var schema = builder.Build(message.Type, [.. isInteractive ? InteractiveEnvelope : Envelope, .. rows]);
        return new MessageForm(message.Type, builder.Release, true, schemas.GetOrAdd((message.Type, builder.Begin), schema));
    }
}

/// <summary>A message with the releases that are known to have it, in order.</summary>
/// <param name="Table">Its tables.</param>
/// <param name="Known">In the order of <see cref="ReleaseOrder"/>, or syntax versions.</param>
internal sealed record MessageTables(Definition Table, int[] Known)
{
    /// <summary>Its type.</summary>
    public string Type => Table.Tag;

    /// <summary>It belongs to ISO 9735: syntax versions stand where releases stand.</summary>
    public bool IsService => Known[0] <= DirectoryFiles.AnySyntax;

    /// <summary>Whether that release is known to have it.</summary>
    public bool Knows(int release) => Known.Contains(release);

    /// <summary>
    /// The release whose definitions hold: a known one or the first of a table, not after the one asked for.
    /// </summary>
    public int Nearest(int asked)
    {
        var nearest = Known[0];
        foreach (var known in Known)
        {
            if (known <= asked) nearest = known;
        }

        return Math.Max(nearest, Table.ChangeBefore(asked));
    }
}
