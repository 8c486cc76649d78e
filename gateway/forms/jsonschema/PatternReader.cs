using System.Globalization;
using System.Text;

namespace Gateway.Forms;

/// <summary>
/// Translates a pattern of ECMA-262 (with the flag u, as JSON Schema wants it) into one of .NET over <see cref="PatternUnits"/> that is
/// matched in linear time. Look-ahead is taken where it stands at the beginning of the text, as those who need it write it; look-behind,
/// look-ahead elsewhere and back references cannot be matched in linear time and are refused.
/// </summary>
internal sealed class PatternReader
{
    private const int CountMax = 10_000;
    private const int DepthMax = 100;

    private readonly int[] text;
    private readonly StringBuilder output = new();
    private int at;
    private int depth;
    private bool hasAlternatives;

    private PatternReader(string pattern)
        => text = [.. pattern.EnumerateRunes().Select(rune => rune.Value)];

    /// <summary>Translates.</summary>
    /// <param name="pattern">As the schema has it.</param>
    /// <returns>Patterns of .NET that all must match, or must not.</returns>
    /// <exception cref="FormatException">It is no pattern, or not one that is supported; the text says what and where.</exception>
    public static IReadOnlyList<(string Pattern, bool IsWanted)> Read(string pattern)
    {
        if (!IsPaired(pattern)) throw new FormatException("it has half of a character");
        var reader = new PatternReader(pattern);
        var parts = new List<(string Pattern, bool IsWanted)>();
        if (reader.ReadsLookAhead(parts)) return parts;
        reader.ReadAlternatives();
        if (reader.at < reader.text.Length) throw reader.Fault("a bracket closes that nothing opened");
        return [(reader.output.ToString(), true)];
    }

    private static bool IsPaired(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (char.IsSurrogatePair(pattern, i)) i++;
            else if (char.IsSurrogate(pattern[i])) return false;
        }

