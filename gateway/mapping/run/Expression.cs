using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A compiled expression. It gives nodes, values or a truth, as its user asks; it keeps nothing between
/// calls.</summary>
internal abstract class Expression
{
    /// <summary>The kinds of node it leads to; empty where it makes values.</summary>
    public IReadOnlyList<Spot> Spots { get; init; } = [];

    /// <summary>What kind of value it gives, as far as that is known before there is a document.</summary>
    public virtual ResultKind Result { get; init; }

    /// <summary>It may give several values at one node, and its author has not said what becomes of them.</summary>
    public virtual bool IsSeveral { get; init; }

    /// <summary>Comparisons with it are comparisons of numbers.</summary>
    public virtual bool IsNumeric => false;

    /// <summary>It has no value in the form compiled for: its path does not exist there.</summary>
    public virtual bool IsNothing => false;

    /// <summary>Whether it gives a constant rather than something of the source.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Whether it selects nodes.</summary>
    public virtual bool IsNodes => false;

    /// <summary>Whether the result is the same wherever in the document it is evaluated.</summary>
    public virtual bool IsAbsolute => false;

    /// <summary>What must be found for it to give or say anything.</summary>
    public virtual Need Need => default;

    /// <summary>What it asks of a node, if it is a comparison of one of its elements with codes; null for anything else.</summary>
    public virtual KeyTest? Key => null;

    /// <summary>Puts the nodes on the stack.</summary>
    /// <returns>How many.</returns>
    public virtual int Select(Run run, int node) => 0;

    /// <summary>Puts the values on the stack.</summary>
    /// <returns>How many.</returns>
    public abstract int Values(Run run, int node);

    /// <summary>Whether it holds, or has a value.</summary>
    public virtual bool Test(Run run, int node)
    {
        var count = Values(run, node);
        run.ValueTop -= count;
        return count > 0;
    }

    /// <summary>Notes what decided that a node was selected.</summary>
    public virtual void NoteKeys(Run run, int node)
    {
    }

    /// <summary>Draws into the outlines what it looks at.</summary>
    /// <param name="here">The outlines of the node at which it is evaluated; null for that of a block.</param>
    /// <param name="places">Takes the places at whose outlines it looks.</param>
    /// <returns>The outlines of what it gives; null where more than these outlines decides what that is.</returns>
    public virtual IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places) => null;

    /// <summary>The same where it makes a text of its own of a few codes: draws that these are looked for.</summary>
    /// <param name="places">Takes the places at whose outlines it looks.</param>
    /// <returns>Whether the outlines decide what that text is, or which text of the source it gives.</returns>
    public virtual bool DrawMade(List<Standpoint> places) => Draw(null, places) is not null;

    /// <summary>Whether the text of a node is a value of it only if nothing goes when it is made compact.</summary>
    public virtual bool WantsCompact => false;

    /// <summary>Whether the text of a node is a value of it only if it is a number.</summary>
    public virtual bool WantsNumber => false;

    /// <summary>Whether places that are known decide that it does not hold, whatever else decides that it does.</summary>
    public virtual bool IsRefuted(Run run, int node, NeedPlan plan, in FoundPlaces found) => false;

    /// <summary>The same for what decided that a node was selected.</summary>
    /// <param name="selected">The outlines of such nodes.</param>
    /// <param name="places">Takes the places at whose outlines it looks.</param>
    /// <returns>Whether the outlines decide what that is.</returns>
    public virtual bool DrawKeys(IReadOnlyList<Outline> selected, List<Standpoint> places) => Draw(null, places) is not null;

    /// <summary>Draws several of which the outlines decide which one it is.</summary>
    protected static IReadOnlyList<Outline>? DrawAll(
        IEnumerable<Expression> expressions, IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        List<Outline>? all = [];
        foreach (var expression in expressions)
        {
            if (expression.Draw(here, places) is { } drawn) all?.AddRange(drawn);
            else all = null;
        }

        return all;
    }
}

/// <summary>A path that does not exist in this form.</summary>
internal sealed class NothingExpression : Expression
{
    public static NothingExpression Instance { get; } = new();

    public override bool IsNothing => true;

    public override bool IsNodes => true;

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node) => false;

    public override IReadOnlyList<Outline> Draw(IReadOnlyList<Outline>? here, List<Standpoint> places) => [];
}

/// <summary><c>=705</c> or <c>'705'</c>.</summary>
internal sealed class ConstantExpression(byte[] text, bool isNumber = false) : Expression
{
    public byte[] Text { get; } = text;

