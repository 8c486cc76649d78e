using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What kind of value an expression gives, as far as its text tells.</summary>
internal enum ResultKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A date, with or without time.</summary>
    Moment,

    /// <summary>A number with its unit or currency.</summary>
    Measure,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>What its author wrote down; it is checked by itself.</summary>
    Constant,
}

/// <summary>What kinds of value stand together.</summary>
internal static class ResultKinds
{
    /// <summary>The kind of several expressions of which one gives the value; unknown when they differ.</summary>
    public static ResultKind OfAny(IEnumerable<Expression> expressions)
    {
        var all = expressions.Where(e => !e.IsNothing).Select(e => e.Result).Where(r => r != ResultKind.Constant).Distinct().ToArray();
        return all is [var one] ? one : ResultKind.Unknown;
    }

    /// <summary>The kind of what stands at a position of a source.</summary>
    public static ResultKind Of(Position position) => position.Type?.Kind switch
    {
        null => ResultKind.Unknown,
        ValueKind.Number or ValueKind.Integer => ResultKind.Number,
        ValueKind.Moment => ResultKind.Moment,
        ValueKind.Boolean => ResultKind.Truth,
        _ => ResultKind.Text,
    };
}
