using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>One step of the address of a carried value in the target.</summary>
/// <param name="Position">Position of the target.</param>
/// <param name="Ordinal">Which of its siblings of that position, from 1.</param>
internal readonly record struct RestoreStep(int Position, int Ordinal);

/// <summary>A carried value that goes back to its place.</summary>
/// <param name="Class">Node of the target: the class that its address begins at.</param>
/// <param name="Value">Node of the source that has its text.</param>
/// <param name="Steps">Its address.</param>
/// <param name="Rule">Number of the rule that restores.</param>
internal readonly record struct Restored(int Class, int Value, RestoreStep[] Steps, int Rule);

/// <summary>Takes what <c>carry</c> put into Extension under one label, and finds the places of the target that it came from.</summary>
/// <param name="label">The label.</param>
/// <param name="places">Where classes of the source hold it, by their position.</param>
/// <param name="to">Schema of the target.</param>
/// <param name="rule">The rule.</param>
internal sealed class RestorePlace(byte[] label, IReadOnlyDictionary<int, ExtensionPlace> places, Schema to, Rule rule)
{
    private const int StepsMax = 32;

    /// <summary>Notes what a node of the source holds for the class of the target that is made from it.</summary>
    public void Note(Run run, int opened, int node)
    {
        var nodes = run.Source.Nodes;
        if (!places.TryGetValue(nodes[node].Position, out var place)) return;
        for (var child = node + 1; child < nodes[node].Next; child = nodes[child].Next)
        {
            if (nodes[child].Position == place.Extension) Note(run, opened, child, place);
        }
    }

    private void Note(Run run, int opened, int extension, in ExtensionPlace place)
    {
        var (path, value) = (-1, -1);
        var isLabelled = false;
        var nodes = run.Source.Nodes;
        for (var child = extension + 1; child < nodes[extension].Next; child = nodes[child].Next)
        {
            var position = nodes[child].Position;
            if (position == place.Label) isLabelled = run.Source.Text(child) == Encoding.UTF8.GetString(label);
            else if (position == place.Path) path = child;
            else if (position == place.Value) value = child;
        }

        if (!isLabelled || path < 0 || value < 0 || !run.HasText(value)) return;
        if (StepsOf(run.Target.Nodes[opened].Position, run.Source.Text(path)) is not { } steps) return;
        run.AddRestore(new Restored(opened, value, steps, rule.Number));
        run.Data++;
    }

    // "Address/Line[2]@languageID"; null when the target has no such place.
    private RestoreStep[]? StepsOf(int at, string path)
    {
        var steps = new List<RestoreStep>();
        for (var i = 0; i < path.Length;)
        {
            var isAttribute = path[i] == '@';
            if (path[i] is '@' or '/') i++;
            var end = path.AsSpan(i).IndexOfAny("/@[") is var length and >= 0 ? i + length : path.Length;
            var position = ChildOf(at, path.AsSpan(i, end - i), isAttribute);
            if (position == 0 || steps.Count == StepsMax) return null;
            var ordinal = 1;
            if (end < path.Length && path[end] == '[')
            {
                var close = path.IndexOf(']', end);
                var isNumber = close > end && int.TryParse(path.AsSpan(end + 1, close - end - 1), out ordinal);
                if (!isNumber || ordinal < 1) return null;
                end = close + 1;
            }

            steps.Add(new RestoreStep(position, ordinal));
            (at, i) = (position, end);
        }

        return steps.Count == 0 || to[at].Kind == PositionKind.Class ? null : [.. steps];
    }

    private int ChildOf(int parent, ReadOnlySpan<char> name, bool isAttribute)
    {
        var shape = to.ChildrenOf(parent);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (to[i].Kind == PositionKind.Attribute == isAttribute && name.SequenceEqual(to[i].Name)) return i;
        }

        return 0;
    }
}

/// <summary>
/// Puts carried values back into a finished target: what the rules made is taken back as a draft and written again with the values at
/// their places. What a rule made stays; a value whose place is taken is not used.
/// </summary>
internal sealed class Restoration
{
    private sealed class Branch(RestoreStep step)
    {
        public RestoreStep Step => step;

        public List<Branch> Inner { get; } = [];

        public int Value { get; set; } = -1;

        public int Rule { get; set; }

