using System.Net.Sockets;
using Gateway.Documents;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace Gateway.Channels;

/// <summary>
/// One connection to a server, made when it is needed, closed when it is idle, and dropped at the first thing that is odd. Waits
/// longer after each failure, and never connects again once the server showed a key that is not pinned. Every call has an end:
/// the library's own waiting is not relied on.
/// </summary>
internal sealed class SftpSession : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly SftpServer server;
    private readonly TimeProvider clock;
    private readonly ITimer idle;
    private readonly Lock gate = new();
    private SftpClient? client;
    private TimeSpan pause;
    private DateTimeOffset restsUntil;

    public SftpSession(SftpServer server, TimeProvider clock)
    {
        (this.server, this.clock) = (server, clock);
        idle = clock.CreateTimer(_ => Drop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The host key that the server showed last, <c>ssh-ed25519 SHA256:...</c>; null before.</summary>
    public string? HostKeyMet { get; private set; }

    /// <summary>The server showed a key that is not pinned.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>What went wrong last; null when the last contact went well.</summary>
    public Finding? Fault { get; private set; }

    /// <summary>When that happened.</summary>
    public DateTimeOffset? FaultAt { get; private set; }

    /// <summary>When the server last answered.</summary>
    public DateTimeOffset? LastContact { get; private set; }

    /// <summary>Nothing is tried now: the place is stopped, or waits after a failure.</summary>
    public bool IsResting => IsStopped || clock.GetUtcNow() < restsUntil;

    /// <summary>Does something with an open connection.</summary>
    /// <exception cref="SftpFaultException">The server cannot be reached, refuses us, or broke off.</exception>
    /// <exception cref="SshException">The server refuses this one request; the connection goes on.</exception>
    public async Task<T> Do<T>(Func<SftpClient, CancellationToken, Task<T>> act, CancellationToken stop)
    {
        var open = await Open(stop);
        try
        {
            return await InTime(token => act(open, token), stop);
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            LastContact = clock.GetUtcNow();
            throw;
        }
        catch (Exception fault) when (Words(fault) is { } words && !stop.IsCancellationRequested)
        {
            Drop();
            throw new SftpFaultException(SftpFindings.Of(SftpFindings.Broken, server.Name, words));
        }
    }

    /// <summary>As above, without a result.</summary>
    public Task Do(Func<SftpClient, CancellationToken, Task> act, CancellationToken stop) => Do(
        async (open, token) =>
        {
            await act(open, token);
            return true;
        },
        stop);

    /// <summary>Does something that goes on as long as the server has more, and ends when nothing came for the time of one
    /// answer.</summary>
    public Task Follow(Func<SftpClient, CancellationToken, Task> act, Func<long> progress, CancellationToken stop)
        => Flow(act, progress, () => false, stop);

    /// <summary>Copies a remote file as fast as the server gives it; ends when no byte came for the time of one answer.</summary>
    public Task Fetch(string path, Spool into, CancellationToken stop) => Flow(
        (open, token) => open.DownloadFileAsync(path, into, token), () => into.Length, () => into.IsRefused, stop);

    /// <summary>Writes a remote file over whatever it was, as fast as the server takes it.</summary>
    public async Task Store(string path, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await using var from = new MemoryStream(bytes.ToArray(), writable: false);
        await Flow((open, token) => open.UploadFileAsync(from, path, true, null, token), () => from.Position, () => false, stop);
    }

    /// <summary>Everything went well: the pauses start anew.</summary>
    public void Well() => (Fault, FaultAt, pause, LastContact) = (null, null, TimeSpan.Zero, clock.GetUtcNow());

    /// <summary>Something went wrong: nothing is tried for a while, longer each time.</summary>
    /// <returns>Whether it is another fault than the last one, so that it is worth a line.</returns>
    public bool Rest(Finding fault)
    {
        pause = pause == TimeSpan.Zero ? server.FirstPause : pause + pause < LongestPause ? pause + pause : LongestPause;
        restsUntil = clock.GetUtcNow() + pause;
        var isNew = Fault?.Code != fault.Code;
        (Fault, FaultAt) = (fault, clock.GetUtcNow());
        IsStopped |= fault.Code == SftpFindings.HostKey;
        return isNew;
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        await idle.DisposeAsync();
    }

    /// <summary>The server said no to one request, and the connection is still good.</summary>
    public static bool IsRefusal(Exception fault)
        => fault is SftpException || (fault is SshException && fault.GetType() == typeof(SshException));

    /// <summary>A refusal in words that hold nothing of what the server wrote.</summary>
    public static string Reason(Exception refusal) => refusal switch
    {
        SftpPermissionDeniedException => "permission denied",
        SftpPathNotFoundException => "it is not there",
        SftpException { StatusCode: StatusCode.OperationUnsupported } => "the server does not support it",
        _ => "the server refuses it",
    };

    private async Task Flow(
        Func<SftpClient, CancellationToken, Task> start, Func<long> progress, Func<bool> isOurs, CancellationToken stop)
    {
        var open = await Open(stop);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var copy = start(open, late.Token);
        try
        {
            for (var before = -1L; !copy.IsCompleted && progress() > before;)
            {
                before = progress();
                await Task.WhenAny(copy, Task.Delay(server.Timeout, clock, stop));
                stop.ThrowIfCancellationRequested();
            }

            if (!copy.IsCompleted) throw new TimeoutException();
            await copy;
        }
        catch (Exception fault) when (
            Words(fault) is { } words && !IsRefusal(fault) && !isOurs() && !stop.IsCancellationRequested)
        {
            Drop();
            throw new SftpFaultException(SftpFindings.Of(SftpFindings.Broken, server.Name, words));
        }
        finally
        {
            await late.CancelAsync();
            // Whatever it still says when it is cut off says nothing new, and what it copies from or to is about to go.
            await Task.WhenAny(copy, Task.Delay(LastWords, clock, CancellationToken.None));
        }
    }

    private async Task<SftpClient> Open(CancellationToken stop)
    {
        idle.Change(server.Idle, Timeout.InfiniteTimeSpan);
        lock (gate)
        {
            if (client is { IsConnected: true } open) return open;
        }

        Drop();
        var fresh = Make();
        var isTrusted = false;
        fresh.HostKeyReceived += (_, key) =>
        {
            HostKeyMet = $"{key.HostKeyName} SHA256:{key.FingerPrintSHA256}";
            key.CanTrust = isTrusted = server.HostKeys.Contains("SHA256:" + key.FingerPrintSHA256.TrimEnd('='));
        };
        HostKeyMet = null;
        try
        {
            await InTime(async token =>
            {
                await fresh.ConnectAsync(token);
                return true;
            }, stop);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            Discard(fresh);
            throw new SftpFaultException(OfConnecting(fault, isTrusted));
        }

        LastContact = clock.GetUtcNow();
        lock (gate) return client = fresh;
    }

    private Finding OfConnecting(Exception fault, bool isTrusted)
    {
        var address = $"{server.Host}:{server.Port}";
        if (HostKeyMet is { } met && !isTrusted) return SftpFindings.Of(SftpFindings.HostKey, server.Name, address, met);
        return fault is SshAuthenticationException
            ? SftpFindings.Of(SftpFindings.Login, server.Name, address)
            : SftpFindings.Of(SftpFindings.Unreachable, server.Name, address, Words(fault) ?? fault.GetType().Name);
    }

    private SftpClient Make()
    {
        var methods = new List<AuthenticationMethod>();
        try
        {
            var secrets = server.Credentials();
            if (secrets.Key is { } key)
            {
                methods.Add(new PrivateKeyAuthenticationMethod(
                    server.User, new PrivateKeyFile(new MemoryStream(key), secrets.Passphrase)));
            }

            if (secrets.Password is { } password) methods.AddRange(WithPassword(password));
        }
        catch (Exception fault) when (fault is SshException or InvalidOperationException or FormatException or ArgumentException
            or NotSupportedException or IOException or System.Security.Cryptography.CryptographicException)
        {
            // What the library says about a key may quote it.
            var why = fault is SshPassPhraseNullOrEmptyException ? "it needs a passphrase" : "it is no key, or the passphrase is wrong";
            throw new SftpFaultException(SftpFindings.Of(SftpFindings.Key, server.Name, why));
        }

        if (methods.Count == 0) throw new SftpFaultException(SftpFindings.Of(SftpFindings.Key, server.Name, "the secret is missing"));
        var connection = new ConnectionInfo(server.Host, server.Port, server.User, [.. methods]) { Timeout = server.Timeout };
        return new SftpClient(connection) { OperationTimeout = server.Timeout, KeepAliveInterval = TimeSpan.FromSeconds(15) };
    }

    // Many servers take a password only as the answer to a question.
    private IEnumerable<AuthenticationMethod> WithPassword(string password)
    {
        yield return new PasswordAuthenticationMethod(server.User, password);
        var asked = new KeyboardInteractiveAuthenticationMethod(server.User);
        asked.AuthenticationPrompt += (_, questions) =>
        {
            foreach (var question in questions.Prompts) question.Response = password;
        };
        yield return asked;
    }

    private async Task<T> InTime<T>(Func<CancellationToken, Task<T>> act, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(server.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await act(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>What broke, in words; null when it was nothing of the outside world.</summary>
    private string? Words(Exception fault) => fault switch
    {
        TimeoutException or SshOperationTimeoutException => $"no answer within {server.Timeout.TotalSeconds:0} s",
        SocketException socket => socket.SocketErrorCode.ToString(),
        SshConnectionException or ObjectDisposedException or EndOfStreamException => "the server ended it",
        SshException => "the server does not speak as it should",
        OperationCanceledException or AggregateException => "it was cut off",
        _ => null,
    };

    private void Drop()
    {
        SftpClient? old;
        lock (gate) (old, client) = (client, null);
        if (old is not null) Discard(old);
    }

    // A server that is gone may let the library wait while it says good-bye.
    private static void Discard(SftpClient old) => _ = Task.Run(() =>
    {
        try
        {
            old.Dispose();
        }
        catch (Exception)
        {
            // It is thrown away.
        }
    });
}
