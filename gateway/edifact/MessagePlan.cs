using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>A message schema made ready for walking: flat arrays of numbers instead of records.</summary>
internal sealed class MessagePlan
{
    private static readonly ConditionalWeakTable<Schema, MessagePlan>[] Known = [new(), new()];
    private static readonly ConditionalWeakTable<DirectoryCodes, ConcurrentDictionary<MessagePlan, MessagePlan>> KnownLists = [];

    private const int TagsSlack = 8;

    private readonly Schema schema;
    private readonly bool isSyntax4;
    private readonly List<Step> steps = [];
    private readonly List<ElementPlan> elements = [];
    private readonly List<SegmentPlan> segments = [];
    private readonly Dictionary<int, (int First, int Count)> stepsOfShape = [];
    private readonly Dictionary<int, int> segmentOfShape = [];
    private readonly Dictionary<int, (int First, int Count, int LastMandatory)> componentsOfShape = [];
    private readonly Dictionary<int, int> segmentOfTag = [];

    private MessagePlan(Schema schema, bool isSyntax4)
    {
        (this.schema, this.isSyntax4) = (schema, isSyntax4);
        var (first, count) = StepsOf(Schema.Root);
        (RootFirst, RootCount) = (first, count);
        (Steps, Elements, Segments) = ([.. steps], [.. elements], [.. segments]);
        Tags = new int[Steps.Length + TagsSlack];
        for (var i = 0; i < Steps.Length; i++) Tags[i] = Steps[i].Tag;
        for (var i = 0; i < Segments.Length; i++) Segments[i] = Segments[i] with { Rules = SegmentRules.Of(this, Segments[i]) };
        for (var i = 0; i < Steps.Length; i++) Steps[i] = Steps[i] with { Rules = Segments[Steps[i].Segment].Rules };
    }

    /// <summary>The same plan with more rules.</summary>
    private MessagePlan(MessagePlan plan, Step[] steps, SegmentPlan[] segments)
    {
        (schema, isSyntax4, RootFirst, RootCount) = (plan.schema, plan.isSyntax4, plan.RootFirst, plan.RootCount);
        (Steps, Elements, Segments, segmentOfTag, Tags) = (steps, plan.Elements, segments, plan.segmentOfTag, plan.Tags);
    }

    /// <summary>The schema.</summary>
    public Schema Schema => schema;

    /// <summary>Segments and groups in the order of the message table; those of one group stand together.</summary>
    public Step[] Steps { get; }

    /// <summary>The tags of the steps, and some zeros more so that eight can be looked at anywhere.</summary>
    public int[] Tags { get; }

    /// <summary>Data elements and components, one for each place.</summary>
    public ElementPlan[] Elements { get; }

    /// <summary>Segments.</summary>
    public SegmentPlan[] Segments { get; }

    /// <summary>Whether repeats have a separator of their own.</summary>
    public bool IsSyntax4 => isSyntax4;

    /// <summary>The guide that narrows the message; null for none.</summary>
    public GuideCounts? Guide { get; private init; }

    /// <summary>First step of the message itself.</summary>
    public int RootFirst { get; }

    /// <summary>Number of steps of the message itself.</summary>
    public int RootCount { get; }

    /// <summary>The plan of a schema; made once.</summary>
    public static MessagePlan Of(Schema schema, bool isSyntax4)
        => Known[isSyntax4 ? 1 : 0].GetValue(schema, s => new MessagePlan(s, isSyntax4));

    /// <summary>This plan with the code lists that are loaded; made once.</summary>
    /// <param name="lists">The lists of the release.</param>
    public MessagePlan With(DirectoryCodes lists)
        => KnownLists.GetValue(lists, _ => new()).GetOrAdd(this, _ =>
        {
            var segments = Array.ConvertAll(Segments, s => s with { Rules = Joined(s.Rules, SegmentRules.OfLists(this, s, lists)) });
            return new MessagePlan(this, Array.ConvertAll(Steps, s => s with { Rules = segments[s.Segment].Rules }), segments);
        });

    /// <summary>This plan with more rules for single steps.</summary>
    /// <param name="rules">Rules by step.</param>
    /// <param name="counts">What is counted in groups.</param>
    public MessagePlan With(ILookup<int, SegmentRule> rules, GuideCounts counts)
        => new(this, [.. Steps.Select((s, i) => rules.Contains(i) ? s with { Rules = Joined(s.Rules, rules[i]) } : s)], Segments)
        {
            Guide = counts,
        };

    /// <summary>The first segment of that tag anywhere in the message; -1 when there is none.</summary>
    public int SegmentOf(int tag) => segmentOfTag.GetValueOrDefault(tag, -1);

    private static SegmentRule[]? Joined(SegmentRule[]? one, IEnumerable<SegmentRule> other)
    {
        SegmentRule[] all = [.. one ?? [], .. other];
        return all.Length == 0 ? null : all;
    }

