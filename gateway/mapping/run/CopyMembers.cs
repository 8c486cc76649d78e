using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Copies one kind of node of the source to a position of the target; node is the one to copy.</summary>
internal abstract class CopyMember(int target, int max, Rule rule, string pointer) : Member(target, max, rule, pointer, [])
{
    protected override Need UnguardedNeed => default;

    /// <summary>Copies a node.</summary>
    protected abstract void Copy(Run run, int node, ref int made);

    protected sealed override void Produce(Run run, int node, ref int made)
    {
        if (run.IsExhausted) return;
        run.Announce(this);
        if (made < Max) Copy(run, node, ref made);
        else if (HasData(run, node)) run.Report(MappingFindings.TooMany, node, Rule.Target, Number(Max));
    }

    private static bool HasData(Run run, int node)
    {
        for (var i = node; i < run.Source.Nodes[node].Next; i++)
        {
            if (run.HasText(i)) return true;
        }

        return false;
    }

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Writes the text of a node, or of what was made of it, as a value.</summary>
    protected int Write(Run run, int position, in Value value, bool isOpen) => run.WriteValue(position, value, Rule.Number, isOpen);
}

/// <summary>A class: all children that both sides know by one name, all the way down.</summary>
internal sealed class CopyClass(int target, int max, Rule rule, string pointer, bool isOwner, RestorePlace? restore)
    : CopyMember(target, max, rule, pointer)
{
    /// <summary>What becomes of the children; set once it is known, for classes may hold themselves.</summary>
    public CopyTable Children { get; set; } = CopyTable.Empty;

    protected override void Copy(Run run, int node, ref int made)
    {
        var before = run.MarkTarget();
        var opened = run.Target.Open(Target);
        run.Target.SetRule(Rule.Number);
        run.WriteKey(node);
        if (isOwner) run.AddOwner(opened, node);
        restore?.Note(run, opened, node);
        Children.CopyAll(run, node);
        run.Target.Close(opened);
        if (run.Data == before.Data) run.Return(before);
        else made++;
        if (run.IsTargetTooLarge) run.Exhaust();
    }
}

/// <summary>A value with its attributes.</summary>
internal sealed class CopyValue(int target, int max, Rule rule, string pointer, SimpleType type, (ushort From, int To)[] attributes)
    : CopyMember(target, max, rule, pointer)
{
    protected override void Copy(Run run, int node, ref int made)
    {
        if (!run.HasText(node)) return;
        run.Track = Tracking.Value;
        Paths.PushValue(run, node, null);
        ref var value = ref run.ValueAt(run.ValueTop - 1);
        if (Fits(run, ref value))
        {
            var opened = Write(run, Target, value, attributes.Length > 0);
            if (attributes.Length > 0)
            {
                CopyAttributes(run, node);
                run.Target.Close(opened);
            }

            made++;
        }

        run.EndValue();
        run.Track = Tracking.None;
    }

    private bool Fits(Run run, ref Value value) => type.Kind switch
    {
        ValueKind.Number or ValueKind.Integer => LeafMember.IsNumber(run, ref value),
        ValueKind.Moment => LeafMember.IsMoment(run, ref value, type),
        _ => true,
    };

    private void CopyAttributes(Run run, int node)
    {
        var nodes = run.Source.Nodes;
        foreach (var (from, to) in attributes)
        {
            for (var child = node + 1; child < nodes[node].Next; child = nodes[child].Next)
            {
                if (nodes[child].Position != from || !run.HasText(child)) continue;
                Paths.PushValue(run, child, null);
                Write(run, to, run.ValueAt(run.ValueTop - 1), false);
            }
        }
    }
}

/// <summary>A class that holds a date as text with its format becomes a date.</summary>
internal sealed class CopyDateIn(int target, int max, Rule rule, string pointer, DatePlace place) : CopyMember(target, max, rule, pointer)
{
    protected override void Copy(Run run, int node, ref int made)
    {
        run.Track = Tracking.Value;
        Span<byte> iso = stackalloc byte[40];
        var (value, length) = place.Read(run, node, iso);
        if (length > 0)
        {
            Write(run, Target, run.Made(iso[..length], value), false);
            made++;
        }

        run.EndValue();
        run.Track = Tracking.None;
    }
}

/// <summary>A date becomes a class that holds it as text with its format.</summary>
internal sealed class CopyDateOut(int target, int max, Rule rule, string pointer, DatePlace place) : CopyMember(target, max, rule, pointer)
{
    protected override void Copy(Run run, int node, ref int made)
    {
        if (!run.HasText(node)) return;
        run.Track = Tracking.Value;
        Paths.PushValue(run, node, null);
        if (place.Write(run, Target, run.ValueAt(run.ValueTop - 1), Rule.Number)) made++;
        run.EndValue();
        run.Track = Tracking.None;
    }
}

/// <summary>A date that a rule makes, for a class that holds it as text with its format.</summary>
internal sealed class DateMember(
    int target, int max, Rule rule, string pointer, Expression[] guards, Expression expression, bool isRequired, DatePlace place)
    : Member(target, max, rule, pointer, guards)
{
    public override bool MakesData => isRequired || !expression.IsConstant;

    protected override Need UnguardedNeed => isRequired ? default : expression.Need;

    protected override void Produce(Run run, int node, ref int made)
    {
        run.Announce(this);
        run.Track = Tracking.Value;
        var count = expression.Values(run, node);
        for (var i = 0; i < count; i++)
        {
            if (made >= Max) run.ReportDropped(run.ValueAt(i));
            else if (place.Write(run, Target, run.ValueAt(i), Rule.Number)) made++;
        }

        run.EndValue();
        run.Track = Tracking.None;
        if (isRequired && made == 0) run.Missing(node);
    }
}

/// <summary>A class that a block fills which copying makes as well: each instance that is copied, or one of its own.</summary>
internal sealed class FillMember(
    int target, int max, Rule rule, string pointer, Body body, bool isKept, bool isOwner)
    : Member(target, max, rule, pointer, [])
{
    protected override Need UnguardedNeed => default;

    // Reached only where nothing can be copied here.
    protected override void Produce(Run run, int node, ref int made) => Fill(run, node, -1, ref made);

    /// <summary>Makes one instance.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Node of the block.</param>
    /// <param name="copied">The node that is copied; -1 for none.</param>
    /// <param name="made">How many the class has already.</param>
    public void Fill(Run run, int node, int copied, ref int made)
    {
        run.Announce(this);
        if (made >= Max)
        {
            if (copied >= 0) run.Report(MappingFindings.TooMany, copied, Rule.Target, $"{Max}");
            return;
        }

        var before = run.MarkTarget();
        var opened = run.Target.Open(Target);
        run.Target.SetRule(Rule.Number);
        if (copied >= 0) run.WriteKey(copied);
        if (copied >= 0 && isOwner) run.AddOwner(opened, copied);
        body.MakeOver(run, node, copied);
        run.Target.Close(opened);
        if (run.Data == before.Data && !isKept) run.Return(before);
        else made++;
    }
}
