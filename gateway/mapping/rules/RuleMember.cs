namespace Gateway.Mappings;

/// <summary>A rule of a pack at the nodes where it applies: a member that makes nothing and says where the rule is broken. So what decides
/// it is learned as for the members of a class, and where a pattern tells that it holds, it is not tested.</summary>
/// <param name="number">Number of the rule in its pack.</param>
/// <param name="when">The condition under which it says something; null for always.</param>
/// <param name="that">What must hold.</param>
internal sealed class RuleMember(int number, Expression? when, Expression that)
    : Member(0, 1, NoRule, "", when is null ? [] : [when])
{
    private static readonly Rule NoRule = new(0, "", 0, 0, "", "");

    // The places whose outlines decide whether it holds; null when more than these decides it.
    private Standpoint[]? deciding;

    // Where nothing is there it may be broken all the same.
    protected override Need UnguardedNeed => default;

    public override void Draw()
    {
        base.Draw();
        var places = new List<Standpoint>();
        deciding = that.Draw(null, places) is null ? null : [.. places];
    }

    protected override bool IsIdle(Run run, int node, NeedPlan plan, in FoundPlaces found, ref Member? last)
    {
        if (deciding is null || plan.Known(deciding, found) is null) return false;
        var holds = that.Test(run, node);
        run.EndValue();
        return holds;
    }

    protected override void Produce(Run run, int node, ref int made)
    {
        if (!that.Test(run, node)) run.Broken.Add((number, node));
        run.EndValue();
    }
}

/// <summary>The rules of a pack that apply at the same nodes.</summary>
/// <param name="each">Leads to the nodes; null for the document.</param>
/// <param name="table">What is looked for below them.</param>
/// <param name="rules">The rules.</param>
internal sealed class RulesAt(Expression? each, ScopeTable table, Body rules)
{
    /// <summary>Draws into the outlines what they look at.</summary>
    public void Draw() => rules.Draw();

    /// <summary>Tests them wherever they apply.</summary>
    public void Test(Run run)
    {
        var from = run.Top;
        if (each is null) run.Push(run.Root);
        else each.Select(run, run.Root);
        for (var (i, end) = (from, run.Top); i < end && !run.IsExhausted; i++)
        {
            run.Enter(1, run.NodeAt(i), table);
            rules.Make(run, run.NodeAt(i));
        }

        run.Top = from;
    }
}
