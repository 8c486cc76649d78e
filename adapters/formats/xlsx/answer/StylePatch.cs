using System.Globalization;
using System.Text;

namespace Gateway.Formats;

/// <summary>Adds to the styles of a workbook those of its cells with a colour behind them; nothing else about a style changes.</summary>
internal sealed class StylePatch
{
    private const string Error = "FFFFC7CE", Warning = "FFFFEB9C";

    private readonly byte[] original;
    private readonly FilePatch patch;
    private readonly List<string> formats = [];
    private readonly Dictionary<(int Style, bool IsError), int> made = [];
    private readonly StringBuilder added = new();
    private readonly int fills;
    private readonly int cellFormatsEnd;
    private readonly (int At, int Length) count;
    private readonly string prefix = "";

    /// <summary>Reads the styles and adds the two colours.</summary>
    public StylePatch(byte[] styles)
    {
        (original, patch) = (styles, new FilePatch(styles));
        var tags = new XmlTags(styles);
        var (isFills, isFormats, format) = (false, false, -1);
        var fillsCount = (At: 0, Length: 0);
        while (tags.Next())
        {
            if (tags.Depth == 0) prefix = tags.Prefix;
            if (tags.Depth == 1 && tags.Name.SequenceEqual("fills"u8))
            {
                if (tags.IsEnd) AddFills(tags.Start, fillsCount);
                else if (tags.Attribute("count"u8, out var at, out var length)) fillsCount = (at, length);
                isFills = !tags.IsEnd;
            }
            else if (tags.Depth == 1 && tags.Name.SequenceEqual("cellXfs"u8))
            {
                if (tags.IsEnd) cellFormatsEnd = tags.Start;
                else if (tags.Attribute("count"u8, out var at, out var length)) count = (at, length);
                isFormats = !tags.IsEnd;
            }
            else if (isFills && tags.Depth == 2 && !tags.IsEnd) fills++;
            else if (isFormats && tags.Depth == 2)
            {
                if (!tags.IsEnd) format = tags.Start;
                if (tags.IsEnd || tags.IsEmpty) formats.Add(Encoding.UTF8.GetString(styles.AsSpan(format, tags.End - format)));
            }
        }
    }

    /// <summary>Whether the styles are such that colours can be added.</summary>
    public bool IsUsable => fills > 0 && formats.Count > 0 && cellFormatsEnd > 0;

    /// <summary>The number of the coloured copy of a style.</summary>
    public int Coloured(int style, bool isError)
    {
        if (style < 0 || style >= formats.Count) style = 0;
        if (made.TryGetValue((style, isError), out var known)) return known;
        var number = formats.Count + made.Count;
        made.Add((style, isError), number);
        added.Append(Filled(formats[style], fills + (isError ? 0 : 1)));
        return number;
    }

    /// <summary>The changed file.</summary>
    public byte[] Apply()
    {
        patch.Insert(cellFormatsEnd, added.ToString());
        if (count.Length > 0) patch.Replace(count.At, count.Length, Number(formats.Count + made.Count));
        return patch.Apply();
    }

    private void AddFills(int end, (int At, int Length) number)
    {
        string Fill(string colour) => $"<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{colour}\"/>"
            + $"<{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>";
        patch.Insert(end, Fill(Error) + Fill(Warning));
        if (number.Length > 0) patch.Replace(number.At, number.Length, Number(fills + 2));
    }

    private static string Filled(string format, int fill)
    {
        var bytes = Encoding.UTF8.GetBytes(format);
        var tags = new XmlTags(bytes);
        tags.Next();
        var changed = new FilePatch(bytes);
        var name = tags.Start + 1 + tags.FullName.Length;
        if (tags.Attribute("fillId"u8, out var at, out var length)) changed.Replace(at, length, Number(fill));
        else changed.Insert(name, $" fillId=\"{Number(fill)}\"");
        if (tags.Attribute("applyFill"u8, out at, out length)) changed.Replace(at, length, "1");
        else changed.Insert(name, " applyFill=\"1\"");
        return Encoding.UTF8.GetString(changed.Apply());
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
