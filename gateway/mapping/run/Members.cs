using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Something that a block makes, in the order of the target.</summary>
internal abstract class Member(int target, int max, Rule rule, string pointer, Expression[] guards)
{
    /// <summary>Position in the target.</summary>
    public int Target => target;

    /// <summary>How often it may occur.</summary>
    protected int Max => max;

    /// <summary>The rule.</summary>
    public Rule Rule => rule;

    /// <summary>WCO pointer of the place.</summary>
    public string Pointer => pointer;

    /// <summary>Whether it may make a value of the source; a class with none is taken back.</summary>
    public virtual bool MakesData => true;

    /// <summary>What must be found for it to make or say anything.</summary>
    public Need Need => guards.Length > 0 ? default : UnguardedNeed;

    /// <summary>The same, once the guards hold.</summary>
    protected abstract Need UnguardedNeed { get; }

    /// <summary>Makes it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="made">How many of this position the class has already.</param>
    public void Make(Run run, int node, ref int made)
    {
        foreach (var guard in guards)
        {
            run.Track = Tracking.Key;
            var holds = guard.Test(run, node);
            if (holds) run.MarkNoted();
            run.EndValue();
            run.Track = Tracking.None;
            if (!holds) return;
        }

        Produce(run, node, ref made);
    }

    /// <summary>Makes it once the guards hold.</summary>
    protected abstract void Produce(Run run, int node, ref int made);

    // The places whose outlines decide the guards; null when more than these decides them.
    private Standpoint[]? deciding;

    /// <summary>Learns what it does wherever the nodes follow the same patterns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="plan">Of the class.</param>
    /// <param name="found">What was found at its places.</param>
    /// <param name="step">Takes it.</param>
    /// <param name="last">Whose rule is at work afterwards; null when it says it itself.</param>
    /// <returns>False when it does nothing.</returns>
    public bool Learn(Run run, int node, NeedPlan plan, in FoundPlaces found, ref CourseStep step, ref Member? last)
    {
        if (deciding is null || plan.Known(deciding, found) is not { } places)
        {
            step = step with { IsAsked = true };
            foreach (var guard in guards)
            {
                if (guard.IsRefuted(run, node, plan, found)) return false;
            }

            last = null;
            return true;
        }

        var reads = new List<NodeNumber>();
        if (!Hold(run, node, places, found, reads, ref step)) return false;
        var after = last;
        last = null;
        if (step.IsAsked) return true;
        step = step with
        {
            Reads = [.. reads], Copies = Copies(run, node, plan, found), Moves = Moves(run, node, plan, found),
        };
        var isIdle = step.Moves is [] || IsIdle(run, node, plan, ref after);
        if (step.Copies is not null) last = this;
        else if (isIdle) last = after;
        return !isIdle && step.Copies is not [];
    }

    // Guards that hold on what is not known are asked each time.
    private bool Hold(Run run, int node, int[] places, in FoundPlaces found, List<NodeNumber> reads, ref CourseStep step)
    {
        run.Track = Tracking.Key;
        var holds = true;
        for (var i = 0; i < guards.Length && holds && !step.IsAsked; i++)
        {
            holds = guards[i].Test(run, node);
            if (holds && !run.AddNoted(reads, places, found)) step = step with { IsAsked = true };
            run.EndValue();
        }

        run.Track = Tracking.None;
        return holds;
    }

    /// <summary>Whether it makes nothing wherever the nodes at its places follow the same patterns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="plan">Of the class.</param>
    /// <param name="last">Becomes the member whose rule would be at work afterwards, if there is any.</param>
    protected virtual bool IsIdle(Run run, int node, NeedPlan plan, ref Member? last) => false;

    /// <summary>Makes it where its guards are known to hold.</summary>
    public void MakeKnown(Run run, int node, ref int made) => Produce(run, node, ref made);

    /// <summary>The texts that it copies as they are wherever the nodes follow the same patterns.</summary>
    /// <returns>Null when there are none, or more than the patterns decides which they are.</returns>
    protected virtual TextCopy[]? Copies(Run run, int node, NeedPlan plan, in FoundPlaces found) => null;

    /// <summary>The nodes that it moves to wherever the nodes at its places follow the same patterns.</summary>
    /// <returns>Null when it does not move, or more than the patterns decides where.</returns>
    protected virtual Move[]? Moves(Run run, int node, NeedPlan plan, in FoundPlaces found) => null;

    /// <summary>Moves to nodes.</summary>
    public virtual void MoveTo(Run run, Move[] moves, in FoundPlaces found, ref int made)
    {
    }

    /// <summary>Copies texts.</summary>
    public virtual void Copy(Run run, int node, TextCopy[] copies, in FoundPlaces found, ref int made)
    {
    }