    public override bool IsConstant => true;

    public override bool IsAbsolute => true;

    public override bool IsNumeric => isNumber;

    public override ResultKind Result => ResultKind.Constant;

    public override int Values(Run run, int node)
    {
        run.Push(run.Made(Text) with { IsFixed = true });
        return 1;
    }

    public override IReadOnlyList<Outline> Draw(IReadOnlyList<Outline>? here, List<Standpoint> places) => [];
}

/// <summary><c>a else b</c>: the first that has a value.</summary>
internal sealed class ChoiceExpression(Expression[] alternatives) : Expression
{
    private readonly ushort[][] positions = [.. alternatives.Select(a => a.Spots.Select(s
        => (ushort)s.Position).ToArray())];

    public override bool IsNumeric => Array.Exists(alternatives, a => a.IsNumeric);

    public override bool IsNothing => Array.TrueForAll(alternatives, a => a.IsNothing);

    public override bool IsConstant => Array.TrueForAll(alternatives, a => a.IsConstant);

    public override ResultKind Result => ResultKinds.OfAny(alternatives);

    public override bool IsSeveral => Array.Exists(alternatives, a => a.IsSeveral);

    /// <summary>What it chooses from.</summary>
    public IReadOnlyList<Expression> Alternatives => alternatives;

    public override bool IsNodes => Array.TrueForAll(alternatives, a => a.IsNodes);

    public override Need Need => Need.AnyOf(alternatives.Where(a => !a.IsNothing));

    public override int Select(Run run, int node)
    {
        foreach (var alternative in alternatives)
        {
            var count = alternative.Select(run, node);
            if (count > 0) return count;
        }

        return 0;
    }

    public override int Values(Run run, int node)
    {
        var from = run.OriginTop;
        foreach (var alternative in alternatives)
        {
            var tried = run.OriginTop;
            var count = alternative.Values(run, node);
            if (count > 0)
            {
                run.ValueAt(run.ValueTop - count).OriginFrom = from;
                return count;
            }

            run.PassOver(tried, run.OriginTop);
            if (!alternative.IsNothing) run.NoteAbsent(node);
        }

        return 0;
    }

    public override bool Test(Run run, int node)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative.Test(run, node)) return true;
        }

        return false;
    }

    public override void NoteKeys(Run run, int node)
    {
        // Which alternative it was shows in the node's position and its qualifiers; the others add nothing.
        for (var i = 0; i < alternatives.Length; i++)
        {
            if (Paths.Contains(positions[i], run.Source.Nodes[node].Position)) alternatives[i].NoteKeys(run, node);
        }
    }

    public override bool WantsNumber => Array.Exists(alternatives, a => a.WantsNumber);

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
        => DrawAll(alternatives, here, places);

    public override bool DrawMade(List<Standpoint> places)
    {
        var isDecided = true;
        foreach (var alternative in alternatives) isDecided &= alternative.DrawMade(places);
        return isDecided;
    }
}

/// <summary><c>if(condition, a, b)</c>, of values or of nodes.</summary>
internal sealed class IfExpression(Expression condition, Expression then, Expression? otherwise) : Expression
{
    public override bool IsNumeric => then.IsNumeric;

    public override bool IsConstant => then.IsConstant && otherwise is not { IsConstant: false };

    public override ResultKind Result => ResultKinds.OfAny(Branches);

    public override bool IsSeveral => then.IsSeveral || otherwise is { IsSeveral: true };

    /// <summary>What it gives, one of them.</summary>
    public Expression[] Branches { get; } = otherwise is null ? [then] : [then, otherwise];

    public override Need Need => Need.AnyOf(Branches.Where(branch => !branch.IsNothing));

    public override bool IsNodes => then.IsNodes && otherwise is not { IsNodes: false };

    public override int Select(Run run, int node)
        => condition.Test(run, node) ? then.Select(run, node) : otherwise?.Select(run, node) ?? 0;

    public override int Values(Run run, int node)
    {
        var from = run.OriginTop;
        var branch = Conditions.Decides(condition, run, node) ? then : otherwise;
        var count = branch?.Values(run, node) ?? 0;
        if (count > 0) run.ValueAt(run.ValueTop - count).OriginFrom = from;
        return count;
    }

    public override bool WantsNumber => Array.Exists(Branches, branch => branch.WantsNumber);

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        var drawn = DrawAll(Branches, here, places);
        return condition.Draw(here, places) is null ? null : drawn;
    }
}

