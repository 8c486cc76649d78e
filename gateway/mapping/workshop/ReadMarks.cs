using Gateway.Documents;

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

    /// <summary>What became of a value of the last run's source.</summary>
    public Reading Of(Tree source, int node)
    {
        if (Has(read, node)) return Reading.Read;
        if (Has(left, node)) return Reading.Left;
        return IsReadWithItsCode(source, node) ? Reading.Read : Reading.Unread;
    }

    /// <summary>Whether a node is part of the envelope, which the engine reads itself.</summary>
    public static bool IsService(Tree source, int node)
    {
        for (var at = node; at > 0; at = source.Parent(at))
        {
            if ((source.Schema![source.Nodes[at].Position].Flags & PositionFlags.Service) != 0) return true;
        }

        return false;
    }

    // 1131 and 3055 say which list a code is from; like the engine's carry, this takes them as read with the code, or where
    // there is none.
    private bool IsReadWithItsCode(Tree source, int node)
    {
        if (source.NameOf(node) is not ("1131" or "3055")) return false;
        var parent = source.Parent(node);
        var isAlone = true;
        for (var child = parent + 1; child < source.Nodes[parent].Next; child = source.Nodes[child].Next)
        {
            if (Has(read, child)) return true;
            isAlone &= source.Nodes[child].Length == 0 || source.NameOf(child) is "1131" or "3055";
        }

        return isAlone;
    }

    /// <summary>Takes what the rules have read.</summary>
    internal void TakeRead(Run run) => run.CopyReads(ref read);

    /// <summary>Takes what they have read or <c>leave</c> names.</summary>
    internal void TakeLeft(Run run) => run.CopyReads(ref left);

    private static bool Has(ulong[] marks, int node) => (marks[node >> 6] & (1UL << (node & 63))) != 0;
}
