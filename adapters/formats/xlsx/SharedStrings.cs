using System.Text;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The texts of a workbook that cells refer to by number, one behind another as UTF-8.</summary>
internal sealed class SharedStrings
{
    private readonly List<int> ends = [];
    private byte[] bytes = [];
    private int length;

    /// <summary>Reads them.</summary>
    public SharedStrings(WorkbookPackage package, string? file)
    {
        using var xml = package.Xml(file);
        if (xml is null) return;
        var text = new CellText();
        while (xml.ReadWithin())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si") continue;
            text.Clear();
            text.ReadString(xml, "si");
            Add(text.Text);
        }
    }

    /// <summary>The text of that number; false when there is none.</summary>
    public bool TryGet(int number, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (number < 0 || number >= ends.Count) return false;
        var start = number == 0 ? 0 : ends[number - 1];
        text = bytes.AsSpan(start, ends[number] - start);
        return true;
    }

    private void Add(ReadOnlySpan<char> text)
    {
        var needed = length + Encoding.UTF8.GetMaxByteCount(text.Length);
        if (needed > bytes.Length) Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
        if (length > Limits.DocumentBytesMax) throw new LimitException(length, Limits.DocumentBytesMax, "bytes of text");
        if (ends.Count == Limits.TableCellsMax) throw new LimitException(ends.Count + 1, Limits.TableCellsMax, "texts");
        ends.Add(length);
    }
}

/// <summary>Collects the text of one cell or shared string, in a room that is used again.</summary>
internal sealed class CellText
{
    // Spreadsheet programs keep 32,767 characters in a cell.
    private const int CharactersMax = 32_767;

    private readonly char[] text = new char[CharactersMax + 1];
    private int length;

    /// <summary>What was collected.</summary>
    public ReadOnlySpan<char> Text => text.AsSpan(0, length);

    /// <summary>Begins anew.</summary>
    public void Clear() => length = 0;

    /// <summary>Reads the text of an element without children; the reader ends at its end.</summary>
    public void Read(XmlReader xml)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        while (xml.ReadWithin() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace) Take(xml);
        }
    }

    /// <summary>Reads a string with its runs of rich text; what says how to pronounce it is no part of it.</summary>
    public void ReadString(XmlReader xml, string name)
    {
        if (xml.IsEmptyElement) return;
        var isPhonetic = 0;
        while (xml.ReadWithin() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == name))
        {
            if (xml.LocalName == "rPh" && !xml.IsEmptyElement) isPhonetic += xml.NodeType == XmlNodeType.Element ? 1 : -1;
            else if (xml is { LocalName: "t", NodeType: XmlNodeType.Element } && isPhonetic == 0) Read(xml);
        }

        Unescape();
    }

    /// <summary>Resolves <c>_x000D_</c>, as characters are written that XML cannot hold (ECMA-376-1 §22.9.2.19).</summary>
    public void Unescape()
    {
        var to = Text.IndexOf("_x", StringComparison.Ordinal);
        if (to < 0) return;
        for (var from = to; from < length; to++)
        {
            var isEscape = from + 7 <= length && text[from] == '_' && text[from + 1] == 'x' && text[from + 6] == '_';
            if (isEscape && ushort.TryParse(text.AsSpan(from + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier,
                System.Globalization.CultureInfo.InvariantCulture, out var code))
            {
                (text[to], from) = ((char)code, from + 7);
            }
            else text[to] = text[from++];
        }

        length = to;
    }

    private void Take(XmlReader xml)
    {
        while (xml.CanReadValueChunk && xml.ReadValueChunk(text, length, text.Length - length) is > 0 and var count)
        {
            length += count;
            if (length > CharactersMax) throw new LimitException(length, CharactersMax, "characters in one cell");
        }
    }
}
