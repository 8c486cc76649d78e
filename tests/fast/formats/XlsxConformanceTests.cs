using System.IO.Compression;
using System.Text;
using Gateway.Contracts;
using Gateway.Tests.Fast.Xlsx;

namespace Gateway.Tests.Fast.Formats;

public sealed class XlsxConformanceTests : FormatConformance
{
    protected override IFormat Format => Configured("xlsx");

    protected override byte[] Sample { get; } = WorkbookFile.Sdk(("Packing List",
    [
        ["Invoice No", "NFW-1"], ["Carton No", "Description", "Quantity", "Gross weight (kg)"], ["1-10", "Folding chair", "=200", "=820.5"],
    ]));

    protected override byte[] Endless => WorkbookFile.Of("<sheetData><row><c t=\"inlineStr\"><is><t>" + new string('x', 40_000) + "</t></is></c></row></sheetData>");

    protected override IReadOnlyList<string> Read => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    protected override string Number => "820.5";

    protected override (byte[] Begin, byte[] Repeated) Large => (Sample, [0]);

    protected override byte[] Encoded(Encoding encoding) => WithSheet(text
        => [.. encoding.GetPreamble(), .. encoding.GetBytes(text.Replace("utf-8", encoding.WebName, StringComparison.OrdinalIgnoreCase))]);

    protected override byte[] Changed(string text, ReadOnlySpan<byte> by)
    {
        var bytes = by.ToArray();
        return WithSheet(sheet =>
        {
            var at = sheet.IndexOf(text, StringComparison.Ordinal);
            Assert.True(at >= 0, text);
            return [.. Encoding.UTF8.GetBytes(sheet[..at]), .. bytes, .. Encoding.UTF8.GetBytes(sheet[(at + text.Length)..])];
        });
    }

    protected override (string Raw, string Text) Value => ("Folding chair", "Folding chair");

    /// <summary>The sample with other bytes of its sheet.</summary>
    private byte[] WithSheet(Func<string, byte[]> change)
    {
        using var from = new ZipArchive(new MemoryStream(Sample));
        using var output = new MemoryStream();
        using (var to = new ZipArchive(output, ZipArchiveMode.Create, true))
        {
            foreach (var entry in from.Entries)
            {
                using var text = new StreamReader(entry.Open());
                using var into = to.CreateEntry(entry.FullName).Open();
                var all = text.ReadToEnd();
                into.Write(entry.FullName.Contains("worksheets", StringComparison.Ordinal) ? change(all) : Encoding.UTF8.GetBytes(all));
            }
        }

        return output.ToArray();
    }
}
