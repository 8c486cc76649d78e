using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>One fault of a document.</summary>
/// <param name="Code">What kind.</param>
/// <param name="Rules">The schema that finds it.</param>
/// <param name="Keyword">The keyword in it; empty for the schema <c>false</c>.</param>
/// <param name="Node">The value.</param>
/// <param name="Count">What was counted, where something was.</param>
/// <param name="Types">The types that would do, where several schemas name some.</param>
/// <param name="Name">Name of what is missing.</param>
/// <param name="Other">Name of what makes it necessary.</param>
internal sealed record SchemaFault(
    FindingCode Code, SchemaRules Rules, string Keyword, int Node, int Count, TypeSet Types, string? Name, string? Other);

/// <summary>Collects the faults of a document up to a number; nothing more is looked for then.</summary>
/// <param name="max">The number.</param>
internal sealed class SchemaFaults(int max)
{
    private readonly List<SchemaFault> all = [];

    /// <summary>How many are kept.</summary>
    public int Max => max;

    /// <summary>The faults in the order in which they were found.</summary>
    public IReadOnlyList<SchemaFault> All => all;

    /// <summary>No more are kept.</summary>
    public bool IsFull => all.Count >= max;

    /// <summary>Adds a fault.</summary>
    public void Add(FindingCode code, SchemaRules rules, string keyword, int node, int count = 0, TypeSet types = TypeSet.None)
    {
        if (!IsFull) all.Add(new SchemaFault(code, rules, keyword, node, count, types, null, null));
    }

    /// <summary>Adds a name that is missing.</summary>
    public void AddMissing(
        FindingCode code, SchemaRules rules, string keyword, int node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other = default)
    {
        if (IsFull) return;
        all.Add(new SchemaFault(
            code, rules, keyword, node, 0, TypeSet.None, InstanceText.Of(name, false),
            other.IsEmpty ? null : InstanceText.Of(other, false)));
    }

    /// <summary>Adds a value for which the schema is <c>false</c>.</summary>
    public void AddForbidden(InstanceView instance, SchemaRules rules, int node)
    {
        var isWhole = node == 0 || instance[node].Kind == InstanceKind.Member;
        Add(isWhole ? SchemaFindings.Excluded : SchemaFindings.NotAllowed, rules, "", node);
    }

    /// <summary>Adds the faults of another collector.</summary>
    public void AddAll(SchemaFaults other)
    {
        foreach (var fault in other.all)
        {
            if (!IsFull) all.Add(fault);
        }
    }

    /// <summary>The types that schemas want for a value which has another; none where its type is right.</summary>
    public TypeSet TypesAt(int node)
    {
        var types = TypeSet.None;
        foreach (var fault in all)
        {
            if (fault.Node == node && fault.Code == SchemaFindings.WrongType)
            {
                types |= fault.Types == TypeSet.None ? fault.Rules.Types : fault.Types;
            }
        }

        return types;
    }

    /// <summary>How far a value is from what a form wants: another type is farthest, then another code in it, then the number of
    /// faults.</summary>
    public int DistanceFrom(InstanceView instance, int node)
    {
        var distance = 0;
        foreach (var fault in all)
        {
            if (fault.Code == SchemaFindings.WrongType && fault.Node == node) distance += 10_000;
            else if (fault.Code == SchemaFindings.NotListed && (fault.Node == node || IsChild(instance, node, fault.Node))) distance += 100;
            else distance++;
        }

        return distance;
    }

    private static bool IsChild(InstanceView instance, int parent, int node)
    {
        if (instance[parent].Kind != InstanceKind.Object) return false;
        for (var member = parent + 1; member < instance[parent].Next && member < node; member = instance[member].Next)
        {
            if (member + 1 == node) return true;
        }

        return false;
    }
}
