using System.Net;
using System.Net.Sockets;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Demo;

/// <summary>What <c>./run</c> does: a gateway on its embedded default, fed with the samples, explained in plain
/// words.</summary>
internal static class DemoCommand
{
    /// <summary>The demo's API key; it works on loopback alone.</summary>
    public const string Key = "demo-key";

    private const int UsualPort = 8080;

    /// <summary>Runs the demo until stopped, or with <see cref="DemoOptions.Once"/> until everything is
    /// delivered.</summary>
    /// <returns>0; 3 when the machine does not allow it.</returns>
    public static async Task<int> Run(
        DemoOptions options, TextWriter output, TextWriter err, TimeProvider clock, CancellationToken stop)
    {
        var folder = Path.GetFullPath(options.Folder);
        var data = Path.Combine(folder, "data");
        if (await AddressFile.OfRunning(data, stop) is { } running)
        {
            output.WriteLine($"The gateway is already running at {running}");
            return 0;
        }

        try
        {
            if (options.Reset && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            var address = options.Listen is { } listen ? IPEndPoint.Parse(listen) : FreeAddress();
            if (address.Port == 0) address = new IPEndPoint(address.Address, FreePort());
            DemoFiles.Write(folder, address.ToString());
            return await Serve(options, folder, address, output, err, clock, stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            err.WriteLine(fault.Message);
            return 3;
        }
    }

    private static async Task<int> Serve(
        DemoOptions options, string folder, IPEndPoint address, TextWriter output, TextWriter err, TimeProvider clock,
            CancellationToken stop)
    {
        var findings = new Findings();
        var file = new ServeOptions(
            Path.Combine(folder, "gateway.yaml")) { Home = options.Home, Listen = address.ToString() };
        if (GatewayFile.Read(file, findings) is not { } settings)
        {
            Faulty.Write(err, findings);
            return 3;
        }

        settings = settings with { IsDemo = true };
        using var lines = new StreamWriter(Path.Combine(folder, "gateway.log"), append: true);
        var log = new Log(lines, settings.LogsJson, clock);
        return await ServeCommand.Guarded(settings, output, err, () => Serving.Run(
            settings, log, clock, err, (gateway, at, token)
                => new Tour(gateway, at, options, folder, output).Run(token), stop), stop);
    }

    private static IPEndPoint FreeAddress()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, UsualPort);
            probe.Start();
            return new IPEndPoint(IPAddress.Loopback, UsualPort);
        }
        catch (SocketException)
        {
            return new IPEndPoint(IPAddress.Loopback, FreePort());
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
