using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Edifact;

/// <summary>Reads the segment table of a message file in any of its layouts.</summary>
/// <remarks>
/// The bars at the right end of a row are the groups it lies in; a corner on a segment's row closes one of them, a
/// corner on
/// a group's row opens it. Numbers and names are not needed for the nesting, so they are only compared.
/// </remarks>
internal sealed partial class MessageTableReader
{
    // D.94A keeps deleted rows in the table; what is left inside a deleted group belongs to the group around it.
    private const string Deleted = "-";

    private const string Start = @"^(?>[ ]*)(?>[0-9]{4,5}[ ]*)?(?>[+*#|XS-]+[ ]+)?";

    // Tables nest ten deep and have up to 1,500 rows; more is no table of a directory.
    private const int DepthMax = 40;
    private const int RowsMax = 5000;

    private readonly string file;
    private readonly List<DirectoryDefect> defects;
    private readonly Stack<Open> open = new();
    private int groups;
    private bool hasDefect;
    private int positionDigits;
    private int count;

    private MessageTableReader(string file, List<DirectoryDefect> defects)
    {
        (this.file, this.defects) = (file, defects);
        open.Push(new Open("", false, 1, []));
    }

    private sealed record Open(string Tag, bool IsMandatory, int Max, List<TableRow> Rows);

    /// <summary>Reads a message file.</summary>
    /// <param name="type">The message type; the file's own header is not trusted, some have none.</param>
    /// <param name="text">The decoded file.</param>
    /// <param name="file">Its name, for defects.</param>
    /// <param name="defects">What is wrong with the table is added here.</param>
    /// <returns>Null when the file has no table.</returns>
    public static MessageTable? Read(string type, string text, string file, List<DirectoryDefect> defects)
    {
        var title = Title(text);
        if (title < 0)
        {
            defects.Add(new DirectoryDefect(file, 0, "The file has no segment table."));
            return null;
        }

        var reader = new MessageTableReader(file, defects);
        var number = text.AsSpan(0, title).Count('\n') + 1;
        foreach (var line in text.AsSpan(title).EnumerateLines())
        {
            if (reader.Row(line.ToString(), number++) || reader.IsTooLarge(number)) break;
        }

        var rows = reader.Close(number);
        var date = Date().Match(text, 0, title);
        return new MessageTable(type, rows)
        {
            HasDefect = reader.hasDefect, Date = date.Groups[1].Value, PositionDigits = reader.positionDigits,
        };
    }

    /// <summary>Where the heading of the table begins (<c>4.3.1  Segment table</c>); -1 when there is none.</summary>
    /// <remarks>
    /// It stands in the contents too, and a list of changed rows may follow the table: the last one counts.
    /// </remarks>
    private static int Title(string text)
    {
        const string Words = "segment table";
        var title = -1;
        for (var at = 0; (at = text.IndexOf(Words, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += Words.Length)
        {
            var start = text.LastIndexOf('\n', at) + 1;
            if (Chapter().IsMatch(text.AsSpan(start, at - start))) title = start;
        }

        return title;
    }

    private bool IsTooLarge(int number)
    {
        if (open.Count <= DepthMax && count <= RowsMax) return false;
        Defect(number, "The table is larger than any table of a directory; the rest of it was left out.");
        return true;
    }

    /// <summary>Takes one line of the table.</summary>
    /// <returns>True at the message trailer.</returns>
    private bool Row(string line, int number)
    {
        if (GroupRow().Match(line) is { Success: true } group)
        {
            Depth(Bars(group.Groups[4].Value), open.Count, number);
            var tag = IsDeleted(line) ? Deleted : "SG" + group.Groups[1].Value;
            if (tag != Deleted && tag != "SG" + (++groups).ToString(CultureInfo.InvariantCulture))
            {
                Defect(number, $"{tag} is group {groups} of the table.");
            }

            count++;
            open.Push(new Open(tag, IsMandatory(group.Groups[2].Value), Count(group.Groups[3].Value), []));
            return false;
        }

        if (SegmentRow().Match(line) is not { Success: true } segment) return false;
        count++;
        var margin = segment.Groups[5].Value;
        Depth(Bars(margin), open.Count - 1, number);
        var position = line.AsSpan().TrimStart(' ');
        positionDigits = Math.Max(positionDigits, position.IndexOfAnyExceptInRange('0', '9'));
        var name = segment.Groups[2].Value;
        if (!name.EndsWith(' ')) Defect(number, $"The name of {segment.Groups[1].Value} runs into its status.");
        var row = new TableRow(segment.Groups[1].Value, name.Trim(),
            IsMandatory(segment.Groups[3].Value), Count(segment.Groups[4].Value), []);
        if (!IsDeleted(line)) open.Peek().Rows.Add(row);
        for (var closes = margin.AsSpan().Count('+'); closes > 0 && open.Count > 1; closes--) CloseGroup(number);
        return row.Tag is "UNT" or "UIT";
    }

    private ImmutableArray<TableRow> Close(int number)
    {
        if (open.Count > 1) Defect(number, $"{open.Count - 1} groups are not closed at the end of the table.");
        while (open.Count > 1) CloseGroup(number);
        var rows = open.Peek().Rows;
        if (rows.Count == 0 || rows[^1].Tag is not ("UNT" or "UIT")) Defect(number, "The table has no UNT.");
        return [.. rows];
    }

    private void CloseGroup(int number)
    {
        var group = open.Pop();
        if (group.Tag == Deleted)
        {
            open.Peek().Rows.AddRange(group.Rows);
            return;
        }

        if (group.Rows.Count == 0)
        {
            Defect(number, $"{group.Tag} holds nothing.");
            return;
        }

        if (group.Rows[0].IsGroup) Defect(number, $"{group.Tag} does not begin with a segment.");
        else open.Peek().Rows.Add(new TableRow(group.Tag, "", group.IsMandatory, group.Max, [.. group.Rows]));
    }

    private void Depth(int bars, int expected, int number)
    {
        if (bars == expected) return;
        Defect(number, $"The row shows {bars} groups at its right end where {expected} are open.");
        for (var known = open.Count - 1; known > bars && known > 0; known--) CloseGroup(number);
    }

    private void Defect(int line, string text)
    {
        hasDefect = true;
        defects.Add(new DirectoryDefect(file, line, text));
    }

    private static int Bars(string margin) => margin.AsSpan().Count('|') + margin.AsSpan().Count('+');

    private static bool IsMandatory(string status) => status is "M" or "m";

    private static bool IsDeleted(string line)
    {
        var marks = line.AsSpan().TrimStart(" 0123456789");
        return marks.StartsWith("- ");
    }

    private static int Count(string digits)
        => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : int.MaxValue;

    [GeneratedRegex(@"^[ \t]*4\.[0-9]\.[0-9]")]
    private static partial Regex Chapter();

    [GeneratedRegex(@"^[ \t]*Date[ \t]*:[ \t]*([0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex Date();

    // Atomic, or a line of blanks and bars would be tried in every division of its blanks.
    [GeneratedRegex(Start + @"--+[ ]*segment[ ]+group[ ]+([0-9]+)[ -]*([MC])[ ]+([0-9]+)([-+| ]*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex GroupRow();

    // A name that is too long runs into its status: "Sampling parameters for summary statiC      1" (QALITY D.93A).
    [GeneratedRegex(Start + @"([A-Z]{3})[ ]+(.+?)([MCmc])[ ]+([0-9]+)([-+| ]*)$")]
    private static partial Regex SegmentRow();
}
