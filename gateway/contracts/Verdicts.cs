using Gateway.Documents;

namespace Gateway.Contracts;

/// <summary>What became of a receipt, once it is decided: what a channel needs that moves, files or answers in one piece.</summary>
/// <param name="IsFailed">Nothing of it went on.</param>
/// <param name="Answers">What the sender is answered.</param>
public sealed record SenderVerdict(bool IsFailed, IReadOnlyList<AnswerFile> Answers);

/// <summary>Tells what became of the bytes of a scope; null while that is not decided.</summary>
/// <param name="scope">As in the arrival.</param>
/// <param name="sha256">Digest of the bytes, lower-case hexadecimal.</param>
/// <param name="stop">Ends the call.</param>
public delegate ValueTask<SenderVerdict?> AskVerdict(string scope, string sha256, CancellationToken stop);

/// <summary>How a channel's place stands, for operators. A snapshot; nothing in it comes from the content of a message.</summary>
/// <param name="Kind">What kind of channel: <c>folder</c>, <c>sftp</c>, <c>mail</c>.</param>
public sealed record ChannelState(string Kind)
{
    /// <summary>When the far side was last reached; null when never.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>What went wrong last; null when the last contact went well.</summary>
    public Finding? Fault { get; init; }

    /// <summary>When that happened.</summary>
    public DateTimeOffset? FaultAt { get; init; }

    /// <summary>Items seen and not yet taken at the last look: still written to, too large, or refused for now.</summary>
    public int Waiting { get; init; }

    /// <summary>What it did since the start of the process; empty where nothing is counted.</summary>
    public IReadOnlyList<ChannelCount> Counts { get; init; } = [];

    /// <summary>The place is not contacted any more until somebody changes the configuration.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>How often something happened at a place.</summary>
/// <param name="What">What, as one word: <c>answered</c>.</param>
/// <param name="Times">How often since the start of the process.</param>
public readonly record struct ChannelCount(string What, long Times);
