using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What keys become: values, plain blocks, blocks that move.</summary>
internal sealed partial class BlockCompiler
{
    private readonly Dictionary<(ClassPlan Class, int Position), List<LeafMember>> attributes = [];

    private void Leaf(Entry item, int position, BlockPlace place)
    {
        if (LeafMember(item, position, place) is not { } make) return;
        var plan = new MemberPlan { IsFragment = place.IsFragment, IsGuarded = place.Guards.Length > 0, Finish = make };
        if (place.IsFragment) shared.Present(item);
        place.Class.Add(position, plan, !place.IsFragment && !place.IsChoice);
    }

    // A class that holds a date as text with its format, or typed, takes a date like a value.
    private void Date(Entry item, int position, BlockPlace place, DatePlace date)
    {
        var value = item["value"] ?? item;
        var rule = NewRule(value, place.Path, value.Text ?? "");
        if (binder.Leaf(value, place.Scope, out var isRequired) is not { } expression) return;
        isRequired |= item["required"] is not null;
        if (place.IsFragment) shared.Present(item);
        place.Class.Add(position, new MemberPlan
        {
            IsFragment = place.IsFragment,
            IsGuarded = place.Guards.Length > 0,
            Finish = () => expression.IsNothing && !isRequired ? null
                : new DateMember(position, to[position].Max, rule, place.Pointer, place.Guards, expression, isRequired, date),
        }, !place.IsFragment && !place.IsChoice);
    }

    private Func<Member?>? LeafMember(Entry item, int position, BlockPlace place)
    {
        var value = item["value"] ?? item;
        var rule = NewRule(value, place.Path, value.Text ?? "");
        var expression = binder.Target(value, place.Scope, out var isRequired);
        if (expression is null) return null;
        isRequired |= item["required"] is not null;
        var target = to[position];
        var type = target.Type?.Kind ?? ValueKind.Text;
        if (shared.IsFull) LeafCheck.Check(value, expression, to, position, binder.Names, shared);
        if (type == ValueKind.Boolean) expression = new BooleanExpression(expression);
        var unit = UnitAttribute(to, position);
        if (expression.IsNothing && !isRequired) return () => null;
        return () =>
        {
            var own = attributes.GetValueOrDefault((place.Class, position), []);
            var brought = unit > 0 && BringsUnit(expression) ? unit : 0;
            CheckAttributes(value, position, own, brought, place.Path);
            if (unit > 0 && brought == 0) CheckUnit(value, expression, (position, unit), own, place.Path);
            return new LeafMember(
                position, target.Max, rule, place.Pointer, place.Guards, expression, isRequired,
                type is ValueKind.Number or ValueKind.Integer, MomentOf(target.Type), unit, [.. own]);
        };
    }

