namespace Gateway.Edifact;

/// <summary>The way through a text with escape sequences (ISO 2022): what they shield separates nothing.</summary>
internal static partial class DelimiterIndex
{
    /// <summary>Writes the places of all delimiters, a byte at a time.</summary>
    /// <param name="bytes">Must begin where no release character is pending.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="characters">The service characters.</param>
    /// <param name="isAll">No more bytes follow that could end a shielded run.</param>
    /// <param name="places">Gets the places, as <see cref="Build(ReadOnlySpan{byte}, int, in ServiceCharacters, int[], int[])"/>
    /// gives them.</param>
    /// <param name="ends">Gets the index of each terminator.</param>
    /// <param name="to">How far it came: to a run whose end is not at hand, or to a release character at the end.</param>
    public static (int Places, int Ends) BuildEscaped(
        ReadOnlySpan<byte> bytes, int from, in ServiceCharacters characters, bool isAll, int[] places, int[] ends, out int to)
    {
        var (count, endCount) = (0, 0);
        for (to = from; to < bytes.Length; to++)
        {
            var value = bytes[to];
            if (EscapedText.Begins(value))
            {
                var shielded = EscapedText.Shielded(bytes[to..], isAll);
                if (shielded < 0) break;
                if (shielded > 0) to += shielded - 1;
            }
            else if (characters.Release != 0 && value == characters.Release)
            {
                if (to + 1 == bytes.Length) break;
                to++;
            }
            else if (value == characters.Component || value == characters.Element || value == characters.Terminator
                || (value == characters.Repetition && value != 0))
            {
                if (value == characters.Terminator) ends[endCount++] = count;
                places[count++] = to;
            }
        }

        return (count, endCount);
    }
}
