using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <content>Bodies and receipts: what was received, whether it came before, and in which conflict it stands.</content>
public sealed partial class SqliteStore
{
    // Rows deleted in one operation: half a megabyte of pages, so that the sweep never holds a sender up.
    private const int SweepRows = 16;

    // Keys whose time is over, deleted with each new one: more than come, so that they never pile up.
    private const int ForgottenKeys = 8;

    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(Limits.IdempotencyKeyHours);

    /// <summary>What can be put together before the writer has its turn.</summary>
    private sealed record Arriving(
        Body Body, Arrival Arrival, Envelope Envelope, string Id, byte[]?[] Names, byte[]? Interchanges, byte[]? Findings);

    /// <inheritdoc/>
    public async ValueTask<Receipt> Keep(IBody body, Arrival arrival, Envelope envelope, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var own = (Body)body;
        await own.Settled();
        var arriving = new Arriving(
            own, arrival, envelope, Digest.Of("receipt", arrival.Scope, envelope.Sha256.Hex).Short(32),
            [.. envelope.Interchanges.Select(i => NameOf(arrival, envelope, i))],
            envelope.Interchanges.Count == 0
                ? null
                : JsonSerializer.SerializeToUtf8Bytes([.. envelope.Interchanges], StoredJson.Default.InterchangeArray),
            Pack(envelope.Findings));
        var receipt = await writer.Run(Urgency.Intake, "keep", t =>
        {
            if (EarlierOfKey(t, arriving) is { } other) return other;
            var receipt = Repeat(t, arriving) ?? Keep(t, arriving);
            RememberKey(t, arriving, receipt);
            return receipt;
        });
        if (receipt.IsRepeat && own.Rows > 0) Sweep(own.Number);
        return receipt;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<InterchangeDecision>> Decide(Work work, Envelope envelope, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var arriving = new Arriving(
            null!, work.Arrival, envelope, work.Receipt.Id, [.. envelope.Interchanges.Select(i => NameOf(work.Arrival, envelope, i))],
            JsonSerializer.SerializeToUtf8Bytes([.. envelope.Interchanges], StoredJson.Default.InterchangeArray),
            Pack([.. work.EnvelopeFindings, .. envelope.Findings]));
        var parts = JsonSerializer.SerializeToUtf8Bytes([.. envelope.Parts], StoredJson.Default.ReceiptPartArray);
        return await writer.Run(Urgency.Result, "decide", t => Decide(t, work, arriving, parts));
    }

    private static IReadOnlyList<InterchangeDecision> Decide(Transaction t, Work work, Arriving arriving, byte[] parts)
    {
        if (ReceiptRow.Find(t.Database, work.Receipt.Id) is not { } row || row.Fence != work.Fence) return [];
        var isDecided = t.Sql("SELECT 1 FROM parts WHERE receipt=?").Set(row.Sequence).Number() is not null;
        var digests = arriving.Envelope.Interchanges.Select(i => i.Digest.Hex);
        if (isDecided && row.Decisions.Select(d => d.Sha256).SequenceEqual(digests)) return row.Decisions;
        // A program of another version found others: what this very receipt registered then must not look like a repeat now.
        if (isDecided) t.Sql("DELETE FROM interchange WHERE receipt=?").Set(row.Sequence).Run();
        var decisions = Decide(t, arriving, row.Sequence);
        t.Sql("UPDATE receipt SET interchanges=?, decisions=?, findings=?, partner=ifnull(partner,?) WHERE sequence=?")
            .SetOrNull(arriving.Interchanges).SetOrNull(Pack(decisions)).SetOrNull(arriving.Findings).Set(arriving.Envelope.Partner)
            .Set(row.Sequence).Run();
        t.Sql("INSERT OR REPLACE INTO parts VALUES(?,?)").Set(row.Sequence).Set(parts).Run();
        t.Journal(t.Line.Start().Add("at", t.Now).Add("event", "decided")
            .Add("interchanges", decisions.Select(d => $"{d.State}:{d.Sha256}")).Add("partner", arriving.Envelope.Partner)
            .Add("receipt", row.Id).End());
        return decisions;
    }

    /// <summary>Writes one row of a body that is not sealed yet.</summary>
    internal Task<bool> AppendRow(long body, int row, ReadOnlyMemory<byte> bytes) => writer.Run(Urgency.Chunk, "append", t =>
    {
        if (row == 0) t.Sql("INSERT OR IGNORE INTO unsealed VALUES(?)").Set(body).Run();
        t.Sql("INSERT INTO raw(id, bytes) VALUES(?,?)").Set((body << Layout.RowBits) + row).Set(bytes.Span).Run();
        return true;
    });

    /// <summary>Reads one row of a body.</summary>
    /// <returns>Its length; 0 when it is gone.</returns>
    internal int ReadRow(long body, long row, byte[] into) => Look(db =>
    {
        var found = db.Sql("SELECT bytes FROM raw WHERE id=?").Set((body << Layout.RowBits) + row);
        if (!found.Step()) return 0;
        var bytes = found.Blob(0);
        bytes.CopyTo(into);
        return bytes.Length;
    }, CancellationToken.None);

    /// <summary>Deletes the rows of a body in small steps, unless it was sealed; then gives their pages back.</summary>
    internal void Sweep(long body)
    {
        if (isClosed) return;
        _ = writer.Run(Urgency.Chunk, "sweep", t =>
        {
            if (t.Sql("SELECT 1 FROM unsealed WHERE body=?").Set(body).Number() is null) return Shrink(t);
            var deleted = t.Sql("DELETE FROM raw WHERE id IN (SELECT id FROM raw WHERE id>=? AND id<? LIMIT ?)")
                .Set(body << Layout.RowBits).Set((body + 1) << Layout.RowBits).Set(SweepRows).Run();
            if (deleted < SweepRows) t.Sql("DELETE FROM unsealed WHERE body=?").Set(body).Run();
            return false;
        }).ContinueWith(
            swept =>
            {
                // A failed sweep is repeated at the next start.
                if (swept.IsCompletedSuccessfully && !swept.Result) Sweep(body);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>What the sender's key brought before, when that is something else.</summary>
    private static Receipt? EarlierOfKey(Transaction t, Arriving arriving)
    {
        if (KeyOf(arriving.Arrival) is not { } key) return null;
        var earlier = t.Sql("SELECT receipt FROM idempotency WHERE key=? AND kept_at>?").Set(key).Set((t.Now - KeyLife).UtcTicks).Number();
        return earlier is { } sequence && ReceiptRow.Find(t.Database, sequence) is { } row && row.Id != arriving.Id
            ? row.Receipt() with { IsRepeat = true, IsKeyReused = true } : null;
    }

    private static void RememberKey(Transaction t, Arriving arriving, Receipt receipt)
    {
        if (KeyOf(arriving.Arrival) is not { } key) return;
        t.Sql("DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE kept_at<=? ORDER BY kept_at LIMIT ?)")
            .Set((t.Now - KeyLife).UtcTicks).Set(ForgottenKeys).Run();
        // One whose time is over and that was not deleted yet begins anew.
        t.Sql("INSERT INTO idempotency VALUES(?,?,?) ON CONFLICT(key) DO UPDATE SET receipt=excluded.receipt, kept_at=excluded.kept_at "
            + "WHERE idempotency.kept_at<=?").Set(key).Set(receipt.Sequence).Set(t.Now.UtcTicks).Set((t.Now - KeyLife).UtcTicks).Run();
    }

    private static byte[]? KeyOf(Arrival arrival) => arrival.IdempotencyKey is { } key
        ? Convert.FromHexString(Digest.Of("once", arrival.Scope, key).Short(32)) : null;

    /// <summary>The same bytes of the same sender: the same receipt.</summary>
    private static Receipt? Repeat(Transaction t, Arriving arriving)
    {
        if (ReceiptRow.Find(t.Database, arriving.Id) is not { } row) return null;
        ReleaseByRepeat(t, row, arriving.Arrival);
        return row.Receipt() with { IsRepeat = true };
    }

    /// <summary>What is parked for a cause on our side is worked on again when its sender repeats it.</summary>
    private static void ReleaseByRepeat(Transaction t, ReceiptRow row, Arrival arrival)
    {
        if (row.State != ReceiptState.Parked) return;
        Release(t, row);
        t.Journal(t.Line.Start().Add("at", arrival.ArrivedAt).Add("event", "released-by-repeat").Add("receipt", row.Id).End());
    }

    private static Receipt Keep(Transaction t, Arriving arriving)
    {
        var (arrival, envelope, body) = (arriving.Arrival, arriving.Envelope, arriving.Body);
        t.Sql("INSERT INTO raw(id, bytes) VALUES(?,?)").Set((body.Number << Layout.RowBits) + body.Rows).Set(body.Last).Run();
        if (body.Rows > 0) t.Sql("DELETE FROM unsealed WHERE body=?").Set(body.Number).Run();

        var sequence = (t.Sql("SELECT max(sequence) FROM receipt").Number() ?? 0) + 1;
        var decisions = Decide(t, arriving, sequence);
        var isPlain = decisions.All(d => d.State == InterchangeState.Accepted);
        var isHead = t.Sql("SELECT 1 FROM receipt WHERE scope=? AND state<2 LIMIT 1").Set(arrival.Scope).Number() is null;
        t.Sql("INSERT INTO receipt(sequence, id, sha256, bytes, channel, scope, file_name, media_type, reply_to, arrived_at, format, "
            + "partner, body, state, reason, attempts, documents, accepted, next_document, fence, due_at, turn, interchanges, decisions, "
            + "findings) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,0,'',0,0,0,1,0,?,?,?,?,?)")
            .Set(sequence).Set(arriving.Id).Set(envelope.Sha256.Hex).Set(body.Length).Set(arrival.Channel).Set(arrival.Scope)
            .Set(arrival.FileName).Set(arrival.MediaType).Set(arrival.ReplyTo).Set(arrival.ArrivedAt.UtcTicks)
            .Set(envelope.Format).Set(envelope.Partner).Set(body.Number).Set(isHead ? 0 : (long?)null).Set(sequence)
            .SetOrNull(arriving.Interchanges).SetOrNull(isPlain ? null : Pack(decisions)).SetOrNull(arriving.Findings).Run();
        t.Count("receipt.0", 1);
        t.Journal(t.Line.Start().Add("at", arrival.ArrivedAt).Add("bytes", body.Length).Add("channel", arrival.Channel)
            .Add("event", "kept").Add("interchanges", decisions.Select(d => $"{d.State}:{d.Sha256}")).Add("partner", envelope.Partner)
            .Add("receipt", arriving.Id).Add("sequence", sequence).Add("sha256", envelope.Sha256.Hex).End());
        return new Receipt(arriving.Id, sequence, envelope.Sha256.Hex, body.Length, arrival.ArrivedAt, false, decisions);
    }

    /// <summary>
    /// Decides for each interchange. Only accepted ones take a reference; one whose receipt was rejected whole gives it back,
    /// so that a sender may correct and send again. No time window: partners' counters that wrap have a setting for it.
    /// </summary>
    private static InterchangeDecision[] Decide(Transaction t, Arriving arriving, long sequence)
    {
        var decisions = new InterchangeDecision[arriving.Envelope.Interchanges.Count];
        for (var i = 0; i < decisions.Length; i++)
        {
            var interchange = arriving.Envelope.Interchanges[i];
            var plain = new InterchangeDecision(
                interchange.Reference, InterchangeState.Accepted, interchange.Digest.Hex, null, null);
            decisions[i] = !interchange.IsComplete || !interchange.IsSound
                ? plain with { State = InterchangeState.Rejected }
                : arriving.Names[i] is { } name ? Decide(t, arriving, plain, name) : plain;
            if (decisions[i].State == InterchangeState.Accepted) Register(t, arriving.Names[i], plain.Sha256, sequence);
        }

        return decisions;
    }

    private static InterchangeDecision Decide(Transaction t, Arriving arriving, InterchangeDecision plain, byte[] name)
    {
        var decision = plain;
        // The left join: an interchange of this very body has no receipt row yet, and counts.
        var earlier = t.Sql("SELECT i.digest, r.id, r.state FROM interchange i LEFT JOIN receipt r ON r.sequence=i.receipt "
            + "WHERE i.name=? AND ifnull(r.state, 0)<>4 ORDER BY i.receipt").Set(name);
        while (earlier.Step())
        {
            var digest = Convert.ToHexStringLower(earlier.Blob(0));
            var receipt = earlier.Text(1) ?? arriving.Id;
            if (digest == plain.Sha256)
            {
                decision = plain with { State = InterchangeState.Repeat, EarlierSha256 = digest, EarlierReceipt = receipt };
                break;
            }

            if (decision.State == InterchangeState.Accepted && !arriving.Envelope.AllowsReuse)
            {
                decision = plain with { State = InterchangeState.Conflict, EarlierSha256 = digest, EarlierReceipt = receipt };
            }
        }

        earlier.End();
        // A repeat in another file releases a parked one just as the same file would.
        if (decision is { State: InterchangeState.Repeat, EarlierReceipt: { } id } && ReceiptRow.Find(t.Database, id) is { } repeated)
        {
            ReleaseByRepeat(t, repeated, arriving.Arrival);
        }

        return decision;
    }

    private static void Register(Transaction t, byte[]? name, string sha256, long sequence)
    {
        if (name is null) return;
        t.Sql("INSERT OR REPLACE INTO interchange VALUES(?,?,?)").Set(name).Set(Convert.FromHexString(sha256)).Set(sequence).Run();
    }

    private static void Forget(Transaction t, byte[]? name, long sequence)
    {
        if (name is not null) t.Sql("DELETE FROM interchange WHERE name=? AND receipt=?").Set(name).Set(sequence).Run();
    }

    private static byte[] Pack(IReadOnlyList<InterchangeDecision> decisions)
        => JsonSerializer.SerializeToUtf8Bytes([.. decisions], StoredJson.Default.InterchangeDecisionArray);

    private static byte[]? Pack(IReadOnlyList<Finding> findings) => findings.Count == 0
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(
            StoredFindings.Of([.. findings.Select(f => new JudgedFinding(f, f.Code.Default))]), StoredJson.Default.StoredFindings);

    /// <summary>Whose reference it is: partner (or scope), sender, reference; 16 bytes. Null where there is no reference.</summary>
    private static byte[]? NameOf(Arrival arrival, Envelope envelope, Interchange interchange)
        => NameOf(envelope.Partner, arrival.Scope, interchange);

    private static byte[]? NameOf(string? partner, string scope, Interchange interchange) => interchange.Reference is null
        ? null
        : Convert.FromHexString(Digest.Of(
            partner is null ? "scope" : "partner", partner ?? scope, interchange.Sender ?? "", interchange.Reference).Short(32));
}
