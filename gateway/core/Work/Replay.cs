using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>Which documents of the past the active configuration would make differently. Nothing is changed, sent or answered.</summary>
/// <param name="Compared">Documents that were translated with both.</param>
/// <param name="Lost">Documents whose bytes or configuration are not there any more.</param>
/// <param name="Difference">What differs, by element and by rule.</param>
public sealed record Replay(int Compared, int Lost, Difference Difference)
{
    private const int PageItems = 100;

    // The envelope names the mapping with its hash, which differs whenever the mapping does.
    private static readonly HashSet<string> Ignored = ["MappingName", "MappingHashID"];

    /// <summary>Compares.</summary>
    /// <param name="store">Has the past.</param>
    /// <param name="configuration">Has the active revision, and loads those of then.</param>
    /// <param name="readers">The formats and containers.</param>
    /// <param name="mapping">Only documents that this mapping made then, or none did; null for all.</param>
    /// <param name="from">Only receipts that arrived then or later.</param>
    /// <param name="stop">Ends the work.</param>
    public static async ValueTask<Replay> Compare(
        IStore store, Configuration configuration, Readers readers, string? mapping, DateTimeOffset from,
        CancellationToken stop)
    {
        var run = new ReplayRun(store, configuration, readers, mapping, new Difference(Ignored));
        string? after = null;
        do
        {
            var page = await store.Read(Viewer.Operator, new ReceiptsQuery(After: after, Max: PageItems), stop);
            foreach (var receipt in page.Items.Where(receipt => receipt.Receipt.ArrivedAt >= from)) await run.Take(receipt, stop);
            after = page.Items.Any(receipt => receipt.Receipt.ArrivedAt >= from) ? page.Next : null;
        }
        while (after is not null);
        return new Replay(run.Compared, run.Lost, run.Difference);
    }
}

/// <summary>One comparison of the past with the present.</summary>
internal sealed class ReplayRun(
    IStore store, Configuration configuration, Readers readers, string? mapping, Difference difference)
{
    private const int PageItems = 500;

    public int Compared { get; private set; }

    public int Lost { get; private set; }

    public Difference Difference => difference;

    /// <summary>Compares the documents of one receipt.</summary>
    public async ValueTask Take(ReceiptView receipt, CancellationToken stop)
    {
        var results = (await Results(receipt.Receipt.Id, stop)).Where(IsWanted).ToList();
        if (results.Count == 0) return;
        var past = PastReceipt.Open(receipt, store, readers);
        foreach (var group in results.GroupBy(result => result.Revision ?? receipt.Revision, StringComparer.Ordinal))
        {
            if (past is null || await RevisionOf(group.Key, stop) is not { } revision) Lost += group.Count();
            else await Compare(past, revision, [.. group.OrderBy(result => result.Mark.Number)], stop);
        }
    }

    private async ValueTask Compare(PastReceipt past, Revision revision, List<DocumentResult> results, CancellationToken stop)
    {
        var first = results[0].Mark.Number;
        using var then = past.With(revision, first);
        using var now = past.With(configuration.Active, first);
        foreach (var result in results)
        {
            var before = await Find(then, result.Mark.Number, stop);
            var after = await Find(now, result.Mark.Number, stop);
            Compared++;
            difference.Add(result.Id, VersionOf(before), VersionOf(after));
        }
    }

    private static async ValueTask<TranslatedDocument?> Find(ReceiptDocuments documents, int ordinal, CancellationToken stop)
    {
        while (await documents.Next(stop) is { } document)
        {
            if (document.Mark.Number == ordinal) return document;
        }

        return null;
    }

    private static DocumentVersion VersionOf(TranslatedDocument? document)
        => document?.Translation is not { } made ? new DocumentVersion(null, [], "not read")
            : new DocumentVersion(made.Document, made.Mapping?.Rules ?? [], VerdictOf(made));

    private static string VerdictOf(Translation translation)
        => translation.IsAccepted ? "accepted" : translation.IsParked ? "parked" : "rejected";

    private bool IsWanted(DocumentResult result)
        => mapping is null || result.Mapping is null || result.Mapping.Split('@')[0] == mapping;

    private async ValueTask<Revision?> RevisionOf(string? digest, CancellationToken stop)
    {
        if (digest is null) return null;
        try
        {
            return await configuration.Get(digest, stop);
        }
        catch (InvalidOperationException)
        {
            // Made by an earlier version of the program, whose configuration this one cannot load.
            return null;
        }
    }

    private async ValueTask<List<DocumentResult>> Results(string receipt, CancellationToken stop)
    {
        var results = new List<DocumentResult>();
        string? after = null;
        do
        {
            var page = await store.Read(Viewer.Operator, new DocumentsQuery(receipt, After: after, Max: PageItems), stop);
            results.AddRange(page.Items.Select(view => view.Result));
            after = page.Next;
        }
        while (after is not null);
        return results;
    }
}