    /// <summary>Draws into the outlines what it looks at.</summary>
    public virtual void Draw()
    {
        var places = new List<Standpoint>();
        var isDecided = true;
        foreach (var guard in guards) isDecided &= guard.Draw(null, places) is not null;
        deciding = isDecided ? [.. places] : null;
    }
}

/// <summary>A value.</summary>
internal sealed class LeafMember(
    int target, int max, Rule rule, string pointer, Expression[] guards, Expression expression, bool isRequired,
        bool isNumber,
    SimpleType? moment, int unitAttribute, LeafMember[] attributes) : Member(target, max, rule, pointer, guards)
{
    // What most rules are: a path whose texts are copied as they are.
    private readonly PathExpression? path = isNumber || moment is not null || unitAttribute != 0 || attributes.Length > 0
        ? null : expression as PathExpression;

    // A rule of its own for the unit or currency goes before the one that the value brings.
    private readonly bool hasUnit = unitAttribute > 0 && !Array.Exists(attributes, a => a.Target == unitAttribute);

    public override bool MakesData => isRequired || !expression.IsConstant;

    protected override Need UnguardedNeed => isRequired ? default : expression.Need;

    // The places whose outlines decide which texts it copies; null when more than these decides it.
    private Standpoint[]? deciding;
    private bool wantsNumber;

    public override void Draw()
    {
        base.Draw();
        var places = new List<Standpoint>();
        var isDecided = expression.Draw(null, places) is not null;
        deciding = isDecided && moment is null && attributes.Length == 0 ? [.. places] : null;
        wantsNumber = isNumber || expression.WantsNumber;
        foreach (var attribute in attributes) attribute.Draw();
    }

    protected override TextCopy[]? Copies(Run run, int node, NeedPlan plan, in FoundPlaces found)
    {
        if (deciding is null || plan.Known(deciding, found) is not { } places) return null;
        run.Announce(this);
        run.Track = Tracking.Value;
        run.UnitFrom = null;
        var said = run.Findings.Count;
        var count = expression.Values(run, node);
        var copies = said < run.Findings.Count || (count == 0 && isRequired) || (wantsNumber && count > 1) ? null : new TextCopy[count];
        for (var i = 0; i < count && copies is not null; i++)
        {
            if (run.CopyOf(run.ValueAt(i), places, found) is { } copy) copies[i] = copy;
            else copies = null;
        }

        run.EndValue();
        run.Track = Tracking.None;
        return copies;
    }

    public override void Copy(Run run, int node, TextCopy[] copies, in FoundPlaces found, ref int made)
    {
        foreach (var copy in copies)
        {
            var text = copy.Value.In(found);
            if ((wantsNumber && !run.IsPlainNumber(text)) || (made >= Max && copy.UnitFrom is not null)) Produce(run, node, ref made);
            else if (made >= Max)
            {
                run.Announce(this);
                run.ReportDropped(new Value { Form = ValueForm.Node, Node = text });
            }
            else
            {
                Write(run, node, copy, found);
                made++;
            }
        }
    }

    private void Write(Run run, int node, TextCopy copy, in FoundPlaces found)
    {
        if (!hasUnit || (copy.Unit is null && copy.UnitFrom is null))
        {
            run.WriteCopy(Target, copy, Rule.Number, path is { HasKeys: false }, found);
            return;
        }

        // What is said about the unit is said before the figure stands in the target.
        run.Announce(this);
        run.Track = Tracking.Value;
        var count = copy.UnitFrom?.Values(run, node) ?? 0;
        var figure = run.Target.Nodes.Length;
        run.WriteCopy(Target, copy, Rule.Number, path is { HasKeys: false }, found);
        run.Target.Reopen(figure);
        if (copy.Unit is not null) run.WriteCopy(unitAttribute, copy.Unit, Rule.Number, false, found);
        else if (count > 0) run.WriteValue(unitAttribute, run.ValueAt(run.ValueTop - count), Rule.Number, false);
        run.Target.Close(figure);
        run.EndValue();
        run.Track = Tracking.None;
    }

    protected override void Produce(Run run, int node, ref int made)
    {
        run.Announce(this);
        run.Track = Tracking.Value;
        if (path is not null) Copy(run, path, node, ref made);
        else Calculate(run, node, ref made);
        run.EndValue();
        run.Track = Tracking.None;
        if (isRequired && made == 0) run.Missing(node);
    }

    private void Copy(Run run, PathExpression from, int node, ref int made)
    {
        var first = run.Top;
        from.Select(run, node);
        for (var i = first; i < run.Top; i++)
        {
            var found = run.NodeAt(i);
            if (!run.HasText(found)) continue;
            if (made < Max)
            {
                run.WriteText(Target, found, Rule.Number, from);
                made++;
            }
            else run.ReportDropped(new Value { Form = ValueForm.Node, Node = found });
        }

        run.Top = first;
    }

    private void Calculate(Run run, int node, ref int made)
    {
        var count = expression.Values(run, node);
        for (var i = 0; i < count; i++)
        {
            ref var value = ref run.ValueAt(i);
            if (made >= Max) run.ReportDropped(value);
            else if ((!isNumber || IsNumber(run, ref value)) && (moment is null || IsMoment(run, ref value, moment)))
            {
                Write(run, node, value);
                made++;
            }
        }
    }

    /// <summary>Makes a number of a value; says so when it is none.</summary>
    public static bool IsNumber(Run run, ref Value value)
    {
        if (value.IsNumber || NumberText.IsCanonical(run.TextOf(value))) return true;
        Span<byte> digits = stackalloc byte[48];
        var length = NumberText.Normalise(run.TextOf(value), 0, digits);
        if (length == 0) run.ReportValue(MappingFindings.NotConverted, value, "number", run.Rule.Target);
        else value = run.Made(digits[..length], value);
        return length > 0;
    }

    /// <summary>Makes a date of a value as a type of an XSD wants it: <c>xs:date</c> and <c>xs:dateTime</c> take only the one.</summary>
    public static bool IsMoment(Run run, ref Value value, SimpleType type)
    {
        Span<byte> iso = stackalloc byte[40];
        var length = DateText.Fit(run.TextOf(value), type, iso);
        if (length == 0) run.ReportValue(MappingFindings.NotConverted, value, "date", run.Rule.Target);
        else if (!run.TextOf(value).SequenceEqual(iso[..length])) value = run.Made(iso[..length], value);
        return length > 0;
    }

    private void Write(Run run, int node, in Value value)
    {
        var document = run.Target;
        if (unitAttribute == 0 && attributes.Length == 0)
        {
            run.WriteValue(Target, value, Rule.Number, false, node);
            return;
        }

        var opened = run.WriteValue(Target, value, Rule.Number, true, node);
        if (value.Unit > 0 && hasUnit) run.WriteValue(unitAttribute, run.Unit(value.Unit), Rule.Number,
            false);
        foreach (var attribute in attributes) attribute.WriteAttribute(run, node);
        document.Close(opened);
    }

    private void WriteAttribute(Run run, int node)
    {
        var from = run.ValueTop;
        if (expression.Values(run, node) > 0) run.WriteValue(Target, run.ValueAt(from), Rule.Number, false, node);
        run.ValueTop = from;
    }
}

