using System.Text;
using Gateway.Contracts;

namespace Gateway.Tests.Fast.Formats;

public sealed class TabularConformanceTests : FormatConformance
{
    protected override IFormat Format => Configured("tabular");

    protected override byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "packing-list.csv"));

    protected override byte[] Endless => Encoding.ASCII.GetBytes("a,b\n" + new string(',', 40_000) + "\n\"" + new string('x', 300_000));

    protected override IReadOnlyList<string> Read => ["utf-8", "utf-16", "utf-16BE"];

    protected override string Number => "820.5";

    protected override bool EndsAnywhere => true;

    protected override (byte[] Begin, byte[] Repeated) Large => ([], "a,b,c\n"u8.ToArray());

    protected override (string Raw, string Text) Value
        => ("户外折叠椅 Folding chair \"\"Alpina, wide\"\"", "户外折叠椅 Folding chair \"Alpina, wide\"");
}
