using System.Buffers.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a run needs; the same for every document.</summary>
/// <param name="Table">What all paths look for below the document.</param>
/// <param name="Depth">The deepest block that moves.</param>
/// <param name="Sets">How many sets.</param>
/// <param name="Joins">How many join indexes.</param>
/// <param name="Lets">How many lets and enclosing nodes it keeps.</param>
/// <param name="Ends">Positions at which chains end.</param>
internal sealed record RunPlan(ScopeTable Table, int Depth, int Sets, int Joins, int Lets, IReadOnlyList<ushort> Ends);

/// <summary>The state of one run of a mapping over one document; pooled, so that nothing is allocated once it is
/// warm.</summary>
internal sealed partial class Run
{
    private const long StepsMin = 2_000_000;
    private const int StepsPerNode = 300;
    private const int TargetNodesMin = 10_000;
    private const int TargetNodesPerNode = 32;

    // Sign, 29 digits, mark, and a zero before it.
    private const int FigureBytes = 32;

    private readonly ByteSet[] sets;
    private readonly Found[] founds;
    private readonly ScopeTable table;
    private readonly long[] instances;
    private readonly (KnownBody? Body, Found? Around)[] known;
    private readonly KnownNodes[] lets;
    private readonly PatternKey key = new();
    private long lastInstance;
    private int arrived;
    private long stepsMax;
    private long steps;

    public Run(RunPlan plan)
    {
        table = plan.Table;
        Blocks = new int[plan.Depth + 1];
        Indices = new int[plan.Depth + 1];
        instances = new long[plan.Depth + 1];
        known = new (KnownBody?, Found?)[plan.Depth + 1];
        founds = Many<Found>(plan.Depth + 1);
        lets = Many<KnownNodes>(plan.Lets);
        sets = Many<ByteSet>(plan.Sets);
        Joins = Many<JoinIndex>(plan.Joins);
        Occurrences = new Occurrences(plan.Ends);
    }

    private static T[] Many<T>(int count)
        where T : new()
    {
        var all = new T[count];
        for (var i = 0; i < count; i++) all[i] = new T();
        return all;
    }

    /// <summary>The sender's document.</summary>
    public Tree Source { get; private set; } = new();

    /// <summary>What is made.</summary>
    public Tree Target { get; private set; } = new();

    /// <summary>What was wrong.</summary>
    public Findings Findings { get; private set; } = new();

    /// <summary>The node at which <c>/</c> starts.</summary>
    public int Root { get; private set; }

    /// <summary>When the document arrived.</summary>
    public Moment Moment { get; private set; }

    /// <summary>Constants of the partner.</summary>
    public IReadOnlyDictionary<string, string> Partner { get; private set; } = new Dictionary<string, string>();

    /// <summary>The node of the block at each depth.</summary>
    public int[] Blocks { get; }

    /// <summary>The count of the block at each depth.</summary>
    public int[] Indices { get; }

    /// <summary>One index for each join.</summary>
    public JoinIndex[] Joins { get; }

    /// <summary>Where the ends of chains stand.</summary>
    public Occurrences Occurrences { get; }

    /// <summary>The rules of a pack that are broken: number, and node.</summary>
    public List<(int Rule, int Node)> Broken { get; } = [];

    /// <summary>What is noted of what is read.</summary>
    public Tracking Track { get; set; }

    /// <summary>How many values came from the source so far; a class without any is taken back.</summary>
    public int Data { get; set; }

    /// <summary>Why the innermost isolated instance is refused; null when it is not.</summary>
    public string? Refusal { get; set; }

    /// <summary>How many isolated instances enclose the present one.</summary>
    public int Isolated { get; set; }

    /// <summary>The step budget is used up; everything ends soon.</summary>
    public bool IsExhausted => steps > stepsMax;

    /// <summary>Starts over.</summary>
    public void Begin(Tree source, Tree target, int root, Moment moment, IReadOnlyDictionary<string, string> partner,
        Findings findings)
    {
        (Source, Target, Root, Moment, Partner, Findings) = (source, target, root, moment, partner, findings);
        (Top, Track, Data, Refusal, Isolated, steps, RestoreTop) = (0, Tracking.None, 0, null, 0, 0, 0);
        stepsMax = StepsMin + ((long)source.Nodes.Length * StepsPerNode);
        Announce(null);
        Occurrences.Clear();
        Enter(0, root, table);
        Indices[0] = 1;
        EndValue();
        foreach (var set in sets) set.IsBuilt = false;
        foreach (var join in Joins) join.IsBuilt = false;
        ForgetReads(source.Nodes.Length);
    }

    /// <summary>Makes a node that of the block at a depth, and finds what the rules there look for below it.</summary>
    public void Enter(int depth, int node, ScopeTable table, bool isLearned = false)
    {
        Stay(depth, node);
        arrived = depth;
        Spend(table.Find(Source, [node], founds[depth], KnowsPatterns ? key : null, isLearned));
    }

