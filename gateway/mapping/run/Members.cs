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
            Body = Within(run, node, plan, found),
        };
        var isIdle = step.Moves is [] || IsIdle(run, node, plan, found, ref after);
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
    /// <param name="found">What was found at its places.</param>
    /// <param name="last">Becomes the member whose rule would be at work afterwards, if there is any.</param>
    protected virtual bool IsIdle(Run run, int node, NeedPlan plan, in FoundPlaces found, ref Member? last) => false;

    /// <summary>Makes it where its guards are known to hold.</summary>
    public void MakeKnown(Run run, int node, ref int made) => Produce(run, node, ref made);

    /// <summary>The texts that it copies as they are wherever the nodes follow the same patterns.</summary>
    /// <returns>Null when there are none, or more than the patterns decides which they are.</returns>
    protected virtual TextCopy[]? Copies(Run run, int node, NeedPlan plan, in FoundPlaces found) => null;

    /// <summary>The nodes that it moves to wherever the nodes at its places follow the same patterns.</summary>
    /// <returns>Null when it does not move, or more than the patterns decides where.</returns>
    protected virtual Move[]? Moves(Run run, int node, NeedPlan plan, in FoundPlaces found) => null;

    /// <summary>What its class makes wherever the nodes at the places around it follow the same patterns.</summary>
    /// <returns>Null when it is no class of the same node, or more than these patterns decides what it makes.</returns>
    protected virtual KnownBody? Within(Run run, int node, NeedPlan plan, in FoundPlaces found) => null;

    /// <summary>Makes its class.</summary>
    public virtual void MakeWithin(Run run, int node, KnownBody within, in FoundPlaces found, ref int made)
    {
    }

    /// <summary>Moves to nodes.</summary>
    public virtual void MoveTo(Run run, Move[] moves, in FoundPlaces found, ref int made)
    {
    }

    /// <summary>Adds to a list what it does in a step, if that is to copy texts, or to make blocks of such texts.</summary>
    /// <returns>False, without having added anything, when it must be asked for each.</returns>
    public virtual bool AddCopies(in CourseStep step, CopiedList list) => false;

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

    protected override bool IsIdle(Run run, int node, NeedPlan plan, in FoundPlaces found, ref Member? last)
        => !isKept && !isOwner && body.IsIdle(run, node, plan, ref last);

    protected override KnownBody? Within(Run run, int node, NeedPlan plan, in FoundPlaces found) => body.Within(run, node, plan, found);

    protected override void Produce(Run run, int node, ref int made) => Make(run, node, null, default, ref made);

    public override bool AddCopies(in CourseStep step, CopiedList list)
    {
        if (step.Body?.OnlyTexts is not { } texts) return false;
        list.Add(Target, Rule, default, [], isOwner ? CopiedKind.BeginOwner : CopiedKind.Begin);
        list.Add(texts);
        list.Add(Target, Rule, default, [], CopiedKind.End);
        return true;
    }

    public override void MakeWithin(Run run, int node, KnownBody within, in FoundPlaces found, ref int made)
        => Make(run, node, within, found, ref made);

    private void Make(Run run, int node, KnownBody? known, in FoundPlaces found, ref int made)
    {
        var before = run.MarkTarget();
        var opened = run.Target.Open(Target);
        run.Target.SetRule(Rule.Number);
        if (isOwner) run.AddOwner(opened, node);
        if (known is null) body.Make(run, node);
        else Body.Make(run, node, known, found);
        run.Target.Close(opened);
        if (run.Data == before.Data && !isKept) run.Return(before);
        else made++;
    }
}
