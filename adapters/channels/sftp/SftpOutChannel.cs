using Gateway.Contracts;
using Gateway.Documents;
using Renci.SshNet.Common;

namespace Gateway.Channels;

/// <summary>Delivers into a folder of a server: written under a hidden name, then renamed, so a reader sees whole files only.</summary>
public sealed class SftpOutChannel : IChannel, IAsyncDisposable
{
    private readonly string name;
    private readonly string folder;
    private readonly SftpServer server;
    private readonly SftpSession session;
    private readonly SftpFolder drop;
    private readonly SemaphoreSlim one = new(1);
    private readonly Action<Finding> say;

    /// <summary>Makes the channel; nothing is connected yet.</summary>
    /// <param name="name">Name of the destination.</param>
    /// <param name="server">The account.</param>
    /// <param name="folder">Where files go; made when missing.</param>
    /// <param name="scratch">A local folder for what is too large for the memory.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="say">Takes what an operator should know, once for each state.</param>
    public SftpOutChannel(string name, SftpServer server, string folder, string scratch, TimeProvider clock, Action<Finding> say)
    {
        (this.name, this.server, this.folder, this.say) = (name, server, folder, say);
        session = new SftpSession(server, clock);
        drop = new SftpFolder(session, folder, scratch);
    }

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ChannelState State => new("sftp")
    {
        LastContact = session.LastContact, Fault = session.Fault, FaultAt = session.FaultAt, IsStopped = session.IsStopped,
    };

    /// <inheritdoc/>
    public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            if (session.IsResting) return new(SendOutcome.Retry, session.Fault?.Sentence ?? "the server is not contacted now");
            var plain = FileNames.Plain(outgoing.FileName, outgoing.Id);
            var marked = FileNames.Distinct(plain, outgoing.Id[..Math.Min(16, outgoing.Id.Length)]);
            await drop.Write(plain, marked, outgoing.Id, outgoing.Bytes, stop);
            session.Well();
            return new(SendOutcome.Delivered, "written");
        }
        catch (SftpFaultException fault)
        {
            return Rested(fault.Finding);
        }
        catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
        {
            return Rested(SftpFindings.Of(SftpFindings.NotWritten, server.Name, folder, SftpSession.Reason(refusal)));
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        one.Dispose();
    }

    private SendResult Rested(Finding fault)
    {
        if (session.Rest(fault)) say(fault);
        return new(SendOutcome.Retry, fault.Sentence);
    }
}
