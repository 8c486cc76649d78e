using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Documents;
using MailKit;
using MailKit.Security;

namespace Gateway.Channels;

/// <summary>Connecting to a mail server so that nobody else can be it.</summary>
internal static class MailConnection
{
    /// <summary>Connects and logs in.</summary>
    /// <param name="client">The client.</param>
    /// <param name="server">The server.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="meet">Takes the certificate that the server shows, whatever is thought of it.</param>
    /// <exception cref="MailLoginException">The server is not the one that is pinned, or refuses the login.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public static Task Open(MailService client, MailServer server, CancellationToken stop, Action<X509Certificate2>? meet = null)
        => Within(server.Timeout, async token =>
        {
            await Connect(client, server, meet, token);
            return true;
        }, stop);

    /// <summary>Runs one exchange with a server and gives it up when it lasts too long: the library waits for each byte by itself, so a
    /// server that lets its bytes trickle would never be too late for it.</summary>
    /// <exception cref="TimeoutException">It lasts too long.</exception>
    public static async Task<T> Within<T>(TimeSpan longest, Func<CancellationToken, Task<T>> exchange, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(longest);
        try
        {
            return await exchange(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>Whether an exception is the outside world failing: the connection is gone or cannot be relied on.</summary>
    public static bool IsOutside(Exception fault) => fault is MailLoginException or IOException or System.Net.Sockets.SocketException
        or ProtocolException or CommandException or ServiceNotConnectedException or ServiceNotAuthenticatedException
        or FolderNotFoundException or FolderNotOpenException or TimeoutException;

    /// <summary>What happened, without anything that the far side wrote.</summary>
    /// <param name="name">The mailbox.</param>
    /// <param name="server">Its server.</param>
    /// <param name="fault">What was thrown.</param>
    public static Finding FaultOf(string name, MailServer server, Exception fault) => fault is MailLoginException login
        ? MailboxFindings.Of(login.Code, name, server.Host)
        : MailboxFindings.Of(MailboxFindings.Unreachable, name, server.Host,
            fault is System.Net.Sockets.SocketException socket ? $"{socket.SocketErrorCode}" : fault.GetType().Name);

    private static async Task Connect(
        MailService client, MailServer server, Action<X509Certificate2>? meet, CancellationToken stop)
    {
        client.Timeout = (int)server.Timeout.TotalMilliseconds;
        // Asking an authority whether a certificate was withdrawn would be a connection that the far side chooses.
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, _, faults) =>
        {
            if (certificate is not X509Certificate2 found) return false;
            meet?.Invoke(found);
            return server.Pin is { } pin
                ? found.GetCertHashString(HashAlgorithmName.SHA256).Equals(pin, StringComparison.OrdinalIgnoreCase)
                : faults == System.Net.Security.SslPolicyErrors.None;
        };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, stop);
            if (server.User is { } user)
            {
                var password = server.Password() ?? throw new MailLoginException(MailboxFindings.Login);
                await client.AuthenticateAsync(user, password, stop);
            }
        }
        catch (SslHandshakeException)
        {
            throw new MailLoginException(MailboxFindings.Certificate);
        }
        catch (AuthenticationException)
        {
            throw new MailLoginException(MailboxFindings.Login);
        }
        catch (NotSupportedException)
        {
            throw new MailLoginException(MailboxFindings.Offer);
        }
    }
}

/// <summary>The server is not the right one, or does not let us in.</summary>
/// <param name="code">What is wrong.</param>
internal sealed class MailLoginException(FindingCode code) : Exception(code.Id)
{
    public FindingCode Code => code;
}
