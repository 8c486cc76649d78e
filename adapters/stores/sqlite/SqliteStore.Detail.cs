using Gateway.Core;

namespace Gateway.Stores;

/// <content>A receipt with all that became of it, read in one transaction.</content>
public sealed partial class SqliteStore
{
    private const int AnswersMax = 50;
    private const int DeliveriesMax = 100;

    // A page of answers goes on until it has so many bytes: one answer may be a trader's whole workbook.
    private const int AnswerBytesMax = 1024 * 1024;

    private static Page<ReceiptDetail> Detail(Database db, Viewer viewer, ReceiptDetailQuery q)
    {
        // What a worker commits meanwhile is not seen: the snapshot is that of the first read.
        db.Execute("BEGIN");
        try
        {
            if (Receipts(db, viewer, new ReceiptsQuery(q.Id)).Items is not [var receipt]) return new Page<ReceiptDetail>([], null);
            return new Page<ReceiptDetail>(
                [
                    new ReceiptDetail(
                        receipt, Parts(db, viewer, new PartsQuery(q.Id)).Items,
                        Documents(db, viewer, new DocumentsQuery(q.Id, After: q.DocumentsAfter)),
                        Answers(db, viewer, receipt, q.AnswersAfter),
                        Entries(db, viewer, new EntriesQuery(
                            q.Id, IsNewestFirst: true, IsDelivery: true, After: q.DeliveriesAfter, Max: DeliveriesMax))),
                ], null);
        }
        finally
        {
            db.Reset();
            db.Execute("COMMIT");
        }
    }

    private static Page<EntryView> Answers(Database db, Viewer viewer, ReceiptView receipt, string? after)
    {
        var (shown, bytes) = (new List<EntryView>(), 0L);
        do
        {
            var page = Entries(db, viewer, new EntriesQuery(
                receipt.Receipt.Id, Destination: "reply:" + receipt.Arrival.Channel, WithBytes: true, IsNewestFirst: true, After: after,
                Max: 1));
            shown.AddRange(page.Items);
            bytes += page.Items.Sum(view => (long)view.Entry.Bytes.Length);
            after = page.Next;
        }
        while (after is not null && shown.Count < AnswersMax && bytes < AnswerBytesMax);
        return new Page<EntryView>(shown, after);
    }
}
