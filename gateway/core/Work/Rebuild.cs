using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Makes the output of a document again from its raw bytes with the configuration that made it: the same bytes, as long as the
/// program is of the same version.</summary>
public static class Rebuild
{
    /// <summary>Makes it again.</summary>
    /// <param name="store">Has the raw bytes, the result and the revisions.</param>
    /// <param name="configuration">Loads the revision.</param>
    /// <param name="readers">The formats and containers.</param>
    /// <param name="documentId">The document.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>Null when there is no such document, or its bytes were deleted.</returns>
    /// <exception cref="InvalidOperationException">This version of the program cannot load the revision.</exception>
    public static async ValueTask<Rebuilt?> Document(
        IStore store, Configuration configuration, Readers readers, string documentId, CancellationToken stop)
    {
        var found = await store.Read(Viewer.Operator, new DocumentsQuery(Id: documentId, WithBytes: true, Max: 1), stop);
        if (found.Items is not [var view]) return null;
        var receipt = (await store.Read(Viewer.Operator, new ReceiptsQuery(view.ReceiptId), stop)).Items[0];
        if (PastReceipt.Open(receipt, store, readers) is not { } past) return null;
        if ((view.Result.Revision ?? receipt.Revision) is not { } digest) return null;
        var revision = await configuration.Get(digest, stop);
        using var documents = past.With(revision, view.Result.Mark.Number);
        while (await documents.Next(stop) is { } document)
        {
            if (document.Mark.Number == view.Result.Mark.Number) return Of(view.Result, document.Translation, digest);
        }

        return new Rebuilt(view.Result, digest, null, default, default, default);
    }

    private static Rebuilt Of(DocumentResult stored, Translation made, string revision)
    {
        var name = Batch.NameOf(made.Mapping);
        if (made is not { Document: { } document, Mapping: { } mapping })
        {
            return new Rebuilt(stored, revision, name, default, default, default);
        }

        var forms = new DocumentForms();
        forms.Begin(document);
        var legend = Digest.Of(Provenance.Legend(document.Schema!, mapping).Span);
        return new Rebuilt(stored, revision, name, forms.Json, forms.Xml, Provenance.Pack(document, legend));
    }
}

/// <summary>An output made again.</summary>
/// <param name="Stored">The result of then.</param>
/// <param name="Revision">Digest of the configuration.</param>
/// <param name="Mapping">Mapping and content hash of now; null when none fitted.</param>
/// <param name="Json">As JSON; empty when there is no document.</param>
/// <param name="Xml">As XML; likewise.</param>
/// <param name="Provenance">Packed provenance; likewise.</param>
public sealed record Rebuilt(
    DocumentResult Stored, string Revision, string? Mapping, ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Xml,
    ReadOnlyMemory<byte> Provenance)
{
    /// <summary>Everything is, byte for byte, what was kept.</summary>
    public bool IsSame => Mapping == Stored.Mapping && Json.Span.SequenceEqual(Stored.Json.Span)
        && Xml.Span.SequenceEqual(Stored.Xml.Span) && Provenance.Span.SequenceEqual(Stored.Provenance.Span);
}
