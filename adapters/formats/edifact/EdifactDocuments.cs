using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Formats;

/// <summary>The messages of an EDIFACT part, one after another.</summary>
public sealed class EdifactDocuments : IDocumentReader
{
    private readonly EdifactReader reader;
    private readonly Findings findings;
    private readonly IdleReaders idle;
    private DocumentCounts? final;

    internal EdifactDocuments(EdifactReader reader, Findings findings, IdleReaders idle)
        => (this.reader, this.findings, this.idle) = (reader, findings, idle);

    /// <inheritdoc/>
    public DocumentCounts Counts
        => final ?? new(reader.Counts.Interchanges, reader.Counts.Groups, reader.Counts.Messages, reader.Counts.Segments)
        {
            Objects = reader.Counts.Objects,
        };

    /// <inheritdoc/>
    public int Above { get; private set; }

    /// <inheritdoc/>
    public bool Read(Tree into, out DocumentMark mark)
    {
        mark = null!;
        if (final is not null || !reader.Read(into, out var message)) return false;
        if (message.IsReadable && ControlReader.IsAnswer(message.Type)) ControlReader.Report(into, findings);
        var type = new DocumentType("edifact", message.Type, message.Release, message.Guide);
        mark = new DocumentMark(
            message.Ordinal, message.Interchange, type, message.Reference, message.Span, message.FormRelease,
            message.DigestOf(into), message.IsReadable)
        {
            Group = message.Group is { } group ? new FunctionalGroup(group.Start, group.Reference) : null,
        };
        Above = message.Above;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (final is not null) return;
        final = Counts;
        idle.Take(reader);
    }
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
            m.Sender, m.Recipient, m.Reference, m.Span, m.Digest, m.Messages, m.IsComplete, m.IsSound, m.IsTest)
        {
            FaultyGroups = m.FaultyGroups,
        })];
    }

    /// <inheritdoc/>
    public void Dispose() => scan.Dispose();
}