/// <summary><c>first</c>, <c>rest</c>, <c>[n]</c> of nodes or values.</summary>
internal sealed class PartExpression(Expression list, int skip, int take) : Expression
{
    public override bool IsNumeric => list.IsNumeric;

    public override ResultKind Result => list.Result;

    public override bool IsSeveral => take > 1 && list.IsSeveral;

    public override bool IsNodes => list.IsNodes;

    public override bool IsNothing => list.IsNothing;

    public override Need Need => list.Need;

    public override int Select(Run run, int node)
    {
        var from = run.Top;
        var count = list.Select(run, node);
        if (count <= skip)
        {
            run.Top = from;
            return 0;
        }

        run.Settle(from, from + skip);
        run.Top = Math.Min(run.Top, from + take);
        return run.Top - from;
    }

    public override int Values(Run run, int node)
    {
        var from = run.ValueTop;
        var count = list.Values(run, node);
        var kept = Math.Clamp(count - skip, 0, take);
        if (skip > 0)
        {
            for (var i = 0; i < Math.Min(skip, count); i++) run.PassOver(run.ValueAt(from + i));
            for (var i = 0; i < kept; i++) run.ValueAt(from + i) = run.ValueAt(from + i + skip);
        }

        run.ValueTop = from + kept;
        return kept;
    }

    public override void NoteKeys(Run run, int node) => list.NoteKeys(run, node);

    public override bool WantsNumber => list.WantsNumber;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places) => list.Draw(here, places);

    public override bool DrawMade(List<Standpoint> places) => list.DrawMade(places);
}

/// <summary>What a <c>let</c> names, evaluated at the node of the block that has it.</summary>
internal sealed class LetExpression(LetStandpoint at) : Expression
{
    /// <summary>Where the paths start that begin with its name.</summary>
    public LetStandpoint At => at;

    public override bool IsNumeric => at.Inner.IsNumeric;

    public override ResultKind Result => at.Inner.Result;

    public override bool IsSeveral => at.Inner.IsSeveral;

    public override bool IsConstant => at.Inner.IsConstant;

    public override bool IsNodes => at.Inner.IsNodes;

    public override bool IsNothing => at.Inner.IsNothing;

    public override bool IsAbsolute => at.Inner.IsAbsolute;

    // Which node encloses another depends on the node; which is that of a block does not.
    public override Need Need => at.Inner.Need is { At: BlockStandpoint } need ? need : default;

    public override int Select(Run run, int node)
    {
        var known = at.Known(run).Nodes;
        foreach (var found in known) run.Push(found);
        return known.Length;
    }

    public override int Values(Run run, int node) => at.Values(run);

    public override bool Test(Run run, int node) => at.Inner.Test(run, at.NodeOf(run));

    public override void NoteKeys(Run run, int node) => at.Inner.NoteKeys(run, node);

    public override bool WantsNumber => at.Inner.WantsNumber;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places) => at.Inner.Draw(null, places);

    public override bool DrawKeys(IReadOnlyList<Outline> selected, List<Standpoint> places) => at.Inner.DrawKeys(selected, places);
}

/// <summary><c>nodes | distinct(key)</c>: the first node of each key.</summary>
internal sealed class DistinctExpression(Expression list, Expression key, int set) : Expression
{
    public override bool IsNodes => true;

    public override ResultKind Result => list.Result;

    public override bool IsSeveral => list.IsSeveral;

    public override Need Need => list.Need;

    public override int Select(Run run, int node)
    {
        var from = run.Top;
        var count = list.Select(run, node);
        if (count < 2) return count;
        var track = run.Track;
        run.Track = Tracking.None;
        var seen = run.Set(set);
        seen.Clear();
        var kept = from;
        for (var i = from; i < from + count; i++)
        {
            var candidate = run.NodeAt(i);
            var found = key.Values(run, candidate);
            var isNew = seen.Add(found == 0 ? [] : run.TextOf(run.ValueAt(run.ValueTop - found)), false);
            run.ValueTop -= found;
            if (isNew) run.Nodes(from)[kept++ - from] = candidate;
        }

        run.Top = kept;
        run.Track = track;
        return kept - from;
    }

    public override int Values(Run run, int node)
    {
        var from = run.Top;
        var before = run.ValueTop;
        Select(run, node);
        for (var i = from; i < run.Top; i++) Paths.PushValue(run, run.NodeAt(i), list);
        run.Top = from;
        return run.ValueTop - before;
    }

    public override void NoteKeys(Run run, int node) => list.NoteKeys(run, node);

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        var drawn = list.Draw(here, places);
        key.Draw(drawn, places);
        return null;
    }
}
