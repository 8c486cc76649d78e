using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Schedules;
using Gateway.Stores;

namespace Gateway.Host.Serve;

/// <summary>Everything that runs over one data folder: the pipeline and the loops that drive it.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    /// <summary>Name in leases; one process holds a data folder.</summary>
    public const string NodeName = "node";

    /// <summary>Channel name of the HTTP intake.</summary>
    public const string HttpChannel = "http";

    private static readonly TimeSpan WorkIdle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReloadEvery = TimeSpan.FromSeconds(5);

    private readonly List<Loop> workers = [];
    private readonly List<Loop> others = [];
    private readonly HeldMails heldMails;

    private RunningGateway(
        GatewaySettings settings, IStore store, Configuration configuration, IReadOnlyList<IFormat> formats, Log log,
            TimeProvider clock)
    {
        (Settings, Store, Configuration, Formats, Log, Clock) = (settings, store, configuration, formats, log, clock);
        Readers = new Readers(formats, Adapters.Containers());
        Index = Adapters.Index(settings.DataFolder);
        Pipeline = new Pipeline(store, formats, configuration, clock, Readers.Containers, Index.Known);
        heldMails = new HeldMails(store, Readers.Containers, clock);
        Verdicts = new Verdicts(store);
        Senders = new Senders(this);
        Places = new Places(this);
        Disk = new DiskWatch(settings.DataFolder, settings.DiskReserveBytes, clock);
        Receiver = new WakingReceiver(Pipeline, WakeWorkers, Disk, Counters, log);
    }

    /// <summary>What gateway.yaml says.</summary>
    public GatewaySettings Settings { get; }

    /// <summary>The truth.</summary>
    public IStore Store { get; }

    /// <summary>Business keys, following the journal.</summary>
    public IndexDb Index { get; }

    /// <summary>The active revision.</summary>
    public Configuration Configuration { get; }

    /// <summary>The formats.</summary>
    public IReadOnlyList<IFormat> Formats { get; }

    /// <summary>The formats and the containers.</summary>
    public Readers Readers { get; }

    /// <summary>The three hand-offs.</summary>
    public Pipeline Pipeline { get; }

    /// <summary>What channels hand to; wakes a worker after each receipt.</summary>
    public IReceiver Receiver { get; }

    /// <summary>Tells a channel what became of what it brought.</summary>
    public Verdicts Verdicts { get; }

    /// <summary>A sender for each destination.</summary>
    public Senders Senders { get; }

    /// <summary>What is looked at again and again: folders, servers.</summary>
    public Places Places { get; }

    /// <summary>Whether the disk has room.</summary>
    public DiskWatch Disk { get; }

    /// <summary>The schedules, once started.</summary>
    public Timetable? Timetable { get; set; }

    /// <summary>Counts since the start.</summary>
    public Counters Counters { get; } = new();

    /// <summary>The log.</summary>
    public Log Log { get; }

    /// <summary>The only clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Gives back what checking all mappings left: collections are rare in a gateway that waits, and it would stay for
    /// weeks.</summary>
    /// <remarks>For a process that serves and does nothing else: it looks through everything that is in use.</remarks>
    public static void GiveBack()
    {
        Adapters.LetGo();
        GiveBackAll();
    }

    /// <summary>Opens the store and loads the configuration.</summary>
    /// <returns>Null when the configuration has an error; <paramref name="findings"/> holds all of them.</returns>
    public static async Task<RunningGateway?> Open(
        GatewaySettings settings, Log log, TimeProvider clock, Findings findings, CancellationToken stop)
    {
        Directory.CreateDirectory(settings.DataFolder);
        var store = Adapters.Store(settings.DataFolder, clock);
        try
        {
            var formats = Adapters.Formats();
            var memory = new CheckMemory();
            var configuration = new Configuration(
                store, formats, Adapters.ReadYaml, () => ConfigurationFolder.Read(settings.Configuration), clock)
            {
                Checked = memory.Mappings,
            };
            await configuration.Reload("start", findings, stop);
            if (findings.Errors == 0) Check(settings, configuration.Active, findings);
            if (findings.Errors == 0) return new RunningGateway(settings, store, configuration, formats, log, clock);
            await store.DisposeAsync();
            return null;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs every loop until <paramref name="stop"/>; what is in hand then is finished unless <paramref
    /// name="abort"/> comes.</summary>
    public async Task Run(CancellationToken stop, CancellationToken abort)
    {
        for (var i = 1; i <= Settings.Workers; i++)
        {
            var node = $"{NodeName}-{i}";
            workers.Add(new Loop("work", token => WorkOnce(node, token), WorkIdle, Log));
        }

        foreach (var folder in Settings.Folders) others.Add(Watch(folder, stop));
        foreach (var place in Settings.Sftp.Where(p => p.Fetch is not null)) others.Add(Poll(place));
        var mailboxes = Settings.Mail.Select(place => MailPlaces.Start(this, place, stop)).ToList();
        others.Add(new Loop("index", async token => await Index.Follow(Store, token) > 0, ReloadEvery, Log));
        // Not woken by work: it reads all files of the configuration.
        var reload = new Loop("reload", ReloadOnce, ReloadEvery, Log);
        var quiet = new Quiet(Counters, GiveBackAll);
        var rest = new Loop("rest", _ => quiet.Look(), Quiet.After, Log);
        await Task.WhenAll([
            rest.Run(stop, abort), reload.Run(stop, abort),
            .. workers.Select(worker => OwnThread.Run("work", () => worker.Run(stop, abort))),
            .. others.Concat(mailboxes).Select(l => l.Run(stop, abort)), Senders.Run(stop, abort),
        ]);
    }

    /// <summary>Lets the workers look at once.</summary>
    public void WakeWorkers()
    {
        foreach (var worker in workers) worker.Wake.Up();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Index.Dispose();
        return Store.DisposeAsync();
    }

    private static void GiveBackAll()
    {
        Pipeline.GiveBackAll();
        NativeMemory.Trim();
    }

    private static void Check(GatewaySettings settings, Revision revision, Findings findings)
    {
        foreach (var destination in revision.Destinations.Values)
        {
            if (destination.Schedule is not { } cron || Cron.Read(cron) is not null) continue;
            findings.Add(HostCodes.Schedule, default,
                new Place(0, 1) { Reference = $"destinations/{destination.Name}.yaml" }, 0, cron);
        }

        foreach (var destination in revision.Destinations.Values.Where(d => d.Channel is "sftp" or "mail"))
        {
            var isMail = destination.Channel == "mail";
            object? place = isMail ? Senders.MailboxOf(settings, destination) : Senders.PlaceOf(settings, destination);
            if (place is not null) continue;
            findings.Add(HostCodes.UnknownPlace, default, new Place(0, 1) { Reference = $"destinations/{destination.Name}.yaml" }, 0,
                destination.Address.Split(':')[0], isMail ? "mail (with smtp)" : "sftp");
        }

        var named = settings.Folders.Select(f => (f.Name, f.Partner)).Concat(settings.Sftp.Select(p => (p.Name, p.Partner)));
        foreach (var (name, partner) in named)
        {
            if (partner is null || revision.Partners.ContainsKey(partner)) continue;
            findings.Add(HostCodes.FolderPartner, default, new Place(0, 1) { Reference = "gateway.yaml" }, 0, name, partner);
        }
    }

    private async ValueTask<bool> WorkOnce(string node, CancellationToken stop)
    {
        if (!await Pipeline.Work(node, stop)) return false;
        Counters.Worked();
        Senders.Wake();
        foreach (var other in others) other.Wake.Up();
        return true;
    }

    private Loop Watch(WatchedFolder folder, CancellationToken stop)
    {
        var options = new FolderOptions(folder.Name, folder.Path, folder.Partner ?? "folder:" + folder.Name)
        {
            Quiet = TimeSpan.FromSeconds(folder.QuietSeconds),
        };
        var channel = new FolderChannel(options, Verdicts.Ask, Clock, finding => Places.Say(folder.Name, finding));
        var loop = Places.Add(channel, TimeSpan.FromSeconds(folder.PollSeconds));
        FolderHint.Watch(folder.Path, loop.Wake.Up, stop);
        return loop;
    }

    private Loop Poll(SftpPlace place)
    {
        var channel = new SftpChannel(place.Fetch!, Verdicts.Ask, Clock, finding => Places.Say(place.Name, finding));
        return Places.Add(channel, TimeSpan.FromSeconds(place.PollSeconds));
    }

    private async ValueTask<bool> ReloadOnce(CancellationToken stop)
    {
        var findings = new Findings();
        if (await Configuration.Reload("files changed", findings, stop))
        {
            GiveBack();
            Log.Info("configuration", ("active", Configuration.Active.Digest.Short(12)));
            Senders.Follow(Configuration.Active);
            if (Timetable is not null) await Timetable.Follow(Configuration.Active, stop);
        }

        if (await heldMails.Release(Configuration.Active, stop) is > 0 and var released)
        {
            Log.Info("release", ("mails", released));
            WakeWorkers();
        }

        if (findings.Errors > 0)
        {
            Log.Warn("configuration", ("code", ConfigurationCodes.Refused.Id), ("active", Configuration.Active.Digest.Short(12)),
                ("refused", Configuration.Refused?.Digest[..12]));
        }

        foreach (var finding in findings.All.Where(f => f.Code.Default != Severity.Note))
        {
            Log.Warn("configuration", ("code", finding.Code.Id), ("file", finding.Place.Reference),
                ("line", finding.Place.Segment), ("column", finding.Place.Element));
        }

        return false;
    }
}
