using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Positions of the class that holds what no rule reads.</summary>
/// <param name="Extension">The class, below its owner.</param>
/// <param name="Label">Where the address is from.</param>
/// <param name="Path">The address.</param>
/// <param name="Value">The text.</param>
internal readonly record struct ExtensionPlace(int Extension, int Label, int Path, int Value);

/// <summary>
/// Finds what no rule has read. With <c>carry</c> it goes, under its address, to the nearest class made from a node
/// around it; without, each is a finding. What is carried is known only when all rules ran, but stands inside classes:
/// if there is any, what the rules made is taken back and written again with the extensions in their places.
/// </summary>
internal sealed class Carry
{
    private const int PathMax = 512;

    // The class, its label, path and value; path and value say where it stood.
    private const int NodesOfExtension = 4, OriginsOfExtension = 2;

    private readonly Schema schema;
    private readonly byte[][] names;
    private readonly bool[] isCodeQualifier;
    private readonly bool[] isAddress;
    private readonly Dictionary<int, ExtensionPlace> places;
    private readonly byte[] label;
    private readonly Rule rule;

    public Carry(Schema from, Schema to, string label, Rule rule)
    {
        schema = from;
        this.label = Encoding.UTF8.GetBytes(label);
        this.rule = rule;
        names = new byte[from.Positions.Length][];
        (isCodeQualifier, isAddress) = (new bool[names.Length], new bool[names.Length]);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetBytes(from.NameOf(i));

            // 1131 and 3055 say which list a code is from: read with the code, or without any code, they are no data of their own.
            isCodeQualifier[i] = from.NameOf(i) is "1131" or "3055";
        }

