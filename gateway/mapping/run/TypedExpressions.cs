using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary><c>DTM+137 | date</c>: a segment knows its value and the format beside it.</summary>
internal sealed class SegmentDateExpression(Expression segment, ElementPlace[] value, ElementPlace[] format,
    string[] patterns) : Expression
{
    public override bool IsNothing => segment.IsNothing;

    public override ResultKind Result => ResultKind.Moment;

    public override bool IsSeveral => segment.IsSeveral;

    public override Need Need => segment.Need;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        segment.Draw(here, places);
        return null;
    }

    public override int Values(Run run, int node)
    {
        var from = run.Top;
        var count = segment.Select(run, node);
        var made = 0;
        Span<byte> iso = stackalloc byte[32];
        for (var i = from; i < from + count; i++)
        {
            var found = run.NodeAt(i);
            var text = ElementPlace.Find(run.Source, found, value);
            if (text < 0 || run.Source.Nodes[text].Length == 0) continue;
            var code = format.Length == 0 ? -1 : ElementPlace.Find(run.Source, found, format);
            var length = Convert(run, text, code, iso);
            if (length == 0)
            {
                var wanted = "date of format " + (code < 0 ? "102 or 203" : run.Shown(code));
                run.Report(MappingFindings.NotConverted, text, run.Shown(text), wanted, run.Rule.Target);
                continue;
            }

            var origin = run.OriginTop;
            run.Note(text, OriginRole.Value);
            if (code >= 0) run.Note(code, OriginRole.Key);
            if (run.Track != Tracking.None) segment.NoteKeys(run, found);
            run.Push(run.Made(iso[..length], new Value { Node = text, OriginFrom = origin, OriginTo = run.OriginTop }));
            made++;
        }

        run.Top = from;
        return made;
    }

    private int Convert(Run run, int text, int code, Span<byte> iso)
    {
        // A released plus before the zone is not plain; a text longer than any date is none.
        Span<byte> plain = stackalloc byte[64];
        if (run.Source.MaxTextLength(text) > plain.Length) return 0;
        var bytes = plain[..run.Source.Text(text, plain)];
        foreach (var pattern in patterns)
        {
            if (DateText.Convert(bytes, pattern, iso) is > 0 and var length) return length;
        }

        if (patterns.Length > 0) return 0;
        var known = code >= 0 && run.Source.Nodes[code].Length > 0
            ? DateText.PatternOf(run.Source.Bytes(code))
            : DateText.PatternByLength(bytes.Length);
        if (known is null) return 0;
        if (DateText.Convert(bytes, known, iso) is > 0 and var fitting) return fitting;
        return ByLength(run, text, code, bytes, iso);
    }

    // Where date and format disagree, the format is wrong more often: a time was added, or left out, and the code stayed.
    private static int ByLength(Run run, int text, int code, ReadOnlySpan<byte> bytes, Span<byte> iso)
    {
        if (code < 0 || DateText.PatternByLength(bytes.Length) is not { } pattern) return 0;
        var length = DateText.Convert(bytes, pattern, iso);
        if (length > 0)
        {
            var read = System.Text.Encoding.ASCII.GetString(iso[..length]);
            run.Report(MappingFindings.OtherFormat, text, run.Shown(text), run.Shown(code), read);
        }

        return length;
    }
}

/// <summary><c>text | date('YYYY-MM-DD')</c>, and an XML value with its format beside it as an attribute.</summary>
/// <param name="text">The values.</param>
/// <param name="format">Where a value has the attribute with its format, a code of 2379.</param>
/// <param name="patterns">Formats to try in turn; empty for ISO 8601.</param>
internal sealed class TextDateExpression(Expression text, ElementPlace[] format, string[] patterns) : Expression
{
    public override bool IsNothing => text.IsNothing;

    public override ResultKind Result => ResultKind.Moment;

    public override bool IsSeveral => text.IsSeveral;

