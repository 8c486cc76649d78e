using System.Globalization;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <content>Reads. Each is one short look by one connection, a page at most, and sees only what the viewer may see.</content>
public sealed partial class SqliteStore
{
    private const string EntryColumns = "e.id, e.document, e.destination, e.address, e.lane, e.not_before, e.file_name, e.media_type, "
        + "e.supersedes, e.sequence, e.state, e.reason, e.delivered_at, e.attempts, e.fence";

    private const int EntryColumnCount = 15;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The query is none of <c>Queries.cs</c>.</exception>
    public ValueTask<Page<T>> Read<T>(Viewer viewer, Query<T> query, CancellationToken stop)
        => ValueTask.FromResult((Page<T>)Look<object>(db => query switch
        {
            ReceiptsQuery q => Receipts(db, viewer, q),
            ReceiptDetailQuery q => Detail(db, viewer, q),
            PartsQuery q => Parts(db, viewer, q),
            DocumentsQuery q => Documents(db, viewer, q),
            EntriesQuery q => Entries(db, viewer, q),
            SlotsQuery q => Slots(db, viewer, q),
            ActiveRevisionQuery => ActiveRevision(db),
            CountsQuery => Counts(db, viewer),
            _ => throw new NotSupportedException($"No such query: {query.GetType().Name}."),
        }, stop));

    private static Page<ReceiptView> Receipts(Database db, Viewer viewer, ReceiptsQuery q)
    {
        var where = new Conditions().Partner("partner", viewer).Equal("id", q.Id).Equal("state", (int?)q.State)
            .Beyond("sequence<", q.After);
        return Pages(db, $"SELECT {ReceiptRow.Columns} FROM receipt WHERE {where} ORDER BY sequence DESC LIMIT ?", where, q.Max,
            row => ReceiptRow.Of(row).View(), row => row.Long(0));
    }

    private static Page<PartView> Parts(Database db, Viewer viewer, PartsQuery q)
    {
        var where = new Conditions().Partner("r.partner", viewer).Equal("r.id", q.ReceiptId);
        var row = where.Bind(db.Sql(
            $"SELECT p.detail, r.findings, r.sequence FROM receipt r JOIN parts p ON p.receipt=r.sequence WHERE {where}"));
        if (!row.Step()) return new Page<PartView>([], null);
        var parts = JsonSerializer.Deserialize(row.Blob(0), StoredJson.Default.ReceiptPartArray)!;
        IReadOnlyList<JudgedFinding> findings = row.IsNull(1)
            ? [] : JsonSerializer.Deserialize(row.Blob(1), StoredJson.Default.StoredFindings)!.Read();
        var about = findings.ToLookup(finding => finding.Finding.Span.Part);
        var counts = new Dictionary<int, (int Documents, int Accepted)>();
        var rows = db.Sql("SELECT ifnull(json_extract(CAST(detail AS TEXT), '$.Mark.Span.Part'), 0), count(*), sum(accepted) "
            + "FROM document WHERE receipt=? GROUP BY 1").Set(row.Long(2));
        while (rows.Step()) counts[rows.Int(0)] = (rows.Int(1), rows.Int(2));
        return new Page<PartView>(
            [.. parts.Select(part => ViewOf(part, counts.GetValueOrDefault(part.Number), about[part.Number]))], null);

        static PartView ViewOf(ReceiptPart part, (int Documents, int Accepted) count, IEnumerable<JudgedFinding> findings)
            => new(part, count.Documents, count.Accepted, [.. findings]);
    }

