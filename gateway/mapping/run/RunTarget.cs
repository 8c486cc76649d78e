using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a run writes.</summary>
internal sealed partial class Run
{
    private readonly record struct Owner(int Target, int Source);

    private Owner[] owners = new Owner[64];
    private int[] groups = [];
    private Restored[] restores = [];

    /// <summary>How many classes may hold what no rule reads.</summary>
    public int OwnerTop { get; set; }

    /// <summary>Says that a class of the target belongs to a node of the source.</summary>
    public void AddOwner(int target, int source)
    {
        if (OwnerTop == owners.Length) Array.Resize(ref owners, OwnerTop * 2);
        owners[OwnerTop++] = new Owner(target, source);
    }

    /// <summary>Marks how far the target has grown, for <see cref="Return"/>.</summary>
    public RunMark MarkTarget() => new(Target.Mark(), Data, OwnerTop, RestoreTop);

    /// <summary>Takes back what was made since the mark.</summary>
    public void Return(in RunMark mark)
    {
        Target.Rollback(mark.Target);
        (Data, OwnerTop, RestoreTop) = (mark.Data, mark.Owners, mark.Restores);
    }

    /// <summary>The class of the target that is the n-th owner.</summary>
    public int OwnerTarget(int owner) => owners[owner].Target;

    /// <summary>Says that the class of the target stands at another node now.</summary>
    public void MoveOwner(int owner, int target) => owners[owner] = owners[owner] with { Target = target };

    /// <summary>The node of the source that the n-th owner belongs to.</summary>
    public int OwnerSource(int owner) => owners[owner].Source;

    /// <summary>Writes a value with its rule and its origins. What no byte gave (a constant, a count) has the node as its key that its
    /// block stands at.</summary>
    /// <param name="position">The place.</param>
    /// <param name="value">The value.</param>
    /// <param name="rule">Number of its rule.</param>
    /// <param name="isOpen">Whether the node stays open.</param>
    /// <param name="block">Where the block stands.</param>
    /// <returns>The node.</returns>
    public int WriteValue(int position, in Value value, int rule, bool isOpen, int block = 0)
    {
        var bytes = TextOf(value);
        var isPlain = value.Form == ValueForm.Node ? Source.IsPlain(value.Node) : Ascii.IsValid(bytes);
        var flags = isPlain ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue;
        var start = Target.Append(bytes);
        var node = isOpen ? Target.Open(position, start, bytes.Length, flags) : Target.Add(position, start,
            bytes.Length, flags);
        Target.SetRule(rule);
        WriteOrigins(value.OriginFrom, value.OriginTo);
        if (value.OriginFrom == value.OriginTo && block > Root) WriteOrigin(block, OriginRole.Key);
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
        WriteText(position, node, rule);
        if (!path.HasKeys)
        {
            WriteOrigin(node);
            return;
        }

        OriginTop = 0;
        Note(node, OriginRole.Value);
        path.NoteKeys(this, node);
        WriteOrigins(0, OriginTop);
    }

    /// <summary>Writes the text of a node of the source as it is; its origins follow.</summary>
    public void WriteText(int position, int node, int rule)
    {
        Data++;
        if (Source.IsPlain(node))
        {
            Target.AddPlain(Source, node, position, rule);
            return;
        }

        var room = Target.Grow(Source.MaxTextLength(node));
        var length = Source.Text(node, room);
        Target.Shrink(room.Length - length);
        Target.Add(position, Target.Window.Length - length, length, NodeFlags.HasValue);
        Target.SetRule(rule);
    }

    /// <summary>Where the value made last has its unit or currency from, if not from beside it.</summary>
    public Expression? UnitFrom { get; set; }

