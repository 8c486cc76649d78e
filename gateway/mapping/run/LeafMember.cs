using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A value.</summary>
internal sealed class LeafMember(
    int target, int max, Rule rule, string pointer, Expression[] guards, Expression expression, bool isRequired,
        bool isNumber,
    SimpleType? moment, int unitAttribute, LeafMember[] attributes) : Member(target, max, rule, pointer, guards)
{
    // What most rules are: a path whose texts are copied as they are.
    private readonly PathExpression? path = isNumber || moment is not null || unitAttribute != 0 || attributes.Length > 0
        ? null : expression as PathExpression;

    // A rule of its own for the unit or currency goes before the one that the value brings.
    private readonly bool hasUnit = unitAttribute > 0 && !Array.Exists(attributes, a => a.Target == unitAttribute);

    public override bool MakesData => isRequired || !expression.IsConstant;

    protected override Need UnguardedNeed => isRequired ? default : expression.Need;

    // The places whose outlines decide which texts it copies; null when more than these decides it.
    private Standpoint[]? deciding;
    private bool wantsNumber;
    private bool wantsCompact;

    public override void Draw()
    {
        base.Draw();
        var places = new List<Standpoint>();
        var isDecided = expression.DrawMade(places);
        deciding = isDecided && moment is null && attributes.Length == 0 ? [.. places] : null;
        wantsNumber = isNumber || expression.WantsNumber;
        wantsCompact = expression.WantsCompact;
        foreach (var attribute in attributes) attribute.Draw();
    }

    protected override TextCopy[]? Copies(Run run, int node, NeedPlan plan, in FoundPlaces found)
    {
        if (deciding is null || plan.Known(deciding, found) is not { } places) return null;
        run.Announce(this);
        run.Track = Tracking.Value;
        run.UnitFrom = null;
        var said = run.Findings.Count;
        var count = expression.Values(run, node);
        var copies = said < run.Findings.Count || (count == 0 && isRequired) || (wantsNumber && count > 1) ? null : new TextCopy[count];
        for (var i = 0; i < count && copies is not null; i++)
        {
            // Made compact, most texts are what they were.
            ref var value = ref run.ValueAt(i);
            if (wantsCompact && run.IsPlainCompact(value.Node)) value.Form = ValueForm.Node;
            if (run.CopyOf(value, places, found) is { } copy && !(wantsNumber && copy.Made is not null)) copies[i] = copy;
            else copies = null;
        }

        run.EndValue();
        run.Track = Tracking.None;
        return copies;
    }

    public override bool AddCopies(in CourseStep step, CopiedList list)
    {
        if (step.Copies is not { } copies || copies.Length > Max) return false;
        if (Array.Exists(copies, copy => copy.UnitFrom is not null)) return false;
        foreach (var copy in copies)
        {
            if (copy.Made is { } made)
            {
                list.Add(Target, Rule, made, copy.Origins);
                continue;
            }

            var kind = wantsNumber ? CopiedKind.Number : wantsCompact ? CopiedKind.Compact : CopiedKind.Text;
            list.Add(Target, Rule, copy.Value, kind == CopiedKind.Text && path is { HasKeys: false } ? [] : copy.Origins, kind);
            if (hasUnit && copy.Unit is { } unit) list.Add(unitAttribute, Rule, unit.Value, unit.Origins, CopiedKind.Unit);
        }

        return true;
    }

    public override void Copy(Run run, int node, TextCopy[] copies, in FoundPlaces found, ref int made)
    {
        if (Array.Exists(copies, copy => copy.Made is not null))
        {
            Produce(run, node, ref made);
            return;
        }

        foreach (var copy in copies)
        {
            var text = copy.Value.In(found);
            if (!IsAsWanted(run, text) || (made >= Max && copy.UnitFrom is not null)) Produce(run, node, ref made);
            else if (made >= Max)
            {
                run.Announce(this);
                run.ReportDropped(new Value { Form = ValueForm.Node, Node = text });
            }
            else
            {
                Write(run, node, copy, found);
                made++;
            }
        }
    }

    private bool IsAsWanted(Run run, int text)
        => (!wantsNumber || run.IsPlainNumber(text)) && (!wantsCompact || run.IsPlainCompact(text));

    private void Write(Run run, int node, TextCopy copy, in FoundPlaces found)
    {
        if (!hasUnit || (copy.Unit is null && copy.UnitFrom is null))
        {
            run.WriteCopy(Target, copy, Rule.Number, path is { HasKeys: false }, found);
            return;
        }

        // What is said about the unit is said before the figure stands in the target.
        run.Announce(this);
        run.Track = Tracking.Value;
        var count = copy.UnitFrom?.Values(run, node) ?? 0;
        var figure = run.Target.Nodes.Length;
        run.WriteCopy(Target, copy, Rule.Number, path is { HasKeys: false }, found);
        run.Target.Reopen(figure);
        if (copy.Unit is not null) run.WriteCopy(unitAttribute, copy.Unit, Rule.Number, false, found);
        else if (count > 0) run.WriteValue(unitAttribute, run.ValueAt(run.ValueTop - count), Rule.Number, false);
        run.Target.Close(figure);
        run.EndValue();
        run.Track = Tracking.None;
    }

    protected override void Produce(Run run, int node, ref int made)
    {
        run.Announce(this);
        run.Track = Tracking.Value;
        if (path is not null) Copy(run, path, node, ref made);
        else Calculate(run, node, ref made);
        run.EndValue();
        run.Track = Tracking.None;
        if (isRequired && made == 0) run.Missing(node);
    }

    private void Copy(Run run, PathExpression from, int node, ref int made)
    {
        var first = run.Top;
        from.Select(run, node);
        for (var i = first; i < run.Top; i++)
        {
            var found = run.NodeAt(i);
            if (!run.HasText(found)) continue;
            if (made < Max)
            {
                run.WriteText(Target, found, Rule.Number, from);
                made++;
            }
            else run.ReportDropped(new Value { Form = ValueForm.Node, Node = found });
        }

        run.Top = first;
    }

    private void Calculate(Run run, int node, ref int made)
    {
        var count = expression.Values(run, node);
        for (var i = 0; i < count; i++)
        {
            ref var value = ref run.ValueAt(i);
            if (made >= Max) run.ReportDropped(value);
            else if ((!isNumber || IsNumber(run, ref value)) && (moment is null || IsMoment(run, ref value, moment)))
            {
                Write(run, node, value);
                made++;
            }
        }
    }

    /// <summary>Makes a number of a value; says so when it is none.</summary>
    public static bool IsNumber(Run run, ref Value value)
    {
        if (value.IsNumber || NumberText.IsCanonical(run.TextOf(value))) return true;
        Span<byte> digits = stackalloc byte[48];
        var length = NumberText.Normalise(run.TextOf(value), 0, digits);
        if (length == 0) run.ReportValue(MappingFindings.NotConverted, value, "number", run.Rule.Target);
        else value = run.Made(digits[..length], value);
        return length > 0;
    }

    /// <summary>Makes a date of a value as a type of an XSD wants it: <c>xs:date</c> and <c>xs:dateTime</c> take only the one.</summary>
    public static bool IsMoment(Run run, ref Value value, SimpleType type)
    {
        Span<byte> iso = stackalloc byte[40];
        var length = DateText.Fit(run.TextOf(value), type, iso);
        if (length == 0) run.ReportValue(MappingFindings.NotConverted, value, "date", run.Rule.Target);
        else if (!run.TextOf(value).SequenceEqual(iso[..length])) value = run.Made(iso[..length], value);
        return length > 0;
    }

    private void Write(Run run, int node, in Value value)
    {
        var document = run.Target;
        if (unitAttribute == 0 && attributes.Length == 0)
        {
            run.WriteValue(Target, value, Rule.Number, false, node);
            return;
        }

        var opened = run.WriteValue(Target, value, Rule.Number, true, node);
        if (value.Unit > 0 && hasUnit) run.WriteValue(unitAttribute, run.Unit(value.Unit), Rule.Number,
            false);
        foreach (var attribute in attributes) attribute.WriteAttribute(run, node);
        document.Close(opened);
    }

    private void WriteAttribute(Run run, int node)
    {
        var from = run.ValueTop;
        if (expression.Values(run, node) > 0) run.WriteValue(Target, run.ValueAt(from), Rule.Number, false, node);
        run.ValueTop = from;
    }
}
