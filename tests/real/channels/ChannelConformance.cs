using Gateway.Channels;
using Gateway.Contracts;

namespace Gateway.Tests.Real.Channels;

/// <summary>
/// What every channel that fetches must do. A channel's test class says how a sender of it puts something there and what lies there
/// afterwards; each rule runs over the real far side and the whole gateway behind it.
/// </summary>
public abstract class ChannelConformance : IAsyncLifetime
{
    private static readonly Dictionary<string, Func<ChannelConformance, Task>> Rules = new()
    {
        ["What arrives is kept byte for byte under the sender's name"] = c => c.KeptByteForByte(),
        ["The answers come back over the channel"] = c => c.AnswersComeBack(),
        ["A faulty item is answered too"] = c => c.FaultyIsAnswered(),
        ["An item is there until the receiver has it"] = c => c.ThereUntilKept(),
        ["An item stays when the store refuses it"] = c => c.StaysWhenRefused(),
        ["A kill between keeping and removing gives no second processing"] = c => c.KilledAfterKeeping(),
        ["A kill before keeping loses nothing"] = c => c.KilledBeforeKeeping(),
        ["A restart between two polls takes nothing twice"] = c => c.RestartTakesNothingTwice(),
        ["The same bytes under another name get the same answers"] = c => c.RepeatIsAnswered(),
        ["A name used again with other bytes is another item"] = c => c.NameUsedAgain(),
        ["No name is a path"] = c => c.NamesAreNoPaths(),
        ["A flood in one place leaves the others their turn"] = c => c.FloodStarvesNobody(),
    };

    public static TheoryData<string> AllRules => [.. Rules.Keys];

    private readonly List<IChannel> opened = [];
    private ChannelStage stage = null!;

    private protected ChannelStage Stage => stage;

    public virtual async Task InitializeAsync() => stage = await ChannelStage.Open();

    public virtual async Task DisposeAsync()
    {
        foreach (var channel in opened)
        {
            if (channel is IAsyncDisposable one) await one.DisposeAsync();
            else (channel as IDisposable)?.Dispose();
        }

        await stage.DisposeAsync();
    }

    /// <summary>The channel anew, as after a start of the process.</summary>
    private protected abstract IChannel Make(string place);

    private IChannel Open(string place = "place")
    {
        var channel = Make(place);
        opened.Add(channel);
        return channel;
    }

    /// <summary>A sender puts something there, whole.</summary>
    private protected abstract void Put(string name, byte[] content, string place = "place");

    /// <summary>Names of what lies where senders put it.</summary>
    private protected abstract IReadOnlyList<string> Lying();

    /// <summary>What was answered: name of the answer, content.</summary>
    private protected abstract IReadOnlyDictionary<string, byte[]> Answers();

    /// <summary>Names that this kind of place can carry and that try to be more than a name.</summary>
    private protected abstract IReadOnlyList<string> HostileNames { get; }

    /// <summary>What is kept of an item: the name, and the bytes as they travel.</summary>
    private protected virtual (string Name, byte[] Bytes) Kept(string name, byte[] content) => (name, content);

    /// <summary>The same bytes lie there again; a place that goes by names has them under another one.</summary>
    private protected virtual void PutAgain(string name, byte[] content) => Put("again-" + name, content);

    /// <summary>Whoever sends the same bytes again gets the same answers again; false where the far side still has the first ones in its
    /// thread.</summary>
    private protected virtual bool AnswersRepeats => true;

    private protected Task Conform(string rule) => Rules[rule](this);

    private protected AskVerdict Ask => (scope, sha256, stop) => stage.Gateway.Verdicts.Ask(scope, sha256, stop);

    /// <summary>Polls until nothing is left that could be taken now.</summary>
    private protected async Task Poll(IChannel channel, IReceiver? receiver = null, int times = 3)
    {
        for (var i = 0; i < times; i++)
        {
            await channel.Collect(receiver ?? stage.Gateway.Receiver, CancellationToken.None);
            Assert.Null(channel.State?.Fault?.Sentence);
            await Task.Delay(300);
        }
    }

    private async Task KeptByteForByte()
    {
        var content = ChannelStage.Manifest("C1");
        Put("manifest one.edi", content);
        await Poll(Open());
        Assert.Equal([Digested("manifest one.edi", content)], await stage.Receipts());
    }

    private async Task AnswersComeBack()
    {
        var channel = Open();
        Put("a.edi", ChannelStage.Manifest("C2"));
        await Poll(channel);
        await stage.Settle(channel);
        Assert.Equal(["a.edi.contrl.edi", "a.edi.report.txt"], Answers().Keys.Order(StringComparer.Ordinal));
        Assert.All(Answers().Values, answer => Assert.NotEmpty(answer));
        Assert.DoesNotContain("a.edi", Lying());
    }

    private async Task FaultyIsAnswered()
    {
        var channel = Open();
        Put("bad.edi", Serve.GatewayUnderTest.Sample("faulty-missing-bgm.edi"));
        await Poll(channel);
        await stage.Settle(channel);
        Assert.Contains("bad.edi.report.txt", Answers().Keys);
    }

    private async Task ThereUntilKept()
    {
        var (lay, kept) = (0, 0);
        var receiver = new Interfering(stage.Gateway.Receiver, after: _ =>
        {
            kept++;
            if (IsThere("b.edi")) lay++;
        });
        Put("b.edi", ChannelStage.Manifest("C3"));
        await Poll(Open(), receiver);
        Assert.Equal((1, 1), (kept, lay));
        Assert.DoesNotContain("b.edi", Lying());
    }

