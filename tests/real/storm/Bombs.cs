using System.Globalization;
using System.Text;

namespace Gateway.Tests.Real.Storm;

/// <summary>Files made to overload whoever reads them.</summary>
internal static class Bombs
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const int MegaByte = 1024 * 1024;

    /// <summary>What a packed sheet says that it unpacks to: no more than a workbook may have, or it would not be unpacked at all.</summary>
    private const uint Stated = 380_000_000;

    /// <summary>All that fit into one body, each with the findings of which one must answer it.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> Make, string[] Codes)> All { get; } =
        new Dictionary<string, (Func<byte[]> Make, string[] Codes)>
        {
            ["rows-200MB.xlsx"] = (() => Workbook("<sheetData>", "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>", 200, 200_000_000), ["XLS-0004"]),
            ["honest-4GB.xlsx"] = (() => Workbook("<sheetData>", "<row><c><v>1</v></c></row>", 4000, 4_000_000_000), ["XLS-0004"]),
            ["one-cell-10GB.xlsx"] = (() => Workbook("<sheetData><row><c t=\"inlineStr\"><is><t>", "x", 10_000), ["XLS-0004"]),
            ["nested-10GB.xlsx"] = (() => Workbook("<sheetData>", "<a>", 10_000), ["XLS-0004"]),
            ["attributes-10GB.xlsx"] = (() => Workbook("<sheetData ", "abcdefg=\"\" ", 10_000), ["XLS-0003", "XLS-0004"]),
            ["shared-strings-10GB.xlsx"] = (() => SharedStrings("<si><t>" + new string('x', 30_000) + "</t></si>", 10_000), ["XLS-0004"]),
            ["dimension-lie.xlsx"] = (() => Workbook("<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", "", 0), ["GWY-0004"]),
            ["length-lie.xlsx"] = (() => Workbook("<sheetData>", "<row><c><v>1</v></c></row>", 100, 1000), ["XLS-0003"]),

            ["billion-laughs.xml"] = (() => Laughs(1), ["XML-0008"]),
            ["quadratic.xml"] = (() => Text($"<!DOCTYPE a [<!ENTITY x \"{new string('x', 100_000)}\">]><a>{Times("&x;", 100_000)}</a>"), ["XML-0008"]),
            ["external-entity.xml"] = (() => Text("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"), ["XML-0008"]),
            ["parameter-entity.xml"] = (() => Text("<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/evil.dtd\" [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/y\"> %x;]><a/>"), ["XML-0008"]),
            ["deep.xml"] = (() => Filled("", "<a>", 100_000), ["XML-0009"]),
            ["one-attribute.xml"] = (() => Filled("<a b=\"", "x", 60 * MegaByte, "\"/>"), ["XML-0020"]),
            ["one-text.xml"] = (() => Filled("<a>", "x", 60 * MegaByte, "</a>"), ["GWY-0004"]),
            ["elements.xml"] = (() => Filled("<a>", "<b/>", 15_000_000, "</a>"), ["XML-0013"]),
            ["names.xml"] = (() => Text("<a>" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"<b{i}/>")) + "</a>"), ["XML-0013"]),

            ["deep.json"] = (() => Filled("{\"a\":", "[", 60_000_000), ["JSON-0001"]),
            ["documents.json"] = (() => Filled("[", "{},", 20_000_000, "{}]"), ["GWY-0043"]),
            ["values.json"] = (() => Filled("{\"a\":[", "0,", 30_000_000, "0]}"), ["JSON-0009"]),
            ["names.json"] = (() => Text("{" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"\"{i}\":0,")) + "\"a\":0}"), ["JSON-0009"]),
            ["number.json"] = (() => Filled("{\"a\":", "9", 60 * MegaByte, "}"), ["GWY-0004"]),
            ["escapes.json"] = (() => Filled("{\"a\":\"", "\\u0041", 10_000_000, "\"}"), ["GWY-0004"]),

            ["42.zip"] = (Nested, ["PRT-0003", "PRT-0004", "PRT-0005"]),
            ["itself.zip"] = (Quine.Zip, ["PRT-0005"]),
            ["overlapping.zip"] = (Overlapping, ["ZIP-0005"]),
            ["entries.zip"] = (() => Packed.Zip([.. Enumerable.Range(0, 60_000).Select(i => new ZipEntry($"{i}", [], 0))]), ["ZIP-0003"]),
            ["zeros.gz"] = (() => Packed.Gzip(Packed.Deflate("", new byte[MegaByte], 10_000, "")), ["PRT-0002"]),
            ["zeros.gz.gz.gz"] = (() => Gzip(Gzip(Packed.Gzip(Packed.Deflate("", new byte[MegaByte], 10_000, "")))), ["PRT-0003"]),

            ["components.edi"] = (() => Interchange("BGM+", ":", 60 * MegaByte, "'"), ["EDI-0010"]),
            ["elements.edi"] = (() => Interchange("BGM", "+", 60 * MegaByte, "'"), ["EDI-0010"]),
            ["released.edi"] = (() => Interchange("BGM+", "?", 20 * MegaByte, "'"), ["EDI-0010"]),
            ["empty-segments.edi"] = (() => Interchange("", "'", 20 * MegaByte, ""), ["EDI-0010"]),
            ["segments.edi"] = (() => Interchange("", "RFF+A'", 10 * MegaByte, ""), ["EDI-0010"]),
            ["groups.edi"] = (() => Filled("UNB+UNOA:1+OCEANLINE:ZZ+CUSTOMS:ZZ+260101:1200+1'", "UNG+CUSCAR+A+B+260101:1200+1+UN+D:95B'", 400_000), ["EDI-0067"]),
            ["messages.edi"] = (() => Filled("UNB+UNOA:1+OCEANLINE:ZZ+CUSTOMS:ZZ+260101:1200+1'", "UNH+1+A'UNT+2+1'", 3_800_000, "UNZ+3800000+1'"), ["GWY-0043"]),
            ["interchanges.edi"] = (() => Filled("", "UNB+UNOA:1+OCEANLINE:ZZ+B+260101:1200+1'UNZ+0+1'", 400_000), ["GWY-0042"]),
            ["headers.edi"] = (() => Filled("", "UNB+UNOA:1+OCEANLINE:ZZ+B+260101:1200+1'", 400_000), ["GWY-0042"]),

            ["one-line.csv"] = (() => Filled("a,b,c\n", "x", 60 * MegaByte), ["CSV-0008"]),
            ["cells.csv"] = (() => Filled("a,b,c\n", ",", 60 * MegaByte), ["CSV-0007"]),
            ["rows.csv"] = (() => Filled("a,b,c\n", "1,2,3\n", 10_000_000), ["CSV-0006"]),
            ["quote.csv"] = (() => Filled("a,b,c\n1,2,3\n\"", "\"\"", 30_000_000), ["CSV-0008"]),

            ["parts.eml"] = (() => Mail("multipart/mixed; boundary=b", Times("--b\r\nContent-Disposition: attachment; filename=a.edi\r\n\r\nUNB+\r\n", 10_000) + "--b--\r\n"), ["MAIL-0002"]),
            ["empty-parts.eml"] = (() => Mail("multipart/mixed; boundary=b", Times("--b\r\n\r\n", 1_000_000)), ["MAIL-0002"]),
            ["nested.eml"] = (() => Filled("", "Subject: x\r\nFrom: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n", 100_000), ["PRT-0005"]),
            ["deep.eml"] = (() => Mail("multipart/mixed; boundary=b0", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"--b{i}\r\nContent-Type: multipart/mixed; boundary=b{i + 1}\r\n\r\n"))), ["MAIL-0003"]),
            ["header.eml"] = (() => Filled("From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: ", "=?utf-8?q?x?=\r\n ", 1_000_000, "\r\n\r\nx"), ["MAIL-0004"]),
            ["names.eml"] = (() => Mail("application/octet-stream; " + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"name*{i}=x; ")), "x"), ["MAIL-0004"]),

            ["pages.pdf"] = (() => Pdf("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"), ["PRT-0010"]),
            ["length.pdf"] = (() => Pdf("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Length 3 0 R >>\nstream\nx\nendstream"), ["PRT-0010"]),
            ["cycle.pdf"] = (() => Pdf("3 0 R", "4 0 R", "2 0 R"), ["PRT-0010"]),
            ["deep.pdf"] = (() => Pdf("<< /Type /Pages /Kids " + Times("[", 1_000_000) + " >>"), ["PRT-0010"]),
            ["names.pdf"] = (() => Pdf("<< /Type /Pages /Kids [] /Count 0 >>", "<< /Kids [3 0 R] >>"), ["PRT-0010"]),
            ["previous.pdf"] = (() => Text("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"), ["PDF-0002"]),
            ["zeros.pdf"] = (() => PdfStream(Packed.Deflate("", new byte[MegaByte], 10_000, "")), ["PRT-0010"]),
        };

    /// <summary>An interchange whose only message holds the same text over and over.</summary>
    private static byte[] Interchange(string before, string text, int times, string after)
        => Filled($"UNB+UNOA:4+OCEANLINE:ZZ+CUSTOMS:ZZ+20260101:1200+1'UNH+1+CUSCAR:D:95B:UN'{before}", text, times, after);

    private static byte[] Mail(string type, string body)
        => Text($"From: storm@carrier.example\r\nTo: intake@customs.example\r\nSubject: bomb\r\nMIME-Version: 1.0\r\nContent-Type: {type}\r\n\r\n{body}");

    public static byte[] Laughs(int number)
    {
        var text = new StringBuilder($"<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol0 \"lol{number}\">");
        for (var i = 1; i < 10; i++) text.Append(CultureInfo.InvariantCulture, $"<!ENTITY lol{i} \"{Times($"&lol{i - 1};", 10)}\">");
        return Text(text.Append("]><lolz>&lol9;</lolz>").ToString());
    }

    private static byte[] Nested()
    {
        // As 42.zip: archives in each of the archives and so on, zeros in the innermost.
        var bytes = Packed.Zip(new ZipEntry("0.dll", Packed.Deflate("", new byte[MegaByte], 4000, ""), Length: 4_000_000_000));
        foreach (var level in (string[])["page", "doc", "chapter", "book"])
        {
            bytes = Packed.Honest([.. Enumerable.Range(0, 4).Select(i => ($"{level} {i:x}.zip", bytes))]);
        }

        return bytes;
    }

    private static byte[] Overlapping()
    {
        // One body of zeros, named by many entries of the table of contents.
        var body = Packed.Deflate("", new byte[MegaByte], 100, "");
        var first = new ZipEntry("0", body, Length: 100 * MegaByte);
        return Packed.Zip([first, .. Enumerable.Range(1, 15_000).Select(i => first with { Name = "0", At = 0 })]);
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Optimal, true)) gzip.Write(bytes);
        return stream.ToArray();
    }

    public static byte[] Workbook(string head, string body, int megabytes, uint stated = Stated)
        => Book(
            Packed.Deflate($"<worksheet xmlns=\"{Main}\">{head}", Packed.Megabyte(body.Length == 0 ? " " : body), megabytes, "</sheetData></worksheet>"),
            null, stated);

    private static byte[] Workbook(string head, string body)
        => Book(Packed.Deflate($"<worksheet xmlns=\"{Main}\">{head}", Text(body), 1, "</sheetData></worksheet>"), null);

    private static byte[] SharedStrings(string text, int megabytes)
        => Book(
            Packed.Deflate($"<worksheet xmlns=\"{Main}\"><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>", [], 0, ""),
            Packed.Deflate($"<sst xmlns=\"{Main}\">" + (text[0] == '<' ? "" : "<si><t>"), Packed.Megabyte(text), megabytes, "</sst>"));

    private static byte[] Book(byte[] sheet, byte[]? strings, uint stated = Stated)
        => Packed.Zip(
            Plain("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            Plain("_rels/.rels", Relationships(("officeDocument", "xl/workbook.xml"))),
            Plain("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Related}\"><sheets><sheet name=\"Items\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            Plain("xl/_rels/workbook.xml.rels", Relationships(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))),
            new ZipEntry("xl/sharedStrings.xml", strings ?? Packed.Deflate($"<sst xmlns=\"{Main}\"/>", [], 0, ""), Length: Stated),
            new ZipEntry("xl/worksheets/sheet1.xml", sheet, Length: stated));

    private static ZipEntry Plain(string name, string text) => new(name, Packed.Deflate(text, [], 0, ""), Length: (uint)text.Length);

    private static string Relationships(params (string Kind, string Target)[] all)
        => "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + string.Concat(all.Select((r, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Related}/{r.Kind}\" Target=\"{r.Target}\"/>")) + "</Relationships>";

    /// <summary>A PDF whose objects from the second on are these.</summary>
    private static byte[] Pdf(params string[] objects)
    {
        var (text, offsets) = (new StringBuilder("%PDF-1.7\n"), new List<int>());
        foreach (var body in (string[])["<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>", .. objects])
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        return Text(text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").ToString());
    }

    private static byte[] PdfStream(byte[] deflated)
    {
        byte[] packed = [0x78, 0x9C, .. deflated, 0, 0, 0, 0];
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Pdf(
            "<< /Type /Pages /Kids [4 0 R] /Count 1 >>", "<< /Names [] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << >> >>",
            $"<< /Length {packed.Length} /Filter /FlateDecode >>\nstream\n{Encoding.Latin1.GetString(packed)}\nendstream")));
    }

    /// <summary>A text, another so many times, and a third.</summary>
    private static byte[] Filled(string before, string text, int times, string after = "")
    {
        var (head, one, tail) = (Text(before), Text(text), Text(after));
        var bytes = new byte[head.Length + (times * one.Length) + tail.Length];
        head.CopyTo(bytes, 0);
        one.CopyTo(bytes, head.Length);
        // What is there already is written again behind itself.
        for (int from = head.Length, done = one.Length, all = times * one.Length; done < all;)
        {
            var count = Math.Min(done, all - done);
            bytes.AsSpan(from, count).CopyTo(bytes.AsSpan(from + done));
            done += count;
        }

        tail.CopyTo(bytes, bytes.Length - tail.Length);
        return bytes;
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    public static string Times(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
