using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>JSON documents of the JSON Schemas that are configured, and canonical ones.</summary>
public sealed class JsonFormat : IFormat
{
    private readonly JsonSets sets;

    /// <summary>The format without any schema; <see cref="With"/> gives it those of a configuration.</summary>
    public JsonFormat()
        : this(JsonSets.None)
    {
    }

    private JsonFormat(JsonSets known) => sets = known;

    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{\0"u8) || text.StartsWith("\0{"u8)) return new(40, "It looks like JSON written in UTF-16.");
        if (text.Length > 1 && text[0] == '{' && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'}', ..])
        {
            return new(80, "It begins with a JSON object.");
        }

        if (text.Length > 1 && text[0] == '[' && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
        {
            return new(80, "It begins with an array of JSON objects.");
        }

        var hasName = nameHint is not null && (nameHint.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            || nameHint.Contains("/json", StringComparison.OrdinalIgnoreCase));
        return hasName ? new(20, "Only the name says JSON.") : new(0, "It begins with neither a JSON object nor an array of them.");
    }

    /// <inheritdoc/>
    public IEnvelopeScan Scan() => new WholePartScan();

    /// <summary>The position table of a schema: name <c>erp-materials</c>.</summary>
    public Schema? SchemaOf(DocumentType type) => sets.Find(type.Name)?.Schema;

    /// <inheritdoc/>
    public IFormat With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Findings findings)
        => JsonSets.Of(files, findings) is { } known ? new JsonFormat(known) : this;

    /// <inheritdoc/>
    public void CheckSchemas(Findings findings) => sets.CheckAll(findings);

    /// <inheritdoc/>
    public bool? Validate(DocumentType type, ReadOnlyMemory<byte> bytes, Findings findings)
        => sets.CheckOf(type.Name)?.Validate(bytes, findings);

    /// <inheritdoc/>
    public IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings) => new JsonDocuments(part, sets, settings, findings);

    /// <summary>None: JSON has no answer of its own.</summary>
    public IReadOnlyList<AnswerFile> Answer(ReceiptReport report) => [];
}
