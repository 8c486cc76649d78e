using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The work on one claimed receipt: its documents, and what the settles commit.</summary>
internal sealed class ReceiptWork(Work work, IStore store, Legends legends) : IDisposable
{
    private const int PageItems = 500;

    private DocumentReports reports = new();
    private readonly HashSet<int> isDone = [];
    private IDisposable? room;
    private IDisposable? usualRoom;
    private ReceiptParts? parts;
    private IReadOnlyList<InterchangeReport> interchanges = work.Interchanges;
    private IReadOnlyList<InterchangeDecision> decisions = work.Receipt.Interchanges;
    private ReceiptFacts facts = null!;
    private MailAdmission? admission;
    private ReceiptDocuments documents = null!;
    private Batch? batch;
    private int parked;

    private bool IsHeld => admission?.Held is not null;

    private bool IsLastAttempt => work.Attempt >= Limits.WorkAttemptsMax;

    /// <summary>The next settle has enough to commit.</summary>
    public bool IsFull => batch!.IsFull;

    /// <summary>Waits for memory and opens the raw bytes at the first document that is not settled.</summary>
    public async ValueTask Open(Readers readers, Revision revision, FindKnown? known, CancellationToken stop)
    {
        Faults.At("work.after-claim");
        var raw = store.Raw(work.Receipt.Id)
            ?? throw new InvalidOperationException($"The bytes of receipt {work.Receipt.Id} are not in the store.");
        var ofMail = new Findings();
        admission = MailAdmission.Of(work, raw, readers.Containers, revision, ofMail);
        // What made it fail may be in there; and of what is held nobody has a right to anything yet.
        var reader = IsLastAttempt || IsHeld ? null : work.Format;
        parts = await PartsOf(raw, reader, readers, stop);
        room = await MemoryGate.Largest.Enter(parts.LargestBytes, stop);
        var partner = admission?.Partner ?? (work.Partner is null ? null : revision.Partners.GetValueOrDefault(work.Partner));
        var envelopes = new Findings();
        if (parts.IsContainer) partner = await Decide(readers, revision, partner, envelopes, stop);
        facts = new ReceiptFacts(
            work.Receipt.Id, work.Receipt.Sequence, work.Arrival, work.Receipt.ArrivedAt, raw, partner, interchanges,
            [.. work.EnvelopeFindings, .. ofMail.All, .. envelopes.All, .. Decisions()]) { Parts = parts };
        usualRoom = await MemoryGate.Usual.Enter(facts.UsualDocumentBytes, stop);
        documents = new ReceiptDocuments(facts, readers.Format(reader), revision, work.NextDocument) { Known = known };
        await ReadSettled(stop);
        batch = new Batch(work, facts, revision, legends);
    }

    /// <summary>Reads and translates the next document that has no final result yet.</summary>
    /// <returns>Null at the end.</returns>
    public async ValueTask<TranslatedDocument?> Next(CancellationToken stop)
    {
        while (await documents.Next(stop) is { } document)
        {
            if (!isDone.Contains(document.Mark.Number)) return document;
        }

        return null;
    }

    /// <summary>Takes a document into the batch.</summary>
    public void Add(TranslatedDocument document)
    {
        var formed = batch!.Add(document);
        reports.Add(formed.Report);
        if (formed.Translation.IsParked) parked++;
    }

    /// <summary>Commits what was taken so far.</summary>
    /// <returns>False when somebody else has the receipt now.</returns>
    public ValueTask<bool> Settle(CancellationToken stop) => Commit(batch!.Take(), stop);

    /// <summary>Commits the rest, the receipt's state and the answers.</summary>
    public async ValueTask Finish(CancellationToken stop)
    {
        var repeats = await Repeats.Of(facts.Id, decisions, store, stop);
        var verdict = Close(repeats);
        var answers = admission is { IsUnknown: true } && !IsLastAttempt
            ? Answers.HowToRegister(facts) : Answers.Of(facts.Report(documents, reports.InOrder()), verdict.State, parts!, repeats);
        batch!.AddAnswers(answers, await AnswersBefore(stop) + 1);
        await Commit(batch.TakeLast(verdict, Rejected()), stop);
    }

