using System.Text.Json;

namespace Gateway.Core;

/// <summary>A key under which a receipt or document is found.</summary>
/// <param name="ReceiptId">The receipt.</param>
/// <param name="DocumentId">The document; null for a key of the receipt itself.</param>
/// <param name="Partner">Whose it is; null when unknown.</param>
/// <param name="Kind">What it is: <c>container</c>, <c>voyage</c>, <c>sender</c>, <c>file</c> …</param>
/// <param name="Value">As the document or envelope has it.</param>
public sealed record FoundKey(string ReceiptId, string? DocumentId, string? Partner, string Kind, string Value);

/// <summary>What one part of the journal means for an index.</summary>
/// <param name="Position">How far the journal was read.</param>
/// <param name="Entries">How many entries that were; 0 at the end.</param>
/// <param name="Last">Bytes of the last one, to know the journal again; empty when none was read.</param>
/// <param name="Keys">Keys to add.</param>
/// <param name="Purged">Receipts to forget.</param>
public sealed record FollowedPart(
    long Position, int Entries, ReadOnlyMemory<byte> Last, IReadOnlyList<FoundKey> Keys, IReadOnlyList<string> Purged);

/// <summary>
/// Reads the journal in order and says what an index has to take up. Whoever keeps the index keeps the cursor in the same
/// transaction, so that a crash repeats a part instead of losing it, and a deleted index is made again from position 0.
/// </summary>
public static class Follower
{
    /// <summary>Keys after which a part ends: a settle of one large manifest has thousands, and all of a part are in memory.</summary>
    private const int KeysMax = 5000;

    /// <summary>Reads the next part.</summary>
    /// <param name="store">Where the journal is.</param>
    /// <param name="after">The cursor; 0 at first.</param>
    /// <param name="max">Entries at most.</param>
    /// <param name="stop">Ends the call.</param>
    public static async ValueTask<FollowedPart> Read(IStore store, long after, int max, CancellationToken stop)
    {
        var entries = await store.Journal(after, max, stop);
        var keys = new List<FoundKey>();
        var purged = new List<string>();
        var read = 0;
        for (; read < entries.Count && keys.Count < KeysMax; read++)
        {
            var entry = entries[read];
            using var line = JsonDocument.Parse(entry.Bytes);
            if (line.RootElement.ValueKind != JsonValueKind.Object || Text(line.RootElement, "receipt") is not { } receipt) continue;
            switch (Text(line.RootElement, "event"))
            {
                case "kept" or "decided":
                    await AddReceipt(store, receipt, keys, stop);
                    break;
                case "settled":
                    await AddDocuments(store, line.RootElement, receipt, keys, stop);
                    break;
                case "purged":
                    purged.Add(receipt);
                    break;
            }
        }

        return read == 0
            ? new FollowedPart(after, 0, default, keys, purged)
            : new FollowedPart(entries[read - 1].Position, read, entries[read - 1].Bytes, keys, purged);
    }

    private static async ValueTask AddReceipt(IStore store, string id, List<FoundKey> keys, CancellationToken stop)
    {
        foreach (var view in (await store.Read(Viewer.Operator, new ReceiptsQuery(id), stop)).Items)
        {
            Add("receipt", id);
            Add("partner", view.Partner);
            Add("file", view.Arrival.FileName);
            foreach (var sender in view.Senders) Add("sender", sender);
            foreach (var interchange in view.Receipt.Interchanges) Add("reference", interchange.Reference);

            void Add(string kind, string? value)
            {
                if (!string.IsNullOrEmpty(value)) keys.Add(new FoundKey(id, null, view.Partner, kind, value));
            }
        }
    }

    private static async ValueTask AddDocuments(
        IStore store, JsonElement line, string receipt, List<FoundKey> keys, CancellationToken stop)
    {
        if (!line.TryGetProperty("documents", out var documents) || documents.GetArrayLength() == 0) return;
        var view = (await store.Read(Viewer.Operator, new ReceiptsQuery(receipt), stop)).Items;
        var partner = view.Count == 0 ? null : view[0].Partner;
        foreach (var document in documents.EnumerateArray())
        {
            var id = document.GetString()!;
            // None when it was purged since: then there is nothing to find.
            foreach (var found in (await store.Read(Viewer.Operator, new DocumentsQuery(Id: id), stop)).Items)
            {
                keys.Add(new FoundKey(receipt, id, partner, "message", found.Result.Mark.Reference));
                foreach (var key in found.Result.Keys) keys.Add(new FoundKey(receipt, id, partner, key.Kind, key.Value));
            }
        }
    }

    private static string? Text(JsonElement line, string name)
        => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Something that was found.</summary>
/// <param name="ReceiptId">The receipt.</param>
/// <param name="DocumentId">The document; null when the receipt itself has the key.</param>
/// <param name="Kind">What matched: <c>container</c>, <c>voyage</c>, <c>sender</c> …</param>
/// <param name="Value">The whole value that matched.</param>
/// <param name="IsExact">The text is the whole value; else its beginning.</param>
public sealed record Hit(string ReceiptId, string? DocumentId, string Kind, string Value, bool IsExact);
