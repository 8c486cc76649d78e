using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <content>Work on receipts: claim and settle. A lane is a sender's scope; only its head is ever due.</content>
public sealed partial class SqliteStore
{
    private static readonly TimeSpan WorkLease = TimeSpan.FromSeconds(Limits.WorkLeaseSeconds);

    /// <inheritdoc/>
    public async ValueTask<Work?> Claim(string node, string revision, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return await writer.Run(Urgency.Result, "claim", t => Claim(t, node, revision));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> Settle(Work work, Outcome outcome, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var details = new byte[outcome.Documents.Count][];
        for (var i = 0; i < details.Length; i++) details[i] = StoredDocument.Pack(outcome.Documents[i]);
        return await writer.Run(Urgency.Result, "settle", t => Settle(t, work, outcome, details));
    }

    private static Work? Claim(Transaction t, string node, string revision)
    {
        while (Due(t) is { } row)
        {
            if (row.Attempts >= Limits.WorkAttemptsMax)
            {
                Park(t, row);
                continue;
            }

            t.Sql("UPDATE receipt SET state=1, attempts=attempts+1, fence=fence+1, due_at=?, node=?, revision=ifnull(revision,?) "
                + "WHERE sequence=?").Set((t.Now + WorkLease).UtcTicks).Set(node).Set(revision).Set(row.Sequence).Run();
            Count(t, row.State, ReceiptState.Working);
            return row.Work(row.Revision ?? revision, row.Attempts + 1, row.Fence + 1);
        }

        return null;
    }

    /// <summary>The next receipt: first one whose lease ran out, then the lanes' heads in turn.</summary>
    private static ReceiptRow? Due(Transaction t)
    {
        var sequence = t.Sql("SELECT sequence FROM receipt WHERE due_at>0 AND due_at<=? ORDER BY due_at, turn LIMIT 1")
                .Set(t.Now.UtcTicks).Number()
            ?? t.Sql("SELECT sequence FROM receipt WHERE due_at=0 ORDER BY due_at, turn LIMIT 1").Number();
        return sequence is { } number ? ReceiptRow.Find(t.Database, number) : null;
    }

    private static void Park(Transaction t, ReceiptRow row)
    {
        End(t, row, ReceiptState.Parked, $"Worked on {row.Attempts} times without coming to an end; an operator must look.");
        t.Journal(t.Line.Start().Add("at", t.Now).Add("event", "parked").Add("receipt", row.Id).End());
    }

    private static bool Settle(Transaction t, Work work, Outcome outcome, byte[][] details)
    {
        if (ReceiptRow.Find(t.Database, work.Receipt.Id) is not { } row || row.Fence != work.Fence) return false;
        // The caller did not learn of its commit and asks again.
        if (row.State != ReceiptState.Working || (!outcome.IsLast && row.NextDocument >= outcome.NextDocument)) return true;
        var (made, accepted) = (0, 0);
        for (var i = 0; i < details.Length; i++)
        {
            var (isNew, by) = Write(t, row.Sequence, outcome.Documents[i], details[i]);
            made += isNew ? 1 : 0;
            accepted += by;
        }

        foreach (var entry in outcome.Entries) Write(t, row.Sequence, entry);
        t.Count("documents", made);
        // A step forward proves that the receipt is not what kills its worker: its attempts count from here.
        t.Sql("UPDATE receipt SET documents=documents+?, accepted=accepted+?, next_document=?, due_at=?, partner=ifnull(?,partner), "
            + "attempts=CASE WHEN next_document<? THEN 1 ELSE attempts END WHERE sequence=?")
            .Set(made).Set(accepted).Set(outcome.NextDocument).Set((t.Now + WorkLease).UtcTicks).Set(outcome.Partner)
            .Set(outcome.NextDocument).Set(row.Sequence).Run();
        var state = outcome.IsLast ? outcome.State : ReceiptState.Working;
        if (outcome.Rejected.Count > 0) Reject(t, row, outcome.Rejected);
        if (outcome.IsLast) End(t, row, state, ReasonOf(outcome));
        t.Journal(t.Line.Start().Add("at", t.Now).Add("documents", outcome.Documents.Select(d => d.Id)).Add("event", "settled")
            .Add("next", outcome.NextDocument).Add("receipt", row.Id).Add("revision", work.Revision).Add("state", state.ToString()).End());
        foreach (var line in outcome.Journal) t.Journal(line.Span);
        return true;
    }

    /// <summary>Corrects what was decided when the bytes were kept. A rejected interchange gives its reference back.</summary>
    private static void Reject(Transaction t, ReceiptRow row, IReadOnlyList<int> numbers)
    {
        var decisions = row.Decisions.ToArray();
        foreach (var number in numbers)
        {
            decisions[number - 1] = decisions[number - 1] with { State = InterchangeState.Rejected };
            Forget(t, NameOf(row.Partner, row.Arrival.Scope, row.Interchanges[number - 1]), row.Sequence);
        }

        t.Sql("UPDATE receipt SET decisions=? WHERE sequence=?").Set(Pack(decisions)).Set(row.Sequence).Run();
        t.Journal(t.Line.Start().Add("at", t.Now).Add("event", "decided")
            .Add("interchanges", decisions.Select(d => $"{d.State}:{d.Sha256}")).Add("partner", row.Partner)
            .Add("receipt", row.Id).End());
    }

    private static string ReasonOf(Outcome outcome)
        => outcome.Reason.Length > 0 ? outcome.Reason : outcome.Documents.FirstOrDefault(d => !d.IsAccepted)?.Reason ?? "";

    /// <summary>
    /// Writes a result. A document that was accepted before stays as it is: it is on its way already. Any other is replaced,
    /// which happens when a parked receipt was released.
    /// </summary>
    /// <returns>Whether it is new, and by how much the accepted ones grew.</returns>
    private static (bool IsNew, int Accepted) Write(Transaction t, long receipt, DocumentResult document, byte[] detail)
    {
        var accepted = document.IsAccepted ? 1 : 0;
        var found = t.Sql("SELECT sequence, accepted FROM document WHERE id=?").Set(document.Id);
        var earlier = found.Step() ? (Sequence: found.Long(0), IsAccepted: found.Long(1) == 1) : ((long Sequence, bool IsAccepted)?)null;
        found.End();
        if (earlier is { IsAccepted: true }) return (false, 0);
        if (earlier is { } replaced)
        {
            t.Sql("UPDATE document SET accepted=?, detail=? WHERE sequence=?").Set(accepted).Set(detail).Set(replaced.Sequence).Run();
        }
        else
        {
            t.Sql("INSERT INTO document(id, receipt, ordinal, accepted, detail) VALUES(?,?,?,?,?)").Set(document.Id).Set(receipt)
                .Set(document.Mark.Number).Set(accepted).Set(detail).Run();
        }

        WriteResult(t, earlier?.Sequence ?? t.Database.LastRow, document);
        return (earlier is null, accepted);
    }

    private static void WriteResult(Transaction t, long sequence, DocumentResult document)
    {
        var (json, xml, provenance) = (document.Json, document.Xml, document.Provenance);
        var row = t.Sql("INSERT OR REPLACE INTO result(document, json, xml, provenance) VALUES(?,?,?,?)").Set(sequence);
        if (json.Length + xml.Length + provenance.Length <= Statement.LargeBytes)
        {
            row.Set(json.Span).Set(xml.Span).Set(provenance.Span).Run();
            return;
        }

        row.SetRoom(json.Length).SetRoom(xml.Length).SetRoom(provenance.Length).Run();
        t.Database.Fill("result", "json", sequence, json.Span);
        t.Database.Fill("result", "xml", sequence, xml.Span);
        t.Database.Fill("result", "provenance", sequence, provenance.Span);
    }

    /// <summary>Ends the work on a receipt, or gives it back; the lane's next one is due.</summary>
    private static void End(Transaction t, ReceiptRow row, ReceiptState state, string reason)
    {
        t.Sql("UPDATE receipt SET state=?, reason=?, ended_at=?, due_at=NULL, node=NULL WHERE sequence=?")
            .Set((int)state).Set(reason).Set(state == ReceiptState.Kept ? null : t.Now.UtcTicks).Set(row.Sequence).Run();
        Count(t, row.State, state);
        Promote(t, row.Arrival.Scope);
    }

    /// <summary>Makes the oldest open receipt of a lane due, behind the heads of the other lanes.</summary>
    private static void Promote(Transaction t, string scope)
    {
        var head = t.Sql("SELECT sequence FROM receipt WHERE scope=? AND state<2 ORDER BY sequence LIMIT 1").Set(scope).Number();
        if (head is not { } sequence) return;
        t.Sql("UPDATE receipt SET due_at=0, turn=(SELECT max(sequence)+1 FROM receipt) WHERE sequence=?").Set(sequence).Run();
    }

    /// <summary>Puts an ended or parked receipt back to work, from its first document and with the revision of that day. That may
    /// forgive what reading found in the headers of interchanges, and conflicts where somebody said so.</summary>
    private static void Release(Transaction t, ReceiptRow row, string reason = "", bool acceptsConflicts = false)
    {
        var decisions = row.Decisions.ToArray();
        for (var i = 0; i < decisions.Length; i++)
        {
            var interchange = row.Interchanges[i];
            var isOpenAgain = decisions[i].State == InterchangeState.Conflict
                ? acceptsConflicts
                : decisions[i].State == InterchangeState.Rejected && interchange is { IsComplete: true, IsSound: true };
            if (!isOpenAgain) continue;
            decisions[i] = decisions[i] with { State = InterchangeState.Accepted };
            Register(t, NameOf(row.Partner, row.Arrival.Scope, interchange), decisions[i].Sha256, row.Sequence);
        }

        if (!decisions.SequenceEqual(row.Decisions))
        {
            t.Sql("UPDATE receipt SET decisions=? WHERE sequence=?").Set(Pack(decisions)).Set(row.Sequence).Run();
        }

        t.Sql("UPDATE receipt SET state=0, reason=?, attempts=0, next_document=1, revision=NULL, ended_at=NULL, due_at=NULL "
            + "WHERE sequence=?").Set(reason).Set(row.Sequence).Run();
        Count(t, row.State, ReceiptState.Kept);
        var scope = row.Arrival.Scope;
        if (t.Sql("SELECT 1 FROM receipt WHERE scope=? AND state<2 AND state=1").Set(scope).Number() is not null) return;
        t.Sql("UPDATE receipt SET due_at=NULL WHERE scope=? AND state<2 AND due_at IS NOT NULL").Set(scope).Run();
        Promote(t, scope);
    }

    private static void Count(Transaction t, ReceiptState from, ReceiptState to)
    {
        t.Count(Tally.Of(from), -1);
        t.Count(Tally.Of(to), 1);
    }
}
