using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>One entry of a list of what is written together: a text, or the begin or end of a block that has texts.</summary>
/// <param name="Position">The place in the target.</param>
/// <param name="Rule">Number of its rule.</param>
/// <param name="Value">Where the text stands; of a block its node.</param>
/// <param name="Origins">How many origins are noted of it; 0 where that is its only one.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text itself where it stands nowhere in the source.</param>
internal readonly record struct CopiedText(
    ushort Position, ushort Rule, NodeNumber Value, byte Origins, CopiedKind Kind, byte[]? Text = null);

/// <summary>What an entry is.</summary>
internal enum CopiedKind : byte
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A number: it must be written as the target wants it.</summary>
    Number,

    /// <summary>A text of letters and digits only: it must be written so.</summary>
    Compact,

    /// <summary>The unit or currency of the number before it.</summary>
    Unit,

    /// <summary>A text that stands nowhere in the source.</summary>
    Made,

    /// <summary>The same, made of a text of the source.</summary>
    MadeOfData,

    /// <summary>The begin of a block.</summary>
    Begin,

    /// <summary>The begin of a block that may hold what no rule reads.</summary>
    BeginOwner,

    /// <summary>The end of the innermost block.</summary>
    End,
}

/// <summary>A list that is being made of the texts that members copy one after the other.</summary>
internal sealed class CopiedList
{
    /// <summary>The texts and blocks.</summary>
    public List<CopiedText> Texts { get; } = [];

    /// <summary>Their origins.</summary>
    public List<CopyOrigin> Origins { get; } = [];

    /// <summary>What the conditions of the members read.</summary>
    public List<NodeNumber> Reads { get; } = [];

    /// <summary>Adds an entry with its origins.</summary>
    public void Add(int position, Rule rule, NodeNumber value, CopyOrigin[] origins, CopiedKind kind)
    {
        Origins.AddRange(origins);
        Texts.Add(new CopiedText((ushort)position, (ushort)rule.Number, value, (byte)origins.Length, kind));
    }

    /// <summary>Adds a text that stands nowhere in the source.</summary>
    public void Add(int position, Rule rule, byte[] text, CopyOrigin[] origins)
    {
        Origins.AddRange(origins);
        var kind = Array.Exists(origins, origin => origin.Role == OriginRole.Value) ? CopiedKind.MadeOfData : CopiedKind.Made;
        Texts.Add(new CopiedText((ushort)position, (ushort)rule.Number, default, (byte)origins.Length, kind, text));
    }

    /// <summary>Adds what another list has.</summary>
    public void Add(CopiedTexts other)
    {
        Texts.AddRange(other.Texts);
        Origins.AddRange(other.Origins);
        Reads.AddRange(other.Reads);
    }
}

/// <summary>The texts that several members of a class copy one after the other, with the blocks that have nothing but such texts, in one
/// list: nothing is asked while they are written.</summary>
/// <param name="texts">The texts and blocks.</param>
/// <param name="origins">Their origins, one text after the other.</param>
/// <param name="reads">What the conditions of the members read.</param>
/// <param name="steps">How many steps of the course copy them.</param>
/// <param name="last">Whose rule is at work afterwards; null where what follows says it.</param>
internal sealed class CopiedTexts(CopiedText[] texts, CopyOrigin[] origins, NodeNumber[] reads, int steps, Member? last)
{
    private readonly NodeNumber[] numbers = Of(texts, CopiedKind.Number);
    private readonly NodeNumber[] compacts = Of(texts, CopiedKind.Compact);

    /// <summary>Whether any of them is from the source.</summary>
    public bool HasData
        => Array.Exists(texts, text => text.Kind is CopiedKind.Text or CopiedKind.Number or CopiedKind.Compact or CopiedKind.MadeOfData);

    /// <summary>The texts and blocks.</summary>
    public ReadOnlySpan<CopiedText> Texts => texts;

    /// <summary>Their origins, one text after the other.</summary>
    public ReadOnlySpan<CopyOrigin> Origins => origins;

    /// <summary>What the conditions of the members read.</summary>
    public ReadOnlySpan<NodeNumber> Reads => reads;