        places = PlacesOf(to);
        foreach (var place in PlacesOf(from).Values) isAddress[place.Label] = isAddress[place.Path] = true;
    }

    /// <summary>Whether a class of the target can hold what no rule reads.</summary>
    public bool CanHold(int position) => places.ContainsKey(position);

    /// <summary>Whether the values go into the target rather than into findings.</summary>
    public bool IsCarried => label.Length > 0;

    /// <summary>Finds the values and their owners.</summary>
    public void Find(Run run, CarryState state)
    {
        state.Begin(run.OwnerTop, run.Source.Nodes.Length);
        for (var i = run.OwnerTop - 1; i >= 0; i--) state.SetOwner(run.OwnerSource(i), i);
        var nodes = run.Source.Nodes;
        // What stands around the document (the envelope of a WCO document) and beside it is not its own.
        var end = nodes[run.Root].Next;
        for (var i = run.NextUnread(run.Root, end); i < end; i = run.NextUnread(i + 1, end))
        {
            ref readonly var n = ref nodes[i];
            // What the gateway added is no datum of the sender.
            if (n.Length == 0 || (n.Flags & (NodeFlags.HasValue | NodeFlags.Added)) != NodeFlags.HasValue
                || isAddress[n.Position]) continue;
            if ((isCodeQualifier[n.Position] && HasNoOwnData(run, i)) || IsService(run.Source, i)) continue;
            state.Add(i, OwnerOf(run.Source, state, i));
        }
    }

    /// <summary>Reports each value that nobody read, or that no class can hold.</summary>
    public void Report(Run run, CarryState state)
    {
        run.Announce(null);
        for (var i = 0; i < state.Count; i++)
        {
            if (IsCarried && state.IsOwned(i)) continue;
            var node = state.NodeAt(i);
            run.Report(MappingFindings.Unread, node, Path(run.Source, node), run.Shown(node));
        }
    }

    /// <summary>Writes what the rules made again, with what is carried.</summary>
    /// <param name="run">The run.</param>
    /// <param name="target">What it made.</param>
    /// <param name="before">How far the target had grown before the run.</param>
    /// <param name="state">What was found.</param>
    public void Write(Run run, Tree target, TreeMark before, CarryState state)
    {
        if (state.Owned == 0) return;
        var (made, extension) = (state.Made, state.Owned * NodesOfExtension);
        target.Lift(before, extension, state.Owned * OriginsOfExtension, made);
        CopyAll(new Copying(run, made, target, state, extension), before.Nodes + extension, made.Nodes.Length, -1, 0);
        made.Release();
    }

    // Siblings from a node on. What holds nothing pending is copied in one piece with its neighbours.
    private void CopyAll(in Copying copy, int from, int end, int owner, int extension)
    {
        var nodes = copy.Made.Nodes;
        for (int child = from, next; child < end; child = next)
        {
            // What is written again may take the place of what was read.
            next = nodes[child].Next;
            if (owner >= 0 && nodes[child].Position > extension)
            {
                copy.Target.AddForest(copy.Made, from, child, 0);
                Add(copy, owner);
                (from, owner) = (child, -1);
            }

            if (copy.NextPending(child, out _) >= next) continue;
            copy.Target.AddForest(copy.Made, from, child, 0);
            Copy(copy, child);
            from = next;
        }

        copy.Target.AddForest(copy.Made, from, end, 0);
        if (owner >= 0) Add(copy, owner);
    }

    private void Copy(in Copying copy, int node)
    {
        var n = copy.Made.Nodes[node];
        var isOwner = copy.NextPending(node, out var owner) == node;
        var made = copy.Target.Open(n.Position, n.Start, n.Length, n.Flags);
        copy.Target.AddSourcesOf(copy.Made, node);
        if (isOwner) CopyAll(copy, node + 1, n.Next, owner, places[n.Position].Extension);
        else CopyAll(copy, node + 1, n.Next, -1, 0);
        copy.Target.Close(made);
    }

    // A class made from several nodes holds what no rule has read of each of them.
    private void Add(in Copying copy, int owner)
    {
        var run = copy.Run;
        var place = places[copy.Target.Nodes[copy.Target.InnermostOpen].Position];
        for (var same = owner; same < run.OwnerTop && run.OwnerTarget(same) == run.OwnerTarget(owner); same++)
        {
            for (var i = copy.State.FirstOf(same); i != 0; i = copy.State.Next(i)) Add(copy, same, copy.State.NodeAt(i - 1), place);
        }
    }

    private void Add(in Copying copy, int owner, int node, in ExtensionPlace place)
    {
        var run = copy.Run;
        Span<byte> path = stackalloc byte[PathMax];
        var opened = copy.Target.Open(place.Extension);
        copy.Target.SetRule(rule.Number);
        AddText(copy.Target, place.Label, label, true);
        var length = WritePath(copy, run.OwnerSource(owner), node, LevelOf(run, owner, node), path);
        AddText(copy.Target, place.Path, path[..length], Ascii.IsValid(path[..length]));
        var span = run.Source.HasSources ? run.SpanOf(node) : run.Source.SpanOf(node);
        copy.Target.AddOrigin(span, OriginRole.Key);
        var room = copy.Target.Grow(run.Source.MaxTextLength(node));
        var written = run.Source.Text(node, room);
        copy.Target.Shrink(room.Length - written);
        AddNode(copy.Target, place.Value, written, run.Source.IsPlain(node));
        copy.Target.AddOrigin(span, OriginRole.Value);
        copy.Target.Close(opened);
    }

    /// <summary>How far below its owner a node is; siblings are counted on at each level.</summary>
    private static int LevelOf(Run run, int owner, int node)
    {
        var level = 0;
        for (var at = node; at >= 0 && at != run.OwnerSource(owner); at = run.Source.Parent(at)) level++;
        return level;
    }

    private void AddText(Tree target, int position, ReadOnlySpan<byte> text, bool isPlain)
    {
        target.Append(text);
        AddNode(target, position, text.Length, isPlain);
    }

    private void AddNode(Tree target, int position, int length, bool isPlain)
    {
        var flags = isPlain ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue;
        target.Add(position, target.Window.Length - length, length, flags);
        target.SetRule(rule.Number);
    }

    private bool IsService(Tree source, int node)
    {
        for (var at = node; at > 0; at = source.Parent(at))
        {
            if ((schema[source.Nodes[at].Position].Flags & PositionFlags.Service) != 0) return true;
        }

        return false;
    }

    /// <summary>Whether the code that a list and its agency belong to was read, or there is none.</summary>
    private bool HasNoOwnData(Run run, int node)
    {
        var nodes = run.Source.Nodes;
        var parent = run.Source.Parent(node);
        var isAlone = true;
        for (var child = parent + 1; child < nodes[parent].Next; child = nodes[child].Next)
        {
            if (run.IsRead(child)) return true;
            isAlone &= isCodeQualifier[nodes[child].Position] || !run.HasText(child);
        }

        return isAlone;
    }

    /// <summary>The nearest class made from a node around one; -1 for none.</summary>
    private static int OwnerOf(Tree source, CarryState state, int node)
    {
        var owner = -1;
        for (var at = source.Parent(node); at >= 0 && owner < 0; at = source.Parent(at)) owner = state.OwnerOf(at);
        return owner;
    }

    private static string Path(Tree tree, int node)
    {
        var names = new List<string>();
        for (var at = node; tree.Parent(at) >= 0; at = tree.Parent(at)) names.Insert(0, tree.NameOf(at));
        return string.Join('/', names);
    }

    /// <summary>Writes <c>GID[2]/FTX.4440[3]</c>: composites are left out, a count stands where it is not 1.</summary>
    private int WritePath(in Copying copy, int owner, int node, int level, Span<byte> into)
    {
        if (node == owner || node < 0) return 0;
        var tree = copy.Run.Source;
        var parent = tree.Parent(node);
        var length = WritePath(copy, owner, parent, level - 1, into);
        var ordinal = parent < 0 ? 1 : copy.State.Ordinal(tree, parent, node, level);
        var position = tree.Nodes[node].Position;
        var kind = schema[position].Kind;
        // What the schema does not know has its name beside it; an attribute begins with its sign there.
        ReadOnlySpan<byte> name = position == 0 ? Encoding.UTF8.GetBytes(tree.NameOf(node)) : names[position];
        if (kind == PositionKind.Composite && ordinal == 1) return length;
        if (length + name.Length + 16 > into.Length) return length;
        if (kind is PositionKind.Element or PositionKind.Composite) into[length++] = (byte)'.';
        else if (kind == PositionKind.Attribute) into[length++] = (byte)'@';
        else if (length > 0 && name is not [(byte)'@', ..]) into[length++] = (byte)'/';
        name.CopyTo(into[length..]);
        length += name.Length;
        if (ordinal == 1) return length;
        into[length++] = (byte)'[';
        System.Buffers.Text.Utf8Formatter.TryFormat(ordinal, into[length..], out var digits);
        into[length + digits] = (byte)']';
        return length + digits + 1;
    }

    /// <summary>Where the classes of a schema hold what no rule reads, by their position.</summary>
    public static Dictionary<int, ExtensionPlace> PlacesOf(Schema schema)
    {
        var places = new Dictionary<int, ExtensionPlace>();
        for (var i = 1; i < schema.Positions.Length; i++)
        {
            if (schema[i].Kind is not (PositionKind.Class or PositionKind.Root)) continue;
            var extension = schema.Child(i, "Extension");
            if (extension == 0) continue;
            var (name, path, value) = (schema.Child(extension, "Label"), schema.Child(extension, "Path"), schema.Child(extension, "Value"));
            if (name > 0 && path > 0 && value > 0) places[i] = new ExtensionPlace(extension, name, path, value);
        }

        return places;
    }

    /// <param name="Run">The run.</param>
    /// <param name="Made">What the rules made.</param>
    /// <param name="Target">What is written again.</param>
    /// <param name="State">What is carried.</param>
    /// <param name="Lifted">How much greater the number of a node is than it was in the target.</param>
    private readonly record struct Copying(Run Run, Tree Made, Tree Target, CarryState State, int Lifted)
    {
        /// <summary>The first node, from one on, whose class gets something; asked in preorder.</summary>
        public int NextPending(int node, out int owner)
            => State.NextPending(node - Lifted, Run, out owner) is var at and < int.MaxValue ? at + Lifted : int.MaxValue;
    }
}

