using Gateway.Contracts;

namespace Gateway.Host.Serve;

/// <summary>Answers to HTTP senders: they fetch them with their receipt, so an answer is given as soon as it is in
/// the store.</summary>
internal sealed class HttpReply : IChannel
{
    /// <inheritdoc/>
    public string Name => RunningGateway.HttpChannel;

    /// <inheritdoc/>
    public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
        => new(new SendResult(SendOutcome.Delivered, "ready to be fetched"));
}
