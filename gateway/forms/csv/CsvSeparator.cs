namespace Gateway.Forms;

/// <summary>Tells which character stands between the cells, by which of them comes equally often in each line.</summary>
internal static class CsvSeparator
{
    private const int LinesMax = 200;

    // In a tie the rarer character is the separator: commas stand in numbers and texts too.
    private static ReadOnlySpan<byte> Candidates => "\t;|,"u8;

    /// <summary>The separator of a text.</summary>
    /// <param name="utf8">The text, or its begin.</param>
    /// <param name="cells">Cells that most lines have; 1 when there is no separator.</param>
    /// <param name="share">How many of 100 lines have as many.</param>
    /// <param name="lines">Lines that were looked at.</param>
    public static byte Of(ReadOnlySpan<byte> utf8, out int cells, out int share, out int lines)
    {
        var best = (byte)',';
        var bestScore = 0;
        (cells, share, lines) = (1, 0, 0);
        foreach (var candidate in Candidates)
        {
            var (usual, percent, seen) = Count(utf8, candidate);
            lines = seen;
            var score = usual == 0 ? 0 : (percent * 100) + Math.Min(usual, 50);
            if (score <= bestScore) continue;
            (best, bestScore, cells, share) = (candidate, score, usual + 1, percent);
        }

        return best;
    }

    private static (int Usual, int Percent, int Lines) Count(ReadOnlySpan<byte> utf8, byte separator)
    {
        var tally = new Dictionary<int, int>();
        var (inLine, lines, isQuoted, isBlank) = (0, 0, false, true);
        for (var i = 0; i <= utf8.Length && lines < LinesMax; i++)
        {
            var b = i < utf8.Length ? utf8[i] : (byte)'\n';
            if (b == '"') isQuoted = !isQuoted;
            if (i < utf8.Length && isQuoted) continue;
            if (b == separator) inLine++;
            if (b is not ((byte)'\n' or (byte)'\r'))
            {
                isBlank = false;
                continue;
            }

            if (!isBlank)
            {
                tally[inLine] = tally.GetValueOrDefault(inLine) + 1;
                lines++;
            }

            (inLine, isBlank) = (0, true);
        }

        var (usual, most) = (0, 0);
        foreach (var (count, times) in tally)
        {
            if (times > most || (times == most && count > usual)) (usual, most) = (count, times);
        }

        return (usual, lines == 0 ? 0 : most * 100 / lines, lines);
    }
}
