using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Fast.Core;

/// <summary>The pipeline over a real store in a folder of its own, with the repository's mappings and the test's partners. It can be
/// closed and opened again at any moment, as a process that dies and is started anew.</summary>
internal sealed class RunningStore : IAsyncDisposable
{
    public const string Destination = "risk";

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-core-").FullName;
    private readonly Dictionary<string, string> extra;
    private SqliteStore store;

    private RunningStore(Dictionary<string, string> extra)
    {
        this.extra = extra;
        store = SqliteStore.Open(folder, Clock);
        Configuration = null!;
        Pipeline = null!;
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public IStore Store => store;

    public Configuration Configuration { get; private set; }

    public Pipeline Pipeline { get; private set; }

    /// <summary>The risk system: what it got, in order.</summary>
    public FarSide Risk { get; } = new("risk");

    /// <summary>The sender's side: what was answered.</summary>
    public FarSide Sender { get; } = new("test");

    /// <param name="extra">Files over those of the repository, by path; a null text takes one away.</param>
    public static async Task<RunningStore> Start(params (string Path, string Text)[] extra)
    {
        var files = new Dictionary<string, string>
        {
            [$"destinations/{Destination}.yaml"] = "destination: 1\nchannel: http\naddress: http://127.0.0.1:9/risk\n",
        };
        foreach (var (path, text) in extra) files[path] = text;
        var running = new RunningStore(files);
        await running.Configure();
        return running;
    }

    /// <summary>The files as they are on disk, with the test's own over them.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files()
    {
        var all = new Dictionary<string, ReadOnlyMemory<byte>>(TestFiles.OfRepository);
        foreach (var (path, text) in extra) all[path] = Encoding.UTF8.GetBytes(text);
        return all;
    }

    public void Change(string path, string text) => extra[path] = text;

    /// <summary>Ends the process's view of the store and opens it anew.</summary>
    public async Task Restart()
    {
        await store.DisposeAsync();
        store = SqliteStore.Open(folder, Clock);
        await Configure();
    }

    public ValueTask<Receipt> Receive(byte[] bytes, string? name = "manifest.edi", string scope = "harbour")
        => Pipeline.Receive(
            new Arrival("test", scope, name, null, "back", Clock.GetUtcNow()), new MemoryStream(bytes), CancellationToken.None);

    public async Task WorkAll()
    {
        while (await Pipeline.Work("node", CancellationToken.None))
        {
        }
    }

    public async Task SendAll()
    {
        while (await Pipeline.Send(Risk, Destination, "node", CancellationToken.None)
            + await Pipeline.Send(Sender, "reply:test", "node", CancellationToken.None) > 0)
        {
        }
    }

    public async Task<ReceiptView> View(string receipt)
        => (await store.Read(Viewer.Operator, new ReceiptsQuery(receipt), CancellationToken.None)).Items[0];

    public async Task<IReadOnlyList<DocumentResult>> Documents(string receipt)
        => [.. (await store.Read(Viewer.Operator, new DocumentsQuery(receipt, WithBytes: true, Max: 1000), CancellationToken.None))
            .Items.Select(view => view.Result)];

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Configuration.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Configure()
    {
        Configuration?.Dispose();
        var formats = TestFiles.Formats();
        var findings = new Findings();
        Configuration = new Configuration(store, formats, YamlText.Read, Files, Clock) { Checked = ShippedConfiguration.Checked };
        await Configuration.Reload("test", findings, CancellationToken.None);
        var said = findings.All.Select(f => $"{f.Place.Reference}:{f.Place.Segment} {f.Sentence}");
        Assert.True(findings.Errors == 0, string.Join('\n', said));
        Pipeline = new Pipeline(store, formats, Configuration, Clock, TestFiles.Containers());
    }
}

/// <summary>A place that is sent to: keeps what it gets, and can be down.</summary>
internal sealed class FarSide(string name) : IChannel
{
    private readonly List<Outgoing> got = [];

    public string Name => name;

    /// <summary>How it answers the next sendings; it has the bytes only where the outcome is delivered.</summary>
    public Func<Outgoing, SendOutcome> Answer { get; set; } = _ => SendOutcome.Delivered;

    /// <summary>Everything that arrived, repeats included.</summary>
    public IReadOnlyList<Outgoing> Got
    {
        get
        {
            lock (got) return [.. got];
        }
    }

    /// <summary>What is there in effect: a receiver that knows the Message-Id takes each once.</summary>
    public IReadOnlyList<Outgoing> InEffect => [.. Got.DistinctBy(outgoing => outgoing.Id)];

    public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

    public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        var outcome = Answer(outgoing);
        if (outcome != SendOutcome.Delivered) return new(new SendResult(outcome, "said so"));
        lock (got) got.Add(outgoing);
        return new(new SendResult(outcome, ""));
    }

    public string Text(string nameEnding)
        => Encoding.UTF8.GetString(Got.Single(o => o.FileName.EndsWith(nameEnding, StringComparison.Ordinal)).Bytes.Span);
}

/// <summary>The configuration files of the repository, read once.</summary>
internal static class TestFiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> Repository =
        new(() => ConfigurationFolder.Read(Fast.Repository.Root)
            .Where(file => !file.Key.StartsWith("partners/", StringComparison.Ordinal)
                && !file.Key.StartsWith("destinations/", StringComparison.Ordinal))
            .ToDictionary());

    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> OfRepository => Repository.Value;

    public static IReadOnlyList<IFormat> Formats()
    {
        var formats = new List<IFormat>();
        formats.AddEdifact().AddXml().AddJson().AddTabular();
        return formats;
    }

    public static IReadOnlyList<IContainer> Containers() => Gateway.Host.Serve.Adapters.Containers();

    public static Readers Readers() => new(Formats(), Containers());

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Fast.Repository.Root, "samples", name));
}
