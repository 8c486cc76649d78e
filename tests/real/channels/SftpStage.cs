using Gateway.Channels;

namespace Gateway.Tests.Real.Channels;

/// <summary>A server, a gateway, and channels between them.</summary>
internal sealed class SftpStage : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> opened = [];

    private SftpStage(SshServer server, ChannelStage gateway) => (Server, Gateway) = (server, gateway);

    public SshServer Server { get; }

    public ChannelStage Gateway { get; }

    public static async Task<SftpStage> Open()
    {
        var server = new SshServer();
        server.Folder("out");
        return new SftpStage(server, await ChannelStage.Open());
    }

    /// <summary>A channel that fetches from <c>out</c>, anew, as after a start of the process.</summary>
    public SftpChannel Channel(Func<SftpOptions, SftpOptions>? change = null, TimeProvider? clock = null)
    {
        var options = new SftpOptions(Server.Account(), "out", "sftp:harbour", Path.Combine(Gateway.Folder, "data", "sftp"))
        {
            Answers = "answers", Archive = "out/archive", Stable = TimeSpan.FromMilliseconds(100), Quiet = TimeSpan.FromSeconds(2),
        };
        var channel = new SftpChannel(
            change?.Invoke(options) ?? options, (scope, sha256, stop) => Gateway.Gateway.Verdicts.Ask(scope, sha256, stop),
            clock ?? TimeProvider.System, Gateway.Said.Add);
        opened.Add(channel);
        return channel;
    }

    /// <summary>A channel that delivers to <c>drop</c>.</summary>
    public SftpOutChannel Drop()
    {
        var channel = new SftpOutChannel("risk", Server.Account(), "drop", Gateway.Folder, TimeProvider.System, Gateway.Said.Add);
        opened.Add(channel);
        return channel;
    }

    /// <summary>Polls some times.</summary>
    public async Task Poll(SftpChannel channel, Contracts.IReceiver? receiver = null)
    {
        for (var i = 0; i < 3; i++)
        {
            await channel.Collect(receiver ?? Gateway.Gateway.Receiver, default);
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in opened) await channel.DisposeAsync();
        await Gateway.DisposeAsync();
        Server.Dispose();
    }
}
