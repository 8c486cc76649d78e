using System.Globalization;

namespace Gateway.Host.Workshop;

/// <summary>The lines in which two texts differ, each place with the names that lead to it, for people.</summary>
internal static class TextDifference
{
    private const int LinesMax = 20_000, WorkMax = 4_000;

    private readonly record struct Line(char Sign, int Old, int New);

    /// <summary>Writes the places where they differ; nothing when they do not.</summary>
    /// <param name="expected">The text that was expected; its lines are marked with a minus.</param>
    /// <param name="received">The text that came; its lines are marked with a plus.</param>
    /// <param name="places">At most so many places.</param>
    /// <param name="to">Gets the lines.</param>
    public static void Write(string expected, string received, int places, TextWriter to)
    {
        var (one, other) = (expected.Split('\n'), received.Split('\n'));
        var lines = Lines(one, other);
        var shown = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (i == 0 || lines[i].Old + lines[i].New != lines[i - 1].Old + lines[i - 1].New + 1)
            {
                if (shown++ == places)
                {
                    to.WriteLine($"  and more; {lines.Count - i} lines differ that are not shown");
                    return;
                }

                to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  line {lines[i].Old + 1}  {Way(one, lines[i].Old)}"));
            }

            to.WriteLine($"    {lines[i].Sign} {(lines[i].Sign == '-' ? one[lines[i].Old] : other[lines[i].New]).Trim()}");
        }
    }

    /// <summary>The lines that only one text has: a shortest edit where that is not too much work (Myers 1986).</summary>
    private static List<Line> Lines(string[] one, string[] other)
    {
        var start = 0;
        while (start < one.Length && start < other.Length && one[start] == other[start]) start++;
        var (oneEnd, otherEnd) = (one.Length, other.Length);
        while (oneEnd > start && otherEnd > start && one[oneEnd - 1] == other[otherEnd - 1])
        {
            oneEnd--;
            otherEnd--;
        }

        var all = new List<Line>();
        if (oneEnd - start + otherEnd - start <= LinesMax
            && Edit(one.AsSpan(start..oneEnd), other.AsSpan(start..otherEnd), start) is { } found) return found;
        for (var i = start; i < oneEnd; i++) all.Add(new Line('-', i, start));
        for (var i = start; i < otherEnd; i++) all.Add(new Line('+', oneEnd, i));
        return all;
    }

    private static List<Line>? Edit(ReadOnlySpan<string> one, ReadOnlySpan<string> other, int offset)
    {
        var max = Math.Min(one.Length + other.Length, WorkMax);
        var furthest = new int[(2 * max) + 2];
        var trace = new List<int[]>();
        for (var changes = 0; changes <= max; changes++)
        {
            trace.Add(furthest[(max - changes)..(max + changes + 2)]);
            for (var k = -changes; k <= changes; k += 2)
            {
                var isDown = k == -changes || (k != changes && furthest[max + k - 1] < furthest[max + k + 1]);
                var x = isDown ? furthest[max + k + 1] : furthest[max + k - 1] + 1;
                while (x < one.Length && x - k < other.Length && one[x] == other[x - k]) x++;
                furthest[max + k] = x;
                if (x >= one.Length && x - k >= other.Length) return Back(trace, one.Length, other.Length, offset);
            }
        }

        return null;
    }

    // Each step of the trace holds the diagonals from -changes to changes + 1.
    private static List<Line> Back(List<int[]> trace, int x, int y, int offset)
    {
        var lines = new List<Line>();
        for (var changes = trace.Count - 1; changes > 0; changes--)
        {
            var furthest = trace[changes];
            var k = x - y;
            var isDown = k == -changes || (k != changes && furthest[changes + k - 1] < furthest[changes + k + 1]);
            var before = isDown ? k + 1 : k - 1;
            x = furthest[changes + before];
            y = x - before;
            lines.Add(isDown ? new Line('+', x + offset, y + offset) : new Line('-', x + offset, y + offset));
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>The names on the way to a line of indented JSON or XML, read from the lines above that are indented less.</summary>
    private static string Way(string[] lines, int at)
    {
        var names = new List<string>();
        var depth = at < lines.Length ? Depth(lines[at]) : int.MaxValue;
        for (var i = Math.Min(at, lines.Length) - 1; i >= 0 && depth > 0; i--)
        {
            if (lines[i].Trim().Length == 0 || Depth(lines[i]) >= depth) continue;
            depth = Depth(lines[i]);
            if (NameOf(lines[i].Trim()) is { } name) names.Insert(0, name);
        }

        return string.Join('/', names);
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    private static string? NameOf(string line)
    {
        if (line[0] == '"' && line.IndexOf('"', 1) is > 0 and var end) return line[1..end];
        if (line[0] != '<' || line.Length < 2 || line[1] == '/') return null;
        var stop = line.IndexOfAny([' ', '>', '/'], 1);
        return stop < 0 ? line[1..] : line[1..stop];
    }
}
