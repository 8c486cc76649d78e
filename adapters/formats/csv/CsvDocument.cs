using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The one table of a CSV part.</summary>
internal sealed class CsvDocument(IRaw part, TableLayouts layouts, ReadSettings settings, Findings findings) : IDocumentReader
{
    private bool isRead;

    /// <inheritdoc/>
    public DocumentCounts Counts { get; private set; }

    /// <inheritdoc/>
    public bool Read(Tree into, out DocumentMark mark)
    {
        mark = null!;
        if (isRead || part.Length == 0 || settings.FromDocument > 1) return false;
        isRead = true;
        var bytes = WholePart.Read(part);
        var raw = new Tree();
        var isUsable = CsvForm.Read(bytes, settings.CharacterSet?.Is, raw, findings, part.Part);
        if (isUsable && IsBlank(raw))
        {
            findings.Add(TableFindings.NoCell, new SourceSpan(part.Part, 0, 0), default, 0);
            isUsable = false;
        }

        var type = isUsable ? layouts.Read(raw, null, into, findings) : null;
        if (type is null && isUsable) CsvForm.Read(bytes, settings.CharacterSet?.Is, into, new Findings(0), part.Part);
        if (!isUsable) into.Reset(CsvForm.Schema, null, part.Part);
        into.Ordinal = 1;
        Counts = new DocumentCounts(1, 0, 1, 0);
        var span = new SourceSpan(part.Part, 0, (int)Math.Min(part.Length, int.MaxValue));
        mark = WholePart.Mark(1, type ?? new DocumentType("tabular", TabularFormat.RawTable), null, span, bytes, isUsable);
        return true;
    }

    private static bool IsBlank(Tree table)
    {
        for (var cell = 0; cell < table.Nodes.Length; cell++)
        {
            if ((table.Nodes[cell].Flags & NodeFlags.HasValue) != 0 && !string.IsNullOrWhiteSpace(table.Text(cell))) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
