using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Compiles blocks: their keys become members of classes of the target, in the target's order.</summary>
internal sealed partial class BlockCompiler(
    Binder binder, Schema to, Compilation shared, MappingText text, List<Rule> rules)
{
    private const int DepthMax = 16;
    private static readonly string[] Choosable = ["when", "let"];
    private readonly List<Spot> left = [];

    /// <summary>Compiles what is copied and restored.</summary>
    public required CopyCompiler Copying { get; init; }

    /// <summary>The deepest block that moves.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether a class of the target can hold what no rule reads; set once the mapping is known.</summary>
    public Func<int, bool> CanHold { get; init; } = _ => false;

    /// <summary>The form by its structure, where a block need not be compiled that was for another form; null where all are.</summary>
    public SourceStructure? Structure { get; init; }

    /// <summary>What the fragments leave where they are used.</summary>
    public IReadOnlyList<Spot> Left => left;

    /// <summary>Compiles the map itself; <c>each</c> there makes one document for each node.</summary>
    public Member Document(Entry map, int position, Scope scope)
    {
        var around = new ClassPlan(0);
        var place = new BlockPlace(scope, around, [], "", to[position].WcoId ?? "");
        if (HasMove(map)) Moved(map, position, place, true);
        if (HasMove(map) && around.ToBody(scope, Copying, null, false, false).Only is { } moved) return moved;
        var rule = NewRule(map, to.NameOf(position), "");
        var made = new ClassPlan(position, "", place.Pointer);
        Keys(map, place with { Class = made });
        CheckMandatory(map, made, to.NameOf(position));
        var body = made.ToBody(scope, Copying, map["restore"]?.Text, true, CanHold(position));
        return new ClassMember(position, int.MaxValue, rule, "", [], body, true, true);
    }

    /// <summary>Compiles the keys of a block into its class.</summary>
    public void Keys(Entry block, BlockPlace place)
    {
        if (shared.IsFull) KeyCheck.Check(block, shared);
        if (block["let"] is { } lets) place = place with { Scope = Lets(lets, place.Scope) };
        if (block["use"] is { } use) Use(block, use, place);
        if (block["choose"] is { } choose) Choose(choose, place);
        if (block["restore"] is { } restore) place = place with { Restore = restore.Text };
        if (block["except"] is { } except) Except(except, place.Class);
        if (block["copy"] is { } copy) Copy(copy, place);
        foreach (var child in block.Children)
        {
            if (!Merge.IsKeyword(child.Key) && !(place.IsFragment && IsHead(child.Key))) Target(child, place);
        }

        if (block["let"] is { } used)
        {
            foreach (var let in used.Children) shared.ReportUnused(let);
        }
    }

    private static bool IsHead(string key) => key is "part" or "from" or "to" or "leave";

    private Scope Lets(Entry lets, Scope scope)
    {
        var inner = scope.Nested();
        foreach (var let in lets.Children)
        {
            if (binder.Either(let, inner) is { } expression) inner.Add(let.Key, expression, let, binder.NextLet());
        }

        return inner;
    }

    private void Use(Entry block, Entry use, BlockPlace place)
    {
        if (use.Text is null || !text.Parts.TryGetValue(use.Text, out var part)) return;
        shared.Used.Add("part " + use.Text);
        var inner = place.Scope.Fragment();
        var parameters = block["with"]?.Children ?? [];
        foreach (var parameter in parameters)
        {
            if (binder.Either(parameter, place.Scope) is not { } expression) continue;
            var at = new LetStandpoint(expression, place.Scope.Depth, binder.NextLet());
            var given = new LetExpression(at) { Spots = expression.Spots };
            inner.Add(parameter.Key, given, parameter, binder.NextLet());
        }

        var around = shared.EnterUse(use);
        Keys(part, place with { Scope = inner, IsFragment = true });
        foreach (var path in shared.LeftPaths(part["leave"])) Leave(path, inner);

        shared.EnterUse(around);
        foreach (var parameter in parameters) shared.ReportUnused(parameter, "parameter");
        foreach (var name in NamesOf(block["except"]))
        {
            if (to.Child(place.Class.Position, name.Text!) is > 0 and var at) place.Class.Remove(at);
        }
    }

    private void Leave(Entry path, Scope scope)
    {
        if (binder.Left(path, scope) is not { } nodes) return;
        if (nodes is PathExpression { HasKeys: true })
        {
            shared.ReportKey(MappingFindings.WrongShape, path, path.Text ?? "", "not of names alone");
        }

        left.AddRange(nodes.Spots);
    }

    private void Choose(Entry choose, BlockPlace place)
    {
        if (shared.IsFull) KeyCheck.Choices(choose, shared);
        var before = new List<Expression>();
        var isOpen = true;
        foreach (var child in choose.Children)
        {
            if (!isOpen) shared.Report(MappingFindings.Unreachable, child, 0);
            foreach (var key in child.Children.Where(k => Merge.IsKeyword(k.Key) && !Choosable.Contains(k.Key)))
            {
                shared.ReportKey(MappingFindings.UnknownKey, key, key.Key, "when, let and names of the target");
            }

            var guards = place.Guards.Concat(before.Select(b => (Expression)new NotExpression(b))).ToList();
            if (child["when"] is { } when && binder.Condition(when, place.Scope) is { } condition)
            {
                guards.Add(condition);
                before.Add(condition);
            }
            else isOpen = false;
            Keys(child, place with { Guards = [.. guards], IsChoice = true });
        }
    }

    private void Target(Entry child, BlockPlace place)
    {
        var key = child.Key.StartsWith("./", StringComparison.Ordinal) ? child.Key[2..] : child.Key;
        var name = key.Split('@')[0];
        if (name == "." && key.Length > 1)
        {
            OwnAttribute(child, key[2..], place);
            return;
        }

        var position = to.Child(place.Class.Position, name);
        if (position == 0 || to[position].Kind == PositionKind.Attribute)
        {
            UnknownTarget(child, name, place);
            return;
        }

        if (key.Length > name.Length)
        {
            AddAttribute(child, position, key[(name.Length + 1)..], place);
            return;
        }

        var isOne = to[position].Max == 1 && place.Class.At(position).Any(m => m.IsFragment == place.IsFragment
            && !m.IsGuarded && m.Plain is null);
        if (isOne && place.Guards.Length == 0) shared.ReportKey(MappingFindings.TwoProducers, child, key);
        if (place.Guards.Length == 0 && !place.IsFragment) CheckArms(child, position, place);
        if (child.IsList)
        {
            CheckProducers(child, position, key);
            foreach (var item in child.Children) Item(item.Renamed(child.Key), position, place, true);
        }
        else Item(child, position, place, false);
    }

    // A list into a place for one needs a condition at each entry but one.
    private void CheckProducers(Entry list, int position, string key)
    {
        if (to[position].Max > 1) return;
        var certain = list.Children.Where(item => !KeyCheck.IsConditional(item)).Skip(1);
        foreach (var item in certain) shared.Report(MappingFindings.TwoProducers, item, 0, key);
    }

    private void CheckArms(Entry child, int position, BlockPlace place)
    {
        if (to[position].Arms.IsDefaultOrEmpty || KeyCheck.IsConditional(child)) return;
        foreach (var other in place.Class.Certain.Where(other => !to[other].Arms.IsDefaultOrEmpty))
        {
            var isApart = to[position].Arms.Any(a => to[other].Arms.Any(b => a.Choice == b.Choice && a.Number != b.Number));
            if (!isApart) continue;
            shared.ReportKey(MappingFindings.BothArms, child, to.NameOf(position), to.NameOf(other),
                place.Path.Length == 0 ? to.NameOf(place.Class.Position) : place.Path);
        }
    }

    private void Item(Entry item, int position, BlockPlace place, bool isListed)
    {
        var inner = place with
        {
            Path = place.Path.Length == 0 ? to.NameOf(position) : place.Path + "/" + to.NameOf(position),
            Pointer = to[position].WcoId is { } id ? place.Pointer + "/" + id : place.Pointer,
        };
        var isClass = to[position].Kind is PositionKind.Class or PositionKind.Root;
        if (item.Text is not null || (item.IsLongLeaf && !item.IsMoved))
        {
            if (isClass && Copying.DateOf(position) is { } date) Date(item, position, inner, date);
            else if (isClass) shared.ReportKey(MappingFindings.WrongShape, item, inner.Path, "a class and takes a block of keys");
            else Leaf(item, position, inner);
        }
        else if (HasMove(item)) Moved(item, position, inner, isClass);
        else if (!isClass) shared.ReportKey(MappingFindings.WrongShape, item, inner.Path, "a value and takes an expression");
        else Plain(item, position, inner, isListed);
    }

    private static bool HasMove(Entry item) => (item["each"] ?? item["at"]) is not null;

    private void UnknownTarget(Entry child, string name, BlockPlace place)
    {
        // What is kept until all forms are compiled must not keep the compilation of this one.
        var (target, at, path) = (to, place.Class.Position, place.Path);
        string[] Arguments()
        {
            var shape = target.ChildrenOf(at);
            var known = Enumerable.Range(shape.First, shape.Count).Select(target.NameOf).Concat(Merge.AllKeywords);
            return [name, path.Length == 0 ? target.NameOf(at) : path, Nearest.To(name, known)];
        }

        // A fragment serves several classes: its key must exist in one of them.
        if (place.IsFragment) shared.Absent(child, MappingFindings.UnknownTarget, child, 0, Arguments);
        else shared.ReportKey(MappingFindings.UnknownTarget, child, Arguments());
    }

    private Rule NewRule(Entry entry, string target, string shown)
    {
        var rule = new Rule(rules.Count + 1, entry.Place.Reference ?? "", entry.Place.Segment, entry.Place.Element,
            target, shown.EndsWith(" !", StringComparison.Ordinal) ? shown[..^2] : shown);
        rules.Add(rule);
        return rule;
    }
}
