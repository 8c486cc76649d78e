using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Formats;

/// <summary>UN/EDIFACT interchanges: ISO 9735 syntax 1 to 4, answered with CONTRL and APERAK.</summary>
/// <param name="directory">The message definitions.</param>
public sealed class EdifactFormat(EdifactDirectory directory) : IFormat
{
    private readonly IdleReaders readers = new(directory.Find);

    /// <summary>The format with the built-in definitions.</summary>
    public EdifactFormat()
        : this(EdifactDirectory.BuiltIn)
    {
    }

    /// <inheritdoc/>
    public string Name => "edifact";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n\0\u001A"u8);
        if (text.StartsWith("UNA"u8) && text.Length >= ServiceCharacters.UnaLength) return new(100, "It begins with UNA.");
        if (IsHeader(text, "UNB"u8)) return new(100, "It begins with UNB.");
        if (IsHeader(text, "UIB"u8)) return new(100, "It begins with UIB: an interactive interchange.");
        if (text.StartsWith("UNH+"u8)) return new(80, "It begins with UNH: a message without interchange.");
        if (HasHeaderInside(text)) return new(60, "UNB stands in it, after other text.");
        var isWide = head.StartsWith("U\0N\0"u8) || head.StartsWith("\0U\0N"u8);
        if (isWide) return new(40, "It looks like EDIFACT written in UTF-16.");
        var hasName = nameHint is not null && (nameHint.EndsWith(".edi", StringComparison.OrdinalIgnoreCase)
            || nameHint.StartsWith("application/edifact", StringComparison.OrdinalIgnoreCase));
        return hasName ? new(20, "Only the name says EDIFACT; neither UNA nor UNB was found.") : new(0, "Neither UNA nor UNB was found.");
    }

    private static bool IsHeader(ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag)
        => text.StartsWith(tag) && text.Length > tag.Length && !char.IsAsciiLetterOrDigit((char)text[tag.Length]);

    private static bool HasHeaderInside(ReadOnlySpan<byte> text)
    {
        for (int next; (next = text.IndexOf("UNB"u8)) >= 0; text = text[(next + 3)..])
        {
            if (IsHeader(text[next..], "UNB"u8) && text[(next + 4)..].StartsWith("UNO"u8)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnvelopeScan Scan() => new EdifactScan();

    /// <inheritdoc/>
    public Schema? SchemaOf(DocumentType type)
    {
        var release = (type.Release ?? "").AsSpan();
        var dot = release.IndexOf('.');
        var version = dot < 0 ? "D" : release[..dot].ToString();
        return directory.Find(type.Name, version, release[(dot + 1)..].ToString())?.Schema;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DocumentGuide> ReadGuides(IReadOnlyList<GuideText> texts, Findings findings)
    {
        var guides = new List<EdifactGuide>();
        foreach (var (name, text) in texts)
        {
            if (new GuideReader(name, text, directory.Find, findings).Read() is { } guide) guides.Add(new EdifactGuide(guide));
        }

        GuideReader.CheckAssigned(guides.Select(g => g.Guide), findings);
        return guides;
    }

    /// <inheritdoc/>
    public string? GuideFor(DocumentType type, ReadSettings settings)
    {
        var release = type.Release ?? "";
        var dot = release.IndexOf('.', StringComparison.Ordinal);
        return GuidesOf(settings)?.Invoke(
            type.Name, dot < 0 ? "D" : release[..dot], release[(dot + 1)..], type.Guide ?? "")?.Name;
    }

    /// <inheritdoc/>
    public IFormat With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Findings findings)
    {
        var imported = new List<ImportedDirectory>();
        foreach (var (path, bytes) in files)
        {
            if (!path.StartsWith("directories/", StringComparison.Ordinal)) continue;
            if (ImportedDirectory.Read(bytes.Span) is { } release) imported.Add(release);
            else findings.Add(DirectoryFindings.Changed, default, new Place(0, 1) { Reference = path }, 0, path);
        }

        return imported.Count == 0 ? this : new EdifactFormat(directory.With(imported));
    }

    /// <inheritdoc/>
    public IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings)
        => OpenMessages(part, settings, findings);

    /// <summary>Opens a part as <see cref="Open"/> does, with the counts of its reader.</summary>
    public EdifactDocuments OpenMessages(IRaw part, ReadSettings settings, Findings findings)
        => new(readers.Open(part, settings, GuidesOf(settings), findings), findings, readers);

    /// <inheritdoc/>
    public bool IsAnswer(DocumentType type) => type.Format == Name && ControlReader.IsAnswer(type.Name);

    private static FindGuide? GuidesOf(ReadSettings settings) => settings.Guides.Count == 0
        ? null : Guide.Among([.. settings.Guides.OfType<EdifactGuide>().Select(g => g.Guide)], settings.PartnerGuides);

    private sealed record EdifactGuide(Guide Guide) : DocumentGuide(Guide.Name);

    /// <inheritdoc/>
    public IReadOnlyList<AnswerFile> Answer(ReceiptReport report) => EdifactAnswer.Of(report);
}