    private (int First, int Count) StepsOf(int parent)
    {
        var shape = schema[parent].Content;
        if (stepsOfShape.TryGetValue(shape, out var known)) return known;
        var range = schema.ChildrenOf(parent);
        var first = steps.Count;
        for (var p = range.First; p < range.First + range.Count; p++)
        {
            // Room is taken before descending, so that the steps of one group stand together.
            if (IsStep(schema[p])) steps.Add(default);
        }

        stepsOfShape[shape] = (first, steps.Count - first);
        var at = first;
        for (var p = range.First; p < range.First + range.Count; p++)
        {
            var position = schema[p];
            if (!IsStep(position)) continue;
            var isGroup = position.Kind == PositionKind.Group;
            var inner = isGroup ? StepsOf(p) : default;
            steps[at++] = new Step(
                TagNumber(position.Name), (ushort)p, position.Min, position.Max, isGroup, inner.First, inner.Count,
                SegmentAt(p), 0);
        }

        Reach(first, at);
        return stepsOfShape[shape];
    }

    /// <summary>From each step one can go on to those after it up to the first mandatory one.</summary>
    private void Reach(int first, int end)
    {
        for (int i = end - 1, reach = end; i >= first; i--)
        {
            steps[i] = steps[i] with { Reach = reach };
            if (steps[i].Min > 0) reach = i + 1;
        }
    }

    private static bool IsStep(Position position) => position.Kind is PositionKind.Segment or PositionKind.Group;

    private int SegmentAt(int at)
    {
        var (tag, shape) = (schema[at].Name, schema[at].Content);
        if (shape >= 0 && segmentOfShape.TryGetValue(shape, out var known)) return known;
        var (mine, lastMandatory) = PlacesOf(schema.ChildrenOf(at), isComponents: false);
        segments.Add(new SegmentPlan(tag, elements.Count, mine.Count, lastMandatory));
        elements.AddRange(mine);
        segmentOfTag.TryAdd(TagNumber(tag), segments.Count - 1);
        if (shape >= 0) segmentOfShape[shape] = segments.Count - 1;
        return segments.Count - 1;
    }

    private (List<ElementPlan> Places, int LastMandatory) PlacesOf(Shape range, bool isComponents)
    {
        var mine = new List<ElementPlan>();
        var lastMandatory = 0;
        for (var p = range.First; p < range.First + range.Count; p++)
        {
            var position = schema[p];
            if (position.Kind is not (PositionKind.Composite or PositionKind.Element)) continue;
            var repeats = isSyntax4 && !isComponents && (position.Flags & PositionFlags.Repeats) != 0;
            var inner = position.Kind == PositionKind.Composite ? ComponentsOf(p) : default;
            var places = repeats ? 1 : Math.Min(position.Max, Limits.SegmentPartsMax);
            for (var i = 0; i < places; i++)
            {
                mine.Add(new ElementPlan(
                    (ushort)p, i < position.Min, position.Kind == PositionKind.Composite, repeats ? position.Max : 1,
                    inner.First, inner.Count, inner.LastMandatory, position.Type?.Kind ?? ValueKind.Text, position.Type?.MinLength ?? 0,
                    position.Type is { MaxLength: > 0 } type ? type.MaxLength : int.MaxValue));
                if (i < position.Min) lastMandatory = mine.Count;
            }
        }

        return (mine, lastMandatory);
    }

    private (int First, int Count, int LastMandatory) ComponentsOf(int at)
    {
        var shape = schema[at].Content;
        if (componentsOfShape.TryGetValue(shape, out var known)) return known;
        var (mine, lastMandatory) = PlacesOf(schema.ChildrenOf(at), isComponents: true);
        componentsOfShape[shape] = (elements.Count, mine.Count, lastMandatory);
        elements.AddRange(mine);
        return componentsOfShape[shape];
    }

    private static int TagNumber(string tag)
        => tag.Length == 3 ? (tag[0] << 16) | (tag[1] << 8) | tag[2] : -1;
}

/// <summary>A segment or group of a message table.</summary>
/// <param name="Tag">Its tag, of a group that of its trigger.</param>
/// <param name="Position">In the schema.</param>
/// <param name="Min">How often it must occur.</param>
/// <param name="Max">How often it may.</param>
/// <param name="IsGroup">Whether it is a group.</param>
/// <param name="First">First step of the group.</param>
/// <param name="Count">Steps of the group, its trigger not counted.</param>
/// <param name="Segment">The segment or trigger.</param>
/// <param name="Reach">After the last step that may follow next in the same group: the first mandatory one ends the choice.</param>
internal readonly record struct Step(
    int Tag, ushort Position, int Min, int Max, bool IsGroup, int First, int Count, int Segment, int Reach)
{
    /// <summary>Rules of its segment at this place; null for none.</summary>
    public SegmentRule[]? Rules { get; init; }
}

/// <summary>A segment's data elements: one entry for each place.</summary>
internal readonly record struct SegmentPlan(string Tag, int First, int Count, int LastMandatory)
{
    /// <summary>Rules for its data elements; null for none.</summary>
    public SegmentRule[]? Rules { get; init; }
}

/// <summary>A data element or component at one place.</summary>
internal readonly record struct ElementPlan(
    ushort Position, bool IsMandatory, bool IsComposite, int MaxRepetitions, int First, int Count, int LastMandatory, ValueKind Kind,
    int MinLength, int MaxLength);
