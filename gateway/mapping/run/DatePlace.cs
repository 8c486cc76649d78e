using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>How dates are written where an XSD offers text with a format beside it (<c>dates</c>).</summary>
/// <param name="Day">Code of 2379 for a date without time.</param>
/// <param name="Moment">Code of 2379 for a date with time; null for the one that fits its precision.</param>
internal sealed record DateStyle(string Day, string? Moment)
{
    /// <summary>A day as 102, a moment with the format of its precision.</summary>
    public static DateStyle Default { get; } = new("102", null);

    /// <summary>The code for a date in ISO 8601.</summary>
    public string CodeFor(ReadOnlySpan<byte> iso)
    {
        if (iso.Length <= 10) return iso.Length == 10 ? Day : iso.Length == 7 ? "610" : "602";
        var hasZone = iso[^1] == (byte)'Z' || iso[11..].IndexOfAny((byte)'+', (byte)'-') >= 0;
        var hasSeconds = iso.Length > 18 && iso[16] == (byte)':';
        return (Moment, hasZone, hasSeconds) switch
        {
            // A moment whose offset nobody knows is not given one.
            ("304", false, _) => "204",
            ("303", false, _) => "203",
            ({ } code, _, _) => code,
            (_, true, true) => "304",
            (_, true, false) => "303",
            (_, false, true) => "204",
            _ => "203",
        };
    }
}

/// <summary>A class that holds a date: as text with its format (UN/CEFACT's <c>DateTimeString</c>), or typed.</summary>
/// <param name="Text">Position of the text; 0 for none.</param>
/// <param name="Format">Position of its format, a code of 2379; 0 for none.</param>
/// <param name="Typed">Position of the typed date; 0 for none.</param>
/// <param name="Type">Type of that.</param>
/// <param name="Style">How dates are written.</param>
internal sealed record DatePlace(int Text, int Format, int Typed, SimpleType Type, DateStyle Style)
{
    private static readonly string[] Texts = ["DateTimeString", "DateString"];
    private static readonly string[] Formats = ["formatCode", "format"];
    private static readonly string[] Typeds = ["DateTime", "Date"];

    /// <summary>The place in a class; null when it holds no date.</summary>
    public static DatePlace? Of(Schema schema, int position, DateStyle style)
    {
        if (schema[position].Kind != PositionKind.Class) return null;
        var text = First(schema, position, Texts);
        var typed = First(schema, position, Typeds);
        if (text + typed == 0) return null;
        var format = text == 0 ? 0 : First(schema, text, Formats);
        return new DatePlace(text, format, typed, typed == 0 ? SimpleType.Any : schema[typed].Type ?? SimpleType.Any, style);
    }

    /// <summary>Reads the date of a class.</summary>
    /// <returns>The value and the length of what was made of it; 0 when there is none.</returns>
    public (Value Value, int Length) Read(Run run, int node, Span<byte> iso)
    {
        var found = Child(run, node, Text) is >= 0 and var text ? text : Child(run, node, Typed);
        if (found < 0 || !run.HasText(found)) return default;
        var code = Format == 0 ? -1 : Child(run, found, Format);
        Span<byte> plain = stackalloc byte[64];
        var bytes = run.Source.MaxTextLength(found) > plain.Length ? default : plain[..run.Source.Text(found, plain)].Trim(" \t\r\n"u8);
        if (DateText.IsIso(bytes) && code < 0 && bytes.Length <= iso.Length)
        {
            bytes.CopyTo(iso);
            return (ValueOf(run, found, code), bytes.Length);
        }

        var pattern = code >= 0 ? DateText.PatternOf(run.Source.Bytes(code)) : DateText.PatternByLength(bytes.Length);
        var length = pattern is null || bytes.IsEmpty ? 0 : DateText.Convert(bytes, pattern, iso);
        if (length == 0)
        {
            run.Report(MappingFindings.NotConverted, found, run.Shown(found),
                "date of format " + (code < 0 ? "102 or 203" : run.Shown(code)), run.Rule.Target);
            return default;
        }

        return (ValueOf(run, found, code), length);
    }

    /// <summary>Writes a date as a class.</summary>
    /// <returns>False when it is none.</returns>
    public bool Write(Run run, int target, in Value value, int rule)
    {
        Span<byte> written = stackalloc byte[40];
        var iso = run.TextOf(value);
        var code = Style.CodeFor(iso);
        var length = Text == 0 ? DateText.Fit(iso, Type, written) : DateText.Format(iso, DateText.PatternOf(code)!, written);
        if (length == 0)
        {
            run.ReportValue(MappingFindings.NotConverted, value, Text == 0 ? "date" : "date of format " + code, run.Rule.Target);
            return false;
        }

        var opened = run.Target.Open(target);
        run.Target.SetRule(rule);
        var inner = run.WriteValue(Text == 0 ? Typed : Text, run.Made(written[..length], value), rule, Text > 0);
        if (Text > 0)
        {
            if (Format > 0) run.WriteValue(Format, run.Made(Encoding.ASCII.GetBytes(code)), rule, false);
            run.Target.Close(inner);
        }

        run.Target.Close(opened);
        return true;
    }

    private static Value ValueOf(Run run, int found, int code)
    {
        var origin = run.OriginTop;
        run.Note(found, OriginRole.Value);
        if (code >= 0)
        {
            run.Track = Tracking.Key;
            run.Note(code, OriginRole.Key);
            run.Track = Tracking.Value;
        }

        return new Value { Form = ValueForm.Made, Node = found, OriginFrom = origin, OriginTo = run.OriginTop };
    }

    private static int Child(Run run, int node, int position)
    {
        var nodes = run.Source.Nodes;
        for (var child = node + 1; position > 0 && child < nodes[node].Next; child = nodes[child].Next)
        {
            if (nodes[child].Position == position) return child;
        }

        return -1;
    }

    private static int First(Schema schema, int position, string[] names)
    {
        foreach (var name in names)
        {
            if (schema.Child(position, name) is > 0 and var found && schema[found].Kind != PositionKind.Class) return found;
        }

        return 0;
    }
}
