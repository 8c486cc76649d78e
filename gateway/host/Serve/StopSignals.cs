using System.Runtime.InteropServices;

namespace Gateway.Host.Serve;

/// <summary>SIGTERM and Ctrl-C as a token, from the moment this is made: a stop is a stop also while the gateway starts.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly PosixSignalRegistration onTerm;
    private readonly PosixSignalRegistration onInt;

    /// <summary>Takes the signals; the process no longer ends by them.</summary>
    public StopSignals()
    {
        onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    }

    /// <summary>Ends with the first signal.</summary>
    public CancellationToken Token => ending.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        onTerm.Dispose();
        onInt.Dispose();
        ending.Dispose();
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        ending.Cancel();
    }
}
