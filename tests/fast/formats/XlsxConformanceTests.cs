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

    protected override (string Raw, string Text) Value => ("Folding chair", "Folding chair");
}
