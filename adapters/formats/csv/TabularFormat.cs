using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>Tables in CSV files, named by the layouts of the mappings that read them.</summary>
public sealed class TabularFormat : IFormat
{
    /// <summary>Name of the document type of a table that no layout fits.</summary>
    public const string RawTable = "table";

    private readonly TableLayouts known;

    /// <summary>The format without layouts; <see cref="WithLayouts"/> gives it those of a configuration.</summary>
    public TabularFormat()
        : this(new TableLayouts([]))
    {
    }

    private TabularFormat(TableLayouts layouts) => known = layouts;

    /// <inheritdoc/>
    public string Name => "tabular";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        if (head.IsEmpty || head.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'<' or (byte)'{' or (byte)'[', ..])
        {
            return new(0, "It is no table.");
        }

        var (cells, share, lines) = CsvForm.Regularity(head);
        var hasName = nameHint is not null && (nameHint.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || nameHint.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase)
            || nameHint.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase));
        if (lines > 0 && hasName) return new(50, "The name says CSV, and it is text.");
        return cells >= 3 && lines >= 2 && share >= 80
            ? new(30, $"{share} of 100 lines have {cells} cells.")
            : new(0, "It is no table: its lines do not have equally many cells.");
    }

    /// <inheritdoc/>
    public IEnvelopeScan Scan() => new WholePartScan();

    /// <summary>The position table of a layout, <c>packing-list</c>, or of a raw table.</summary>
    public Schema? SchemaOf(DocumentType type) => type.Name == RawTable ? CsvForm.Schema : known.SchemaOf(type.Name);

    /// <inheritdoc/>
    public IFormat WithLayouts(IReadOnlyList<TableLayout> layouts) => layouts.Count == 0 ? this
        : new TabularFormat(new TableLayouts(layouts));

    /// <inheritdoc/>
    public IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings) => new CsvDocument(part, known, settings, findings);

    /// <summary>None: a table has no answer of its own.</summary>
    public IReadOnlyList<AnswerFile> Answer(ReceiptReport report) => [];
}
