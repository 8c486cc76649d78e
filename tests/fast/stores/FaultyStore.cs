using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Stores;

/// <summary>When a call of the store fails.</summary>
public enum FaultMoment
{
    /// <summary>Nothing was done.</summary>
    Before,

    /// <summary>Everything was done and committed, but the caller does not learn it.</summary>
    AfterCommit,
}

/// <summary>
/// A store whose n-th call of an operation fails, before it or after its commit: what a crash, a full disk or a lost
/// connection leaves. Wrap any store with it to drive a pipeline through every unknown outcome.
/// </summary>
public sealed class FaultyStore(IStore store) : IStore
{
    /// <summary>Every operation that can fail, by name.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        nameof(Begin), "Append", nameof(Keep), nameof(Claim), nameof(Decide), nameof(Settle), nameof(TakeDue), nameof(Record), nameof(TakeSlot),
        nameof(Apply), nameof(KeepFile), nameof(ReadFile), nameof(Purge), nameof(Journal), nameof(Raw), nameof(Read),
    ];

    private readonly object gate = new();
    private (string Operation, FaultMoment Moment, int Left)? plan;

    /// <summary>How many faults were thrown.</summary>
    public int Thrown { get; private set; }

    /// <summary>Lets one call fail.</summary>
    /// <param name="operation">Of <see cref="Operations"/>.</param>
    /// <param name="moment">When.</param>
    /// <param name="call">Which call from now, from 1.</param>
    public void Fail(string operation, FaultMoment moment, int call = 1)
    {
        if (!Operations.Contains(operation)) throw new ArgumentException($"There is no operation {operation}.", nameof(operation));
        lock (gate) plan = (operation, moment, call);
    }

    public IBody Begin() => Try(nameof(Begin), () => new FaultyBody(this, store.Begin()));

    public ValueTask<Receipt> Keep(IBody body, Arrival arrival, Envelope envelope, CancellationToken stop)
        => Try(nameof(Keep), () => store.Keep(((FaultyBody)body).Inner, arrival, envelope, stop));

    public ValueTask<Work?> Claim(string node, string revision, CancellationToken stop)
        => Try(nameof(Claim), () => store.Claim(node, revision, stop));

    public ValueTask<IReadOnlyList<InterchangeDecision>> Decide(Work work, Envelope envelope, CancellationToken stop)
        => Try(nameof(Decide), () => store.Decide(work, envelope, stop));

    public ValueTask<bool> Settle(Work work, Outcome outcome, CancellationToken stop)
        => Try(nameof(Settle), () => store.Settle(work, outcome, stop));

    public ValueTask<IReadOnlyList<Attempt>> TakeDue(string destination, int max, string node, CancellationToken stop)
        => Try(nameof(TakeDue), () => store.TakeDue(destination, max, node, stop));

    public async ValueTask Record(Attempt attempt, SendResult result, DateTimeOffset notBefore, CancellationToken stop)
        => await Try(nameof(Record), async () =>
        {
            await store.Record(attempt, result, notBefore, stop);
            return true;
        });

    public ValueTask<bool> TakeSlot(string schedule, DateTimeOffset planned, CancellationToken stop)
        => Try(nameof(TakeSlot), () => store.TakeSlot(schedule, planned, stop));

    public ValueTask<long> Apply(Command command, CancellationToken stop) => Try(nameof(Apply), () => store.Apply(command, stop));

    public ValueTask<Digest> KeepFile(ReadOnlyMemory<byte> bytes, CancellationToken stop)
        => Try(nameof(KeepFile), () => store.KeepFile(bytes, stop));

    public ValueTask<ReadOnlyMemory<byte>> ReadFile(Digest digest, CancellationToken stop)
        => Try(nameof(ReadFile), () => store.ReadFile(digest, stop));

    public ValueTask<int> Purge(DateTimeOffset before, int max, CancellationToken stop)
        => Try(nameof(Purge), () => store.Purge(before, max, stop));

    public ValueTask<IReadOnlyList<JournalEntry>> Journal(long after, int max, CancellationToken stop)
        => Try(nameof(Journal), () => store.Journal(after, max, stop));

    public IRaw? Raw(string receiptId) => Try(nameof(Raw), () => store.Raw(receiptId));

    public ValueTask<Page<T>> Read<T>(Viewer viewer, Query<T> query, CancellationToken stop)
        => Try(nameof(Read), () => store.Read(viewer, query, stop));

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async ValueTask<T> Try<T>(string operation, Func<ValueTask<T>> call)
    {
        var moment = Next(operation);
        if (moment == FaultMoment.Before) throw Fault(operation, "before");
        var result = await call();
        return moment == FaultMoment.AfterCommit ? throw Fault(operation, "after-commit") : result;
    }

    private T Try<T>(string operation, Func<T> call)
    {
        var moment = Next(operation);
        if (moment == FaultMoment.Before) throw Fault(operation, "before");
        var result = call();
        return moment == FaultMoment.AfterCommit ? throw Fault(operation, "after-commit") : result;
    }

    private FaultMoment? Next(string operation)
    {
        lock (gate)
        {
            if (plan is not { } planned || planned.Operation != operation) return null;
            plan = planned.Left == 1 ? null : planned with { Left = planned.Left - 1 };
            return planned.Left == 1 ? planned.Moment : null;
        }
    }

    private InjectedFaultException Fault(string operation, string moment)
    {
        Thrown++;
        return new InjectedFaultException($"{operation}.{moment}");
    }

    private sealed class FaultyBody(FaultyStore owner, IBody inner) : IBody
    {
        public IBody Inner => inner;

        public long Length => inner.Length;

        public async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken stop) => await owner.Try("Append", async () =>
        {
            await inner.Append(bytes, stop);
            return true;
        });

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
