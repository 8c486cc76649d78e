using System.Text;
using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>
/// What became of the interchanges and documents of a receipt that came before: the receipts that had them first, and their answers.
/// Whoever sends again has lost the answer or does not know it, so it is given again.
/// </summary>
/// <param name="Earlier">The receipts, as they stand now, in the order in which this one repeats them.</param>
/// <param name="Files">Their answers for machines, each as it was.</param>
/// <param name="Words">Their answers for people.</param>
/// <param name="Untold">How many of the receipts are too much to give their answers again.</param>
internal sealed record Repeats(
    IReadOnlyList<ReceiptView> Earlier, IReadOnlyList<AnswerFile> Files, IReadOnlyList<string> Words, int Untold = 0)
{
    private const int PageItems = 100;

    // Who sends the documents of an archive one by one would else get the answers to all of it with each.
    private const int FilesMax = 20, BytesMax = 4 * 1024 * 1024;

    /// <summary>Nothing came before.</summary>
    public static Repeats None { get; } = new([], [], []);

    /// <summary>Some of it has no final state yet.</summary>
    public bool IsUnderWay => Earlier.Any(receipt => receipt.State is ReceiptState.Kept or ReceiptState.Working);

    /// <summary>All of it answered us, and so it was not answered.</summary>
    public bool IsUnanswered => Earlier.Count > 0 && Words.Count == 0 && Untold == 0 && !IsUnderWay;

    /// <summary>Reads what the decisions on a receipt refer to; what stands in itself twice is answered by its own answer.</summary>
    public static async ValueTask<Repeats> Of(
        string receiptId, IReadOnlyList<InterchangeDecision> decisions, IStore store, CancellationToken stop)
    {
        var ids = decisions.Where(decision => decision.State == InterchangeState.Repeat)
            .Select(decision => decision.EarlierReceipt).OfType<string>().Where(id => id != receiptId).Distinct().ToList();
        if (ids.Count == 0) return None;
        var (earlier, files, words) = (new List<ReceiptView>(), new List<AnswerFile>(), new List<string>());
        var (untold, bytes) = (0, 0L);
        foreach (var id in ids)
        {
            var found = await store.Read(Viewer.Operator, new ReceiptsQuery(id), stop);
            if (found.Items is not [var receipt]) continue;
            earlier.Add(receipt);
            var answers = words.Count < FilesMax && bytes < BytesMax ? await AnswersOf(receipt, store, stop) : null;
            if (answers is null || files.Count + answers.Count > FilesMax + 1
                || answers.Sum(file => (long)file.Bytes.Length) > BytesMax - bytes)
            {
                untold++;
                continue;
            }

            foreach (var file in answers)
            {
                bytes += file.Bytes.Length;
                if (file.Name == Answers.WordsName) words.Add(Encoding.UTF8.GetString(file.Bytes.Span));
                else if (files.Any(other => other.Name == file.Name)) files.Add(file with { Name = $"{earlier.Count}.{file.Name}" });
                else files.Add(file);
            }
        }

        return new Repeats(earlier, files, words, untold);
    }

    /// <summary>The state of a receipt that holds repeats beside what is its own.</summary>
    /// <param name="own">What became of the rest; null where there is no rest.</param>
    public (ReceiptState State, string Reason) With((ReceiptState State, string Reason)? own)
    {
        if (Earlier.Count == 0) return own ?? (ReceiptState.Accepted, "");
        List<ReceiptState> all = [.. Earlier.Select(SoFar)];
        if (own is { } mine) all.Add(mine.State);
        var worst = Earlier.FirstOrDefault(receipt => SoFar(receipt) != ReceiptState.Accepted);
        var reason = own is { Reason.Length: > 0 } its ? its.Reason
            : worst is null ? "" : $"It came before in receipt {worst.Receipt.Id}: {worst.Reason}";
        if (all.All(state => state == all[0])) return (all[0], reason);
        return (all.Any(state => state is ReceiptState.Accepted or ReceiptState.PartlyAccepted) ? ReceiptState.PartlyAccepted
            : all.Contains(ReceiptState.Parked) ? ReceiptState.Parked : ReceiptState.Rejected, reason);
    }

    // What is still worked on is under way.
    private static ReceiptState SoFar(ReceiptView receipt)
        => receipt.State is ReceiptState.Kept or ReceiptState.Working ? ReceiptState.Accepted : receipt.State;

    // Of a receipt that was held and released the last answers: those after the words of the ones before.
    private static async ValueTask<List<AnswerFile>> AnswersOf(ReceiptView receipt, IStore store, CancellationToken stop)
    {
        var (answers, after) = (new List<AnswerFile>(), (string?)null);
        var query = new EntriesQuery(receipt.Receipt.Id, Destination: "reply:" + receipt.Arrival.Channel, WithBytes: true, Max: PageItems);
        do
        {
            var page = await store.Read(Viewer.Operator, query with { After = after }, stop);
            foreach (var entry in page.Items.Select(view => view.Entry))
            {
                if (answers is [.., { Name: Answers.WordsName }]) answers.Clear();
                answers.Add(new AnswerFile(Answers.SuffixOf(receipt, entry.FileName), entry.MediaType, entry.Bytes));
            }

            after = page.Next;
        }
        while (after is not null);
        return answers;
    }
}
