using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Host.Http;
using Gateway.Host.Serve;

namespace Gateway.Host.Bench;

/// <summary>
/// A site of its own in an empty folder: <c>gateway.yaml</c> on a free port of this machine, and partners with keys. Opened here
/// it takes in and works on nothing, so that intake alone is measured.
/// </summary>
internal sealed class BenchGateway : IAsyncDisposable
{
    private readonly RunningGateway gateway;
    private readonly WebApplication app;

    private BenchGateway(RunningGateway gateway, WebApplication app) => (this.gateway, this.app) = (gateway, app);

    /// <summary>The gateway.</summary>
    public RunningGateway Gateway => gateway;

    /// <summary>Where its HTTP intake listens.</summary>
    public Uri Address => HttpHost.AddressOf(app);

    /// <summary>Name of a partner.</summary>
    public static string PartnerOf(int number) => $"sender-{number}";

    /// <summary>Its API key.</summary>
    public static string KeyOf(int number) => $"key-{number}";

    /// <summary>Writes the files of a site.</summary>
    /// <returns>Path of its gateway.yaml.</returns>
    public static string Write(string folder, int partners)
    {
        Directory.CreateDirectory(Path.Combine(folder, "partners"));
        for (var i = 0; i < partners; i++)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(i))));
            File.WriteAllText(Path.Combine(folder, "partners", PartnerOf(i) + ".yaml"), $"partner: 1\nkeys: {hash}\n");
        }

        var file = Path.Combine(folder, "gateway.yaml");
        File.WriteAllText(file, "gateway: 1\nlisten: 127.0.0.1:0\n");
        return file;
    }

    /// <summary>Opens a site with its port.</summary>
    public static async Task<BenchGateway> Open(string file, CancellationToken stop)
    {
        var findings = new Findings();
        var settings = GatewayFile.Read(new ServeOptions(file) { Home = Home.Folder }, findings);
        var log = new Log(TextWriter.Null, false, TimeProvider.System);
        var gateway = settings is null ? null : await RunningGateway.Open(settings, log, TimeProvider.System, findings, stop);
        if (gateway is null) throw new InvalidOperationException($"The bench's own configuration has {findings.Errors} faults.");
        var app = HttpHost.Build(gateway);
        await app.StartAsync(stop);
        return new BenchGateway(gateway, app);
    }

    /// <summary>Takes a body in, in process.</summary>
    public async Task Keep(int partner, byte[] body, CancellationToken stop)
    {
        var arrival = new Arrival("bench", PartnerOf(partner), null, null, "", TimeProvider.System.GetUtcNow());
        await gateway.Pipeline.Receive(arrival, new MemoryStream(body), stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await gateway.DisposeAsync();
    }
}
