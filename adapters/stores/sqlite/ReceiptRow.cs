using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <summary>A row of the receipt table, read whole.</summary>
internal sealed record ReceiptRow(
    long Sequence, string Id, string Sha256, long Bytes, Arrival Arrival, string? Format, string? Partner, ReceiptState State,
    string Reason, int Attempts, int Documents, int Accepted, string? Revision, int NextDocument, long Fence,
    IReadOnlyList<Interchange> Interchanges, IReadOnlyList<InterchangeDecision> Decisions)
{
    /// <summary>The columns that <see cref="Of"/> reads, in its order.</summary>
    public const string Columns = "sequence, id, sha256, bytes, channel, scope, file_name, media_type, reply_to, arrived_at, format, "
        + "partner, state, reason, attempts, documents, accepted, revision, next_document, fence, interchanges, decisions, findings";

    private byte[] Findings { get; init; } = [];

    public static ReceiptRow? Find(Database database, string id)
        => First(database.Sql($"SELECT {Columns} FROM receipt WHERE id=?").Set(id));

    public static ReceiptRow? Find(Database database, long sequence)
        => First(database.Sql($"SELECT {Columns} FROM receipt WHERE sequence=?").Set(sequence));

    public static ReceiptRow Of(Statement row)
    {
        var arrivedAt = new DateTimeOffset(row.Long(9), TimeSpan.Zero);
        IReadOnlyList<Interchange> interchanges = row.IsNull(20)
            ? []
            : JsonSerializer.Deserialize(row.Blob(20), StoredJson.Default.InterchangeArray)!;
        IReadOnlyList<InterchangeDecision> decisions = row.IsNull(21)
            ? [.. interchanges.Select(i => new InterchangeDecision(i.Reference, InterchangeState.Accepted, i.Digest.Hex, null, null))]
            : JsonSerializer.Deserialize(row.Blob(21), StoredJson.Default.InterchangeDecisionArray)!;
        return new ReceiptRow(
            row.Long(0), row.Text(1)!, row.Text(2)!, row.Long(3),
            new Arrival(row.Text(4)!, row.Text(5)!, row.Text(6), row.Text(7), row.Text(8)!, arrivedAt), row.Text(10), row.Text(11),
            (ReceiptState)row.Int(12), row.Text(13)!, row.Int(14), row.Int(15), row.Int(16), row.Text(17), row.Int(18), row.Long(19),
            interchanges, decisions)
        {
            Findings = row.Blob(22).ToArray(),
        };
    }

    public Receipt Receipt() => new(Id, Sequence, Sha256, Bytes, Arrival.ArrivedAt, false, Decisions);

    public ReceiptView View() => new(Receipt(), Arrival, Format, Partner, State, Reason, Attempts, Documents, Accepted, Revision)
    {
        Senders = [.. Interchanges.Select(i => i.Sender).OfType<string>().Distinct()],
    };

    public Work Work(string revision, int attempt, long fence) => new(
        Receipt(), Arrival, Format, Partner, [.. Interchanges.Zip(Decisions, (i, d) => new InterchangeReport(i, d.State))],
        revision, NextDocument, attempt, fence)
    {
        IsReleased = Reason == Command.Released,
        EnvelopeFindings = Findings.Length == 0
            ? []
            : [.. JsonSerializer.Deserialize(Findings, StoredJson.Default.StoredFindings)!.Read().Select(f => f.Finding)],
    };

    private static ReceiptRow? First(Statement rows)
    {
        var row = rows.Step() ? Of(rows) : null;
        rows.End();
        return row;
    }
}
