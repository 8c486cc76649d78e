namespace Gateway.Documents;

/// <summary>The kind of characters or value that a position holds.</summary>
public enum ValueKind : byte
{
    /// <summary>Any characters (EDIFACT <c>an</c>, XSD string).</summary>
    Text,

    /// <summary>Letters and blanks only (EDIFACT <c>a</c>).</summary>
    Alphabetic,

    /// <summary>A decimal number (EDIFACT <c>n</c>, XSD decimal).</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A date or a date and time as ISO 8601 with its original precision.</summary>
    Moment,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Binary content of a stated length.</summary>
    Binary,
}

/// <summary>The simple type of a position: what characters, how many, which values.</summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="MinLength">Characters at least; equal to <paramref name="MaxLength"/> for a fixed length.</param>
/// <param name="MaxLength">Characters at most; 0 means no limit. For numbers: digits, without mark and sign.</param>
/// <param name="FractionDigits">Digits after the decimal mark at most; -1 means no limit.</param>
/// <param name="CodeList">Name of the code list that holds the allowed values; null for none.</param>
public sealed record SimpleType(
    ValueKind Kind, int MinLength = 0, int MaxLength = 0, int FractionDigits = -1, string? CodeList = null)
{
    /// <summary>Text without any limit.</summary>
    public static SimpleType Any { get; } = new(ValueKind.Text);
}