/// <summary>What is carried in one run; pooled with it.</summary>
internal sealed class CarryState
{
    private int[] ownerOf = [];
    private int[] first = [];
    private int[] last = [];
    private int[] nodes = new int[64];
    private readonly (int Parent, ushort Position, int Node, int Count)[] ordinals = new (int, ushort, int, int)[64];
    private readonly (int Parent, Dictionary<int, int> Ordinals)[] counted = new (int, Dictionary<int, int>)[64];
    private int[] next = new int[64];
    private bool[] owned = new bool[64];
    private int at;

    /// <summary>How many values nobody read.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them stand within a class that can hold them.</summary>
    public int Owned { get; private set; }

    /// <summary>What the rules made, while it is written again with what is carried; without room of its own.</summary>
    public Tree Made { get; } = new();

    /// <summary>What the rules made, while it is written again with what is restored.</summary>
    public Tree Draft { get; } = new();

    public void Begin(int owners, int sources)
    {
        if (ownerOf.Length < sources) ownerOf = new int[sources];
        Array.Clear(ownerOf, 0, sources);
        if (first.Length < owners) (first, last) = (new int[owners * 2], new int[owners * 2]);
        Array.Clear(first, 0, owners);
        Array.Clear(ordinals);
        Array.Clear(counted);
        (Count, Owned, at) = (0, 0, 0);
    }