        return true;
    }

    /// <summary>Takes <c>^(?=A)(?!B)C</c> and <c>(?=^A)(?!^B)C</c> apart: each part is matched from the beginning of the text.</summary>
    private bool ReadsLookAhead(List<(string Pattern, bool IsWanted)> parts)
    {
        var isAtStart = Take('^');
        if (!Follows("(?=") && !Follows("(?!"))
        {
            at = 0;
            return false;
        }

        while (Follows("(?=") || Follows("(?!"))
        {
            var isNegative = text[at + 2] == '!';
            at += 3;
            output.Clear();
            var isOwnStart = !isAtStart && at < text.Length && text[at] == '^';
            if (!isAtStart && !isOwnStart) throw Fault("look-ahead is supported only at the beginning of the text");
            ReadAlternatives();
            if (isOwnStart && hasAlternatives) throw Fault("look-ahead with alternatives needs ^ before it");
            isAtStart = true;
            if (!Take(')')) throw Fault("a bracket is not closed");
            if (at < text.Length && text[at] is '*' or '+' or '?' or '{') throw Fault("look-ahead does not repeat");
            parts.Add(($"\\A(?:{output})", !isNegative));
        }

        output.Clear();
        ReadAlternatives();
        if (at < text.Length) throw Fault("a bracket closes that nothing opened");
        if (hasAlternatives) throw Fault("look-ahead is supported only before all alternatives");
        parts.Add(($"\\A(?:{output})", true));
        return true;
    }

    private void ReadAlternatives()
    {
        if (++depth > DepthMax) throw Fault("brackets nest too deep");
        if (depth == 1) hasAlternatives = false;
        while (at < text.Length && text[at] != ')')
        {
            if (!Take('|'))
            {
                ReadTerm();
                continue;
            }

            output.Append('|');
            hasAlternatives |= depth == 1;
        }

        depth--;
    }

    private void ReadTerm()
    {
        if (Take('^')) output.Append("\\A");
        else if (Take('$')) output.Append("\\z");
        else if (Follows("\\b")) Assert("\\b");
        else if (Follows("\\B")) Assert("\\B");
        else if (Follows("(?=") || Follows("(?!")) throw Fault("look-ahead is supported only at the beginning of the text");
        else if (Follows("(?<=") || Follows("(?<!")) throw Fault("look-behind is not supported");
        else
        {
            ReadAtom();
            ReadQuantifier();
            return;
        }

        if (at < text.Length && text[at] is '*' or '+' or '?' or '{') throw Fault("there is nothing to repeat");
    }

    private void Assert(string assertion)
    {
        at += 2;
        output.Append(assertion);
    }

    private void ReadAtom()
    {
        var c = text[at++];
        switch (c)
        {
            case '.': CodePointSet.NoLineEnds.Write(output); break;
            case '[': ReadClass().Write(output); break;
            case '(': ReadGroup(); break;
            case '\\': ReadEscape(isClass: false).Write(output); break;
            case '*' or '+' or '?': throw Fault("there is nothing to repeat");
            case '{' or '}' or ']': throw Fault($"{(char)c} needs a backslash");
            default: new CodePointSet().Add(c, c).Write(output); break;
        }
    }

    private void ReadGroup()
    {
        if (Follows("?:")) at += 2;
        else if (Follows("?<"))
        {
            var close = Array.IndexOf(text, '>', at);
            if (close < 0) throw Fault("the name of a group is not closed");
            at = close + 1;
        }
        else if (Follows("?")) throw Fault("this kind of group is not supported");

        output.Append("(?:");
        ReadAlternatives();
        if (!Take(')')) throw Fault("a bracket is not closed");
        output.Append(')');
    }

    private void ReadQuantifier()
    {
        if (at == text.Length) return;
        if (Take('*')) output.Append('*');
        else if (Take('+')) output.Append('+');
        else if (Take('?')) output.Append('?');
        else if (Take('{')) ReadCounts();
        else return;
        // Lazy or not makes no difference to whether there is a match.
        Take('?');
        if (at < text.Length && text[at] is '*' or '+' or '?' or '{') throw Fault("there is nothing to repeat");
    }

    private void ReadCounts()
    {
        var from = ReadNumber();
        var to = from;
        if (Take(',')) to = at < text.Length && text[at] == '}' ? -1 : ReadNumber();
        if (!Take('}') || (to >= 0 && to < from)) throw Fault("the counts in braces are not usable");
        output.Append(CultureInfo.InvariantCulture, $"{{{from}{(to == from ? "" : to < 0 ? "," : $",{to}")}}}");
    }

    private int ReadNumber()
    {
        var start = at;
        var value = 0;
        while (at < text.Length && text[at] is >= '0' and <= '9' && value <= CountMax) value = (value * 10) + text[at++] - '0';
        if (at == start) throw Fault("{ needs a backslash or a count behind it");
        if (value > CountMax) throw Fault($"counts over {CountMax} are not supported");
        return value;
    }

    private CodePointSet ReadClass()
    {
        var isNegated = Take('^');
        var set = new CodePointSet();
        while (!Take(']'))
        {
            var from = ReadMember(out var group);
            if (group is not null)
            {
                set.Add(group);
                if (Follows("-") && !Follows("-]")) throw Fault("a range cannot begin with a class");
                continue;
            }

            if (!Follows("-") || Follows("-]"))
            {
                set.Add(from, from);
                continue;
            }

            at++;
            var to = ReadMember(out group);
            if (group is not null || to < from) throw Fault("the range is the wrong way round");
            set.Add(from, to);
        }

        return isNegated ? set.Inverse() : set;
    }

    /// <summary>One code point of a class, or a class in it.</summary>
    private int ReadMember(out CodePointSet? group)
    {
        group = null;
        if (at == text.Length) throw Fault("a square bracket is not closed");
        if (text[at] != '\\') return text[at++];
        at++;
        if (at < text.Length && text[at] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P')
        {
            group = ReadEscape(isClass: true);
            return -1;
        }

        return ReadCharacter(isClass: true);
    }

    private CodePointSet ReadEscape(bool isClass)
    {
        if (at == text.Length) throw Fault("it ends in a backslash");
        switch (text[at])
        {
            case 'd': at++; return CodePointSet.Digits;
            case 'D': at++; return CodePointSet.Digits.Inverse();
            case 'w': at++; return CodePointSet.Words;
            case 'W': at++; return CodePointSet.Words.Inverse();
            case 's': at++; return CodePointSet.Spaces;
            case 'S': at++; return CodePointSet.Spaces.Inverse();
            case 'p' or 'P': return ReadProperty();
            default:
                var character = ReadCharacter(isClass);
                return new CodePointSet().Add(character, character);
        }
    }

    private int ReadCharacter(bool isClass)
    {
        if (at == text.Length) throw Fault("it ends in a backslash");
        var c = text[at++];
        switch (c)
        {
            case 't': return 9;
            case 'n': return 10;
            case 'v': return 11;
            case 'f': return 12;
            case 'r': return 13;
            case 'b' when isClass: return 8;
            case '0' when at == text.Length || text[at] is < '0' or > '9': return 0;
            case 'c' when at < text.Length && text[at] < 0x80 && char.IsAsciiLetter((char)text[at]): return text[at++] & 31;
            case 'x': return ReadHex(2);
            case 'u': return ReadUnicode();
            case >= '0' and <= '9': throw Fault("back references are not supported");
            case 'k' when !isClass: throw Fault("back references are not supported");
            case < 0x80 when char.IsAsciiLetter((char)c): throw Fault($"\\{(char)c} has no meaning");
            default: return c;
        }
    }

    private int ReadUnicode()
    {
        int character;
        if (Take('{'))
        {
            character = 0;
            var start = at;
            while (at < text.Length && text[at] != '}' && character <= 0x10FFFF) character = (character * 16) + HexDigit();
            if (at == start || !Take('}') || character > 0x10FFFF) throw Fault("\\u{ needs a code point and }");
        }
        else
        {
            character = ReadHex(4);
            if (character is >= 0xD800 and <= 0xDBFF && Follows("\\u"))
            {
                var before = at;
                at += 2;
                var low = ReadHex(4);
                if (low is >= 0xDC00 and <= 0xDFFF) return 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
                at = before;
            }
        }

        if (character is >= 0xD800 and <= 0xDFFF) throw Fault("it has half of a character");
        return character;
    }

    private int ReadHex(int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++) value = (value * 16) + HexDigit();
        return value;
    }

    private int HexDigit()
    {
        var c = at < text.Length ? text[at++] : -1;
        if (c is < 0 or >= 0x80 || !char.IsAsciiHexDigit((char)c)) throw Fault("a hexadecimal digit is missing");
        return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    }

    private CodePointSet ReadProperty()
    {
        var isNegated = text[at++] == 'P';
        var close = Array.IndexOf(text, '}', at);
        if (!Take('{') || close < 0) throw Fault("\\p needs a property in braces");
        var name = string.Concat(text[at..close].Select(c => new Rune(c).ToString()));
        if (UnicodeProperties.Find(name) is not { } set) throw Fault($"the property {name} is not supported");
        at = close + 1;
        return isNegated ? set.Inverse() : set;
    }

    private bool Take(char c)
    {
        if (at == text.Length || text[at] != c) return false;
        at++;
        return true;
    }

    private bool Follows(string what)
    {
        if (at + what.Length > text.Length) return false;
        for (var i = 0; i < what.Length; i++)
        {
            if (text[at + i] != what[i]) return false;
        }

        return true;
    }

    private FormatException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what} (character {at + 1})"));
}
