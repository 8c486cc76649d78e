namespace Gateway.Mappings;

/// <summary>The members of a class in the order of the target.</summary>
/// <param name="members">The members.</param>
/// <param name="at">Where most of their paths start.</param>
/// <param name="over">What it copies or restores besides; null for nothing.</param>
internal sealed class Body(Member[] members, BlockStandpoint at, OverPart? over = null)
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
        if (course.Steps.Length > 0) return false;
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
            Follow(run, node, plan.CourseOf(run, node, found), found, found);
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

    /// <summary>Makes those that are known from the pattern of a node around.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="known">What is known.</param>
    /// <param name="around">What was found at the places around.</param>
    public static void Make(Run run, int node, KnownBody known, in FoundPlaces around)
        => Follow(run, node, known, around, default);

    private static void Follow(Run run, int node, KnownBody body, in FoundPlaces found, in FoundPlaces own)
    {
        var made = 0;
        var position = 0;
        var steps = body.Steps;
        for (var i = 0; i < steps.Length; i++)
        {
            ref readonly var step = ref steps[i];
            if (step.Texts is { } texts && texts.Write(run, found))
            {
                i += texts.Steps - 1;
                continue;
            }

            if (step.Moves is null && step.Body is null) run.Arrive(body.Depth);
            if (step.IsAsked && body.Plan.IsAskedInVain(run, node, step.Number, own)) continue;
            if (run.IsExhausted) return;
            if (step.Member.Target != position) (position, made) = (step.Member.Target, 0);
            foreach (var read in step.Reads) run.MarkRead(read.In(found));
            if (step.Copies is null && step.After is { } before) run.Announce(before);
            if (step.Copies is { } copies) step.Member.Copy(run, node, copies, found, ref made);
            else if (step.Moves is { } moves) step.Member.MoveTo(run, moves, found, ref made);
            else if (step.Body is { } within) step.Member.MakeWithin(run, node, within, found, ref made);
            else if (step.IsAsked) step.Member.Make(run, node, ref made);
            else step.Member.MakeKnown(run, node, ref made);
        }

        if (body.Last is { } last) run.Announce(last);
    }

    /// <summary>What it makes wherever the nodes at the places of the class around it follow the same patterns.</summary>
    /// <returns>Null when more than these patterns decides it.</returns>
    public KnownBody? Within(Run run, int node, NeedPlan around, in FoundPlaces found)
    {
        var plan = needs ??= new NeedPlan(members, at);
        if (over is not null || !plan.IsWithin(around) || found[0]?.Pattern is null) return null;
        var known = plan.CourseOf(run, node, plan.Inherit(around, found));
        return known.With(number => plan.Inherited(around, number));
    }

    /// <summary>What it makes at a node below wherever a node follows the same pattern.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block, which was entered.</param>
    /// <param name="around">What was found at the place around it.</param>
    /// <returns>Null when more than this pattern decides it.</returns>
    public KnownBody? Below(Run run, int node, Found around)
    {
        var plan = needs ??= new NeedPlan(members, at);
        FoundPlaces found = default;
        found[0] = run.Found(at.Depth);
        if (over is not null || plan.HasUndecidedLets || found[0]?.Pattern is not { } pattern) return null;
        var numbers = new ushort[found[0]!.Visited];
        for (var i = 0; i < numbers.Length; i++)
        {
            var number = around.NumberOf(found[0]!.Node(i));
            if (number < 0) return null;
            numbers[i] = (ushort)number;
        }

        var known = plan.CourseOf(run, node, found).With(number => number with { Number = numbers[number.Number] });
        return known with { Pattern = pattern, Numbers = numbers };
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
