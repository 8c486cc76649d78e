using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What conditions share.</summary>
internal static class Conditions
{
    /// <summary>Tests a condition and, where sources are noted, notes what it read as keys.</summary>
    public static bool Decides(Expression condition, Run run, int node)
    {
        var track = run.Track;
        if (track != Tracking.None) run.Track = Tracking.Key;
        var holds = condition.Test(run, node);
        run.Track = track;
        return holds;
    }
}

/// <summary><c>not a</c>.</summary>
internal sealed class NotExpression(Expression inner) : Expression
{
    public override KeyTest? Key => inner.Key?.Negated();

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node) => !inner.Test(run, node);

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places) => inner.Draw(here, places);
}

/// <summary><c>a and b</c>, <c>a or b</c>.</summary>
internal sealed class JunctionExpression(bool isAnd, Expression[] clauses) : Expression
{
    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node)
    {
        foreach (var clause in clauses)
        {
            if (clause.Test(run, node) != isAnd) return !isAnd;
        }

        return isAnd;
    }

    // For each clause the places that decide it; null where more than these does.
    private Standpoint[]?[] deciding = [];

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        var each = Array.ConvertAll(clauses, clause =>
        {
            var own = new List<Standpoint>();
            var isDecided = clause.Draw(here, own) is not null;
            places.AddRange(own.Except(places));
            return isDecided ? own.ToArray() : null;
        });
        if (here is null) deciding = each;
        return Array.TrueForAll(each, places => places is not null) ? [] : null;
    }

    public override bool IsRefuted(Run run, int node, NeedPlan plan, in FoundPlaces found)
    {
        // A clause that is not decided may say something before the next one is asked.
        for (var i = 0; i < deciding.Length && isAnd && deciding[i] is { } places && plan.Known(places, found) is not null; i++)
        {
            if (!clauses[i].Test(run, node)) return true;
        }

        return false;
    }
}

/// <summary>A comparison with codes: true when any value is any of them.</summary>
internal sealed class CodesExpression(Expression left, byte[][] codes, bool isNegated) : Expression
{
    public override KeyTest? Key => left is PathExpression { OnlyStep: ElementStep step }
        ? new KeyTest(step.Places, codes) { IsAny = true, IsNegated = isNegated } : null;

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node)
    {
        var from = run.Top;
        var isEqual = false;
        if (left is PathExpression)
        {
            left.Select(run, node);
            for (var i = from; i < run.Top && !isEqual; i++)
            {
                isEqual = Fits(run.Source, run.NodeAt(i));
                if (isEqual) run.Note(run.NodeAt(i), OriginRole.Key);
            }

            run.Top = from;
            return isEqual != isNegated;
        }

        var count = left.Values(run, node);
        for (var i = run.ValueTop - count; i < run.ValueTop
            && !isEqual; i++) isEqual = IsCode(run.TextOf(run.ValueAt(i)));
        run.ValueTop -= count;
        return isEqual != isNegated;
    }

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        if (left is not PathExpression || left.Draw(here, places) is not { } drawn || !KeyTest.AreKeys(codes)) return null;
        foreach (var outline in drawn) outline.IsCode = true;
        return [];
    }

    private bool Fits(Tree tree, int node)
    {
        if (tree.IsPlain(node)) return IsCode(tree.Bytes(node));
        Span<byte> text = stackalloc byte[256];
        return tree.MaxTextLength(node) <= text.Length && IsCode(text[..tree.Text(node, text)]);
    }

    private bool IsCode(ReadOnlySpan<byte> text)
    {
        foreach (var code in codes)
        {
            if (text.SequenceEqual(code)) return true;
        }

        return false;
    }
}

/// <summary>A comparison of two expressions: true when it holds for any pair of their values.</summary>
internal sealed class CompareExpression(string sign, Expression left, Expression right) : Expression
{
    private readonly bool isNumeric = left.IsNumeric || right.IsNumeric;
    private readonly bool isNegated = sign == "!=";
    private readonly bool isEquality = sign is "=" or "!=";
    private readonly bool isCompact = sign == "~=";

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node)
    {
        var from = run.ValueTop;
        left.Values(run, node);
        var middle = run.ValueTop;
        right.Values(run, node);
        var holds = false;
        run.Spend((middle - from) * (run.ValueTop - middle));
        for (var i = from; i < middle && !holds; i++)
        {
            for (var j = middle; j < run.ValueTop && !holds; j++) holds = Holds(run, run.ValueAt(i), run.ValueAt(j));
        }

        run.ValueTop = from;
        return holds != isNegated;
    }

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        DrawAll([left, right], here, places);
        return null;
    }

    private bool Holds(Run run, in Value a, in Value b)
    {
        if (isNumeric && !isCompact)
        {
            // Counts and numbers of lines, mostly: what is written in one way only need not be calculated.
            if (isEquality && NumberText.IsWhole(run.TextOf(a)) && NumberText.IsWhole(run.TextOf(b)))
            {
                return run.TextOf(a).SequenceEqual(run.TextOf(b));
            }

            return run.TryNumber(a, out var x) && run.TryNumber(b, out var y) && Holds(x.CompareTo(y));
        }

        if (isEquality) return run.TextOf(a).SequenceEqual(run.TextOf(b));
        return isCompact ? Compact.Equal(run.TextOf(a), run.TextOf(b)) : Holds(run.TextOf(a).SequenceCompareTo(run.TextOf(b)));
    }

    private bool Holds(int order) => sign switch
    {
        "=" or "!=" => order == 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };
}

/// <summary>An equality whose right side is the same everywhere in the document: one set, made once.</summary>
internal sealed class MemberExpression(Expression left, Expression right, bool isCompact, int set) : Expression
{
    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node)
    {
        var members = run.Set(set);
        if (!members.IsBuilt) Build(run, node, members);
        var count = left.Values(run, node);
        var holds = false;
        for (var i = run.ValueTop - count; i < run.ValueTop && !holds; i++)
        {
            holds = members.Contains(run.TextOf(run.ValueAt(i)), isCompact);
        }

        run.ValueTop -= count;
        return holds;
    }

    private void Build(Run run, int node, ByteSet members)
    {
        var track = run.Track;
        run.Track = Tracking.None;
        members.Clear();
        var count = right.Values(run, node);
        for (var i = run.ValueTop - count; i < run.ValueTop; i++) members.Add(run.TextOf(run.ValueAt(i)), isCompact);
        run.ValueTop -= count;
        run.Track = track;
        members.IsBuilt = true;
    }
}