    /// <summary>What is known of a value whose nodes follow the patterns that were found.</summary>
    /// <param name="value">The value.</param>
    /// <param name="places">Numbers of the places that may have its nodes.</param>
    /// <param name="found">What was found there.</param>
    /// <returns>Null when it is not the text of a node, or a fixed one.</returns>
    public TextCopy? CopyOf(in Value value, int[] places, in FoundPlaces found)
    {
        if (value is { Form: ValueForm.Made, IsFixed: true, Unit: 0 }) return FixedOf(value, places, found);
        var notes = origins.AsSpan(value.OriginFrom, value.OriginTo - value.OriginFrom);
        if (value.Form != ValueForm.Node || notes.Length is 0 or > Limits.OriginsMax) return null;
        if (NumberOf(value.Node, places, found) is not { } text) return null;
        if (OriginsOf(notes, places, found) is not { } known) return null;
        var copy = new TextCopy(text, known) { UnitFrom = UnitFrom };
        if (UnitFrom is not null || value.Unit == 0) return copy;
        return CopyOf(Unit(value.Unit), places, found) is { } unit ? copy with { Unit = unit } : null;
    }

    // What no byte gave has the node of the block as its key, which is the first one of its pattern.
    private TextCopy? FixedOf(in Value value, int[] places, in FoundPlaces found)
    {
        var notes = origins.AsSpan(value.OriginFrom, value.OriginTo - value.OriginFrom);
        var block = new NodeNumber(0, 0);
        if (notes.Length > Limits.OriginsMax || found[0]?.Pattern is null || OriginsOf(notes, places, found) is not { } known) return null;
        if (known.Length == 0 && block.In(found) > Root) known = [new CopyOrigin(block, OriginRole.Key)];
        return new TextCopy(block, known) { Made = TextOf(value).ToArray() };
    }

    /// <summary>Writes a text that was made; its origins follow.</summary>
    public void WriteMade(int position, byte[] bytes, int rule, bool isData)
    {
        var start = Target.Append(bytes);
        Target.Add(position, start, bytes.Length, Ascii.IsValid(bytes) ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue);
        Target.SetRule(rule);
        if (isData) Data++;
    }

    /// <summary>Where a block moves to, and what was noted of it.</summary>
    /// <returns>Null when it is elsewhere.</returns>
    public Move? MoveOf(int node, int[] places, in FoundPlaces found)
    {
        var notes = origins.AsSpan(0, OriginTop);
        if (NumberOf(node, places, found) is not { } number || notes.Length > Limits.OriginsMax) return null;
        return OriginsOf(notes, places, found) is { } keys ? new Move(number, keys) : null;
    }

    private static CopyOrigin[]? OriginsOf(ReadOnlySpan<OriginNote> notes, int[] places, in FoundPlaces found)
    {
        var known = new CopyOrigin[notes.Length];
        for (var i = 0; i < known.Length; i++)
        {
            if (NumberOf(notes[i].Node, places, found) is not { } number) return null;
            known[i] = new CopyOrigin(number, notes[i].Role);
        }

        return known;
    }

    /// <summary>Adds what was noted.</summary>
    /// <returns>False when it stands elsewhere.</returns>
    public bool AddNoted(List<NodeNumber> reads, int[] places, in FoundPlaces found)
    {
        for (var i = 0; i < OriginTop; i++)
        {
            if (NumberOf(origins[i].Node, places, found) is not { } number) return false;
            reads.Add(number);
        }

        return true;
    }

    private static NodeNumber? NumberOf(int node, int[] places, in FoundPlaces found)
    {
        foreach (var place in places)
        {
            if (found[place]!.NumberOf(node) is >= 0 and var number) return new NodeNumber((ushort)place, (ushort)number);
        }

        return null;
    }

    /// <summary>Whether the text of a node of the source is a number as a target must have it.</summary>
    public bool IsPlainNumber(int node) => Source.IsPlain(node) && NumberText.IsCanonical(Source.Bytes(node));

    /// <summary>Whether the text of a node of the source is as it would be when it is made compact.</summary>
    public bool IsPlainCompact(int node)
    {
        if (!Source.IsPlain(node)) return false;
        foreach (var b in Source.Bytes(node))
        {
            if (b >= 128 || Compact.Of(b) != b || b == 0) return false;
        }

        return true;
    }

