using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Real.Storm;

/// <summary>How a server behaves as it is seen through a <see cref="StallingProxy"/>.</summary>
internal enum Flow
{
    /// <summary>As it does.</summary>
    Free,

    /// <summary>It accepts and then says nothing.</summary>
    Silent,

    /// <summary>It says a byte now and then, never a whole answer in time.</summary>
    Trickling,
}

/// <summary>Stands before a real server and holds back what it says.</summary>
internal sealed class StallingProxy : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;

    public StallingProxy(int target, Flow flow)
    {
        (this.target, Flow) = (target, flow);
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How connections behave from the next byte on.</summary>
    public Flow Flow { get; set; }

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
        while (await from.ReadAsync(buffer) is > 0 and var count)
        {
            for (var at = 0; at < count;)
            {
                if (Flow != Flow.Free) await Task.Delay(Pause);
                var some = Flow switch { Flow.Free => count - at, Flow.Trickling => 1, _ => 0 };
                await to.WriteAsync(buffer.AsMemory(at, some));
                at += some;
            }
        }
    }
}
