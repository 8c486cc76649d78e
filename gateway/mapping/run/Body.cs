namespace Gateway.Mappings;

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
        var steps = course.Steps;
        for (var i = 0; i < steps.Length; i++)
        {
            ref readonly var step = ref steps[i];
            if (step.Texts is { } texts && texts.Write(run, found))
            {
                i += texts.Steps - 1;
                continue;
            }

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