    /// <summary>Makes a node that of the block at a depth, of which is known what is found below it: it is said where it is asked
    /// for, after <see cref="Arrive"/>.</summary>
    public void Enter(int depth, int node, KnownBody body, Found around)
    {
        Stay(depth, node);
        known[depth] = (body, around);
        arrived = Math.Min(arrived, depth - 1);
    }

    /// <summary>Says of all blocks down to a depth what is found below their nodes.</summary>
    public void Arrive(int depth)
    {
        while (arrived < depth)
        {
            var (body, around) = known[++arrived];
            if (body?.Pattern is { } pattern) founds[arrived].Follow(pattern, around!, body.Numbers);
        }
    }

    /// <summary>Makes a node that of the block at a depth which is that of the block around it too: what stands below it is
    /// found.</summary>
    public void Stay(int depth, int node)
    {
        Blocks[depth] = node;
        instances[depth] = ++lastInstance;
        known[depth] = default;
    }

    /// <summary>Finds what rules look for below nodes.</summary>
    public void Find(ScopeTable table, ReadOnlySpan<int> nodes, Found found)
        => Spend(table.Find(Source, nodes, found, KnowsPatterns ? key : null));

    /// <summary>What was found below the node of the block at a depth.</summary>
    public Found Found(int depth) => founds[depth];

    /// <summary>Which instance of a block is at work; a number that never comes again.</summary>
    public long InstanceOf(int depth) => instances[depth];

    /// <summary>What is known of a let.</summary>
    public KnownNodes Known(int let) => lets[let];

    /// <summary>Lets go of the documents.</summary>
    public void End() => (Source, Target, Findings) = (Idle, Idle, NoFindings);

    private static readonly Tree Idle = new();
    private static readonly Findings NoFindings = new(0);

    /// <summary>Whether nodes are compared with those before them.</summary>
    public bool KnowsPatterns { get; set; }

    /// <summary>Counts work against the budget.</summary>
    public void Spend(int count) => steps += count;

    /// <summary>Whether the target grew beyond a fixed multiple of the source.</summary>
    public bool IsTargetTooLarge
        => Target.Nodes.Length > TargetNodesMin + ((long)Source.Nodes.Length * TargetNodesPerNode);

    /// <summary>Stops everything.</summary>
    public void Exhaust() => steps = long.MaxValue;

    /// <summary>A set of this run, by its number in the mapping.</summary>
    public ByteSet Set(int number) => sets[number];

    /// <summary>The text of a value; valid until more text is made.</summary>
    public ReadOnlySpan<byte> TextOf(in Value value)
    {
        if (value.Form == ValueForm.Made) return text.AsSpan(value.Start, value.Length);
        if (value.Form == ValueForm.Piece) return Source.Window.Slice(value.Start, value.Length);
        if (value.Form == ValueForm.Figure) return TextOfFigure(figures[value.Start]);
        return Source.IsPlain(value.Node) ? Source.Bytes(value.Node) : Decoded(value.Node);
    }

    private ReadOnlySpan<byte> TextOfFigure(decimal figure)
    {
        var digits = Room(FigureBytes);
        figure.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return digits[..length];
    }

    private ReadOnlySpan<byte> Decoded(int node)
    {
        var room = Room(Source.MaxTextLength(node));
        return room[..Source.Text(node, room)];
    }

    /// <summary>The number of a value; false when it is none.</summary>
    public bool TryNumber(in Value value, out decimal number)
    {
        if (value.Form != ValueForm.Figure) return NumberText.TryRead(TextOf(value), 0, out number);
        number = figures[value.Start];
        return true;
    }

    /// <summary>Makes a value of text that a function wrote.</summary>
    public Value Made(ReadOnlySpan<byte> bytes, in Value like)
    {
        var start = Keep(bytes);
        return like with { Form = ValueForm.Made, Start = start, Length = bytes.Length, IsNumber = false, IsFixed = false };
    }

    /// <summary>Makes a value of text that did not come from the source.</summary>
    public Value Made(ReadOnlySpan<byte> bytes)
        => Made(bytes, new Value { Node = -1, OriginFrom = OriginTop, OriginTo = OriginTop });

    /// <summary>Makes a value of a number.</summary>
    public Value Made(decimal number, in Value like)
        => like with { Form = ValueForm.Figure, Start = KeepFigure(number), Length = 0, IsNumber = true, IsFixed = false };

    /// <summary>Makes a value of a whole number.</summary>
    public Value Made(int number)
    {
        Span<byte> digits = stackalloc byte[12];
        Utf8Formatter.TryFormat(number, digits, out var length);
        return Made(digits[..length]) with { IsNumber = true };
    }

    /// <summary>The text of a node as people see it, for findings.</summary>
    public string Shown(int node)
    {
        var shown = Source.Text(node);
        return shown.Length > 60 ? shown[..60] + "..." : shown;
    }
}
