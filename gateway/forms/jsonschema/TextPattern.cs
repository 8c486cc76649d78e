using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gateway.Forms;

/// <summary>A pattern of a schema. No text makes it slow: the time grows with the length of the text only. Thread-safe.</summary>
internal sealed class TextPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    // Room is cleared each time, and the texts that have patterns are numbers and codes.
    private const int FewUnits = 64;
    private const int StackUnits = 512;

    // Schemas repeat few patterns often; a configuration has some hundred of them.
    private const int KnownMax = 1000;

    private static readonly ConcurrentDictionary<string, TextPattern> Known = new(StringComparer.Ordinal);

    private readonly (Lazy<Regex> Regex, bool IsWanted)[] parts;

    private TextPattern(string pattern)
    {
        Text = pattern;
        // Made when a text is first matched: that takes much longer than reading the pattern.
        parts = [.. PatternReader.Read(pattern).Select(part => (new Lazy<Regex>(() => new Regex(part.Pattern, Options)), part.IsWanted))];
    }

    /// <summary>Makes a pattern.</summary>
    /// <param name="pattern">In the form of ECMA-262.</param>
    /// <exception cref="FormatException">It is no pattern, or not one that is supported.</exception>
    public static TextPattern Of(string pattern)
        => Known.Count < KnownMax ? Known.GetOrAdd(pattern, text => new TextPattern(text)) : new TextPattern(pattern);

    /// <summary>As the schema has it.</summary>
    public string Text { get; }

    /// <summary>Whether a text of JSON has a match.</summary>
    public bool IsMatch(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        var most = raw.Length * 2;
        if (most <= FewUnits) return IsMatch(raw, isEscaped, stackalloc char[FewUnits]);
        if (most <= StackUnits) return IsMatch(raw, isEscaped, stackalloc char[StackUnits]);
        var pooled = ArrayPool<char>.Shared.Rent(most);
        var isMatch = IsMatch(raw, isEscaped, pooled);
        ArrayPool<char>.Shared.Return(pooled);
        return isMatch;
    }

    private bool IsMatch(ReadOnlySpan<byte> raw, bool isEscaped, Span<char> room)
    {
        ReadOnlySpan<char> units = room[..PatternUnits.Write(raw, isEscaped, room)];
        foreach (var (regex, isWanted) in parts)
        {
            if (regex.Value.IsMatch(units) != isWanted) return false;
        }

        return true;
    }
}