    /// <summary>Which of its siblings of the same position a node is; counted on from the last one asked for.</summary>
    public int Ordinal(Tree tree, int parent, int node, int level)
    {
        var nodes = tree.Nodes;
        var position = nodes[node].Position;
        if (position == 0 || (tree.Schema![nodes[parent].Position].Flags & PositionFlags.Ordered) == 0)
        {
            ref var all = ref counted[level & 63];
            if (all.Ordinals is null || all.Parent != parent) all = (parent, CountAll(tree, parent));
            return all.Ordinals[node];
        }

        ref var known = ref ordinals[level & 63];
        if (known.Parent != parent || known.Position != position || known.Node > node) known = (parent, position,
            parent + 1, 1);
        for (; known.Node < node; known.Node = nodes[known.Node].Next)
        {
            if (nodes[known.Node].Position == position) known.Count++;
        }

        return known.Count;
    }

    // Where siblings have no order, names alternate: all of them are counted at once.
    private static Dictionary<int, int> CountAll(Tree tree, int parent)
    {
        var nodes = tree.Nodes;
        var all = new Dictionary<int, int>();
        var byName = new Dictionary<(ushort Position, string Name), int>();
        for (var child = parent + 1; child < nodes[parent].Next; child = nodes[child].Next)
        {
            var position = nodes[child].Position;
            var key = (position, position == 0 ? tree.NameOf(child) : "");
            all[child] = byName[key] = byName.GetValueOrDefault(key) + 1;
        }

        return all;
    }

    public void SetOwner(int source, int owner) => ownerOf[source] = owner + 1;

    /// <summary>The owner made from a node; -1 for none.</summary>
    public int OwnerOf(int source) => ownerOf[source] - 1;

    /// <summary>The first class of the target, from a node on, that gets something; asked in preorder.</summary>
    public int NextPending(int node, Run run, out int owner)
    {
        while (at < run.OwnerTop && (first[at] == 0 || run.OwnerTarget(at) < node)) at++;
        owner = at;
        return at < run.OwnerTop ? run.OwnerTarget(at) : int.MaxValue;
    }

    public int FirstOf(int owner) => first[owner];

    public int Next(int entry) => next[entry - 1];

    public int NodeAt(int index) => nodes[index];

    /// <summary>Whether a class holds the n-th value.</summary>
    public bool IsOwned(int index) => owned[index];

    public void Add(int node, int owner)
    {
        if (Count == nodes.Length)
        {
            Array.Resize(ref nodes, Count * 2);
            Array.Resize(ref next, Count * 2);
            Array.Resize(ref owned, Count * 2);
        }

        (nodes[Count], next[Count], owned[Count]) = (node, 0, owner >= 0);
        Count++;
        if (owner < 0) return;
        Owned++;
        if (first[owner] == 0) first[owner] = Count;
        else next[last[owner] - 1] = Count;
        last[owner] = Count;
    }
}
