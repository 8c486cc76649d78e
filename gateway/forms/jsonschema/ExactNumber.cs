using System.Globalization;
using System.Numerics;

namespace Gateway.Forms;

/// <summary>A JSON number without loss: 0.DIGITS times ten to the power of the exponent. No digits is zero.</summary>
/// <param name="IsNegative">Below zero.</param>
/// <param name="Digits">ASCII digits, none of them a zero at either end.</param>
/// <param name="Exponent">Power of ten.</param>
internal readonly record struct ExactNumber(bool IsNegative, ReadOnlyMemory<byte> Digits, long Exponent)
{
    // Nobody means a greater exponent; so far out only the order of two numbers is of interest.
    private const long ExponentMax = 1L << 40;

    /// <summary>Whether it has no fraction.</summary>
    public bool IsInteger => Digits.Length <= Exponent || Digits.IsEmpty;

    /// <summary>Reads a number as JSON writes it.</summary>
    public static ExactNumber Of(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        var digits = new byte[text.Length];
        var (count, exponent, at, isFraction) = (0, 0L, isNegative ? 1 : 0, false);
        for (; at < text.Length && text[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (text[at] == '.')
            {
                isFraction = true;
                continue;
            }

            // Zeros in front only move the point.
            if (count == 0 && text[at] == '0') exponent -= isFraction ? 1 : 0;
            else
            {
                digits[count++] = text[at];
                exponent += isFraction ? 0 : 1;
            }
        }

        if (at < text.Length) exponent += ReadExponent(text[(at + 1)..]);
        while (count > 0 && digits[count - 1] == '0') count--;
        return count == 0 ? default : new ExactNumber(isNegative, digits.AsMemory(0, count), exponent);
    }

    /// <summary>Below zero when this is less than the other, above when it is greater.</summary>
    public int CompareTo(ExactNumber other)
    {
        var (sign, otherSign) = (Sign, other.Sign);
        if (sign != otherSign) return sign.CompareTo(otherSign);
        var order = Exponent != other.Exponent
            ? Exponent.CompareTo(other.Exponent) : Digits.Span.SequenceCompareTo(other.Digits.Span);
        return order * sign;
    }

    /// <summary>Whether it is a whole multiple of the other, which is not zero.</summary>
    public bool IsMultipleOf(ExactNumber other)
    {
        if (Digits.IsEmpty) return true;
        // Both as whole numbers: value = A times ten to the power of a.
        var tens = Exponent - Digits.Length - (other.Exponent - other.Digits.Length);
        var (value, divisor) = (Whole(Digits.Span), Whole(other.Digits.Span));
        if (tens >= 0) return (value % divisor * BigInteger.ModPow(10, tens, divisor) % divisor).IsZero;
        return -tens <= Digits.Length && (value % (divisor * BigInteger.Pow(10, (int)-tens))).IsZero;
    }

    private int Sign => Digits.IsEmpty ? 0 : IsNegative ? -1 : 1;

    private static BigInteger Whole(ReadOnlySpan<byte> digits)
        => BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture);

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        var value = 0L;
        foreach (var b in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..]) value = Math.Min((value * 10) + (b - '0'), ExponentMax);
        return isNegative ? -value : value;
    }
}

/// <summary>A number that a schema names, ready for comparing with many.</summary>
internal sealed class NumberBound
{
    private const int QuickDigits = 18;

    private readonly ExactNumber exact;
    private readonly bool isQuick;
    private readonly long mantissa;
    private readonly int scale;

    /// <summary>Reads it.</summary>
    /// <param name="text">As the schema writes it.</param>
    public NumberBound(ReadOnlySpan<byte> text)
    {
        exact = ExactNumber.Of(text);
        isQuick = TryQuick(text, out mantissa, out scale);
        Text = System.Text.Encoding.ASCII.GetString(text);
    }

    /// <summary>As the schema writes it.</summary>
    public string Text { get; }

    /// <summary>Greater than zero.</summary>
    public bool IsPositive => !exact.IsNegative && !exact.Digits.IsEmpty;

    /// <summary>Its whole value where it is one that fits; else null.</summary>
    public long? Whole => isQuick && scale == 0 ? mantissa : exact.IsInteger && exact.Exponent <= QuickDigits ? Long() : null;

    /// <summary>Compares a number with it: below zero when that is less.</summary>
    public int Compare(ReadOnlySpan<byte> number)
    {
        if (!isQuick || !TryQuick(number, out var value, out var digits)) return ExactNumber.Of(number).CompareTo(exact);
        if (digits == scale) return value.CompareTo(mantissa);
        var common = Math.Max(digits, scale);
        return (value * Ten(common - digits)).CompareTo(mantissa * Ten(common - scale));
    }

    /// <summary>Whether a number is a whole multiple of it.</summary>
    public bool Divides(ReadOnlySpan<byte> number)
    {
        if (!isQuick || !TryQuick(number, out var value, out var digits)) return ExactNumber.Of(number).IsMultipleOf(exact);
        var common = Math.Max(digits, scale);
        return value * Ten(common - digits) % (mantissa * Ten(common - scale)) == 0;
    }

    /// <summary>Whether a number has no fraction: 1.0 and 1e2 have none.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> number)
        => number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || ExactNumber.Of(number).IsInteger;

    private static Int128 Ten(int power)
    {
        Int128 value = 1;
        for (var i = 0; i < power; i++) value *= 10;
        return value;
    }

    // Numbers of trade are short; 18 digits and 18 places of padding fit 128 bits.
    private static bool TryQuick(ReadOnlySpan<byte> text, out long mantissa, out int scale)
    {
        (mantissa, scale) = (0, 0);
        if (text.Length > QuickDigits) return false;
        var isFraction = false;
        foreach (var b in text)
        {
            if (b == '-') continue;
            if (b == '.') isFraction = true;
            else if (b is (byte)'e' or (byte)'E') return false;
            else
            {
                mantissa = (mantissa * 10) + (b - '0');
                scale += isFraction ? 1 : 0;
            }
        }

        if (text[0] == '-') mantissa = -mantissa;
        return true;
    }

    private long? Long()
    {
        var value = 0L;
        foreach (var digit in exact.Digits.Span) value = (value * 10) + (digit - '0');
        for (var i = exact.Digits.Length; i < exact.Exponent; i++) value *= 10;
        return exact.IsNegative ? -value : value;
    }
}
