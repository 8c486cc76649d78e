using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// Translates bytes without a store: what <c>translate</c>, <c>check</c>, <c>explain</c> and <c>inspect</c> use. It is the same
/// code that works on receipts, so findings, documents and answers are the same bytes. Not thread-safe.
/// </summary>
public sealed class OfflineTranslation : IDisposable
{
    /// <summary>Recognises the bytes and scans their envelopes.</summary>
    /// <param name="raw">The bytes, as part 0.</param>
    /// <param name="arrival">How they came; a file of the command line has channel <c>file</c>.</param>
    /// <param name="revision">The configuration.</param>
    /// <param name="formats">The formats.</param>
    /// <param name="partner">Whose policy holds; null to find the partner by the UNB sender.</param>
    public static OfflineTranslation Open(
        IRaw raw, Arrival arrival, Revision revision, IReadOnlyList<IFormat> formats, Partner? partner = null)
        => throw new NotImplementedException();

    /// <summary>The format that recognised the bytes; null when none did.</summary>
    public string? Format => throw new NotImplementedException();

    /// <summary>The sender; null when unknown.</summary>
    public Partner? Partner => throw new NotImplementedException();

    /// <summary>The interchanges; a faulty envelope makes one rejected.</summary>
    public IReadOnlyList<InterchangeReport> Interchanges => throw new NotImplementedException();

    /// <summary>Findings that belong to no document; complete after <see cref="Next"/> gave null.</summary>
    public IReadOnlyList<JudgedFinding> Envelope => throw new NotImplementedException();

    /// <summary>Every document so far, as the answer needs it.</summary>
    public IReadOnlyList<DocumentReport> Documents => throw new NotImplementedException();

    /// <summary>Reads and translates the next document.</summary>
    /// <returns>Null at the end. Trees are valid until the next call.</returns>
    public ValueTask<TranslatedDocument?> Next(CancellationToken stop) => throw new NotImplementedException();

    /// <summary>What the sender would be answered; asked after <see cref="Next"/> gave null.</summary>
    public IReadOnlyList<AnswerFile> Answer() => throw new NotImplementedException();

    /// <summary>State that the receipt would have; asked after <see cref="Next"/> gave null.</summary>
    public ReceiptState State => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>One document on its way. The trees are reused by the next one.</summary>
/// <param name="Mark">What the reader said of it.</param>
/// <param name="Source">The sender's document; of no use when the mark says it is not readable.</param>
/// <param name="Translation">The WCO document and the verdict.</param>
public sealed record TranslatedDocument(DocumentMark Mark, Tree Source, Translation Translation);
