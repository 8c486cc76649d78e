namespace Gateway.Contracts;

/// <summary>Something that arrived, before anything is known of its content.</summary>
/// <param name="Channel">Name of the channel instance, for example <c>folder</c>, <c>http</c>.</param>
/// <param name="Scope">Who sent it as the channel knows: a partner's id, or the folder or mailbox.</param>
/// <param name="FileName">As the sender named it; null when it had no name. Never used as a path.</param>
/// <param name="MediaType">As the sender declared it; only a hint.</param>
/// <param name="ReplyTo">Where the channel shall answer: opaque to everyone but the channel.</param>
/// <param name="ArrivedAt">When the channel saw it, UTC.</param>
public sealed record Arrival(
    string Channel, string Scope, string? FileName, string? MediaType, string ReplyTo, DateTimeOffset ArrivedAt)
{
    /// <summary>The sender's own key for this one delivery; null without one. For
    /// <see cref="Documents.Limits.IdempotencyKeyHours"/> hours it never brings other content.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>The proof that bytes are kept.</summary>
/// <param name="Id">Derived from the sender's scope and the digest: the same bytes give the same receipt.</param>
/// <param name="Sequence">Number in this store, from 1.</param>
/// <param name="Sha256">Digest of the raw bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">How many.</param>
/// <param name="ArrivedAt">When they were first kept.</param>
/// <param name="IsRepeat">These bytes were kept before; nothing is processed again.</param>
/// <param name="Interchanges">What was decided for each interchange, in order; empty when none was recognised.</param>
public sealed record Receipt(
    string Id, long Sequence, string Sha256, long Bytes, DateTimeOffset ArrivedAt, bool IsRepeat,
    IReadOnlyList<InterchangeDecision> Interchanges)
{
    /// <summary>The sender's key brought other content before: this is the receipt of that, and nothing was kept now.</summary>
    public bool IsKeyReused { get; init; }
}

/// <summary>The decision on one interchange of a receipt.</summary>
/// <param name="Reference">UNB 0020; null when there is none.</param>
/// <param name="State">Accepted or not.</param>
/// <param name="Sha256">Digest of its bytes.</param>
/// <param name="EarlierSha256">In a conflict or repeat the digest of what came before under the reference; else null.</param>
/// <param name="EarlierReceipt">In a conflict or repeat the receipt of what came before; else null.</param>
public sealed record InterchangeDecision(
    string? Reference, InterchangeState State, string Sha256, string? EarlierSha256, string? EarlierReceipt);

/// <summary>Takes what channels bring.</summary>
public interface IReceiver
{
    /// <summary>Copies and keeps the bytes; when it returns, they are durable and may be acknowledged.</summary>
    /// <exception cref="IOException">The store cannot take them now; the item must stay with the sender.</exception>
    ValueTask<Receipt> Receive(Arrival arrival, Stream body, CancellationToken stop);

    /// <summary>Whether bytes form whole interchanges, for a channel that waits until a file is complete.</summary>
    ScanState Probe(Stream body);
}

/// <summary>Something to send: finished bytes.</summary>
/// <param name="Id">Stable over all retries: the receiver's key for exactly once in effect.</param>
/// <param name="Destination">Name of the destination, or <c>reply:CHANNEL</c>.</param>
/// <param name="Address">Where the channel sends it: URL, folder, or the arrival's reply address.</param>
/// <param name="FileName">A name for folders and attachments.</param>
/// <param name="MediaType">Of the bytes.</param>
/// <param name="Bytes">The bytes; identical on each retry.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
public sealed record Outgoing(
    string Id, string Destination, string Address, string FileName, string MediaType, ReadOnlyMemory<byte> Bytes, int Attempt);

/// <summary>How a sending ended.</summary>
public enum SendOutcome
{
    /// <summary>The far side said it has it.</summary>
    Delivered,

    /// <summary>Not now: try again later with the same id.</summary>
    Retry,

    /// <summary>Never: the far side refuses this one; an operator must look.</summary>
    Refused,
}

/// <summary>The result of one sending.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">What was seen, short, without content of the message.</param>
public readonly record struct SendResult(SendOutcome Outcome, string Reason);

/// <summary>Moves bytes in and out. One instance for each configured place.</summary>
public interface IChannel
{
    /// <summary>Name of the instance.</summary>
    string Name { get; }

    /// <summary>How its place stands; null for a channel that has nothing to say.</summary>
    ChannelState? State => null;

    /// <summary>Polls once: hands over what is complete, and removes an item only after <see cref="IReceiver.Receive"/> returned.
    /// A channel that only sends returns at once.</summary>
    ValueTask Collect(IReceiver receiver, CancellationToken stop);

    /// <summary>Sends; idempotent by <see cref="Outgoing.Id"/>. Failures of the outside world are results, not exceptions.</summary>
    ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop);
}
