using System.Globalization;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <content>Commands, and the deletion of what has been kept long enough.</content>
public sealed partial class SqliteStore
{
    // Free room that is left in the file, and what is given back of the rest in one step.
    private const int FreeBytesMax = 64 * 1024 * 1024, VacuumBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The kind is unknown, or a slot's subject is not <c>SCHEDULE@PLANNED</c>.</exception>
    public async ValueTask<long> Apply(Command command, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return await writer.Run(Urgency.Result, "apply", t => Apply(t, command));
    }

    /// <inheritdoc/>
    public async ValueTask<int> Purge(DateTimeOffset before, int max, CancellationToken stop)
    {
        var purged = 0;
        while (purged < max)
        {
            stop.ThrowIfCancellationRequested();
            var body = await writer.Run(Urgency.Chunk, "purge", t => PurgeOne(t, before));
            if (body is not { } number) break;
            Sweep(number);
            purged++;
        }

        return purged;
    }

    private static long Apply(Transaction t, Command command)
    {
        var id = Digest.Of(
            "command", command.Kind, command.Subject, command.Actor, command.Reason,
            command.At.UtcTicks.ToString(CultureInfo.InvariantCulture)).Hex;
        if (t.Sql("SELECT position FROM command WHERE id=?").Set(id).Number() is { } earlier) return earlier;
        switch (command.Kind)
        {
            case "activate-revision":
                t.Sql("INSERT OR REPLACE INTO setting VALUES('revision',?)").Set(command.Subject).Run();
                break;
            case "release-receipt":
                if (ReceiptRow.Find(t.Database, command.Subject) is { } row) ReleaseByCommand(t, row);
                break;
            case "retry-entry":
                Retry(t, command.Subject);
                break;
            case "release-slot":
                ReleaseSlot(t, command.Subject);
                break;
            default:
                throw new ArgumentException($"There is no command '{command.Kind}'.", nameof(command));
        }

        var position = t.Journal(t.Line.Start().Add("actor", command.Actor).Add("at", command.At).Add("event", command.Kind)
            .Add("reason", command.Reason).Add("subject", command.Subject).End());
        t.Sql("INSERT INTO command VALUES(?,?)").Set(id).Set(position).Run();
        return position;
    }

    /// <summary>Releases a parked receipt, and one with conflicting interchanges as new ones.</summary>
    private static void ReleaseByCommand(Transaction t, ReceiptRow row)
    {
        var isConflict = row.Decisions.Any(d => d.State == InterchangeState.Conflict);
        if (row.State != ReceiptState.Parked && !(isConflict && row.State is ReceiptState.Rejected or ReceiptState.PartlyAccepted)) return;
        Release(t, row, Command.Released, acceptsConflicts: true);
    }

    private static void ReleaseSlot(Transaction t, string subject)
    {
        var at = subject.LastIndexOf('@');
        if (at < 1 || !DateTimeOffset.TryParse(
            subject.AsSpan(at + 1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var planned))
        {
            throw new ArgumentException($"'{subject}' is not SCHEDULE@PLANNED.");
        }

        t.Sql("DELETE FROM slot WHERE schedule=? AND planned=?").Set(subject[..at]).Set(planned.UtcTicks).Run();
    }

    /// <summary>
    /// Deletes the content of one receipt: never one that is parked or has a line in the outbox that is not delivered. The row
    /// of the receipt stays, so that the same bytes still give the same receipt.
    /// </summary>
    /// <returns>Its body, to be swept; null when there is nothing to delete.</returns>
    private static long? PurgeOne(Transaction t, DateTimeOffset before)
    {
        var found = t.Sql("SELECT sequence, id, body, documents FROM receipt r WHERE body IS NOT NULL AND ended_at IS NOT NULL "
            + "AND ended_at<? AND state IN (2,3,4) AND NOT EXISTS(SELECT 1 FROM entry WHERE receipt=r.sequence AND state<>2) "
            + "ORDER BY ended_at LIMIT 1").Set(before.UtcTicks);
        if (!found.Step()) return null;
        var (sequence, id, body, documents) = (found.Long(0), found.Text(1)!, found.Long(2), found.Long(3));
        found.End();

        t.Sql("INSERT OR IGNORE INTO unsealed VALUES(?)").Set(body).Run();
        t.Sql("DELETE FROM result WHERE document IN (SELECT sequence FROM document WHERE receipt=?)").Set(sequence).Run();
        t.Sql("DELETE FROM document WHERE receipt=?").Set(sequence).Run();
        t.Sql("DELETE FROM parts WHERE receipt=?").Set(sequence).Run();
        t.Sql("DELETE FROM payload WHERE entry IN (SELECT sequence FROM entry WHERE receipt=?)").Set(sequence).Run();
        t.Sql("UPDATE receipt SET body=NULL, file_name=NULL, findings=NULL WHERE sequence=?").Set(sequence).Run();
        t.Count("documents", -documents);
        t.Journal(t.Line.Start().Add("at", t.Now).Add("event", "purged").Add("receipt", id).End());
        return body;
    }

    /// <summary>Gives freed pages back to the disk in small steps; some are left, because the next messages need them.</summary>
    /// <returns>Whether that was all.</returns>
    private static bool Shrink(Transaction t)
    {
        var page = t.Database.PageBytes;
        if (t.Sql("PRAGMA freelist_count").Number() <= FreeBytesMax / page) return true;
        t.Sql($"PRAGMA incremental_vacuum({VacuumBytes / page})").Run();
        return false;
    }
}
