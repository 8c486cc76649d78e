using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Tables in workbooks (.xlsx, .xlsm). Its documents are of the format <c>tabular</c>, as those of CSV files are, so one
/// mapping reads both.</summary>
public sealed class XlsxFormat : IFormat
{
    private readonly TabularFormat tables;
    private readonly TableLayouts known;

    /// <summary>The format without layouts; <see cref="WithLayouts"/> gives it those of a configuration.</summary>
    public XlsxFormat()
        : this(new TabularFormat(), new TableLayouts([]))
    {
    }

    private XlsxFormat(TabularFormat named, TableLayouts layouts) => (tables, known) = (named, layouts);

    /// <inheritdoc/>
    public string Name => "xlsx";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint) => WorkbookHead.Recognise(head, nameHint);

    /// <inheritdoc/>
    public IEnvelopeScan Scan() => new WholePartScan();

    /// <inheritdoc/>
    public Schema? SchemaOf(DocumentType type) => tables.SchemaOf(type);

    /// <inheritdoc/>
    public IFormat WithLayouts(IReadOnlyList<TableLayout> layouts) => layouts.Count == 0 ? this
        : new XlsxFormat((TabularFormat)tables.WithLayouts(layouts), new TableLayouts(layouts));

    /// <inheritdoc/>
    public long LengthOf(IRaw part) => WorkbookPackage.StatedLength(part);

    /// <inheritdoc/>
    public IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings) => new XlsxDocuments(part, known, settings, findings);

    /// <summary>The sender's own workbook with what is wrong as comments of its cells; none where no finding has a cell.</summary>
    public IReadOnlyList<AnswerFile> Answer(ReceiptReport report) => WorkbookAnswer.Of(report);
}
