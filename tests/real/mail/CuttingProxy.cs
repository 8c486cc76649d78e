using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Real.Mail;

/// <summary>Stands between the gateway and a server, and cuts each connection after so many bytes from the server.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;

    public CuttingProxy(int target)
    {
        this.target = target;
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes from the server that a connection may bring.</summary>
    public long BytesMax { get; set; } = long.MaxValue;

    public int Cuts { get; private set; }

    public void Dispose() => listener.Stop();

    private async Task Accept()
    {
        try
        {
            while (true) _ = Join(await listener.AcceptTcpClientAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task Join(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), Back(far.GetStream(), near.GetStream()));
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // One side went away.
            }
        }
    }

    private async Task Back(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (long sum = 0; await from.ReadAsync(buffer) is > 0 and var count; sum += count)
        {
            if (sum > BytesMax)
            {
                Cuts++;
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
