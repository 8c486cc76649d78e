using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a block with <c>each</c> or <c>at</c> makes.</summary>
internal sealed class MovedMember(
    int target, int max, Rule rule, string pointer, Expression[] guards, Expression nodes, bool isEach, int depth,
        BlockStandpoint at, Expression? when,
    Expression? isolate, bool isKept, bool isOwner, Body body, LeafMember? leaf) : Member(target, max, rule, pointer,
        guards)
{
    protected override Need UnguardedNeed => nodes.Need;

    // The places whose outlines decide which nodes it moves to; null when more than these decides it.
    private Standpoint[]? deciding;

    public override void Draw()
    {
        base.Draw();
        var places = new List<Standpoint>();
        var drawn = nodes.Draw(null, places);
        deciding = drawn is null ? null : [.. places];
        when?.Draw(null, []);
        leaf?.Draw();
        body.Draw();
        if (at.Depth != depth) return;
        at.Table.DrawWhole();
        foreach (var outline in drawn ?? []) outline.Stands(at.Table);
    }

    protected override void Produce(Run run, int node, ref int made)
    {
        var from = run.Top;
        var count = nodes.Select(run, node);
        if (!isEach) count = Math.Min(count, 1);
        var index = 0;
        if (count == 0) return;
        for (var i = from; i < from + count && !run.IsExhausted; i++)
        {
            Go(run, run.NodeAt(i), default, default, ref index, ref made);
        }

        run.Top = from;
    }

    protected override Move[]? Moves(Run run, int node, NeedPlan plan, in FoundPlaces found)
    {
        if (deciding is null || plan.Known(deciding, found) is not { } places) return null;
        var from = run.Top;
        var count = nodes.Select(run, node);
        var moves = new Move[isEach ? count : Math.Min(count, 1)];
        var isKnown = true;
        for (var i = 0; i < moves.Length && isKnown; i++)
        {
            var inner = run.NodeAt(from + i);
            run.Track = Tracking.Key;
            run.Note(inner, OriginRole.Key);
            nodes.NoteKeys(run, inner);
            if (run.MoveOf(inner, places, found) is { } move) moves[i] = when is null ? move : move with { Keys = null };
            else isKnown = false;
            run.EndValue();
            run.Track = Tracking.None;
        }

        run.Top = from;
        if (!isKnown) return null;
        for (var i = 0; i < moves.Length && leaf is null && isolate is null; i++)
        {
            moves[i] = moves[i] with { Body = BodyAt(run, moves[i].Node, plan, found) };
        }

        return moves;
    }

    private KnownBody? BodyAt(Run run, NodeNumber move, NeedPlan plan, in FoundPlaces found)
    {
        if (move.Place != 0) return null;
        var inner = move.In(found);
        if (at.Depth != depth)
        {
            run.Stay(depth, inner);
            return ReferenceEquals(run.Found(at.Depth), found[0]) ? body.Within(run, inner, plan, found) : null;
        }

        if (!found[0]!.Pattern!.IsWhole) return null;
        run.Enter(depth, inner, at.Table, true);
        return body.Below(run, inner, found[0]!);
    }

    public override bool AddCopies(in CourseStep step, CopiedList list)
    {
        if (step.Moves is not { } moves || when is not null || moves.Length > Max) return false;
        if (!Array.TrueForAll(moves, move => move.Keys is not null && move.Body?.OnlyTexts is not null)) return false;
        foreach (var move in moves)
        {
            list.Add(Target, Rule, move.Node, move.Keys!, isOwner ? CopiedKind.BeginOwner : CopiedKind.Begin);
            list.Add(move.Body!.OnlyTexts!);
            list.Add(Target, Rule, default, [], CopiedKind.End);
        }

        return true;
    }

    public override void MoveTo(Run run, Move[] moves, in FoundPlaces found, ref int made)
    {
        var index = 0;
        foreach (ref readonly var move in moves.AsSpan())
        {
            if (run.IsExhausted) return;
            Go(run, move.Node.In(found), move, found, ref index, ref made);
        }
    }

    private void Go(Run run, int inner, in Move move, in FoundPlaces found, ref int index, ref int made)
    {
        if (move.Body is null) run.Arrive(depth - 1);
        if (at.Depth != depth) run.Stay(depth, inner);
        else if (move.Body is { } known) run.Enter(depth, inner, known, found[0]!);
        else run.Enter(depth, inner, at.Table);
        if (when is not null && !Holds(run, inner)) return;
        run.Indices[depth] = isEach ? ++index : run.Indices[depth - 1];
        if (leaf is not null) leaf.Make(run, inner, ref made);
        else if (made < Max) Instance(run, inner, move, found, ref made);
        else ReportTooMany(run, inner);
    }

    private bool Holds(Run run, int node)
    {
        run.Arrive(at.Depth);
        var holds = when!.Test(run, node);
        run.EndValue();
        return holds;
    }

    private void Instance(Run run, int inner, in Move move, in FoundPlaces found, ref int made)
    {
        var before = run.MarkTarget();
        var refusal = run.Refusal;
        var said = run.Findings.Kept;
        if (isolate is not null) (run.Refusal, run.Isolated) = (null, run.Isolated + 1);
        var opened = run.Target.Open(Target);
        run.Target.SetRule(Rule.Number);
        if (isOwner) run.AddOwner(opened, inner);
        if (move.Keys is { } keys) run.WriteOrigins(keys, found);
        else WriteKeys(run, inner);
        if (move.Body is { } known) Body.Make(run, inner, known, found);
        else body.Make(run, inner);
        run.Target.Close(opened);
        var isRefused = isolate is not null && run.Refusal is not null;
        if (isRefused || (run.Data == before.Data && !isKept))
        {
            run.Return(before);
            run.Announce(this);
            run.Detach(said);
            if (isRefused) Refuse(run, inner);
        }
        else made++;

        if (isolate is not null) (run.Refusal, run.Isolated) = (refusal, run.Isolated - 1);
        if (run.IsTargetTooLarge) run.Exhaust();
    }

    private void WriteKeys(Run run, int inner)
    {
        run.Arrive(at.Depth);
        run.Track = Tracking.Key;
        run.Note(inner, OriginRole.Key);
        nodes.NoteKeys(run, inner);
        if (when is not null) Conditions.Decides(when, run, inner);
        run.WriteOrigins(0, run.OriginTop);
        run.EndValue();
        run.Track = Tracking.None;
    }

    private void Refuse(Run run, int inner)
    {
        var from = run.ValueTop;
        var name = isolate!.Values(run, inner) > 0 ? Encoding.UTF8.GetString(run.TextOf(run.ValueAt(from))) : "";
        run.EndValue();
        run.Announce(this);
        run.ReportGone(MappingFindings.LeftOut, inner, Rule.Target, name, run.Refusal!);
        run.MarkReadAll(inner);
    }

    private void ReportTooMany(Run run, int inner)
    {
        run.Announce(this);
        run.ReportGone(MappingFindings.TooMany, inner, Rule.Target,
            Max.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
