using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>XML documents of the schema sets that are configured (real XSDs, and outlines of our own), and canonical ones.</summary>
public sealed class XmlFormat : IFormat
{
    private readonly XmlSets sets;

    /// <summary>The format without any set; <see cref="With"/> gives it those of a configuration.</summary>
    public XmlFormat()
        : this(XmlSets.None)
    {
    }

    private XmlFormat(XmlSets known) => sets = known;

    /// <inheritdoc/>
    public string Name => "xml";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        var text = head;
        if (head.StartsWith("<\0"u8) || head.StartsWith("\0<"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            var isBig = head[0] is 0 or 0xFE;
            text = Encoding.UTF8.GetBytes((isBig ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(head[..(head.Length & ~1)]));
        }

        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<?xml"u8)) return new(90, "It begins with an XML declaration.");
        if (IsPage(text)) return new(0, "It is a web page.");
        if (text.StartsWith("<!DOCTYPE"u8)) return new(60, "It begins with a document type declaration.");
        if (text.Length > 1 && text[0] == '<' && (text[1] is (byte)'!' or (byte)'?' or (byte)'_' or >= 0x80
            || char.IsAsciiLetter((char)text[1])))
        {
            return new(75, "It begins with a tag.");
        }

        var hasName = nameHint is not null && (nameHint.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            || nameHint.Contains("/xml", StringComparison.OrdinalIgnoreCase));
        return hasName ? new(20, "Only the name says XML.") : new(0, "It does not begin with a tag.");
    }

    private static bool IsPage(ReadOnlySpan<byte> text)
    {
        var start = Encoding.ASCII.GetString(text[..Math.Min(text.Length, 15)]);
        return start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public IEnvelopeScan Scan() => new WholePartScan();

    /// <summary>The position table of a document element in a set: name <c>Invoice</c>, release <c>ubl-2.1</c>.</summary>
    public Schema? SchemaOf(DocumentType type) => type.Release is { } set ? sets.Find(set)?.SchemaOf(type.Name, null) : null;

    /// <inheritdoc/>
    public string? MissingFor(DocumentType type) => type.Release is { } set ? sets.MissingFor(set) : null;

    /// <inheritdoc/>
    public bool? Validate(DocumentType type, ReadOnlyMemory<byte> bytes, Findings findings)
        => type.Release is { } set ? sets.Find(set)?.Validate(bytes, findings) : null;

    /// <inheritdoc/>
    public IFormat With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Findings findings)
        => XmlSets.Of(files, findings) is { } known ? new XmlFormat(known) : this;

    /// <inheritdoc/>
    public void CheckSchemas(Findings findings) => sets.CheckAll(findings);

    /// <inheritdoc/>
    public IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings) => new XmlDocuments(part, sets, settings, findings);

    /// <summary>None: XML has no answer of its own.</summary>
    public IReadOnlyList<AnswerFile> Answer(ReceiptReport report) => [];
}
