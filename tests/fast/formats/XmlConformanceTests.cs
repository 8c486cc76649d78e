using System.Text;
using Gateway.Contracts;

namespace Gateway.Tests.Fast.Formats;

public sealed class XmlConformanceTests : FormatConformance
{
    protected override IFormat Format => Configured("xml");

    protected override byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "invoice-ubl.xml"));

    protected override byte[] Endless => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000)));

    protected override IReadOnlyList<string> Read => ["utf-8", "utf-16", "utf-16BE"];

    protected override string Number => "23.00";

    protected override (byte[] Begin, byte[] Repeated) Large => ("<a>"u8.ToArray(), "<b/>"u8.ToArray());

    protected override IEnumerable<byte[]> HalfPairs => [.. base.HalfPairs, "&#xD800;"u8.ToArray(), "&#55296;&#56320;"u8.ToArray()];

    protected override byte[] Encoded(Encoding encoding)
        => [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(Sample).Replace("UTF-8", encoding.WebName, StringComparison.Ordinal))];

    protected override (string Raw, string Text) Value => ("Goods remain ours until paid &amp; cleared", "Goods remain ours until paid & cleared");
}