    private async Task StaysWhenRefused()
    {
        var isFull = true;
        var receiver = new Interfering(stage.Gateway.Receiver, before: _ =>
        {
            if (isFull) throw new IOException("no room");
        });
        var channel = Open();
        Put("c.edi", ChannelStage.Manifest("C4"));
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => Poll(channel, receiver));
            Assert.True(IsThere("c.edi"));
        }

        isFull = false;
        await Poll(channel, receiver);
        Assert.Single(await stage.Receipts());
        Assert.DoesNotContain("c.edi", Lying());
    }

    private async Task KilledAfterKeeping()
    {
        var receiver = new Interfering(stage.Gateway.Receiver, after: _ => throw new KilledException());
        Put("d.edi", ChannelStage.Manifest("C5"));
        await Assert.ThrowsAsync<KilledException>(() => Poll(Open(), receiver));
        await stage.Restart();
        var channel = Open();
        await Poll(channel);
        await stage.Settle(channel);
        await Poll(channel);
        Assert.Single(await stage.Receipts());
        Assert.Equal(["d.edi.contrl.edi", "d.edi.report.txt"], Answers().Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("d.edi", Lying());
    }

    private async Task KilledBeforeKeeping()
    {
        var receiver = new Interfering(stage.Gateway.Receiver, before: _ => throw new KilledException());
        Put("e.edi", ChannelStage.Manifest("C6"));
        await Assert.ThrowsAsync<KilledException>(() => Poll(Open(), receiver));
        await stage.Restart();
        await Poll(Open());
        Assert.Equal([Digested("e.edi", ChannelStage.Manifest("C6"))], await stage.Receipts());
    }

    private async Task RestartTakesNothingTwice()
    {
        var takes = 0;
        for (var i = 1; i <= 3; i++)
        {
            Put($"f{i}.edi", ChannelStage.Manifest($"C7{i}"));
            await Poll(Open(), new Interfering(stage.Gateway.Receiver, after: _ => takes++));
            await stage.Restart();
        }

        await Poll(Open(), new Interfering(stage.Gateway.Receiver, after: _ => takes++));
        Assert.Equal(3, (await stage.Receipts()).Count);
    }

    private async Task RepeatIsAnswered()
    {
        var channel = Open();
        Put("g.edi", ChannelStage.Manifest("C8"));
        await Poll(channel);
        await stage.Settle(channel);
        PutAgain("g.edi", ChannelStage.Manifest("C8"));
        await Poll(channel);
        Assert.Single(await stage.Receipts());
        Assert.DoesNotContain("g.edi", Lying());
        if (AnswersRepeats)
        {
            Assert.Equal(Answers()["g.edi.contrl.edi"], Answers()["again-g.edi.contrl.edi"]);
            Assert.Equal(Answers()["g.edi.report.txt"], Answers()["again-g.edi.report.txt"]);
        }
        else
        {
            Assert.Equal(["g.edi.contrl.edi", "g.edi.report.txt"], Answers().Keys.Order(StringComparer.Ordinal));
        }
    }

    private async Task NameUsedAgain()
    {
        var channel = Open();
        foreach (var reference in new[] { "C91", "C92" })
        {
            Put("i.edi", ChannelStage.Manifest(reference));
            await Poll(channel);
            await stage.Settle(channel);
        }

        Assert.Equal(2, (await stage.Receipts()).Select(r => r.Sha256).Distinct().Count());
        Assert.Equal(2, Answers().Keys.Count(name => name.EndsWith(".contrl.edi", StringComparison.Ordinal)));
    }

    private async Task NamesAreNoPaths()
    {
        var channel = Open();
        var i = 0;
        foreach (var name in HostileNames) Put(name, ChannelStage.Manifest($"CN{i++}"));
        Put("plain.edi", ChannelStage.Manifest("CNP"));
        await Poll(channel);
        await stage.Settle(channel);
        Assert.Contains("plain.edi.report.txt", Answers().Keys);
        Assert.All(Answers().Keys, name => Assert.DoesNotContain('/', name));
        Assert.All(await stage.Receipts(), r => Assert.DoesNotContain('/', r.Name!));
    }

    private async Task FloodStarvesNobody()
    {
        for (var i = 0; i < 300; i++) Put($"flood{i:000}.edi", ChannelStage.Manifest($"CF{i}"), "flooded");
        Put("alone.edi", ChannelStage.Manifest("CA"));
        var (flooded, quiet) = (Open("flooded"), Open());
        using var end = new CancellationTokenSource();
        var running = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) await flooded.Collect(stage.Gateway.Receiver, CancellationToken.None);
        });
        await Poll(quiet);
        var names = (await Names(500)).ToList();
        await end.CancelAsync();
        await running;
        Assert.Contains(Kept("alone.edi", []).Name, names);
    }

    private (string?, string) Digested(string name, byte[] content)
        => (Kept(name, content).Name, ChannelStage.Digest(Kept(name, content).Bytes));

    private async Task<IEnumerable<string?>> Names(int max)
        => (await stage.Gateway.Store.Read(Core.Viewer.Operator, new Core.ReceiptsQuery(Max: max), CancellationToken.None)).Items
            .Select(r => r.Arrival.FileName);

    /// <summary>Whether a name lies where senders put it, or where the channel itself keeps what it is about to hand over.</summary>
    private protected virtual bool IsThere(string name) => Lying().Contains(name);
}
