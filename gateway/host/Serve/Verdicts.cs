using Gateway.Channels;
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

        var (answers, after) = (new List<AnswerFile>(), (string?)null);
        do
        {
            var page = await store.Read(Viewer.Operator, Of(receipt) with { After = after, Max = 500 }, stop);
            answers.AddRange(page.Items.Select(e => new AnswerFile(e.Entry.FileName, e.Entry.MediaType, e.Entry.Bytes)));
            after = page.Next;
        }
        while (after is not null);
        return new SenderVerdict(receipt.State is ReceiptState.Rejected or ReceiptState.Parked, answers);
    }

    /// <summary>As <see cref="AskAnswers"/>: what was made together with an answer. The words for people come last.</summary>
    public async ValueTask<IReadOnlyList<AnswerFile>> AnswersWith(string id, CancellationToken stop)
    {
        var asked = await store.Read(Viewer.Operator, new EntriesQuery(Id: id), stop);
        if (asked.Items is not [var words]) return [];
        var answers = new List<AnswerFile>();
        string? after = null;
        do
        {
            var page = await store.Read(
                Viewer.Operator,
                new EntriesQuery(words.ReceiptId, Destination: words.Entry.Destination, WithBytes: true, After: after, Max: 500), stop);
            foreach (var entry in page.Items.Select(view => view.Entry))
            {
                answers.Add(new AnswerFile(entry.FileName, entry.MediaType, entry.Bytes));
                if (entry.Id == id) return answers;
                // A receipt that was held and released was answered before: that went out with its own words.
                if (entry.FileName.EndsWith(".txt", StringComparison.Ordinal)) answers.Clear();
            }

            after = page.Next;
        }
        while (after is not null);
        return answers;
    }

    private static EntriesQuery Of(ReceiptView receipt)
        => new(receipt.Receipt.Id, Destination: "reply:" + receipt.Arrival.Channel, WithBytes: true);
}
