using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Formats;

/// <summary>The messages of an EDIFACT part, one after another.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="findings">Where the reader reports; gets what an answer says too.</param>
public sealed class EdifactDocuments(EdifactReader reader, Findings findings) : IDocumentReader
{
    /// <inheritdoc/>
    public DocumentCounts Counts
        => new(reader.Counts.Interchanges, reader.Counts.Groups, reader.Counts.Messages, reader.Counts.Segments);

    /// <inheritdoc/>
    public bool Read(Tree into, out DocumentMark mark)
    {
        mark = null!;
        if (!reader.Read(into, out var message)) return false;
        if (message.IsReadable && ControlReader.IsAnswer(message.Type)) ControlReader.Report(into, findings);
        var type = new DocumentType("edifact", message.Type, message.Release, message.Guide);
        mark = new DocumentMark(
            message.Ordinal, message.Interchange, type, message.Reference, message.Span, message.FormRelease,
            message.DigestOf(into), message.IsReadable);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}

/// <summary>The envelope scan as the pipeline knows it.</summary>
internal sealed class EdifactScan : IEnvelopeScan, IDisposable
{
    private readonly EnvelopeScan scan = new();

    /// <inheritdoc/>
    public ScanState Feed(ReadOnlySpan<byte> chunk)
    {
        scan.Feed(chunk);
        return scan.IsComplete ? ScanState.Complete : scan.IsUnknown ? ScanState.Unknown : ScanState.More;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Interchange> End(Findings findings)
    {
        var marks = scan.End(findings);
        Dispose();
        return [.. marks.Select(m => new Interchange(
            m.Sender, m.Recipient, m.Reference, m.Span, m.Digest, m.Messages, m.IsComplete, m.IsSound, m.IsTest))];
    }

    /// <inheritdoc/>
    public void Dispose() => scan.Dispose();
}
