using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Host.Http;
using Gateway.Tests.Real.Serve;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Real.Channels;

/// <summary>
/// HTTP fetches nothing, so here the sender does what a channel does elsewhere: he has files lying, posts each over a real connection
/// until it is acknowledged, and only then lets go of it.
/// </summary>
public sealed class HttpConformanceTests : ChannelConformance
{
    private const string Key = "key-of-a-sender";

    private readonly Dictionary<string, List<(string Name, byte[] Content)>> lying = [];
    private readonly List<(string Name, string Receipt)> acknowledged = [];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task Conforms(string rule) => Conform(rule);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        Directory.CreateDirectory(Path.Combine(Stage.Folder, "partners"));
        await File.WriteAllTextAsync(Path.Combine(Stage.Folder, "partners", "sender.yaml"), $"partner: 1\nkeys: {hash}\n");
        await Stage.Restart();
    }

    private protected override IReadOnlyList<string> HostileNames
        => ["..\\up.edi", "../../up.edi", "/etc/up.edi", "\u202eide.edi", ".hidden", "-rf", "a'b\"c;d.edi", new string('n', 240) + ".edi"];

    private protected override IChannel Make(string place) => new PostingSender(this, place);

    private protected override void Put(string name, byte[] content, string place = "place")
    {
        lock (lying) Of(place).Add((name, content));
    }

    private protected override IReadOnlyList<string> Lying()
    {
        lock (lying) return [.. Of("place").Select(file => file.Name)];
    }

    private protected override IReadOnlyDictionary<string, byte[]> Answers()
    {
        var answers = new Dictionary<string, byte[]>();
        foreach (var (name, receipt) in acknowledged)
        {
            var page = Stage.Gateway.Store.Read(
                Core.Viewer.Operator, new Core.EntriesQuery(receipt, Destination: "reply:http", WithBytes: true), default).AsTask().Result;
            foreach (var entry in page.Items.Select(item => item.Entry))
            {
                var kind = entry.FileName.EndsWith(".contrl.edi", StringComparison.Ordinal) ? ".contrl.edi" : ".report.txt";
                var own = Path.GetFileName(name) + kind;
                answers[answers.ContainsKey(own) ? receipt + own : own] = entry.Bytes.ToArray();
            }
        }

        return answers;
    }

    private List<(string Name, byte[] Content)> Of(string place)
        => lying.TryGetValue(place, out var files) ? files : lying[place] = [];

    /// <summary>The sender of one place, who tries again whatever was not acknowledged.</summary>
    private sealed class PostingSender(HttpConformanceTests all, string place) : IChannel
    {
        public string Name => "http";

        public async ValueTask Collect(IReceiver receiver, CancellationToken stop)
        {
            Exception? inside = null;
            var watched = new Watched(receiver, fault => inside = fault);
            await using var app = HttpHost.Build(all.Stage.Gateway, watched);
            await app.StartAsync(stop);
            using var client = new HttpClient { BaseAddress = HttpHost.AddressOf(app) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            while (Next() is { } file)
            {
                using var form = new MultipartFormDataContent { { new ByteArrayContent(file.Content), "file", file.Name } };
                using var reply = await client.PostAsync(new Uri("/v1/interchanges", UriKind.Relative), form, stop);
                // The sender only sees that it was not taken; the rule of the suite wants to see why.
                if (inside is not null)
                {
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
                    throw inside;
                }

                Assert.True(reply.IsSuccessStatusCode, $"{file.Name}: {(int)reply.StatusCode}");
                var taken = (await GatewayUnderTest.Read(reply)).GetProperty("files")[0];
                lock (all.lying)
                {
                    all.acknowledged.Add((file.Name, taken.GetProperty("receipt").GetString()!));
                    all.Of(place).RemoveAt(0);
                }
            }
        }

        public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
            => new(new SendResult(SendOutcome.Delivered, "ready to be fetched"));

        private (string Name, byte[] Content)? Next()
        {
            lock (all.lying) return all.Of(place).Count > 0 ? all.Of(place)[0] : null;
        }
    }

    /// <summary>Tells what the gateway's side of a request failed with.</summary>
    private sealed class Watched(IReceiver inner, Action<Exception> failed) : IReceiver
    {
        public async ValueTask<Receipt> Receive(Arrival arrival, Stream body, CancellationToken stop)
        {
            try
            {
                return await inner.Receive(arrival, body, stop);
            }
            catch (Exception fault)
            {
                failed(fault);
                throw;
            }
        }

        public ScanState Probe(Stream body) => inner.Probe(body);
    }
}
