using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Security;

namespace Gateway.Channels;

/// <summary>Connecting to a mail server so that nobody else can be it.</summary>
internal static class MailConnection
{
    /// <summary>Connects and logs in.</summary>
    /// <exception cref="MailLoginException">The server is not the one that is pinned, or refuses the login.</exception>
    public static async Task Open(MailService client, MailServer server, CancellationToken stop)
    {
        client.Timeout = (int)server.Timeout.TotalMilliseconds;
        // Asking an authority whether a certificate was withdrawn would be a connection that the far side chooses.
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, _, faults) => server.Pin is { } pin
            ? certificate is X509Certificate2 found && found.GetCertHashString(HashAlgorithmName.SHA256).Equals(pin, StringComparison.OrdinalIgnoreCase)
            : faults == System.Net.Security.SslPolicyErrors.None;
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
                var password = server.Password() ?? throw new MailLoginException("there is no password");
                await client.AuthenticateAsync(user, password, stop);
            }
        }
        catch (SslHandshakeException)
        {
            throw new MailLoginException(server.Pin is null
                ? "the certificate of the server is not trusted, or not for its name"
                : "the certificate of the server is not the pinned one");
        }
        catch (AuthenticationException)
        {
            throw new MailLoginException("the server refuses the login");
        }
        catch (NotSupportedException)
        {
            throw new MailLoginException("the server offers no TLS, or no login by password");
        }
    }

    /// <summary>Whether an exception is the outside world failing: the connection is gone or cannot be relied on.</summary>
    public static bool IsOutside(Exception fault) => fault is MailLoginException or IOException or System.Net.Sockets.SocketException
        or ProtocolException or CommandException or ServiceNotConnectedException or ServiceNotAuthenticatedException
        or FolderNotFoundException or FolderNotOpenException or TimeoutException;

    /// <summary>What happened, short and without anything that the far side wrote.</summary>
    public static string Sentence(Exception fault) => fault is MailLoginException ? fault.Message
        : fault is System.Net.Sockets.SocketException socket ? $"the connection failed: {socket.SocketErrorCode}"
        : $"the connection failed: {fault.GetType().Name}";
}

/// <summary>The server is not the right one, or does not let us in.</summary>
/// <param name="message">What is wrong; safe to show.</param>
internal sealed class MailLoginException(string message) : Exception(message);
