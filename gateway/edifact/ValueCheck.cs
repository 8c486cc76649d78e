using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Checks single values: repertoire and representation. One for each reader.</summary>
internal sealed class ValueCheck
{
    private CharacterSet set = CharacterSet.Fallback;
    private byte release;
    private bool alphabetWasReported;

    /// <summary>The schema whose positions are walked, for names.</summary>
    public Schema? Schema { get; set; }

    /// <summary>Sets what holds for the interchange.</summary>
    public void Use(CharacterSet characterSet, byte releaseCharacter) => (set, release) = (characterSet, releaseCharacter);

    /// <summary>Starts with another message: one finding for each message says that the character set is too small.</summary>
    public void StartMessage() => alphabetWasReported = false;

    /// <summary>The name of a position for a sentence: number and short name.</summary>
    public string NameOf(int position)
    {
        if (Schema is null) return "";
        var p = Schema[position];
        return p.Description is null ? p.Name : p.Name + " (" + p.Description + ")";
    }

    /// <summary>The number of a position alone.</summary>
    public string NumberOf(int position) => Schema?.NameOf(position) ?? "";

    /// <summary>Whether a value has bytes that need a closer look.</summary>
    public bool IsSuspicious(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
        {
            if (b >= 0x80 || (b == release && release != 0) || !set.Allows(b)) return true;
        }

        return false;
    }

    /// <summary>Counts characters.</summary>
    /// <returns>Whether the bytes are the text.</returns>
    public bool Characters(ReadOnlySpan<byte> value, out int characters)
    {
        var isPlain = (release == 0 || !value.Contains(release)) && !value.ContainsAnyInRange((byte)0x80, (byte)0xFF)
            && !(set.HasEscapes && EscapedText.IsIn(value));
        characters = isPlain ? value.Length : set.CharacterCount(value, release);
        return isPlain;
    }

    /// <summary>Finds the first byte that should not be there; the worst kind first.</summary>
    public FindingCode? Fault(ReadOnlySpan<byte> value, out int at)
    {
        if (set.HasEscapes && EscapedText.IsIn(value))
        {
            (var fault, at) = CharacterSet.EscapedFaultAt(value, release);
            if (fault == EscapedFault.Open) return SyntaxFindings.OpenSet;
            if (fault == EscapedFault.Control) return Control(value[at]);
        }
        else
        {
            at = value.IndexOfAnyExceptInRange((byte)0x20, (byte)0xFF);
            if (at < 0) at = value.IndexOf((byte)0x7F);
            if (at >= 0) return Control(value[at]);
            at = set.FirstForeign(value, release);
        }

        if (at < 0) return null;
        if (set.IsUtf8) return EdifactFindings.BadUtf8;
        if (alphabetWasReported) return null;
        alphabetWasReported = true;
        return EdifactFindings.OtherAlphabet;
    }

    /// <summary>Arguments for a finding of <see cref="Fault"/>.</summary>
    public string[] ArgumentsOf(FindingCode fault, ReadOnlySpan<byte> value, int at)
    {
        var hex = "0x" + value[at].ToString("X2", CultureInfo.InvariantCulture);
        if (fault == EdifactFindings.LineBreak) return [];
        if (fault == SyntaxFindings.OpenSet) return [EscapedText.Clause(value[at..])];
        return fault == EdifactFindings.ControlCharacter ? [hex] : [set.Name, hex, set.Likeness(value, at)];
    }

    /// <summary>Checks the representation n or a.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="kind">Number or alphabetic.</param>
    /// <param name="mark">The decimal mark of UNA; 0 for comma or point.</param>
    /// <param name="length">Set to the digits of a number: sign and mark do not count.</param>
    public FindingCode? Check(ReadOnlySpan<byte> value, ValueKind kind, byte mark, ref int length)
    {
        if (kind is ValueKind.Number or ValueKind.Integer) return Number(value, mark, ref length);
        if (kind != ValueKind.Alphabetic) return null;
        foreach (var b in value)
        {
            if (b < 0x80 && !char.IsAsciiLetter((char)b) && b != ' ' && (b != release || release == 0))
            {
                return EdifactFindings.NotAlphabetic;
            }
        }

        return null;
    }

    private static FindingCode Control(byte value)
        => value is (byte)'\r' or (byte)'\n' or (byte)'\t' ? EdifactFindings.LineBreak : EdifactFindings.ControlCharacter;

    // ISO 9735-1 §10: minus directly before, one decimal mark with a digit on both sides, no thousands separators.
    private FindingCode? Number(ReadOnlySpan<byte> value, byte mark, ref int length)
    {
        var digits = 0;
        var markAt = -1;
        var hasSeveral = false;
        for (var i = 0; i < value.Length; i++)
        {
            var b = value[i];
            if (IsDigit(b)) digits++;
            else if (b is (byte)'.' or (byte)',' || (b == mark && mark != 0))
            {
                hasSeveral |= markAt >= 0;
                markAt = i;
            }
            else if (b == release && release != 0 && i + 1 < value.Length && value[i + 1] is (byte)'.' or (byte)',') { }
            else if (b != '-' || i != 0) return EdifactFindings.NotNumeric;
        }

        length = digits;
        if (digits == 0) return EdifactFindings.NotNumeric;
        if (markAt < 0) return null;
        if (hasSeveral) return EdifactFindings.SeveralMarks;
        if (mark != 0 && value[markAt] != mark) return EdifactFindings.DecimalMark;
        var hasDigits = markAt > 0 && IsDigit(value[markAt - 1]) && markAt + 1 < value.Length;
        return hasDigits ? null : EdifactFindings.NoDigit;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