    private static Page<DocumentView> Documents(Database db, Viewer viewer, DocumentsQuery q)
    {
        var where = new Conditions().Partner("r.partner", viewer).Equal("r.id", q.ReceiptId).Equal("d.id", q.Id);
        // Within a receipt the order is that of its documents, otherwise that of writing.
        var order = q.ReceiptId is null ? "d.sequence" : "d.ordinal";
        where.Beyond(order + ">", q.After);
        var bytes = q.WithBytes ? "s.json, s.xml, s.provenance" : "NULL, NULL, NULL";
        var join = q.WithBytes ? "LEFT JOIN result s ON s.document=d.sequence " : "";
        return Pages(db, $"SELECT r.id, d.id, d.accepted, d.detail, {bytes}, {order} FROM receipt r "
            + $"JOIN document d ON d.receipt=r.sequence {join}WHERE {where} ORDER BY {order} LIMIT ?",
            where, q.Max, DocumentOf, row => row.Long(7));
    }

    private static DocumentView DocumentOf(Statement row)
    {
        var stored = StoredDocument.Unpack(row.Blob(3));
        return new DocumentView(row.Text(0)!, new DocumentResult(
            row.Text(1)!, stored.Mark, row.Long(2) == 1, stored.Reason ?? "", stored.Mapping, row.Blob(4).ToArray(), row.Blob(5).ToArray(),
            row.Blob(6).ToArray(), stored.Findings?.Read() ?? [], stored.Keys ?? []) { Revision = stored.Revision });
    }

    private static Page<EntryView> Entries(Database db, Viewer viewer, EntriesQuery q)
    {
        var where = new Conditions().Partner("r.partner", viewer).Equal("r.id", q.ReceiptId).Equal("e.destination", q.Destination)
            .Equal("e.id", q.Id).Equal("e.state", (int?)q.State);
        if (q.DocumentId is { } document)
        {
            // An entry has its document's receipt, which is the index; an answer stands under the receipt's own id.
            where.Equal("e.document", document).Equal(
                "e.receipt",
                db.Sql("SELECT ifnull((SELECT receipt FROM document WHERE id=?1), (SELECT sequence FROM receipt WHERE id=?1))")
                    .Set(document).Number() ?? -1);
        }

        if (q.IsDelivery) where.Without("e.destination", "reply:");
        where.Beyond(q.IsNewestFirst ? "e.sequence<" : "e.sequence>", q.After);
        var order = q.IsNewestFirst ? "DESC" : "ASC";
        var bytes = q.WithBytes ? "p.bytes" : "NULL";
        var join = q.WithBytes ? "LEFT JOIN payload p ON p.entry=e.sequence " : "";
        return Pages(db, $"SELECT {EntryColumns}, {bytes}, r.id FROM entry e JOIN receipt r ON r.sequence=e.receipt {join}"
            + $"WHERE {where} ORDER BY e.sequence {order} LIMIT ?", where, q.Max, EntryViewOf, row => row.Long(9));
    }

    private static EntryView EntryViewOf(Statement row) => new(
        EntryOf(row, row.Blob(EntryColumnCount).ToArray()), row.Text(EntryColumnCount + 1)!, (EntryState)row.Int(10), row.Int(13),
        row.Text(11)!, row.IsNull(12) ? null : Moment(row.Long(12)));

    private static Entry EntryOf(Statement row, byte[] bytes) => new(
        row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Text(3)!, row.Text(4)!, Moment(row.Long(5)), row.Text(6)!, row.Text(7)!, bytes,
        row.Text(8));

    private static Page<SlotView> Slots(Database db, Viewer viewer, SlotsQuery q)
    {
        // Schedules are the operator's; a partner sees none.
        if (viewer.Partner is not null) return new Page<SlotView>([], null);
        var where = new Conditions().Equal("schedule", q.Schedule).Beyond("id<", q.After);
        return Pages(db, $"SELECT schedule, planned, taken_at, id FROM slot WHERE {where} ORDER BY id DESC LIMIT ?", where, q.Max,
            row => new SlotView(row.Text(0)!, Moment(row.Long(1)), Moment(row.Long(2))), row => row.Long(3));
    }

    private static Page<string> ActiveRevision(Database db)
    {
        var row = db.Sql("SELECT value FROM setting WHERE name='revision'");
        return new Page<string>(row.Step() ? [row.Text(0)!] : [], null);
    }

