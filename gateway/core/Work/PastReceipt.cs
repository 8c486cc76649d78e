using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>A receipt that was worked on, whose documents are translated again: by the configuration of then, or by another.</summary>
internal sealed class PastReceipt(ReceiptView view, IRaw raw, Readers readers)
{
    /// <summary>Opens it.</summary>
    /// <returns>Null when its bytes are not in the store any more.</returns>
    public static PastReceipt? Open(ReceiptView view, IStore store, Readers readers)
        => store.Raw(view.Receipt.Id) is { } raw ? new PastReceipt(view, raw, readers) : null;

    /// <summary>Its documents as a configuration makes them.</summary>
    /// <param name="revision">The configuration.</param>
    /// <param name="from">First document, from 1.</param>
    public ReceiptDocuments With(Revision revision, int from)
    {
        var partner = view.Partner is null ? null : revision.Partners.GetValueOrDefault(view.Partner);
        // What was decided for its interchanges then is past: only documents that have a result are asked for.
        var facts = new ReceiptFacts(
            view.Receipt.Id, view.Receipt.Sequence, view.Arrival, view.Receipt.ArrivedAt, raw, partner, [], [])
        {
            Parts = ReceiptParts.Open(raw, view.Arrival.FileName, view.Format, new Digest(view.Receipt.Sha256), readers),
        };
        return new ReceiptDocuments(facts, readers.Format(view.Format), revision, from) { ReadsRefused = true };
    }
}
