using Gateway.Contracts;

namespace Gateway.Channels;

/// <summary>Delivers into a folder: written aside, then renamed, so a reader sees whole files only.</summary>
/// <param name="name">Name of the destination.</param>
/// <param name="folder">Where the files go; made when missing.</param>
public sealed class FolderOutChannel(string name, string folder) : IChannel
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        try
        {
            Drop.Write(folder, outgoing.FileName, outgoing.Id, outgoing.Bytes.Span);
            return new(new SendResult(SendOutcome.Delivered, "written"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(new SendResult(SendOutcome.Retry, "the folder cannot be written: " + fault.GetType().Name));
        }
    }
}
