using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A class of the target while its members are collected.</summary>
internal sealed class ClassPlan(int position, string path = "", string pointer = "")
{
    private sealed record Slot(int At, List<MemberPlan> Members);

    // In the order of the target's positions; a class has few of them.
    private readonly List<Slot> slots = [];

    /// <summary>Position in the target.</summary>
    public int Position => position;

    /// <summary>Path of the class, for people.</summary>
    public string Path => path;

    /// <summary>WCO pointer of the class.</summary>
    public string Pointer => pointer;

    /// <summary>Names that are not copied.</summary>
    public HashSet<string> Left { get; } = new(StringComparer.Ordinal);

    /// <summary>What is copied into the class; null for nothing.</summary>
    public CopyPlan? Copy { get; set; }

    /// <summary>Positions that something is made for by rules.</summary>
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
    /// <param name="scope">The scope of the block.</param>
    /// <param name="copying">Compiles what is copied.</param>
    /// <param name="label">Label of what is restored; null for nothing.</param>
    /// <param name="isMoved">The block's node is that of this class alone.</param>
    /// <param name="isOwner">The class can hold what no rule reads.</param>
    public Body ToBody(Scope scope, CopyCompiler copying, string? label, bool isMoved, bool isOwner)
    {
        var restore = Copy is not null || isMoved ? copying.Restore(label ?? Copy?.Label) : null;
        if (Copy is null && restore is null) return new([.. slots.SelectMany(slot => Finish(slot))], scope.At);
        var table = Copy is null ? CopyTable.Empty : copying.Table(Copy, position);
        if (Copy is not null) Inherit(Copy, copying);
        var parts = new List<ClassPart>();
        var targets = table.Targets;
        var next = 0;
        foreach (var slot in slots)
        {
            while (next < targets.Length && targets[next] < slot.At) parts.Add(new ClassPart([], next++, false));
            var copied = next < targets.Length && targets[next] == slot.At ? next++ : -1;
            parts.Add(new ClassPart(Finish(slot), copied, slot.Members.TrueForAll(m => m.IsGuarded)));
        }

        while (next < targets.Length) parts.Add(new ClassPart([], next++, false));
        var copy = Copy is null ? null : new CopyPart(Copy.Select, table, copying.LeftOf(Copy, position), isOwner);
        return new([], scope.At, new OverPart([.. parts], copy, restore, isMoved));
    }

    private static Member[] Finish(Slot slot) => [.. slot.Members.Select(m => m.Finish()).OfType<Member>()];

    // A plain block fills what copying makes at its place.
    private void Inherit(CopyPlan copy, CopyCompiler copying)
    {
        foreach (var (target, sources) in copying.Matches(copy.Spots, position))
        {
            if (Plain(target)?.Plain is not { Copy: null } filled || copy.Left.Contains(copying.NameOf(target))) continue;
            filled.Copy = copy with
            {
                Select = null, Spots = sources, Left = filled.Left, Path = filled.Path, Pointer = filled.Pointer,
            };
        }
    }
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
/// <param name="Restore">Label of what is restored; null for nothing.</param>
internal sealed record BlockPlace(
    Scope Scope, ClassPlan Class, Expression[] Guards, string Path, string Pointer, bool IsFragment = false,
        bool IsChoice = false, string? Restore = null);
