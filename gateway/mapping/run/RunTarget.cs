using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a run writes.</summary>
internal sealed partial class Run
{
    private readonly record struct Owner(int Target, int Source);

    private Owner[] owners = new Owner[64];

    /// <summary>How many classes may hold what no rule reads.</summary>
    public int OwnerTop { get; set; }

    /// <summary>Says that a class of the target belongs to a node of the source.</summary>
    public void AddOwner(int target, int source)
    {
        if (OwnerTop == owners.Length) Array.Resize(ref owners, OwnerTop * 2);
        owners[OwnerTop++] = new Owner(target, source);
    }

    /// <summary>The class of the target that is the n-th owner.</summary>
    public int OwnerTarget(int owner) => owners[owner].Target;

    /// <summary>The node of the source that the n-th owner belongs to.</summary>
    public int OwnerSource(int owner) => owners[owner].Source;

    /// <summary>Writes a value with its rule and its origins.</summary>
    /// <returns>The node, still open when <paramref name="isOpen"/>.</returns>
    public int WriteValue(int position, in Value value, int rule, bool isOpen)
    {
        var bytes = TextOf(value);
        var isPlain = value.Form == ValueForm.Node ? Source.IsPlain(value.Node) : Ascii.IsValid(bytes);
        var flags = isPlain ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue;
        var start = Target.Append(bytes);
        var node = isOpen ? Target.Open(position, start, bytes.Length, flags) : Target.Add(position, start,
            bytes.Length, flags);
        Target.SetRule(rule);
        WriteOrigins(value.OriginFrom, value.OriginTo);
        if (IsFromSource(value)) Data++;
        return node;
    }

    /// <summary>Whether a node of the source has text that is not empty.</summary>
    public bool HasText(int node)
    {
        ref readonly var n = ref Source.Nodes[node];
        return n.Length > 0 && (n.Flags & NodeFlags.HasValue) != 0;
    }

    /// <summary>Writes the text of a node of the source as it is.</summary>
    public void WriteText(int position, int node, int rule, PathExpression path)
    {
        var room = Target.Grow(Source.MaxTextLength(node));
        var length = Source.Text(node, room);
        Target.Shrink(room.Length - length);
        var flags = Source.IsPlain(node) ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue;
        Target.Add(position, Target.Window.Length - length, length, flags);
        Target.SetRule(rule);
        OriginTop = 0;
        Note(node, OriginRole.Value);
        if (path.HasKeys) path.NoteKeys(this, node);
        WriteOrigins(0, OriginTop);
        Data++;
    }

    /// <summary>Says that a value was not used because another was.</summary>
    public void ReportDropped(in Value value)
        => Report(MappingFindings.Dropped, value.Node, Rule.Target, Encoding.UTF8.GetString(TextOf(value)));
}
