using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Functions on text. Those that take a piece keep the piece's own bytes as origin.</summary>
internal static class TextFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("trim", 1, 1, Trim),
        new("upper", 1, 1, (run, node, call) => Change(run, node, call, s => s.ToUpperInvariant(), Uppers)),
        new("lower", 1, 1, (run, node, call) => Change(run, node, call, s => s.ToLowerInvariant(), Lowers)),
        new("compact", 1, 1, (run, node, call) => Change(run, node, call, s => Compacted(s), Compacts)) { IsCompacting = true },
        new("left", 2, 2, (run, node, call) => Cut(run, node, call, 0, Int(call, 0))) { Prepare = Numbers,
            Wants = "a number" },
        new("right", 2, 2, (run, node, call) => Cut(run, node, call, -Int(call, 0),
            int.MaxValue)) { Prepare = Numbers, Wants = "a number" },
        new("mid", 2, 3, (run, node, call) => Cut(run, node, call, Int(call, 0) - 1, Int(call,
            1))) { Prepare = Numbers, Wants = "one or two numbers" },
        new("replace", 3, 3, Replace) { Prepare = c => c is [{ Length: > 0 }, _] ? c : null, Wants = "two texts" },
        new("split", 2, 2, Split) { Prepare = c => c is [{ Length: > 0 } separator]
            ? Encoding.UTF8.GetBytes(separator) : null, Wants = "a text" },
        new("pad", 3, 3, Pad) { Prepare = c => c is [_, { Length: 1 }] && Length(c[0]) > 0 ? c : null,
            Wants = "a length and one character" },
        new("extract", 2, 3, Extract) { Prepare = c => Pattern(c, false),
            Wants = "a regular expression without back-references and look-arounds" },
        new("matches", 2, 2, Matches) { Prepare = c => Pattern(c, true), IsTest = true,
            Wants = "a regular expression without back-references and look-arounds" },
        new("contains", 2, 32, Contains) { Prepare = Texts, IsTest = true, Wants = "texts" },
        new("join", 2, 64, Join) { IsReducing = true, IsPassing = true },
    ];

    // What each ASCII character becomes; 0 where it goes.
    private static readonly byte[] Uppers = Each(b => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b);
    private static readonly byte[] Lowers = Each(b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b);
    private static readonly byte[] Compacts = Each(b => Compact.Of(b));

    private static byte[] Each(Func<byte, byte> change)
    {
        var all = new byte[128];
        for (var b = 0; b < all.Length; b++) all[b] = change((byte)b);
        return all;
    }

    private static int Length(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= 1000
            ? length : 0;

    private static int[]? Numbers(IReadOnlyList<string> constants)
    {
        var numbers = constants.Select(Length).ToArray();
        return Array.TrueForAll(numbers, n => n > 0) ? numbers : null;
    }

    private static int Int(CallExpression call, int index)
        => call.Prepared is int[] numbers && index < numbers.Length ? numbers[index] : int.MaxValue;

    // Without an open repeat and without a repeated group there is nothing to go back over. The engine for the general case
    // takes tens of milliseconds to get going, which a verb that ends at once would feel.
    private static bool IsShort(string pattern)
        => pattern.AsSpan().IndexOfAny('*', '+', '\\') < 0 && !pattern.Contains(",}", StringComparison.Ordinal)
            && !pattern.Contains("){", StringComparison.Ordinal);

    private static byte[][]? Texts(IReadOnlyList<string> constants)
        => constants.All(c => c.Length > 0) ? [.. constants.Select(Encoding.UTF8.GetBytes)] : null;

    private static object? Pattern(IReadOnlyList<string> constants, bool isWhole)
    {
        try
        {
            var pattern = isWhole ? $"\\A(?:{constants[0]})\\z" : constants[0];
            var group = constants.Count > 1 ? Length(constants[1]) : 0;
            var options = RegexOptions.CultureInvariant | (IsShort(constants[0]) ? RegexOptions.None : RegexOptions.NonBacktracking);
            return (new Regex(pattern, options), group);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Narrows a value to bytes of its text.</summary>
    private static void Narrow(Run run, ref Value value, int start, int length)
    {
        switch (value.Form)
        {
            case ValueForm.Node when run.Source.IsPlain(value.Node):
                value.Form = ValueForm.Piece;
                value.Start = run.Source.Nodes[value.Node].Start + start;
                value.Length = length;
                run.Narrow(value, value.Start, length);
                break;
            case ValueForm.Piece:
                value.Start += start;
                value.Length = length;
                run.Narrow(value, value.Start, length);
                break;
            default:
                var isWhole = value.Form == ValueForm.Node;
                var text = run.TextOf(value).Slice(start, length);
                if (isWhole && RawPiece(run, value.Node, start, text) is var raw && raw.Length > 0) run.Narrow(value,
                    raw.Start, raw.Length);
                value = run.Made(text, value);
                break;
        }
    }

    /// <summary>The raw bytes that decode to a piece of a text; length 0 when they cannot be told apart.</summary>
    private static (int Start, int Length) RawPiece(Run run, int node, int start, ReadOnlySpan<byte> piece)
    {
        var raw = run.Source.Bytes(node);
        var decoder = run.Source.Decoder!;
        var room = new byte[decoder.MaxLength(raw.Length)];
        var written = 0;
        var first = Advance(decoder, raw, 0, start, room, ref written);
        var end = Advance(decoder, raw, first, start + piece.Length, room, ref written);
        var text = room.AsSpan(0, decoder.Decode(raw[first..end], room));
        return text.SequenceEqual(piece) ? (run.Source.Nodes[node].Start + first, end - first) : (0, 0);
    }

    // Goes on over the raw bytes until so many bytes of text are written.
    private static int Advance(TextDecoder decoder, ReadOnlySpan<byte> raw, int at, int until, Span<byte> room, ref int written)
    {
        while (at < raw.Length && written < until)
        {
            var length = decoder.FirstLength(raw[at..]);
            written += decoder.Decode(raw.Slice(at, length), room);
            at += length;
        }

        return at;
    }

    private static int Trim(Run run, int node, CallExpression call)
    {
        var count = call.Arguments[0].Values(run, node);
        var kept = run.ValueTop - count;
        for (var i = kept; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var text = run.TextOf(value);
            var start = 0;
            while (start < text.Length && text[start] <= ' ') start++;
            var end = text.Length;
            while (end > start && text[end - 1] <= ' ') end--;
            if (end == start) continue;
            if (end - start < text.Length) Narrow(run, ref value, start, end - start);
            run.ValueAt(kept++) = value;
        }

        return Kept(run, count, kept);
    }

    private static int Cut(Run run, int node, CallExpression call, int from, int length)
    {
        var count = call.Arguments[0].Values(run, node);
        var kept = run.ValueTop - count;
        for (var i = kept; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var text = run.TextOf(value);
            var characters = Characters(text);
            var first = from < 0 ? Math.Max(0, characters + from) : from;
            if (first >= characters) continue;
            var start = Offset(text, first);
            var end = length >= characters - first ? text.Length : Offset(text, first + length);
            Narrow(run, ref value, start, end - start);
            run.ValueAt(kept++) = value;
        }

        return Kept(run, count, kept);
    }

    private static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text) count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    private static int Offset(ReadOnlySpan<byte> text, int characters)
    {
        var at = 0;
        for (; at < text.Length; at++)
        {
            if ((text[at] & 0xC0) != 0x80 && characters-- == 0) break;
        }

        return at;
    }

    private static int Split(Run run, int node, CallExpression call)
    {
        var separator = (byte[])call.Prepared!;
        var count = call.Arguments[0].Values(run, node);
        var from = run.ValueTop - count;
        for (var i = from; i < from + count; i++)
        {
            var at = 0;
            while (true)
            {
                var value = run.ValueAt(i);
                var text = run.TextOf(value);
                var end = text[at..].IndexOf(separator);
                var length = end < 0 ? text.Length - at : end;
                if (length > 0) PushPiece(run, value, at, length);
                if (end < 0) break;
                at += length + separator.Length;
            }
        }

        return run.SettleValues(from, from + count);
    }

    /// <summary>Each piece has origins of its own, so that narrowing one leaves the others.</summary>
    private static void PushPiece(Run run, in Value whole, int start, int length)
    {
        var piece = whole with { OriginFrom = run.OriginTop };
        run.CopyOrigins(whole.OriginFrom, whole.OriginTo);
        piece.OriginTo = run.OriginTop;
        Narrow(run, ref piece, start, length);
        run.Push(piece);
    }

    private static int Replace(Run run, int node, CallExpression call)
    {
        var texts = (IReadOnlyList<string>)call.Prepared!;
        return Change(run, node, call, s => s.Replace(texts[0], texts[1], StringComparison.Ordinal));
    }

    private static int Pad(Run run, int node, CallExpression call)
    {
        var texts = (IReadOnlyList<string>)call.Prepared!;
        return Change(run, node, call, s => s.PadLeft(Length(texts[0]), texts[1][0]));
    }

    private static int Extract(Run run, int node, CallExpression call)
    {
        var (pattern, group) = ((Regex, int))call.Prepared!;
        var count = call.Arguments[0].Values(run, node);
        var kept = run.ValueTop - count;
        for (var i = kept; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var text = Encoding.UTF8.GetString(run.TextOf(value));
            var found = pattern.Match(text).Groups[group];
            if (!found.Success || found.Length == 0) continue;
            var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, found.Index));
            Narrow(run, ref value, start, Encoding.UTF8.GetByteCount(found.ValueSpan));
            run.ValueAt(kept++) = value;
        }

        return Kept(run, count, kept);
    }

    private static int Matches(Run run, int node, CallExpression call)
    {
        var (pattern, _) = ((Regex, int))call.Prepared!;
        var from = run.ValueTop;
        var count = call.Arguments[0].Values(run, node);
        var all = count > 0;
        for (var i = from; i < run.ValueTop
            && all; i++) all = IsMatch(pattern, run.TextOf(run.ValueAt(i)));
        run.ValueTop = from + (all ? 1 : 0);
        return all ? 1 : 0;
    }

    private static int Contains(Run run, int node, CallExpression call)
    {
        var texts = (byte[][])call.Prepared!;
        var from = run.ValueTop;
        var count = call.Arguments[0].Values(run, node);
        var isFound = false;
        for (var i = from; i < from + count && !isFound; i++)
        {
            foreach (var text in texts) isFound |= run.TextOf(run.ValueAt(i)).IndexOf(text) >= 0;
        }

        run.ValueTop = from + (isFound ? 1 : 0);
        return isFound ? 1 : 0;
    }

    private static bool IsMatch(Regex pattern, ReadOnlySpan<byte> text)
    {
        if (text.Length > 128) return pattern.IsMatch(Encoding.UTF8.GetString(text));
        Span<char> characters = stackalloc char[128];
        return pattern.IsMatch(characters[..Encoding.UTF8.GetChars(text, characters)]);
    }

    private static int Join(Run run, int node, CallExpression call)
    {
        var from = run.ValueTop;
        var list = call.Arguments.AsSpan();
        var isSeparatorFirst = list[0].IsConstant && !list[^1].IsConstant;
        var separator = (isSeparatorFirst ? list[0] : list[^1]) is ConstantExpression constant ? constant.Text : [];
        list = isSeparatorFirst ? list[1..] : list[..^1];
        foreach (var argument in list) argument.Values(run, node);
        var count = run.ValueTop - from;
        if (count < 2) return count;
        Span<byte> small = stackalloc byte[256];
        var needed = 0;
        for (var i = from; i < run.ValueTop; i++) needed += run.TextOf(run.ValueAt(i)).Length + separator.Length;
        var joined = needed <= small.Length ? small : new byte[needed];
        var length = 0;
        for (var i = from; i < run.ValueTop; i++)
        {
            if (i > from) separator.CopyTo(joined[length..]);
            if (i > from) length += separator.Length;
            var text = run.TextOf(run.ValueAt(i));
            text.CopyTo(joined[length..]);
            length += text.Length;
        }

        var first = run.ValueAt(from);
        first.OriginTo = run.ValueAt(run.ValueTop - 1).OriginTo;
        run.ValueAt(from) = run.Made(joined[..length], first);
        run.ValueTop = from + 1;
        return 1;
    }

    private static int Change(
        Run run, int node, CallExpression call, Func<string, string> change, byte[]? bytes = null)
    {
        var count = call.Arguments[0].Values(run, node);
        Span<byte> changed = stackalloc byte[128];
        for (var i = run.ValueTop - count; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var text = run.TextOf(value);
            if (bytes is not null && text.Length <= changed.Length && Ascii.IsValid(text))
            {
                var length = 0;
                foreach (var b in text)
                {
                    changed[length] = bytes[b];
                    if (changed[length] != 0) length++;
                }

                run.ValueAt(i) = run.Made(changed[..length], value);
            }
            else run.ValueAt(i) = run.Made(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(text))), value);
        }

        return count;
    }

    private static string Compacted(string text)
        => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static int Kept(Run run, int count, int kept)
    {
        count -= run.ValueTop - kept;
        run.ValueTop = kept;
        return count;
    }
}