    private static Page<CountsView> Counts(Database db, Viewer viewer)
    {
        var (receipts, entries) = (new Dictionary<ReceiptState, long>(), new Dictionary<EntryState, long>());
        var documents = 0L;
        // A partner's own counts are counted, all others stand in the tally.
        var rows = viewer.Partner is { } partner
            ? db.Sql("SELECT 'receipt.'||state, count(*) FROM receipt WHERE partner=?1 GROUP BY state UNION ALL "
                + "SELECT 'documents', count(*) FROM receipt r JOIN document d ON d.receipt=r.sequence WHERE r.partner=?1 UNION ALL "
                + "SELECT 'entry.'||e.state, count(*) FROM receipt r JOIN entry e ON e.receipt=r.sequence WHERE r.partner=?1 "
                + "GROUP BY e.state").Set(partner)
            : db.Sql("SELECT name, count FROM tally");
        while (rows.Step())
        {
            var (name, count) = (rows.Text(0)!, rows.Long(1));
            if (name == "documents") documents = count;
            else if (name.StartsWith("receipt.", StringComparison.Ordinal)) receipts[(ReceiptState)(name[^1] - '0')] = count;
            else entries[(EntryState)(name[^1] - '0')] = count;
        }

        // The oldest open one is always the head of its lane, and only heads are due.
        var oldest = db.Sql("SELECT min(at) FROM (SELECT min(arrived_at) AS at FROM receipt WHERE due_at IS NOT NULL "
            + "AND (?1 IS NULL OR partner=?1) UNION ALL SELECT min(e.made_at) FROM entry e JOIN receipt r ON r.sequence=e.receipt "
            + "WHERE e.due_at IS NOT NULL AND (?1 IS NULL OR r.partner=?1))").Set(viewer.Partner).Number();
        return new Page<CountsView>(
            [new CountsView(receipts, documents, entries, oldest is { } ticks ? Moment(ticks) : null)], null);
    }

    private static Page<T> Pages<T>(
        Database db, string sql, Conditions where, int max, Func<Statement, T> read, Func<Statement, long> position)
    {
        max = Math.Clamp(max, 1, Limits.PageItemsMax);
        var items = new List<T>();
        var (rows, last) = (where.Bind(db.Sql(sql)).Set(max + 1), 0L);
        while (rows.Step())
        {
            if (items.Count == max) return new Page<T>(items, last.ToString(CultureInfo.InvariantCulture));
            items.Add(read(rows));
            last = position(rows);
        }

        return new Page<T>(items, null);
    }

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>The conditions of a read and their values, in order.</summary>
internal sealed class Conditions
{
    private readonly List<string> parts = [];
    private readonly List<object> values = [];

    /// <summary>Restricts to what a viewer may see; the first condition of every read.</summary>
    public Conditions Partner(string column, Viewer viewer) => Equal(column, viewer.Partner);

    public Conditions Equal(string column, string? value) => value is null ? this : Add(column + "=?", value);

    public Conditions Equal(string column, long? value) => value is { } number ? Add(column + "=?", number) : this;

    /// <summary>Leaves out what begins with a text.</summary>
    public Conditions Without(string column, string beginning)
        => Add(string.Create(CultureInfo.InvariantCulture, $"substr({column}, 1, {beginning.Length})<>?"), beginning);

    /// <summary>Goes on after a page; an invented position gives an empty page.</summary>
    public Conditions Beyond(string comparison, string? after) => after is null
        ? this
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? Add(comparison + "?", position)
            : Add("0=?", 1L);

    public Statement Bind(Statement statement)
    {
        foreach (var value in values)
        {
            _ = value is string text ? statement.Set(text) : statement.Set((long)value);
        }

        return statement;
    }

    public override string ToString() => parts.Count == 0 ? "1=1" : string.Join(" AND ", parts);

    private Conditions Add(string condition, object value)
    {
        parts.Add(condition);
        values.Add(value);
        return this;
    }
}
