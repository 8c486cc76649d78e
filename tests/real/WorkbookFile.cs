using System.Text;
using Gateway.Tests.Fast.Containers;

namespace Gateway.Tests.Real;

/// <summary>The least that is a workbook: a packing list of texts.</summary>
internal static class WorkbookFile
{
    public static byte[] Of(params string[][] rows)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006/";
        const string type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        var cells = rows.Select((row, r) => $"<row r='{r + 1}'>" + string.Concat(row.Select((cell, c)
            => $"<c r='{(char)('A' + c)}{r + 1}' t='inlineStr'><is><t>{cell}</t></is></c>")) + "</row>");
        return Archives.Zip(
            ("[Content_Types].xml", Utf8($"<Types xmlns='{package}content-types'>"
                + "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
                + $"<Override PartName='/xl/workbook.xml' ContentType='{type}sheet.main+xml'/>"
                + $"<Override PartName='/xl/styles.xml' ContentType='{type}styles+xml'/>"
                + $"<Override PartName='/xl/worksheets/sheet1.xml' ContentType='{type}worksheet+xml'/></Types>")),
            ("_rels/.rels", Utf8($"<Relationships xmlns='{package}relationships'>"
                + $"<Relationship Id='r1' Type='{related}/officeDocument' Target='xl/workbook.xml'/></Relationships>")),
            ("xl/workbook.xml", Utf8($"<workbook xmlns='{main}' xmlns:r='{related}'>"
                + "<sheets><sheet name='Packing List' sheetId='1' r:id='r1'/></sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", Utf8($"<Relationships xmlns='{package}relationships'>"
                + $"<Relationship Id='r1' Type='{related}/worksheet' Target='worksheets/sheet1.xml'/>"
                + $"<Relationship Id='r2' Type='{related}/styles' Target='styles.xml'/></Relationships>")),
            ("xl/styles.xml", Utf8($"<styleSheet xmlns='{main}'><fonts count='1'><font/></fonts><fills count='1'><fill/></fills>"
                + "<borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs><cellXfs count='1'><xf/></cellXfs></styleSheet>")),
            ("xl/worksheets/sheet1.xml", Utf8($"<worksheet xmlns='{main}'><sheetData>{string.Concat(cells)}</sheetData></worksheet>")));
        static byte[] Utf8(string xml) => Encoding.UTF8.GetBytes(xml.Replace('\'', '"'));
    }
}