/// <summary>A class whose block does not move the scope.</summary>
internal sealed class ClassMember(int target, int max, Rule rule, string pointer, Expression[] guards, Body body,
    bool isKept, bool isOwner = false)
    : Member(target, max, rule, pointer, guards)
{
    protected override Need UnguardedNeed => isKept || isOwner ? default : body.Need;

    public override void Draw()
    {
        base.Draw();
        body.Draw();
    }

    protected override bool IsIdle(Run run, int node, NeedPlan plan, ref Member? last)
        => !isKept && !isOwner && body.IsIdle(run, node, plan, ref last);

    protected override void Produce(Run run, int node, ref int made)
    {
        var before = run.MarkTarget();
        var opened = run.Target.Open(Target);
        run.Target.SetRule(Rule.Number);
        if (isOwner) run.AddOwner(opened, node);
        body.Make(run, node);
        run.Target.Close(opened);
        if (run.Data == before.Data && !isKept) run.Return(before);
        else made++;
    }
}

/// <summary>What a block with <c>each</c> or <c>at</c> makes.</summary>
internal sealed class MovedMember(
    int target, int max, Rule rule, string pointer, Expression[] guards, Expression nodes, bool isEach, int depth,
        Standpoint at, Expression? when,
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
        deciding = nodes.Draw(null, places) is null ? null : [.. places];
        when?.Draw(null, []);
        leaf?.Draw();
        body.Draw();
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
            Go(run, run.NodeAt(i), null, default, ref index, ref made);
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
        return isKnown ? moves : null;
    }

    public override void MoveTo(Run run, Move[] moves, in FoundPlaces found, ref int made)
    {
        var index = 0;
        foreach (ref readonly var move in moves.AsSpan())
        {
            if (run.IsExhausted) return;
            Go(run, move.Node.In(found), move.Keys, found, ref index, ref made);
        }
    }

    private void Go(Run run, int inner, CopyOrigin[]? keys, in FoundPlaces found, ref int index, ref int made)
    {
        run.Enter(depth, inner, at.Table);
        if (when is not null && !Holds(run, inner)) return;
        run.Indices[depth] = isEach ? ++index : run.Indices[depth - 1];
        if (leaf is not null) leaf.Make(run, inner, ref made);
        else if (made < Max) Instance(run, inner, keys, found, ref made);
        else ReportTooMany(run, inner);
    }

    private bool Holds(Run run, int node)
    {
        var holds = when!.Test(run, node);
        run.EndValue();
        return holds;
    }

    private void Instance(Run run, int inner, CopyOrigin[]? keys, in FoundPlaces found, ref int made)
    {
        var before = run.MarkTarget();
        var refusal = run.Refusal;
        var said = run.Findings.All.Count;
        if (isolate is not null) (run.Refusal, run.Isolated) = (null, run.Isolated + 1);
        var opened = run.Target.Open(Target);
        run.Target.SetRule(Rule.Number);
        if (isOwner) run.AddOwner(opened, inner);
        if (keys is null) WriteKeys(run, inner);
        else run.WriteOrigins(keys, found);
        body.Make(run, inner);
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

/// <summary>The members of a class in the order of the target.</summary>
/// <param name="members">The members.</param>
/// <param name="at">Where most of their paths start.</param>
/// <param name="over">What it copies or restores besides; null for nothing.</param>
internal sealed class Body(Member[] members, Standpoint at, OverPart? over = null)
{
    private NeedPlan? needs;

    /// <summary>Whether it has none.</summary>
    public bool IsEmpty => members.Length == 0 && over is null;

    /// <summary>Its only member; null when it has none or several.</summary>
    public Member? Only => members.Length == 1 && over is null ? members[0] : null;

    /// <summary>What must be found for it to make a value of the source.</summary>
    public Need Need => over is null ? Need.AnyOf(members.Where(m => m.MakesData)) : default;

    /// <summary>Draws into the outlines what its members look at.</summary>
    public void Draw()
    {
        _ = at.Table.Outline;
        foreach (var member in members) member.Draw();
        needs = null;
    }

    /// <summary>Whether it makes nothing wherever the nodes at the places of a class around it follow the same patterns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="around">The plan of the class around it.</param>
    /// <param name="last">Becomes the member whose rule would be at work afterwards, if there is any.</param>
    public bool IsIdle(Run run, int node, NeedPlan around, ref Member? last)
    {
        if (over is not null) return false;
        var plan = needs ??= new NeedPlan(members, at);
        FoundPlaces found = default;
        if (!plan.IsWithin(around) || !plan.FindDeciding(run, node, ref found)) return false;
        var course = plan.CourseOf(run, node, found);
        if (!course.Steps.IsEmpty) return false;
        last = course.Last ?? last;
        return true;
    }

    /// <summary>Makes those for which there is something.</summary>
    public void Make(Run run, int node)
    {
        if (over is not null)
        {
            over.Make(run, node, over.Find(run, node));
            return;
        }

        var plan = needs ??= new NeedPlan(members, at);
        FoundPlaces found = default;
        if (plan.FindDeciding(run, node, ref found))
        {
            Follow(run, node, plan, found);
            return;
        }

        plan.Find(run, node, ref found);
        var made = 0;
        var position = 0;
        for (var i = 0; i < members.Length; i++)
        {
            if (plan.IsMissing(i, found)) continue;
            if (run.IsExhausted) return;
            var member = members[i];
            if (member.Target != position) (position, made) = (member.Target, 0);
            member.Make(run, node, ref made);
        }
    }

    private static void Follow(Run run, int node, NeedPlan plan, in FoundPlaces found)
    {
        var made = 0;
        var position = 0;
        var course = plan.CourseOf(run, node, found);
        foreach (ref readonly var step in course.Steps)
        {
            if (step.IsAsked && plan.IsAskedInVain(run, node, step.Number, found)) continue;
            if (run.IsExhausted) return;
            if (step.Member.Target != position) (position, made) = (step.Member.Target, 0);
            foreach (var read in step.Reads) run.MarkRead(read.In(found));
            if (step.Copies is null && step.After is { } before) run.Announce(before);
            if (step.Copies is { } copies) step.Member.Copy(run, node, copies, found, ref made);
            else if (step.Moves is { } moves) step.Member.MoveTo(run, moves, found, ref made);
            else if (step.IsAsked) step.Member.Make(run, node, ref made);
            else step.Member.MakeKnown(run, node, ref made);
        }

        if (course.Last is { } last) run.Announce(last);
    }

    /// <summary>Makes those of a class that copying makes as well.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="copied">The node that is copied; -1 for none.</param>
    public void MakeOver(Run run, int node, int copied)
    {
        if (over is null) Make(run, node);
        else over.Make(run, node, copied);
    }
}
