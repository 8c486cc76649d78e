using System.Buffers;
using System.Text.RegularExpressions;

namespace Gateway.Forms;

/// <summary>A pattern of a schema. No text makes it slow: the time grows with the length of the text only. Thread-safe.</summary>
internal sealed class TextPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int StackUnits = 512;

    private readonly (Regex Regex, bool IsWanted)[] parts;

    /// <summary>Makes a pattern.</summary>
    /// <param name="pattern">In the form of ECMA-262.</param>
    /// <exception cref="FormatException">It is no pattern, or not one that is supported.</exception>
    public TextPattern(string pattern)
    {
        Text = pattern;
        parts = [.. PatternReader.Read(pattern).Select(part => (new Regex(part.Pattern, Options), part.IsWanted))];
    }

    /// <summary>As the schema has it.</summary>
    public string Text { get; }

    /// <summary>Whether a text of JSON has a match.</summary>
    public bool IsMatch(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        var most = raw.Length * 2;
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
            if (regex.IsMatch(units) != isWanted) return false;
        }

        return true;
    }
}
