using System.Globalization;
using System.Text;

namespace Gateway.Formats;

/// <summary>A name of a PDF file, without its slash.</summary>
internal readonly record struct PdfName(string Text);

/// <summary>A reference to another object.</summary>
internal readonly record struct PdfReference(int Number);

/// <summary>A word that is no value: an operator, <c>endobj</c>, <c>]</c>. Empty at the end of the bytes.</summary>
internal readonly record struct PdfWord(string Text);

/// <summary>
/// Reads the values of ISO 32000-1 §7.3 one after another: numbers are <see cref="double"/>, strings byte arrays, arrays lists,
/// dictionaries dictionaries. Depth and size are bounded.
/// </summary>
/// <param name="bytes">The bytes.</param>
/// <param name="at">Where to begin.</param>
internal sealed class PdfParser(byte[] bytes, int at)
{
    private const int DepthMax = 40, ValuesMax = 200_000, WordMax = 128;

    private int values;

    /// <summary>Where the next value is read.</summary>
    public int At { get; set; } = at;

    /// <summary>Reads a value or a word.</summary>
    /// <exception cref="InvalidDataException">The bytes are no value, or go beyond a limit.</exception>
    public object? Next() => Next(0);

    /// <summary>Passes over the bytes of an image that stands in a content stream, after its <c>ID</c>.</summary>
    public void SkipImage()
    {
        for (; At + 2 < bytes.Length; At++)
        {
            if (!IsSpace(bytes[At]) || bytes[At + 1] != 'E' || bytes[At + 2] != 'I') continue;
            if (At + 3 < bytes.Length && !IsSpace(bytes[At + 3])) continue;
            At += 3;
            return;
        }

        At = bytes.Length;
    }

    /// <summary>Passes over spaces and comments.</summary>
    public void SkipSpace()
    {
        for (; At < bytes.Length; At++)
        {
            if (bytes[At] == '%')
            {
                while (At < bytes.Length && bytes[At] is not ((byte)'\r' or (byte)'\n')) At++;
            }
            else if (!IsSpace(bytes[At])) return;
        }
    }

    /// <summary>The value of a digit of base 16; -1 for any other character.</summary>
    public static int HexOf(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    /// <summary>White space of §7.2.2.</summary>
    public static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    private object? Next(int depth)
    {
        if (depth > DepthMax || ++values > ValuesMax) throw new InvalidDataException("Values are nested or repeated beyond measure.");
        if (depth == 0) values = 0;
        SkipSpace();
        if (At >= bytes.Length) return new PdfWord("");
        switch (bytes[At])
        {
            case (byte)'/':
                At++;
                return Name();
            case (byte)'(':
                return Text();
            case (byte)'[':
                At++;
                return List(depth);
            case (byte)'<' when At + 1 < bytes.Length && bytes[At + 1] == '<':
                At += 2;
                return Dictionary(depth);
            case (byte)'<':
                return HexText();
            case (byte)'>' when At + 1 < bytes.Length && bytes[At + 1] == '>':
                At += 2;
                return new PdfWord(">>");
            case (byte)']' or (byte)')' or (byte)'>' or (byte)'{' or (byte)'}':
                return new PdfWord(((char)bytes[At++]).ToString());
            case (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'):
                return Number();
            default:
                return Word();
        }
    }

    private object? Word()
    {
        var start = At;
        while (At < bytes.Length && IsRegular(bytes[At])) At++;
        var text = Encoding.Latin1.GetString(bytes, start, Math.Min(At - start, WordMax));
        return text switch { "null" => null, "true" => true, "false" => false, _ => new PdfWord(text) };
    }

    private PdfName Name()
    {
        var text = new StringBuilder();
        for (; At < bytes.Length && IsRegular(bytes[At]); At++)
        {
            var value = bytes[At];
            if (value == '#' && At + 2 < bytes.Length && HexOf(bytes[At + 1]) is >= 0 and var high && HexOf(bytes[At + 2]) is >= 0 and var low)
            {
                value = (byte)((high << 4) + low);
                At += 2;
            }

            if (text.Length < WordMax) text.Append((char)value);
        }

        return new PdfName(text.ToString());
    }

    private object Number()
    {
        var start = At++;
        while (At < bytes.Length && bytes[At] is (byte)'.' or (byte)'-' or (>= (byte)'0' and <= (byte)'9')) At++;
        var text = bytes.AsSpan(start, Math.Min(At - start, WordMax));
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return 0d;
        }

        return value is >= 0 and <= int.MaxValue && value == Math.Floor(value) && IsReference() ? new PdfReference((int)value) : value;
    }

    // "12 0 R": a second number and the letter.
    private bool IsReference()
    {
        var look = At;
        if (look >= bytes.Length || !IsSpace(bytes[look])) return false;
        while (look < bytes.Length && IsSpace(bytes[look])) look++;
        var digits = look;
        while (look < bytes.Length && look - digits < 6 && bytes[look] is >= (byte)'0' and <= (byte)'9') look++;
        if (look == digits || look >= bytes.Length || !IsSpace(bytes[look])) return false;
        while (look < bytes.Length && IsSpace(bytes[look])) look++;
        if (look >= bytes.Length || bytes[look] != 'R' || (look + 1 < bytes.Length && IsRegular(bytes[look + 1]))) return false;
        At = look + 1;
        return true;
    }

    private List<object?> List(int depth)
    {
        var list = new List<object?>();
        while (Next(depth + 1) is var value && value is not PdfWord { Text: "]" })
        {
            if (value is PdfWord { Text: "" }) throw new InvalidDataException("An array does not end.");
            list.Add(value);
        }

        return list;
    }

    private Dictionary<string, object?> Dictionary(int depth)
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (Next(depth + 1) is var key && key is not PdfWord { Text: ">>" })
        {
            if (key is PdfWord { Text: "" }) throw new InvalidDataException("A dictionary does not end.");
            if (key is not PdfName name) continue;
            var value = Next(depth + 1);
            if (value is PdfWord { Text: ">>" }) break;
            all[name.Text] = value;
        }

        return all;
    }

