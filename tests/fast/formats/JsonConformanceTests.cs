using System.Text;
using Gateway.Contracts;

namespace Gateway.Tests.Fast.Formats;

public sealed class JsonConformanceTests : FormatConformance
{
    protected override IFormat Format => Configured("json");

    protected override byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "delivery-erp.json"));

    protected override byte[] Endless => Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 100_000));

    protected override IReadOnlyList<string> Read => ["utf-8"];

    protected override string Number => "216.5";

    protected override (byte[] Begin, byte[] Repeated) Large => ("{\"a\":["u8.ToArray(), "1,"u8.ToArray());

    protected override IEnumerable<byte[]> HalfPairs => [.. base.HalfPairs, "\\ud800"u8.ToArray(), "\\udc00\\ud800"u8.ToArray()];

    protected override (string Raw, string Text) Value => ("Lubricating grease \\\"LG 2\\\", tin of 5 kg", "Lubricating grease \"LG 2\", tin of 5 kg");
}
