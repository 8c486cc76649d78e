using Gateway.Contracts;
using Gateway.Core;

namespace Gateway.Host.Serve;

/// <summary>Tells a channel what became of what it brought, from the store.</summary>
internal sealed class Verdicts(IStore store)
{
    /// <summary>As <see cref="AskVerdict"/>.</summary>
    public async ValueTask<SenderVerdict?> Ask(string scope, string sha256, CancellationToken stop)
    {
        var id = Ids.Receipt(scope, sha256);
        var receipts = await store.Read(Viewer.Operator, new ReceiptsQuery(id), stop);
        if (receipts.Items is not [var receipt] || receipt.State is ReceiptState.Kept or ReceiptState.Working)
        {
            return null;
        }

        var entries = await store.Read(
            Viewer.Operator, new EntriesQuery(id, Destination: "reply:" + receipt.Arrival.Channel, WithBytes: true),
                stop);
        var answers = entries.Items.Select(e => new AnswerFile(e.Entry.FileName, e.Entry.MediaType, e.Entry.Bytes))
            .ToList();
        return new SenderVerdict(receipt.State is ReceiptState.Rejected or ReceiptState.Parked, answers);
    }
}