    private byte[] Text()
    {
        var end = EndOfText();
        var text = new List<byte>(end - At);
        for (At++; At < end; At++)
        {
            if (bytes[At] != '\\') text.Add(bytes[At]);
            else if (++At < end && Escaped() is { } escaped) text.Add(escaped);
        }

        At = end + 1;
        return [.. text];
    }

    // Looked for before anything is taken: a string that does not end is the whole rest of a file.
    private int EndOfText()
    {
        var open = 0;
        for (var look = At; look < bytes.Length; look++)
        {
            if (bytes[look] == '(') open++;
            else if (bytes[look] == ')' && --open == 0) return look;
            else if (bytes[look] == '\\') look++;
        }

        At = bytes.Length;
        throw new InvalidDataException("A string does not end.");
    }

    private byte? Escaped()
    {
        var value = bytes[At];
        if (value is >= (byte)'0' and <= (byte)'7')
        {
            var code = value - '0';
            for (var i = 0; i < 2 && At + 1 < bytes.Length && bytes[At + 1] is >= (byte)'0' and <= (byte)'7'; i++)
            {
                code = (code * 8) + bytes[++At] - '0';
            }

            return (byte)(code & 0xFF);
        }

        if (value == '\r' && At + 1 < bytes.Length && bytes[At + 1] == '\n') At++;
        return value switch
        {
            (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, (byte)'b' => 8, (byte)'f' => 12, (byte)'\r' or (byte)'\n' => null, _ => value,
        };
    }

    private byte[] HexText()
    {
        var length = bytes.AsSpan(At).IndexOf((byte)'>');
        if (length < 0)
        {
            At = bytes.Length;
            throw new InvalidDataException("A string does not end.");
        }

        var end = At + length;
        var text = new List<byte>(length / 2);
        var (half, isHalf) = (0, false);
        for (At++; At < end; At++)
        {
            if (HexOf(bytes[At]) is not (>= 0 and var digit)) continue;
            if (isHalf) text.Add((byte)((half << 4) + digit));
            (half, isHalf) = (digit, !isHalf);
        }

        At = end + 1;
        if (isHalf) text.Add((byte)(half << 4));
        return [.. text];
    }

    private static bool IsRegular(byte value) => !IsSpace(value) && value is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>'
        or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');
}
