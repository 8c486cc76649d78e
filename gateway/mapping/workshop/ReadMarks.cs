namespace Gateway.Mappings;

/// <summary>What became of a value of the source in one run of a mapping.</summary>
public enum Reading : byte
{
    /// <summary>No rule has read it; with <c>carry</c> it is in an Extension, without in a finding.</summary>
    Unread,

    /// <summary>A rule has read it: it is in the target, or decided something.</summary>
    Read,

    /// <summary>The mapping names it in <c>leave</c>.</summary>
    Left,
}

/// <summary>Which nodes of the source a run has read. The engine notes that for <c>carry</c> anyway; this keeps a copy of it.
/// Reused; not thread-safe.</summary>
public sealed class ReadMarks
{
    private ulong[] read = [];
    private ulong[] left = [];

    /// <summary>What became of a node of the last run's source.</summary>
    public Reading Of(int node) => Has(read, node) ? Reading.Read : Has(left, node) ? Reading.Left : Reading.Unread;

    /// <summary>Takes what the rules have read.</summary>
    internal void TakeRead(Run run) => run.CopyReads(ref read);

    /// <summary>Takes what they have read or <c>leave</c> names.</summary>
    internal void TakeLeft(Run run) => run.CopyReads(ref left);

    private static bool Has(ulong[] marks, int node) => (marks[node >> 6] & (1UL << (node & 63))) != 0;
}
