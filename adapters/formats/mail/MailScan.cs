using Gateway.Contracts;
using MimeKit;

namespace Gateway.Formats;

/// <summary>
/// Finds the parts of one mail and where they lie, in one pass and without keeping any content. A mail within the mail is one part:
/// it is unpacked as a mail of its own.
/// </summary>
internal sealed class MailScan : MimeReader
{
    private readonly MailBytes bytes;
    private readonly List<Header> headers = [];
    private readonly Stack<MailPart> open = [];
    private int mails;
    private int count;

    private MailScan(MailBytes bytes)
        : base(Lenient, bytes, MimeFormat.Entity)
        => this.bytes = bytes;

    /// <summary>How untrusted mail is read: lenient in form, bounded in depth.</summary>
    public static ParserOptions Lenient { get; } = new() { MaxMimeDepth = MailLimits.DepthMax * 2 };

    /// <summary>The leaves of the mail, and multiparts without any part, in order.</summary>
    public List<MailPart> Parts { get; } = [];

    /// <summary>The mail's own body: the one part, or the multipart that holds the others; null when there was none.</summary>
    public MailPart? Root { get; private set; }

    /// <summary>The first part within the root: of a signed mail what is signed.</summary>
    public MailPart? First { get; private set; }

    /// <summary>Headers of the mail itself.</summary>
    public IReadOnlyList<Header> Headers { get; private set; } = [];

    /// <summary>A multipart was not closed.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Scans the mail.</summary>
    /// <exception cref="MailRefusedException">A limit is reached, or there is no mail.</exception>
    public static MailScan Of(IRaw raw)
    {
        var scan = new MailScan(new MailBytes(raw, 0, raw.Length));
        try
        {
            scan.ReadMessage(CancellationToken.None);
        }
        catch (Exception fault) when (fault is FormatException or EndOfStreamException or ArgumentException or OverflowException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            // What the library says of hostile headers; whatever it was, nobody can tell the parts apart.
            throw new MailRefusedException(MailFindings.BrokenHeader, 0, "");
        }

        return scan;
    }

    /// <inheritdoc/>
    protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        headers.Clear();
        bytes.Ceiling = beginOffset + MailLimits.HeaderBytesMax;
    }

    /// <inheritdoc/>
    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (header.Field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            && header.RawValue.Length > MailLimits.ContentHeaderBytesMax)
        {
            throw new MailRefusedException(MailFindings.LongHeader, header.Offset ?? 0, $"{MailLimits.ContentHeaderBytesMax}");
        }

        headers.Add(header);
    }

    /// <inheritdoc/>
    protected override void OnHeadersEnd(
        long beginOffset, int beginLineNumber, long endOffset, int endLineNumber, CancellationToken cancellationToken)
        => bytes.Ceiling = long.MaxValue;

    /// <inheritdoc/>
    protected override void OnMimeMessageBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (mails++ == 0) Headers = [.. headers];
    }

    /// <inheritdoc/>
    protected override void OnMimeMessageEnd(
        long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines, CancellationToken cancellationToken)
        => mails--;

    /// <inheritdoc/>
    protected override void OnMimePartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
        => Open(contentType, beginOffset, false);

    /// <inheritdoc/>
    protected override void OnMimePartEnd(
        ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines,
        CancellationToken cancellationToken)
        => Close(headersEndOffset, endOffset);

    /// <inheritdoc/>
    protected override void OnMessagePartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
        => Open(contentType, beginOffset, false);

    /// <inheritdoc/>
    protected override void OnMessagePartEnd(
        ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines,
        CancellationToken cancellationToken)
        => Close(headersEndOffset, endOffset);

    /// <inheritdoc/>
    protected override void OnMultipartBegin(
        ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
        => Open(contentType, beginOffset, true);

    /// <inheritdoc/>
    protected override void OnMultipartEndBoundaryEnd(
        long beginOffset, int beginLineNumber, long endOffset, CancellationToken cancellationToken)
    {
        if (mails == 1) open.Peek().IsClosed = true;
    }

    /// <inheritdoc/>
    protected override void OnMultipartEnd(
        ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines,
        CancellationToken cancellationToken)
        => Close(headersEndOffset, endOffset);

    private void Open(ContentType type, long start, bool isMultipart)
    {
        if (++count > MailLimits.PartsMax)
        {
            throw new MailRefusedException(MailFindings.TooManyParts, start, $"{MailLimits.PartsMax}");
        }

        // Parts of a mail within the mail are its own; they only count.
        if (mails != 1) return;
        if (open.Count >= MailLimits.DepthMax) throw new MailRefusedException(MailFindings.TooDeep, start, $"{MailLimits.DepthMax}");
        open.TryPeek(out var parent);
        var part = new MailPart(type, parent, start) { IsMultipart = isMultipart }.Take(headers);
        if (parent is not null) parent.Children++;
        Root ??= part;
        if (ReferenceEquals(parent, Root)) First ??= part;
        open.Push(part);
        // The headers of the next mail within are not those of this part.
        headers.Clear();
    }

    private void Close(long contentStart, long end)
    {
        if (mails != 1) return;
        var part = open.Pop();
        (part.ContentStart, part.End) = (contentStart, end);
        if (!part.IsMultipart || part.Children == 0) Parts.Add(part);
        else if (!part.IsClosed) IsCutOff = true;
    }
}
