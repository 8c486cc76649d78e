using System.Globalization;
using System.Xml;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>A sheet of a workbook, before it is read.</summary>
/// <param name="Number">Which sheet, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="File">Its file inside the workbook.</param>
/// <param name="IsHidden">It is not shown.</param>
internal sealed record SheetEntry(int Number, string Name, string File, bool IsHidden);

/// <summary>What all sheets of a workbook share: their list, number formats and shared strings. Macros, links to other workbooks and
/// pictures are never looked at.</summary>
internal sealed class Workbook : IDisposable
{
    private readonly WorkbookPackage package;
    private readonly List<NumberFormat> formats = [];

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is no workbook; its text says why.</exception>
    public Workbook(IRaw part)
    {
        package = new WorkbookPackage(part);
        try
        {
            var main = package.Relationships("").Values.FirstOrDefault(r => r.Kind == "officeDocument").Target ?? "xl/workbook.xml";
            IsBinary = main.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) || (!package.Has(main) && package.Has("xl/workbook.bin"));
            IsOpenDocument = !package.Has(main) && package.Has("content.xml");
            if (IsBinary || IsOpenDocument) return;
            if (!package.Has(main)) throw new InvalidDataException("it holds no workbook");
            Main = main;
            var related = package.Relationships(main);
            ReadSheets(main, related);
            ReadFormats(Styles = related.Values.FirstOrDefault(r => r.Kind == "styles").Target);
            Strings = new SharedStrings(package, related.Values.FirstOrDefault(r => r.Kind == "sharedStrings").Target);
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <summary>Its main file.</summary>
    public string Main { get; } = "";

    /// <summary>The file of its styles; null when it has none.</summary>
    public string? Styles { get; }

    /// <summary>The sheets that hold cells.</summary>
    public List<SheetEntry> Sheets { get; } = [];

    /// <summary>Texts that cells refer to.</summary>
    public SharedStrings Strings { get; } = null!;

    /// <summary>It is an .xlsb.</summary>
    public bool IsBinary { get; }

    /// <summary>It is an .ods.</summary>
    public bool IsOpenDocument { get; }

    /// <summary>Days are counted from 1904.</summary>
    public bool Is1904 { get; private set; }

    /// <summary>The format of a style.</summary>
    public NumberFormat FormatOf(int style) => style >= 0 && style < formats.Count ? formats[style] : NumberFormat.General;

    /// <summary>Opens a sheet.</summary>
    public XmlReader? Open(SheetEntry sheet) => package.Xml(sheet.File);

    /// <summary>The targets of a file's relationships by id.</summary>
    public Dictionary<string, (string Kind, string Target)> Relationships(string of) => package.Relationships(of);

    /// <inheritdoc/>
    public void Dispose() => package.Dispose();

    private void ReadSheets(string main, Dictionary<string, (string Kind, string Target)> related)
    {
        using var xml = package.Xml(main)!;
        while (xml.ReadWithin())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "workbookPr") Is1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName != "sheet" || xml.Depth != 2) continue;
            var id = xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
                ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");
            if (id is null || !related.TryGetValue(id, out var target) || target.Kind != "worksheet") continue;
            if (Sheets.Count == CellPlace.SheetsMax) throw new LimitException(Sheets.Count + 1, CellPlace.SheetsMax, "sheets");
            Sheets.Add(new SheetEntry(
                Sheets.Count + 1, xml.GetAttribute("name") ?? "", target.Target, xml.GetAttribute("state") is "hidden" or "veryHidden"));
        }
    }

    private void ReadFormats(string? file)
    {
        var codes = new Dictionary<int, NumberFormat>();
        var isCells = false;
        using var xml = package.Xml(file);
        while (xml?.ReadWithin() == true)
        {
            if (xml.LocalName == "cellXfs") isCells = xml.NodeType == XmlNodeType.Element;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && NumberOf(xml.GetAttribute("numFmtId")) is { } id && codes.Count < ushort.MaxValue)
            {
                codes.TryAdd(id, NumberFormat.Of(xml.GetAttribute("formatCode") ?? ""));
            }
            else if (isCells && xml.LocalName == "xf" && formats.Count < ushort.MaxValue)
            {
                var format = NumberOf(xml.GetAttribute("numFmtId")) ?? 0;
                formats.Add(codes.TryGetValue(format, out var known) ? known : NumberFormat.BuiltIn(format));
            }
        }
    }

    /// <summary>A whole number of an attribute; null when it is none.</summary>
    public static int? NumberOf(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
