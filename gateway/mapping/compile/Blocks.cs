using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A class of the target while its members are collected.</summary>
internal sealed class ClassPlan(int position)
{
    private sealed record Slot(int At, List<MemberPlan> Members);

    // In the order of the target's positions; a class has few of them.
    private readonly List<Slot> slots = [];

    /// <summary>Position in the target.</summary>
    public int Position => position;

    /// <summary>Positions that something is made for.</summary>
    public IEnumerable<int> Made => slots.Select(slot => slot.At);

    /// <summary>Adds what makes a position.</summary>
    /// <param name="at">The position.</param>
    /// <param name="member">What makes it.</param>
    /// <param name="isOwn">The block's own key: replaces what a fragment made.</param>
    public void Add(int at, MemberPlan member, bool isOwn)
    {
        var index = slots.FindIndex(slot => slot.At >= at);
        if (index < 0) index = slots.Count;
        if (index == slots.Count || slots[index].At != at) slots.Insert(index, new Slot(at, []));
        var list = slots[index].Members;
        if (isOwn) list.RemoveAll(m => m.IsFragment);
        list.Add(member);
    }

    /// <summary>The plain block that is already there, for a prefix to fill; null when there is none.</summary>
    public MemberPlan? Plain(int at)
        => slots.Find(slot => slot.At == at)?.Members.Find(m => m.Plain is not null && m.Rule is null);

    /// <summary>Positions that something makes in any case.</summary>
    public IEnumerable<int> Certain => slots.Where(slot => slot.Members.Exists(m => !m.IsGuarded)).Select(slot => slot.At);

    /// <summary>What makes a position so far.</summary>
    public IReadOnlyList<MemberPlan> At(int at) => slots.Find(slot => slot.At == at)?.Members ?? [];

    /// <summary>Removes what a position has.</summary>
    public void Remove(int at) => slots.RemoveAll(slot => slot.At == at);

    /// <summary>Makes the body.</summary>
    public Body ToBody(Scope scope) => new(
        [.. slots.SelectMany(slot => slot.Members).Select(m => m.Finish()).OfType<Member>()], scope.At);
}

/// <summary>One thing that makes a position: a finished member, or a plain block that may still be filled.</summary>
internal sealed class MemberPlan
{
    /// <summary>It came from a fragment.</summary>
    public bool IsFragment { get; init; }

    /// <summary>It holds only under a condition, so another may make the same position.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>Makes the member; null when the form has nothing for it.</summary>
    public required Func<Member?> Finish { get; init; }

    /// <summary>The class of a plain block.</summary>
    public ClassPlan? Plain { get; init; }

    /// <summary>Where the plain block is one of a list and so stands for itself; null otherwise.</summary>
    public Rule? Rule { get; init; }
}

/// <summary>Where a block is compiled.</summary>
/// <param name="Scope">What is visible.</param>
/// <param name="Class">The class it fills.</param>
/// <param name="Guards">Conditions under which it holds.</param>
/// <param name="Path">Path of the class, for people.</param>
/// <param name="Pointer">WCO pointer of the class.</param>
/// <param name="IsFragment">The keys are those of a fragment.</param>
/// <param name="IsChoice">The keys are those of an entry of <c>choose</c>.</param>
internal sealed record BlockPlace(
    Scope Scope, ClassPlan Class, Expression[] Guards, string Path, string Pointer, bool IsFragment = false,
        bool IsChoice = false);
