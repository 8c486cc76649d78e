using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <content>
/// The outbox. A lane is (destination, lane of the entry); only its oldest open entry is ever due, so order within a lane
/// holds, also while that entry waits for a retry. A refused entry parks and its lane goes on: one bad document does not
/// hold up those behind it.
/// </content>
public sealed partial class SqliteStore
{
    private static readonly TimeSpan SendLease = TimeSpan.FromSeconds(Limits.SendLeaseSeconds);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Attempt>> TakeDue(string destination, int max, string node, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return await writer.Run(Urgency.Result, "take-due", t => TakeDue(t, destination, max, node));
    }

    /// <inheritdoc/>
    public async ValueTask Record(Attempt attempt, SendResult result, DateTimeOffset notBefore, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        await writer.Run(Urgency.Result, "record", t => Record(t, attempt, result, notBefore));
    }

    private static List<Attempt> TakeDue(Transaction t, string destination, int max, string node)
    {
        var due = new List<(long Sequence, EntryState State)>();
        var rows = t.Sql("SELECT sequence, state FROM entry WHERE destination=? AND due_at<=? ORDER BY due_at, sequence LIMIT ?")
            .Set(destination).Set(t.Now.UtcTicks).Set(Math.Clamp(max, 1, Limits.PageItemsMax));
        while (rows.Step()) due.Add((rows.Long(0), (EntryState)rows.Int(1)));
        rows.End();

        var taken = new List<Attempt>(due.Count);
        long bytes = 0;
        foreach (var (sequence, state) in due)
        {
            // Those left are taken by the next call: of large documents a few together are enough.
            if (bytes >= Limits.SettleBytesMax) break;
            t.Sql("UPDATE entry SET state=1, attempts=attempts+1, fence=fence+1, due_at=?, node=? WHERE sequence=?")
                .Set((t.Now + SendLease).UtcTicks).Set(node).Set(sequence).Run();
            Count(t, state, EntryState.Sending);
            var row = t.Sql($"SELECT {EntryColumns}, p.bytes FROM entry e JOIN payload p ON p.entry=e.sequence WHERE e.sequence=?")
                .Set(sequence);
            if (row.Step()) taken.Add(new Attempt(EntryOf(row, row.Blob(EntryColumnCount).ToArray()), row.Int(13), row.Long(14)));
            row.End();
            bytes += taken.Count > 0 ? taken[^1].Entry.Bytes.Length : 0;
        }

        return taken;
    }

    private static bool Record(Transaction t, Attempt attempt, SendResult result, DateTimeOffset notBefore)
    {
        var found = t.Sql("SELECT sequence, destination, lane FROM entry WHERE id=? AND state=1 AND fence=?")
            .Set(attempt.Entry.Id).Set(attempt.Fence);
        if (!found.Step()) return false;
        var (sequence, destination, lane) = (found.Long(0), found.Text(1)!, found.Text(2)!);
        found.End();

        var state = result.Outcome switch
        {
            SendOutcome.Delivered => EntryState.Delivered,
            SendOutcome.Retry => EntryState.Waiting,
            _ => EntryState.Parked,
        };
        t.Sql("UPDATE entry SET state=?, reason=?, due_at=NULL, node=NULL, delivered_at=?, not_before=ifnull(?, not_before) "
            + "WHERE sequence=?").Set((int)state).Set(result.Reason)
            .Set(state == EntryState.Delivered ? t.Now.UtcTicks : null)
            .Set(state == EntryState.Waiting ? notBefore.UtcTicks : null).Set(sequence).Run();
        Count(t, EntryState.Sending, state);
        Promote(t, destination, lane);
        t.Journal(t.Line.Start().Add("at", t.Now).Add("attempt", attempt.Number).Add("entry", attempt.Entry.Id)
            .Add("event", result.Outcome switch
            {
                SendOutcome.Delivered => "delivered",
                SendOutcome.Retry => "retry",
                _ => "refused",
            }).End());
        return true;
    }

    /// <summary>Adds a line to the outbox; one of the same id stands already when work was repeated.</summary>
    private static void Write(Transaction t, long receipt, Entry entry)
    {
        var added = t.Sql("INSERT OR IGNORE INTO entry(id, receipt, document, destination, address, lane, not_before, file_name, "
            + "media_type, supersedes, state, attempts, fence, made_at, reason) VALUES(?,?,?,?,?,?,?,?,?,?,0,0,0,?,'')")
            .Set(entry.Id).Set(receipt).Set(entry.DocumentId).Set(entry.Destination).Set(entry.Address).Set(entry.Lane)
            .Set(entry.NotBefore.UtcTicks).Set(entry.FileName).Set(entry.MediaType).Set(entry.Supersedes).Set(t.Now.UtcTicks).Run();
        if (added == 0) return;
        var sequence = t.Database.LastRow;
        var bytes = entry.Bytes.Span;
        var isLarge = bytes.Length > Statement.LargeBytes;
        var payload = t.Sql("INSERT INTO payload(entry, bytes) VALUES(?,?)").Set(sequence);
        _ = isLarge ? payload.SetRoom(bytes.Length).Run() : payload.Set(bytes).Run();
        if (isLarge) t.Database.Fill("payload", "bytes", sequence, bytes);
        t.Count(Tally.Of(EntryState.Waiting), 1);
        var isHead = t.Sql("SELECT 1 FROM entry WHERE destination=? AND lane=? AND state<2 AND sequence<? LIMIT 1")
            .Set(entry.Destination).Set(entry.Lane).Set(sequence).Number() is null;
        if (isHead) t.Sql("UPDATE entry SET due_at=not_before WHERE sequence=?").Set(sequence).Run();
    }

    /// <summary>Makes the oldest open entry of a lane due at its time.</summary>
    private static void Promote(Transaction t, string destination, string lane)
    {
        var head = t.Sql("SELECT sequence FROM entry WHERE destination=? AND lane=? AND state<2 ORDER BY sequence LIMIT 1")
            .Set(destination).Set(lane).Number();
        if (head is not { } sequence) return;
        t.Sql("UPDATE entry SET due_at=not_before WHERE sequence=?").Set(sequence).Run();
    }

    /// <summary>Sends a parked or waiting entry now; behind whatever of its lane is being sent at this moment.</summary>
    private static void Retry(Transaction t, string id)
    {
        var found = t.Sql("SELECT sequence, destination, lane, state FROM entry WHERE id=? AND state IN (0, 3)").Set(id);
        if (!found.Step()) return;
        var (sequence, destination, lane, state) = (found.Long(0), found.Text(1)!, found.Text(2)!, (EntryState)found.Int(3));
        found.End();

        t.Sql("UPDATE entry SET state=0, not_before=min(not_before, ?), due_at=NULL WHERE sequence=?")
            .Set(t.Now.UtcTicks).Set(sequence).Run();
        Count(t, state, EntryState.Waiting);
        var isSending = t.Sql("SELECT 1 FROM entry WHERE destination=? AND lane=? AND state<2 AND state=1")
            .Set(destination).Set(lane).Number() is not null;
        if (isSending) return;
        t.Sql("UPDATE entry SET due_at=NULL WHERE destination=? AND lane=? AND state<2 AND due_at IS NOT NULL")
            .Set(destination).Set(lane).Run();
        Promote(t, destination, lane);
    }

    private static void Count(Transaction t, EntryState from, EntryState to)
    {
        t.Count(Tally.Of(from), -1);
        t.Count(Tally.Of(to), 1);
    }
}
