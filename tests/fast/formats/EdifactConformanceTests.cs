using System.Text;
using Gateway.Contracts;

namespace Gateway.Tests.Fast.Formats;

public sealed class EdifactConformanceTests : FormatConformance
{
    protected override IFormat Format => Configured("edifact");

    protected override byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "d95b-short.edi"));

    protected override byte[] Endless
        => Encoding.ASCII.GetBytes("UNB+UNOA:1+A+B+260101:1200+1'UNH+1+CUSCAR:D:95B:UN'BGM" + new string('+', 300_000) + "'UNT+3+1'UNZ+1+1'");

    protected override IReadOnlyList<string> Read => ["utf-8"];

    protected override string Number => "8460";

    protected override (byte[] Begin, byte[] Repeated) Large
        => ("UNB+UNOA:1+A+B+260101:1200+1'UNH+1+ABCDEF:D:95B:UN'"u8.ToArray(), Encoding.ASCII.GetBytes($"FTX+AAA+++{new string('X', 400)}'"));

    protected override (string Raw, string Text) Value => ("CUSCAR", "CUSCAR");
}
