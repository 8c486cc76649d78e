using System.Net;
using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Tests.Real.Channels;

/// <summary>A whole gateway over its own folder without its loops: a test does each step itself, and sees what is between them.</summary>
internal sealed class ChannelStage : IAsyncDisposable
{
    private readonly StringWriter log = new();

    private ChannelStage(string folder) => Folder = folder;

    public string Folder { get; }

    public RunningGateway Gateway { get; private set; } = null!;

    public string Log => log.ToString();

    /// <summary>What channels said.</summary>
    public List<Finding> Said { get; } = [];

    public static async Task<ChannelStage> Open()
    {
        var stage = new ChannelStage(Directory.CreateTempSubdirectory("gateway-stage-").FullName);
        await stage.Start();
        return stage;
    }

    /// <summary>Starts over the same folder, as after the end of the process.</summary>
    public async Task Restart()
    {
        await Gateway.DisposeAsync();
        await Start();
    }

    /// <summary>Works and answers until nothing is left to do.</summary>
    public async Task Settle(IChannel channel)
    {
        for (var isBusy = true; isBusy;)
        {
            isBusy = false;
            while (await Gateway.Pipeline.Work("node", CancellationToken.None)) isBusy = true;
            while (await Gateway.Pipeline.Send(channel, "reply:" + channel.Name, "node", CancellationToken.None) > 0) isBusy = true;
            Assert.Null(channel.State?.Fault?.Sentence);
        }
    }

    /// <summary>Every receipt: name of its file, and its digest.</summary>
    public async Task<IReadOnlyList<(string? Name, string Sha256)>> Receipts()
    {
        var page = await Gateway.Store.Read(Core.Viewer.Operator, new Core.ReceiptsQuery(), CancellationToken.None);
        return [.. page.Items.Select(r => (r.Arrival.FileName, r.Receipt.Sha256))];
    }

    /// <summary>The short manifest under another reference.</summary>
    public static byte[] Manifest(string reference) => Serve.GatewayUnderTest.Short(reference);

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await log.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Start()
    {
        var settings = new GatewaySettings(
            Folder, new IPEndPoint(IPAddress.Loopback, 0), Path.Combine(Folder, "data"), [], [Repository.Root, Folder]);
        var findings = new Findings();
        Gateway = await RunningGateway.Open(settings, new Log(log, false, TimeProvider.System), TimeProvider.System, findings, default)
            ?? throw new InvalidOperationException(string.Join('\n', findings.All.Select(f => f.Sentence)));
    }
}

/// <summary>Stands between a channel and the gateway, and lets something happen there.</summary>
/// <param name="inner">The gateway's own.</param>
/// <param name="before">Happens before the bytes are kept.</param>
/// <param name="after">Happens when they are, and before the channel knows.</param>
internal sealed class Interfering(IReceiver inner, Action<Arrival>? before = null, Action<Arrival>? after = null) : IReceiver
{
    public async ValueTask<Receipt> Receive(Arrival arrival, Stream body, CancellationToken stop)
    {
        before?.Invoke(arrival);
        var receipt = await inner.Receive(arrival, body, stop);
        after?.Invoke(arrival);
        return receipt;
    }

    public ScanState Probe(Stream body) => inner.Probe(body);
}

/// <summary>The process ends here.</summary>
internal sealed class KilledException : Exception;
