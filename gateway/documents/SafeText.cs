using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Documents;

/// <summary>Makes text of senders safe to show: nothing in it moves a cursor, turns the direction of writing or takes no room.</summary>
public static class SafeText
{
    /// <summary>Bytes as text: UTF-8 where they are that, else one character for each byte.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
        => Of(Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes));

    /// <summary>Text with control characters drawn as their pictures (<c>␍</c>) and what cannot be shown as a dot.</summary>
    public static string Of(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++) target[i] = Shown(source[i]);
    });

    /// <summary>Columns that shown text takes: the letters of East Asia take two each.</summary>
    public static int Columns(string shown)
    {
        var columns = 0;
        foreach (var c in shown) columns += IsWide(c) ? 2 : 1;
        return columns;
    }

    private static char Shown(char c)
    {
        const char Pictures = '\u2400';
        if (c < ' ') return (char)(Pictures + c);
        if (c == '\u007F') return '\u2421';
        return char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned ? '.' : c;
    }

    private static bool IsWide(char c) => c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF')
        or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F')
        or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6');
}