    public override Need Need => text.Need;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        text.Draw(here, places);
        return null;
    }

    public override bool IsConstant => text.IsConstant;

    public override int Values(Run run, int node)
    {
        var count = text.Values(run, node);
        var kept = run.ValueTop - count;
        Span<byte> iso = stackalloc byte[32];
        for (var i = run.ValueTop - count; i < run.ValueTop; i++)
        {
            ref var value = ref run.ValueAt(i);
            var bytes = run.TextOf(value).Trim(" \t\r\n"u8);
            var length = 0;
            if (StatedPattern(run, ref value) is { } stated) length = DateText.Convert(bytes, stated, iso);
            foreach (var pattern in patterns)
            {
                if (length == 0) length = DateText.Convert(bytes, pattern, iso);
            }

            if (length > 0) run.ValueAt(kept++) = run.Made(iso[..length], value);
            else if (patterns.Length == 0 && DateText.IsIso(bytes)) run.ValueAt(kept++) = value;
            else run.ReportValue(MappingFindings.NotConverted, value, "date", run.Rule.Target);
        }

        count -= run.ValueTop - kept;
        run.ValueTop = kept;
        return count;
    }

    private string? StatedPattern(Run run, ref Value value)
    {
        if (format.Length == 0 || value.Node < 0) return null;
        var code = ElementPlace.Find(run.Source, value.Node, format);
        if (code < 0) return null;
        var isLast = value.OriginTo == run.OriginTop;
        run.Note(code, OriginRole.Key);
        if (isLast) value.OriginTo = run.OriginTop;
        return DateText.PatternOf(run.Source.Bytes(code));
    }
}

/// <summary><c>MEA+WT | measure</c>, <c>MOA+203 | amount</c>: a figure with its unit or currency.</summary>
/// <param name="figure">Segments that have the figure at <paramref name="value"/>; or values, when that is
/// empty.</param>
/// <param name="value">Where a segment has the figure.</param>
/// <param name="unit">Where a segment (or the composite of the figure) has the unit.</param>
/// <param name="otherwise">The unit when there is none.</param>
/// <param name="name">For findings: measure or amount.</param>
internal sealed class MeasureExpression(Expression figure, ElementPlace[] value, ElementPlace[] unit,
    Expression? otherwise, string name) : Expression
{
    /// <summary>The unit is an attribute of the figure, not its neighbour.</summary>
    public bool IsUnitInside { get; init; }

    public override bool IsNumeric => true;

    public override bool IsNothing => figure.IsNothing;

    public override ResultKind Result => ResultKind.Measure;

    public override bool IsSeveral => figure.IsSeveral;

    public override Need Need => figure.Need;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        // Where the unit comes from that stands nowhere in the segment is asked each time.
        otherwise?.Draw(here, []);
        if (figure.Draw(here, places) is not { } drawn || (value.Length == 0 && unit.Length > 0 && !IsUnitInside)) return null;
        foreach (var outline in drawn)
        {
            foreach (var place in unit) outline.At(place);
        }

        return value.Length == 0 ? drawn : [.. drawn.SelectMany(outline => value.Select(outline.At))];
    }

    public override bool WantsNumber => true;

    public override int Values(Run run, int node)
    {
        if (value.Length == 0) return FromValues(run, node);
        var from = run.Top;
        var before = run.ValueTop;
        var count = figure.Select(run, node);
        for (var i = from; i < from + count; i++)
        {
            var segment = run.NodeAt(i);
            var text = ElementPlace.Find(run.Source, segment, value);
            if (text < 0 || run.Source.Nodes[text].Length == 0) continue;
            var at = unit.Length == 0 ? -1 : ElementPlace.Find(run.Source, segment, unit);
            var origin = run.OriginTop;
            run.Note(text, OriginRole.Value);
            if (run.Track != Tracking.None) figure.NoteKeys(run, segment);
            var made = new Value { Form = ValueForm.Node, Node = text, OriginFrom = origin, OriginTo = run.OriginTop };
            Push(run, node, made, at);
        }

        run.Top = from;
        return run.ValueTop - before;
    }

    private int FromValues(Run run, int node)
    {
        var count = figure.Values(run, node);
        var from = run.ValueTop - count;
        for (var i = from; i < from + count; i++)
        {
            var made = run.ValueAt(i);
            Push(run, node, made, Beside(run, made.Node));
        }

        return run.SettleValues(from, from + count);
    }

    private int Beside(Run run, int element)
    {
        if (unit.Length == 0 || element < 0) return -1;
        var parent = IsUnitInside ? element : run.Source.Parent(element);
        return parent < 0 ? -1 : ElementPlace.Find(run.Source, parent, unit);
    }

    private void Push(Run run, int node, in Value figureValue, int unitNode)
    {
        var made = figureValue;
        var bytes = run.TextOf(made);
        if (!NumberText.IsCanonical(bytes))
        {
            Span<byte> digits = stackalloc byte[48];
            var length = NumberText.Normalise(bytes, 0, digits);
            if (length == 0)
            {
                run.ReportValue(MappingFindings.NotConverted, made, "number", run.Rule.Target);
                return;
            }

            made = run.Made(digits[..length], made);
        }

        if (made.Unit == 0) made.Unit = UnitOf(run, node, unitNode);
        run.Push(made);
    }

    private int UnitOf(Run run, int node, int unitNode)
    {
        if (unitNode >= 0 && run.Source.Nodes[unitNode].Length > 0)
        {
            var origin = run.OriginTop;
            run.Note(unitNode, OriginRole.Value);
            return run.AddUnit(new Value { Form = ValueForm.Node, Node = unitNode, OriginFrom = origin,
                OriginTo = run.OriginTop });
        }

        run.UnitFrom = otherwise;
        var count = otherwise?.Values(run, node) ?? 0;
        if (count == 0) return 0;
        run.ValueTop -= count;
        return run.AddUnit(run.ValueAt(run.ValueTop));
    }

    public override string ToString() => name;
}