    /// <summary>Gives the receipt back, to be worked on again from the last settle.</summary>
    public async ValueTask GiveBack(OwedWrites owed)
    {
        var nothing = new Outcome(batch?.Settled ?? work.NextDocument, true, ReceiptState.Kept, [], [], [])
        {
            Reason = work.IsReleased ? Command.Released : "The work was interrupted.",
        };
        try
        {
            await owed.Write(async () => await store.Settle(work, nothing, CancellationToken.None));
        }
        catch (IOException)
        {
            // It is given back before the next claim; what failed first is what the caller should hear.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        documents?.Dispose();
        parts?.Dispose();
        // Whoever still holds the work, as the frames of a call that just ends do, must not hold a giant document with it.
        (documents, parts, facts, batch, reports) = (null!, null, null!, null, null!);
        usualRoom?.Dispose();
        room?.Dispose();
    }

    private async ValueTask<ReceiptParts> PartsOf(IRaw raw, string? reader, Readers readers, CancellationToken stop)
    {
        var sha256 = new Digest(work.Receipt.Sha256);
        if (!IsLastAttempt) return ReceiptParts.Open(raw, work.Arrival.FileName, reader, sha256, readers);
        var known = await store.Read(Viewer.Operator, new PartsQuery(work.Receipt.Id), stop);
        return ReceiptParts.Remember(raw, work.Arrival.FileName, sha256, [.. known.Items.Select(view => view.Part)], readers);
    }

    // What Receive does for raw bytes: the envelopes of parts are seen only here.
    private async ValueTask<Partner?> Decide(
        Readers readers, Revision revision, Partner? partner, Findings envelopes, CancellationToken stop)
    {
        var found = PartEnvelopes.Scan(parts!, readers, envelopes);
        partner ??= Sender.PartnerOf(work.Arrival, found, revision);
        var isScoped = admission?.Partner is not null || revision.Partners.ContainsKey(work.Arrival.Scope);
        var judged = Sender.Judge(found, partner, isScoped, work.Receipt.ArrivedAt, envelopes);
        envelopes.AddAll(parts!.Findings);
        var envelope = new Envelope(
            work.Format, new Digest(work.Receipt.Sha256), partner?.Id, judged, envelopes.All, partner?.AllowsReferenceReuse ?? false)
        {
            Parts = parts.All,
        };
        decisions = await store.Decide(work, envelope, stop);
        interchanges = [.. judged.Zip(decisions, (interchange, decision) => new InterchangeReport(interchange, decision.State))];
        return partner;
    }

    private (ReceiptState State, string Reason) Close(Repeats repeats)
    {
        if (IsLastAttempt)
        {
            documents.Report(GatewayCodes.GivenUp, $"{work.Attempt - 1}");
            return (ReceiptState.Parked, $"The work failed {work.Attempt - 1} times; an operator must look.");
        }

        if (admission?.Held is { } held)
        {
            documents.Hold(held);
            return (ReceiptState.Parked, $"{held.Code.Id}: {held.Sentence}");
        }

        if (reports.All.Count == 0) documents.ReportNoDocument();
        return ReceiptVerdict.Of(
            documents.Interchanges, documents.Envelope, documents.Counts.Objects,
            reports.All.Count, reports.All.Count(r => r.IsAccepted), parked, repeats);
    }

    private async ValueTask<bool> Commit(Outcome outcome, CancellationToken stop)
    {
        while (batch!.NewLegends.TryDequeue(out var made)) legends.Add(made.Mapping, await store.KeepFile(made.Legend, stop));
        Faults.At("work.before-settle");
        if (!await store.Settle(work, outcome, stop)) return false;
        batch.Committed(outcome);
        return true;
    }

    // What the scan took for sound and the reader did not.
    private int[] Rejected() => [.. Enumerable.Range(1, interchanges.Count).Where(number =>
        interchanges[number - 1].State == InterchangeState.Accepted
        && documents.Interchanges[number - 1].State == InterchangeState.Rejected)];

    // What was settled before a restart, and what was accepted before a held receipt was released, stays as it is.
    private async ValueTask ReadSettled(CancellationToken stop)
    {
        string? after = null;
        do
        {
            var page = await store.Read(Viewer.Operator, new DocumentsQuery(work.Receipt.Id, After: after, Max: PageItems), stop);
            foreach (var result in page.Items.Select(view => view.Result))
            {
                if (!result.IsAccepted && result.Mark.Number >= work.NextDocument) continue;
                isDone.Add(result.Mark.Number);
                if (result.Mark.Type.Format != Papers.Format) documents.Remember(result.Keys);
                reports.Add(new DocumentReport(result.Mark, result.IsAccepted, result.Findings));
                if (!result.IsAccepted) documents.CountFaults(1 + result.Findings.Count);
                if (!result.IsAccepted && !result.Findings.Any(finding => finding.Severity == Severity.Error)) parked++;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    // A receipt that was held, answered and released is answered again, under ids of its own.
    private async ValueTask<int> AnswersBefore(CancellationToken stop)
    {
        var (count, after) = (0, (string?)null);
        do
        {
            var page = await store.Read(Viewer.Operator, new EntriesQuery(DocumentId: facts.Id, After: after, Max: PageItems), stop);
            count += page.Items.Count(view => view.Entry.FileName.EndsWith("." + Answers.WordsName, StringComparison.Ordinal));
            after = page.Next;
        }
        while (after is not null);

        return count;
    }

    private IEnumerable<Finding> Decisions()
    {
        for (var i = 0; i < interchanges.Count; i++)
        {
            var (interchange, state) = (interchanges[i].Interchange, interchanges[i].State);
            var decision = decisions[i];
            var reference = interchange.Reference ?? "";
            if (state == InterchangeState.Conflict)
            {
                yield return new Finding(GatewayCodes.Conflict, interchange.Span, default, 0,
                    [reference, decision.Sha256, decision.EarlierSha256 ?? ""]);
            }
            else if (state == InterchangeState.Repeat)
            {
                var what = interchange.Reference is null ? parts!.NameOf(interchange.Span.Part) : "The interchange " + reference;
                yield return new Finding(GatewayCodes.Repeat, interchange.Span, default, 0, [what, decision.EarlierReceipt ?? ""]);
            }
        }
    }
}
