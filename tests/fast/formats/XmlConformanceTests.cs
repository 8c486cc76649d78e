using System.Text;
using Gateway.Contracts;

namespace Gateway.Tests.Fast.Formats;

public sealed class XmlConformanceTests : FormatConformance
{
    protected override IFormat Format => Configured("xml");

    protected override byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "invoice-ubl.xml"));

    protected override byte[] Endless => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000)));

    protected override (string Raw, string Text) Value => ("Goods remain ours until paid &amp; cleared", "Goods remain ours until paid & cleared");
}