/// <summary><c>| in('KGM')</c>: exact factors only.</summary>
internal sealed class UnitExpression(Expression measure, byte[] wanted) : Expression
{
    // UN/ECE Recommendation 20: mass in kilograms, volume in cubic metres, length in metres.
    private static readonly (string Code, char Kind, decimal Factor)[] Factors =
    [
        ("KGM", 'm', 1m), ("GRM", 'm', 0.001m), ("TNE", 'm', 1000m), ("DTN", 'm', 100m), ("HGM", 'm', 0.1m), ("MGM",
            'm', 0.000001m),
        ("LBR", 'm', 0.45359237m), ("ONZ", 'm', 0.028349523125m), ("STN", 'm', 907.18474m), ("LTN", 'm', 1016.0469088m),
        ("MTQ", 'v', 1m), ("LTR", 'v', 0.001m), ("DMQ", 'v', 0.001m), ("CMQ", 'v', 0.000001m), ("FTQ", 'v',
            0.028316846592m),
        ("MTR", 'l', 1m), ("CMT", 'l', 0.01m), ("MMT", 'l', 0.001m), ("DMT", 'l', 0.1m), ("FOT", 'l', 0.3048m),
            ("INH", 'l', 0.0254m),
    ];

    private readonly (string Code, char Kind, decimal Factor) target = Find(wanted);

    public override bool IsNumeric => true;

    public override bool IsNothing => measure.IsNothing;

    public override ResultKind Result => ResultKind.Measure;

    public override bool IsSeveral => measure.IsSeveral;

    public override Need Need => measure.Need;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        measure.Draw(here, places);
        return null;
    }

    /// <summary>Whether the unit is one that can be converted to.</summary>
    public static bool IsKnown(byte[] code) => Find(code).Factor != 0;

    /// <summary>The units that convert.</summary>
    public static IEnumerable<string> Units => Factors.Select(factor => factor.Code);

    public override int Values(Run run, int node)
    {
        var count = measure.Values(run, node);
        var kept = run.ValueTop - count;
        for (var i = kept; i < run.ValueTop; i++)
        {
            ref var value = ref run.ValueAt(i);
            var unit = value.Unit == 0 ? default : Find(run.TextOf(run.Unit(value.Unit)));
            if (unit.Code == target.Code)
            {
                run.ValueAt(kept++) = value;
                continue;
            }

            if (unit.Kind != target.Kind || !run.TryNumber(value, out var number))
            {
                run.ReportValue(MappingFindings.NotConverted, value,
                    "measure in a unit that converts to " + target.Code, run.Rule.Target);
                continue;
            }

            // Dividing by one with 28 zeros takes trailing zeros off.
            var made = run.Made(number * unit.Factor / target.Factor / 1.0000000000000000000000000000m, value);
            made.Unit = run.AddUnit(run.Made(wanted, run.Unit(value.Unit)));
            run.ValueAt(kept++) = made;
        }

        count -= run.ValueTop - kept;
        run.ValueTop = kept;
        return count;
    }

    private static (string Code, char Kind, decimal Factor) Find(ReadOnlySpan<byte> code)
    {
        foreach (var factor in Factors)
        {
            if (System.Text.Ascii.Equals(code, factor.Code)) return factor;
        }

        return default;
    }
}