    /// <summary>Writes the text of a node of the source as it is.</summary>
    /// <param name="position">The place.</param>
    /// <param name="copy">What is known of it.</param>
    /// <param name="rule">Number of the rule.</param>
    /// <param name="isAlone">Nothing but names led to it.</param>
    /// <param name="found">Where the nodes are.</param>
    public void WriteCopy(int position, TextCopy copy, int rule, bool isAlone, in FoundPlaces found)
    {
        var node = copy.Value.In(found);
        WriteText(position, node, rule);
        if (isAlone)
        {
            WriteOrigin(node);
            return;
        }

        WriteOrigins(copy.Origins, found);
    }

    /// <summary>Gives the newest node of the target its origins.</summary>
    public void WriteOrigins(CopyOrigin[] known, in FoundPlaces found)
    {
        var nodes = Source.Nodes;
        foreach (ref readonly var origin in known.AsSpan())
        {
            if (Source.HasSources) WriteEarlier(origin, nodes, found);
            else WriteOrigin(origin, nodes, found);
        }
    }

    /// <summary>Gives the newest node of the target an origin, a node of what a sender sent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteOrigin(in CopyOrigin origin, ReadOnlySpan<Node> nodes, in FoundPlaces found)
    {
        var from = origin.Node.In(found);
        ref readonly var n = ref nodes[from];
        if (origin.Role == OriginRole.Absent)
        {
            Target.AddOrigin(Source, n.Start + n.Length, 0, OriginRole.Absent);
            return;
        }

        Target.AddOrigin(Source, n.Start, n.Length, origin.Role);
        MarkRead(from);
    }

    private void WriteEarlier(in CopyOrigin origin, ReadOnlySpan<Node> nodes, in FoundPlaces found)
    {
        var from = origin.Node.In(found);
        ref readonly var n = ref nodes[from];
        var isAbsent = origin.Role == OriginRole.Absent;
        var (start, length) = isAbsent ? (n.Start + n.Length, 0) : (n.Start, n.Length);
        WriteOrigin(new OriginNote { Node = from, Start = start, Length = length, Role = origin.Role });
        if (!isAbsent) MarkRead(from);
    }

    /// <summary>Says that a value was not used because another was.</summary>
    public void ReportDropped(in Value value)
        => Report(MappingFindings.Dropped, value.Node, Rule.Target, Encoding.UTF8.GetString(TextOf(value)));

    /// <summary>Gives the newest node, a class, the node of the source that it was made from.</summary>
    public void WriteKey(int node)
    {
        Track = Tracking.Key;
        Note(node, OriginRole.Key);
        WriteOrigins(0, OriginTop);
        EndValue();
        Track = Tracking.None;
    }

    /// <summary>The next node of a group that <see cref="CopyTable.Group"/> made; -1 for none.</summary>
    public int NextOfGroup(int node) => groups[node];

    /// <summary>Puts a node behind another of its group.</summary>
    public void SetNextOfGroup(int node, int next)
    {
        if (groups.Length < Source.Nodes.Length) Array.Resize(ref groups, Source.Nodes.Length);
        groups[node] = next;
    }

    /// <summary>How many values wait to be restored.</summary>
    public int RestoreTop { get; set; }

    /// <summary>A value that waits to be restored.</summary>
    public Restored RestoreAt(int index) => restores[index];

    /// <summary>Says that a value is to be restored once the target is made.</summary>
    public void AddRestore(Restored restored)
    {
        if (RestoreTop == restores.Length) Array.Resize(ref restores, Math.Max(16, RestoreTop * 2));
        restores[RestoreTop++] = restored;
    }
}

/// <summary>How far the target of a run had grown.</summary>
/// <param name="Target">The tree.</param>
/// <param name="Data">Values of the source in it.</param>
/// <param name="Owners">Classes that may hold what no rule reads.</param>
/// <param name="Restores">Values that wait to be restored.</param>
internal readonly record struct RunMark(TreeMark Target, int Data, int Owners, int Restores);