    /// <summary>How many steps of the course copy them.</summary>
    public int Steps => steps;

    /// <summary>Whose rule is at work afterwards; null where what follows says it.</summary>
    public Member? Last => last;

    /// <summary>Finds what stands together among the steps of a course.</summary>
    /// <param name="steps">The steps.</param>
    /// <returns>The same, with the texts at the first of the steps that copy them.</returns>
    public static CourseStep[] Joined(List<CourseStep> steps)
    {
        var joined = steps.ToArray();
        for (var first = 0; first < joined.Length; first++)
        {
            var list = new CopiedList();
            var next = first;
            while (next < joined.Length && IsAlone(joined, next) && joined[next].Member.AddCopies(joined[next], list))
            {
                list.Reads.AddRange(joined[next].Reads);
                next++;
            }

            if (next == first) continue;
            var texts = new CopiedTexts([.. list.Texts], [.. list.Origins], [.. list.Reads], next - first, joined[next - 1].Inner?.Final);
            joined[first] = joined[first] with { Texts = texts };
            first = next - 1;
        }

        return joined;
    }

    /// <summary>The same where the nodes have other numbers.</summary>
    public CopiedTexts With(Renumbering numbers)
    {
        var renumbered = Array.ConvertAll(texts, text => text with { Value = numbers(text.Value) });
        return new CopiedTexts(renumbered, numbers.Of(origins), numbers.Of(reads), steps, last);
    }

    private static NodeNumber[] Of(CopiedText[] texts, CopiedKind kind)
        => [.. texts.Where(text => text.Kind == kind).Select(text => text.Value)];

    // How many of its position there are already does not matter to it.
    private static bool IsAlone(CourseStep[] steps, int at)
        => !steps[at].IsAsked && IsOther(steps, at, at - 1) && IsOther(steps, at, at + 1);

    private static bool IsOther(CourseStep[] steps, int at, int other)
        => other < 0 || other == steps.Length || steps[other].Member.Target != steps[at].Member.Target;

    /// <summary>Writes them.</summary>
    /// <returns>False when one of them is not as it must be: then nothing is written.</returns>
    public bool Write(Run run, in FoundPlaces found)
    {
        if (run.Source.HasSources) return false;
        foreach (var number in numbers)
        {
            if (!run.IsPlainNumber(number.In(found))) return false;
        }

        foreach (var compact in compacts)
        {
            if (!run.IsPlainCompact(compact.In(found))) return false;
        }

        foreach (var read in reads) run.MarkRead(read.In(found));
        var nodes = run.Source.Nodes;
        var rest = origins.AsSpan();
        foreach (ref readonly var text in texts.AsSpan())
        {
            if (text.Kind == CopiedKind.End)
            {
                run.Target.Close(run.Target.InnermostOpen);
                continue;
            }

            var node = text.Value.In(found);
            if (text.Kind >= CopiedKind.Begin) Begin(run, text, node);
            else if (text.Kind >= CopiedKind.Made) run.WriteMade(text.Position, text.Text!, text.Rule, text.Kind == CopiedKind.MadeOfData);
            else
            {
                if (text.Kind == CopiedKind.Unit) run.Target.Reopen(run.Target.Nodes.Length - 1);
                run.WriteText(text.Position, node, text.Rule);
                if (text.Kind == CopiedKind.Text && text.Origins == 0) run.WriteOrigin(node);
            }

            foreach (ref readonly var origin in rest[..text.Origins]) run.WriteOrigin(origin, nodes, found);
            rest = rest[text.Origins..];
            if (text.Kind == CopiedKind.Unit) run.Target.Close(run.Target.InnermostOpen);
        }

        if (last is not null) run.Announce(last);
        if (run.IsTargetTooLarge) run.Exhaust();
        return true;
    }

    private static void Begin(Run run, in CopiedText block, int node)
    {
        var opened = run.Target.Open(block.Position);
        run.Target.SetRule(block.Rule);
        if (block.Kind == CopiedKind.BeginOwner) run.AddOwner(opened, node);
    }
}