        public void Add(in Restored restored, int level)
        {
            if (level == restored.Steps.Length)
            {
                if (Value < 0) (Value, Rule) = (restored.Value, restored.Rule);
                return;
            }

            var next = restored.Steps[level];
            var at = Inner.FindIndex(b => b.Step.Position > next.Position
                || (b.Step.Position == next.Position && b.Step.Ordinal >= next.Ordinal));
            if (at < 0 || Inner[at].Step != next)
            {
                if (at < 0) at = Inner.Count;
                Inner.Insert(at, new Branch(next));
            }

            Inner[at].Add(restored, level + 1);
        }
    }

    private static readonly List<Branch> Nothing = [];

    private readonly Run run;
    private readonly Tree target;
    private readonly Tree draft;
    private readonly SortedList<int, Branch> classes = [];
    private readonly int[] moved;

    private Restoration(Run run, Tree target, Tree draft, int first)
    {
        (this.run, this.target, this.draft) = (run, target, draft);
        moved = new int[draft.Nodes.Length];
        for (var i = 0; i < run.RestoreTop; i++)
        {
            var restored = run.RestoreAt(i);
            if (run.IsRead(restored.Value)) continue;
            var at = restored.Class - first;
            if (!classes.TryGetValue(at, out var branch)) classes.Add(at, branch = new Branch(default));
            branch.Add(restored, 0);
        }
    }

    /// <summary>Writes what the rules made again, with what is restored.</summary>
    /// <param name="run">The run.</param>
    /// <param name="target">What it made.</param>
    /// <param name="before">How far the target had grown before the run.</param>
    /// <param name="draft">Room for what the rules made.</param>
    public static void Write(Run run, Tree target, TreeMark before, Tree draft)
    {
        if (run.RestoreTop == 0) return;
        draft.Reset(target.Schema, null);
        draft.AddForest(target, before.Nodes, target.Nodes.Length, 0);
        target.Rollback(before with { Window = target.Window.Length });
        var restoration = new Restoration(run, target, draft, before.Nodes);
        for (var node = 0; node < draft.Nodes.Length; node = draft.Nodes[node].Next) restoration.Copy(node, null);
        for (var i = 0; i < run.OwnerTop; i++) run.MoveOwner(i, restoration.moved[run.OwnerTarget(i) - before.Nodes]);
    }

    private void Copy(int node, Branch? from)
    {
        classes.TryGetValue(node, out var own);
        var n = draft.Nodes[node];
        moved[node] = target.Nodes.Length;
        var made = target.Open(n.Position, n.Start, n.Length, n.Flags);
        target.AddSourcesOf(draft, node);
        CopyInner(node, Merged(from?.Inner ?? Nothing, own?.Inner ?? Nothing));
        target.Close(made);
    }

    private void CopyInner(int node, List<Branch> branches)
    {
        var at = 0;
        var end = draft.Nodes[node].Next;
        for (var child = node + 1; child < end;)
        {
            int position = draft.Nodes[child].Position;
            while (at < branches.Count && branches[at].Step.Position < position) Add(branches[at++], 0);
            var count = 0;
            for (; child < end && draft.Nodes[child].Position == position; child = draft.Nodes[child].Next)
            {
                count++;
                var isHere = at < branches.Count && branches[at].Step == new RestoreStep(position, count);
                Copy(child, isHere ? branches[at++] : null);
            }

            for (; at < branches.Count && branches[at].Step.Position == position; at++, count++) Add(branches[at], count);
        }

        while (at < branches.Count) Add(branches[at++], 0);
    }

    // A new node, unless there are as many as the target takes.
    private void Add(Branch branch, int count)
    {
        if (count >= target.Schema![branch.Step.Position].Max) return;
        var value = branch.Value;
        int made;
        if (value < 0) made = target.Open(branch.Step.Position);
        else
        {
            run.Track = Tracking.Value;
            Paths.PushValue(run, value, null);
            made = run.WriteValue(branch.Step.Position, run.ValueAt(run.ValueTop - 1), branch.Rule, true);
            run.EndValue();
            run.Track = Tracking.None;
        }

        target.SetRule(branch.Rule);
        foreach (var inner in branch.Inner) Add(inner, 0);
        target.Close(made);
    }

    // Two addresses may lead to one place: from a class above, and from the class itself.
    private static List<Branch> Merged(List<Branch> one, List<Branch> other)
    {
        if (one.Count == 0) return other;
        if (other.Count == 0) return one;
        return [.. one.Concat(other.Where(o => one.TrueForAll(b => b.Step != o.Step)))
            .OrderBy(b => b.Step.Position).ThenBy(b => b.Step.Ordinal)];
    }
}
