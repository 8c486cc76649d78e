using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Core;

namespace Gateway.Host.Serve;

/// <summary>One loop for each destination, so that one that is down, slow or lying stops nobody else.</summary>
internal sealed class Senders(RunningGateway gateway)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly List<IChannel> replies = [new HttpReply()];
    private readonly Dictionary<string, Running> running = [];
    private (CancellationToken Stop, CancellationToken Abort) tokens;

    /// <summary>The channels of all destinations.</summary>
    public IReadOnlyList<IChannel> Deliveries
    {
        get
        {
            lock (gate) return [.. running.Values.Where(r => r.Destination is not null).Select(r => r.Channel)];
        }
    }

    /// <summary>Adds a channel that answers.</summary>
    public void AddReply(IChannel channel) => replies.Add(channel);

    /// <summary>Runs until stopped.</summary>
    public async Task Run(CancellationToken stop, CancellationToken abort)
    {
        lock (gate)
        {
            tokens = (stop, abort);
            foreach (var reply in replies) Start("reply:" + reply.Name, null, reply);
        }

        Follow(gateway.Configuration.Active);
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        Task[] all;
        lock (gate) all = [.. running.Values.Select(r => r.Task)];
        await Task.WhenAll(all);
        foreach (var one in running.Values) await End(one.Channel);
    }

    /// <summary>Opens a scheduled destination: what is due goes out, until nothing is left and nothing waits for
    /// another try.</summary>
    public void Open(string destination)
    {
        lock (gate)
        {
            if (!running.TryGetValue(destination, out var one)) return;
            one.IsOpen = true;
            one.Loop.Wake.Up();
        }
    }

    /// <summary>Lets every sender look at once.</summary>
    public void Wake()
    {
        lock (gate)
        {
            foreach (var one in running.Values) one.Loop.Wake.Up();
        }
    }

    /// <summary>Starts, ends and renews senders so that they are those of a revision.</summary>
    public void Follow(Revision revision)
    {
        lock (gate)
        {
            foreach (var (name, one) in running.ToList())
            {
                if (one.Destination is null) continue;
                if (revision.Destinations.TryGetValue(name, out var now) && now.Equals(one.Destination)) continue;
                one.Cancel.Cancel();
                one.Task.ContinueWith(_ => End(one.Channel).AsTask(), TaskScheduler.Default);
                running.Remove(name);
            }

            foreach (var (name, destination) in revision.Destinations)
            {
                if (!running.ContainsKey(name)) Start(name, destination, ChannelOf(destination));
            }
        }
    }

    private void Start(string name, Destination? destination, IChannel channel)
    {
        var one = new Running(destination, channel, CancellationTokenSource.CreateLinkedTokenSource(tokens.Stop));
        one.Loop = new Loop("send " + name, stop => SendOnce(one, name, stop), Idle, gateway.Log);
        running[name] = one;
        one.Task = one.Loop.Run(one.Cancel.Token, tokens.Abort);
    }

    private async ValueTask<bool> SendOnce(Running one, string name, CancellationToken stop)
    {
        if (!one.IsOpen) return false;
        var sent = await gateway.Pipeline.Send(one.Channel, name, RunningGateway.NodeName, stop);
        gateway.Counters.Sent(name, sent);
        if (sent == 0 && one.Destination?.Schedule is not null && !await WaitsForRetry(name, stop)) one.IsOpen = false;
        return sent > 0;
    }

    /// <summary>A run that met a failure stays open for its retries; waiting for the next planned time could be a
    /// day.</summary>
    private async ValueTask<bool> WaitsForRetry(string name, CancellationToken stop)
    {
        var waiting = await gateway.Store.Read(
            Viewer.Operator, new EntriesQuery(Destination: name, State: EntryState.Waiting), stop);
        return waiting.Items.Any(e => e.Attempts > 0);
    }

    /// <summary>The account that a destination by SFTP names, <c>NAME:/remote/folder</c>; null when there is none.</summary>
    public static SftpPlace? PlaceOf(GatewaySettings settings, Destination destination)
        => settings.Sftp.FirstOrDefault(p => p.Name == destination.Address.Split(':')[0]);

    private IChannel ChannelOf(Destination destination) => destination.Channel switch
    {
        "folder" => new FolderOutChannel(destination.Name, Path.GetFullPath(destination.Address, gateway.Settings.Root)),
        "sftp" => ToServer(destination),
        "mail" => ByMail(destination),
        _ => new HttpOutChannel(
            new HttpOutOptions(destination.Name, new Uri(destination.Address))
            {
                Timeout = TimeSpan.FromSeconds(destination.TimeoutSeconds),
                ReceiptProperty = destination.ReceiptProperty,
                Token = destination.TokenVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : null,
            },
            gateway.Clock),
    };

    private IChannel ToServer(Destination destination)
    {
        // Changed files may name a place that only a restart would bring: what goes there waits.
        if (PlaceOf(gateway.Settings, destination) is not { } place) return new NoPlace(destination.Name);
        var folder = destination.Address[(place.Name.Length + 1)..];
        return new SftpOutChannel(
            destination.Name, place.Server with { Timeout = TimeSpan.FromSeconds(destination.TimeoutSeconds) }, folder,
            SftpPlaces.MemoryFolder(gateway.Settings.DataFolder), gateway.Clock, finding => gateway.Places.Say(place.Name, finding));
    }

    /// <summary>The mailbox that a destination by mail names, <c>NAME:ADDRESS</c>; null when there is none that sends.</summary>
    public static MailPlace? MailboxOf(GatewaySettings settings, Destination destination)
        => settings.Mail.FirstOrDefault(p => p.Options.Smtp is not null && p.Name == destination.Address.Split(':')[0]);

    private IChannel ByMail(Destination destination)
    {
        if (MailboxOf(gateway.Settings, destination) is not { Options.Smtp: { } smtp } place) return new NoPlace(destination.Name);
        var server = smtp.Server with { Timeout = TimeSpan.FromSeconds(destination.TimeoutSeconds) };
        var to = destination.Address[(place.Name.Length + 1)..];
        return new MailOutChannel(
            destination.Name, smtp with { Server = server }, to, MailPlaces.MemoryFolder(gateway.Settings.DataFolder), gateway.Clock);
    }

    private static async ValueTask End(IChannel channel)
    {
        if (channel is IAsyncDisposable patient) await patient.DisposeAsync();
        else (channel as IDisposable)?.Dispose();
    }

    private sealed class NoPlace(string name) : IChannel
    {
        public string Name => name;

        public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
            => new(new SendResult(SendOutcome.Retry, "gateway.yaml has no such place; add it and restart"));
    }

    private sealed class Running(Destination? destination, IChannel channel, CancellationTokenSource cancel)
    {
        public Destination? Destination => destination;

        public IChannel Channel => channel;

        public CancellationTokenSource Cancel => cancel;

        public Loop Loop { get; set; } = null!;

        public Task Task { get; set; } = Task.CompletedTask;

        public bool IsOpen { get; set; } = destination?.Schedule is null;
    }
}