    // The attributes of a value that no rule makes although it must have them.
    private void CheckAttributes(Entry at, int position, List<LeafMember> own, int brought, string path)
    {
        if (!shared.IsFull) return;
        var shape = to.ChildrenOf(position);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (to[i].Kind != PositionKind.Attribute || to[i].Min == 0 || i == brought || own.Exists(leaf => leaf.Target == i)) continue;
            shared.ReportKey(MappingFindings.NeverMade, at, path, "@" + to.NameOf(i));
        }
    }

    // What is counted needs no unit; where the target demands one, its absence is told as that of an attribute.
    private void CheckUnit(Entry at, Expression expression, (int Value, int Unit) target, List<LeafMember> own, string path)
    {
        if (!shared.IsFull || to[target.Unit].Min > 0 || own.Exists(leaf => leaf.Target == target.Unit)) return;
        if (expression.Result == ResultKind.Constant || to.NameOf(target.Value).EndsWith("Quantity", StringComparison.Ordinal)) return;
        shared.Report(MappingFindings.NoUnit, at, 0, at.Text ?? "", path, to.NameOf(target.Unit) == "currencyID" ? "currency" : "unit");
    }

    // A measure or amount has its unit or currency with it, and so may what its source schema has as such.
    private bool BringsUnit(Expression expression)
        => expression.Result is ResultKind.Measure or ResultKind.Unknown
        || expression.Spots.Any(spot => UnitAttribute(binder.Names.Schema, spot.Position) > 0);

    private static SimpleType? MomentOf(SimpleType? type)
        => type is { Kind: ValueKind.Moment } && type.MinLength + type.MaxLength > 0 ? type : null;

    private static int UnitAttribute(Schema schema, int position)
    {
        var shape = schema.ChildrenOf(position);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (schema[i].Kind == PositionKind.Attribute && schema.NameOf(i) is "unitCode" or "currencyID") return i;
        }

        return 0;
    }

    private void AddAttribute(Entry child, int position, string name, BlockPlace place)
    {
        if (AttributeOf(child, position, name) is not (> 0 and var attribute)) return;
        if (to[position].Type is null)
        {
            // The attribute of a class is a child of it like any other.
            Item(Entry.Block(child, to.NameOf(position), [child.Renamed(".@" + name)]), position, place, false);
            return;
        }

        var path = place.Path + "/" + to.NameOf(position) + "@" + name;
        if (LeafMember(child, attribute, place with { Path = path }) is not { } make
            || make() is not LeafMember leaf) return;
        var key = (place.Class, position);
        if (!attributes.TryGetValue(key, out var own)) attributes[key] = own = [];
        own.Add(leaf);
    }

    // The attribute of the class that the block makes.
    private void OwnAttribute(Entry child, string name, BlockPlace place)
    {
        if (AttributeOf(child, place.Class.Position, name) is > 0 and var attribute)
        {
            Leaf(child, attribute, place with { Path = place.Path + "@" + name });
        }
    }

    private int AttributeOf(Entry child, int position, string name)
    {
        var attribute = to.Child(position, name);
        if (attribute > 0 && to[attribute].Kind == PositionKind.Attribute) return attribute;
        var shape = to.ChildrenOf(position);
        var known = Enumerable.Range(shape.First, shape.Count).Where(at => to[at].Kind == PositionKind.Attribute).Select(to.NameOf);
        shared.ReportKey(MappingFindings.UnknownTarget, child, "@" + name, to.NameOf(position), Nearest.To(name, known));
        return 0;
    }

    private void Plain(Entry item, int position, BlockPlace place, bool isListed)
    {
        var guards = place.Guards;
        if (item["when"] is { } when && binder.Condition(when, place.Scope) is { } condition) guards = [.. guards,
            condition];
        // A block that copies, or takes a fragment, replaces what is there; any other fills it.
        var isOwn = isListed || item.IsMoved;
        var known = isOwn ? null : place.Class.Plain(position);
        var isKept = item["keep"] is not null;
        if (known is null)
        {
            var rule = NewRule(item, place.Path, "");
            var made = new ClassPlan(position, place.Path, place.Pointer);
            known = new MemberPlan
            {
                IsFragment = place.IsFragment,
                IsGuarded = guards.Length > 0,
                Plain = made,
                Rule = isOwn ? rule : null,
                Finish = () => Finish(item, rule, place, made, isKept),
            };
            place.Class.Add(position, known, item.IsMoved && !place.IsFragment && !place.IsChoice);
        }

        if (place.IsFragment) shared.Present(item);
        Keys(item, place with { Class = known.Plain!, Guards = guards });
    }

    private Member? Finish(Entry item, Rule rule, BlockPlace place, ClassPlan made, bool isKept)
    {
        var position = made.Position;
        CheckMandatory(item, made, place.Path);
        // Its copy was given to it by the class around it: it fills each instance that is copied.
        var isFill = made.Copy is { Select: null };
        var body = made.ToBody(place.Scope, Copying, place.Restore, false, CanHold(position));
        if (isFill) return new FillMember(position, to[position].Max, rule, place.Pointer, body, isKept, CanHold(position));
        return body.IsEmpty && !isKept ? null : new ClassMember(position, to[position].Max, rule, place.Pointer,
            [], body, isKept);
    }

    private void Moved(Entry item, int position, BlockPlace place, bool isClass)
    {
        var each = item["each"];
        var move = each ?? item["at"]!;
        var rule = NewRule(move, place.Path, (each is null ? "at: " : "each: ") + move.Text);
        if (place.IsFragment) shared.Present(item);
        if (binder.Nodes(move, place.Scope) is not { } nodes) return;
        if (place.Scope.Depth + 1 > DepthMax)
        {
            shared.Report(MappingFindings.TooDeep, move, 0, $"{DepthMax}");
            return;
        }

        if (each is not null && to[position].Max == 1)
        {
            shared.Report(MappingFindings.SeveralIntoOne, move, 0, move.Text ?? "", place.Path, "1");
        }

        var path = nodes as PathExpression;
        var reach = path?.Reach ?? Reach.Some;
        var scope = place.Scope.Moved(nodes.IsNothing ? [] : nodes.Spots, each is not null, reach, path is { IsBlock: true });
        Depth = Math.Max(Depth, scope.Depth);
        var key = isClass ? KeyOf(item, position, place, scope, nodes) : null;
        place.Class.Add(position, new MemberPlan
        {
            IsFragment = place.IsFragment,
            IsGuarded = place.Guards.Length > 0 || KeyCheck.IsConditional(item),
            Finish = key is not null && IsKnown(key, scope) ? () => null
                : Within(item, position, place, scope, new Movement(nodes, rule, key)),
        }, !place.IsFragment && !place.IsChoice);
    }

    /// <summary>Where a block moves.</summary>
    private sealed record Movement(Expression Nodes, Rule Rule, BlockKey? Key);

    private Func<Member?> Within(Entry item, int position, BlockPlace place, Scope around, Movement move)
    {
        var (nodes, lookedAt, read) = (move.Nodes, binder.LookedAt, shared.Reads.Count);
        binder.LookedAt = int.MaxValue;
        binder.Enter(around);
        var scope = item["let"] is { } lets ? Lets(lets, around) : around;
        var when = item["when"] is { } condition ? binder.Condition(condition, scope) : null;
        var isolate = item["isolate"] is { } name ? binder.Leaf(name, scope, out _) : null;
        var made = new ClassPlan(position, place.Path, place.Pointer);
        var label = item["restore"]?.Text ?? place.Restore;
        Func<Member?>? leaf = null;
        if (to[position].Kind is PositionKind.Class or PositionKind.Root) Keys(Without(item, "let"), place with { Scope = scope,
            Class = made, Guards = [], IsFragment = false, IsChoice = false });
        else leaf = LeafMember(item, position, place with { Scope = scope, Guards = [] });
        foreach (var let in item["let"]?.Children ?? []) shared.ReportUnused(let);
        CheckMandatory(item["each"] ?? item["at"]!, made, place.Path);
        binder.Exit();
        var reads = move.Key is not null && binder.LookedAt >= around.Depth ? ReadsFrom(read, around) : null;
        binder.LookedAt = Math.Min(lookedAt, binder.LookedAt);
        var isKept = item["keep"] is not null;
        return () =>
        {
            var member = nodes.IsNothing ? null : new MovedMember(position, to[position].Max, move.Rule, place.Pointer,
                place.Guards, nodes,
                item["each"] is not null, scope.Depth, scope.At, when, isolate, isKept, CanHold(position),
                made.ToBody(scope, Copying, label, true, CanHold(position)), leaf?.Invoke() as LeafMember);
            // Only now has it said everything.
            if (reads is not null) shared.Blocks!.Add(move.Key!, reads);
            return member;
        };
    }

    private BlockKey? KeyOf(Entry item, int position, BlockPlace place, Scope scope, Expression nodes)
        => Structure?.Of(scope.Spots) is not { } structure ? null : new BlockKey(
            item.Children, shared.CurrentUse, place.Path, position, scope.Depth, scope.Reach.IsNarrow, scope.Reach.Keys.Count,
            nodes.IsNothing ? "" : "at " + structure);

    private bool IsKnown(BlockKey key, Scope scope)
    {
        if (shared.Blocks!.Find(key) is not { } reads) return false;
        foreach (var read in reads) shared.Reads.Read(read.In(binder.Names.Schema, scope));
        return true;
    }

    private KnownRead[]? ReadsFrom(int first, Scope scope)
    {
        var reads = new List<KnownRead>();
        foreach (var read in shared.Reads.From(first))
        {
            if (KnownRead.Of(read, binder.Names.Schema, scope) is not { } known) return null;
            reads.Add(known);
        }

        return [.. reads];
    }

    private void CheckMandatory(Entry at, ClassPlan made, string path)
    {
        if (!shared.IsFull || to[made.Position].Type is not null) return;
        var shape = to.ChildrenOf(made.Position);
        var makes = made.Made.ToHashSet();
        if (made.Copy is { } copy) makes.UnionWith(Copying.Matches(copy.Spots, made.Position).Select(match => match.Target));
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (to[i].Min == 0 || makes.Contains(i)) continue;
            if (to[i].Kind is PositionKind.Class or PositionKind.Value or PositionKind.Attribute)
            {
                shared.ReportKey(MappingFindings.NeverMade, at, path, (to[i].Kind == PositionKind.Attribute ? "@" : "") + to.NameOf(i));
            }
        }
    }

    private static Entry Without(Entry block, string key)
        => Entry.Block(block, block.Key, [.. block.Children.Where(c => c.Key != key)]);
}
