using System.Xml;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The tables of a workbook: each sheet that a layout fits is a document; when none fits, the first filled one.</summary>
internal sealed class XlsxDocuments(IRaw part, TableLayouts layouts, ReadSettings settings, Findings findings) : IDocumentReader
{
    private readonly List<SheetEntry> left = [];
    private Workbook? book;
    private bool isOpened;
    private Digest? digest;
    private int ordinal;

    /// <inheritdoc/>
    public DocumentCounts Counts { get; private set; }

    /// <inheritdoc/>
    public bool Read(Tree into, out DocumentMark mark)
    {
        mark = null!;
        if (part.Length == 0) return false;
        try
        {
            return isOpened ? Next(into, out mark) : Open() ? Next(into, out mark) : ordinal == 0 && Unreadable(into, out mark);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever the readers of archives and XML throw at hostile bytes: the workbook is broken, and its sender is told.
            left.Clear();
            Add(fault);
            return ordinal == 0 && Unreadable(into, out mark);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    // Its texts are as large as the sheets: nobody needs them once the last one is read.
    private void Close()
    {
        book?.Dispose();
        book = null;
    }

    private bool Open()
    {
        isOpened = true;
        var head = new byte[4096];
        var read = head.AsSpan(0, part.Read(0, head));
        if (WorkbookHead.IsCompound(read) || WorkbookHead.IsBinary(read)) return Old(WorkbookHead.IsCompound(read));
        book = new Workbook(part);
        if (book.IsBinary) return Refuse(XlsxFindings.OldFormat, "a binary workbook (.xlsb)");
        if (book.IsOpenDocument) return Refuse(XlsxFindings.OldFormat, "an OpenDocument workbook (.ods)");
        var beside = TemplateWriter.Beside([.. book.Sheets.Select(sheet => sheet.Name)]);
        foreach (var sheet in book.Sheets.Where(sheet => !beside.Contains(sheet.Name)))
        {
            if (sheet.IsHidden) Tell(XlsxFindings.HiddenSheet, sheet);
            // The example of a template says nothing of any goods.
            else if (book.Sheets.Count > 1
                && (sheet.Name == TemplateWriter.ExampleName(false) || sheet.Name == TemplateWriter.ExampleName(true)))
            {
                Leave([sheet]);
            }
            else left.Add(sheet);
        }

        return true;
    }

    private bool Old(bool isCompound)
    {
        var bytes = isCompound ? WholePart.Read(part) : [];
        if (WorkbookHead.Holds(bytes, "EncryptedPackage")) return Refuse(XlsxFindings.Encrypted);
        return !isCompound || WorkbookHead.Holds(bytes, "Workbook") || WorkbookHead.Holds(bytes, "Book")
            ? Refuse(XlsxFindings.OldFormat, "one of Excel 97 to 2003 or older (.xls)")
            : Refuse(XlsxFindings.Broken, "it is no workbook");
    }

    private bool Next(Tree into, out DocumentMark mark)
    {
        mark = null!;
        var others = new List<SheetEntry>();
        var raw = new Tree();
        while (left.Count > 0)
        {
            var sheet = left[0];
            left.RemoveAt(0);
            var own = new Findings();
            var reader = new SheetReader(book!, sheet, part.Part, own);
            if (!reader.Read(raw)) continue;
            raw.Ordinal = ordinal + 1;
            var type = layouts.Read(raw, new SheetFacts(sheet.Name, reader.Merged), into, own);
            if (type is null)
            {
                others.Add(sheet);
                continue;
            }

            Leave(others);
            return Take(sheet, type, own, into, out mark);
        }

        if (ordinal > 0 || others.Count == 0)
        {
            Leave(others);
            return ordinal == 0 && Nothing(into, out mark);
        }

        Leave(others.Skip(1));
        var first = new Findings();
        new SheetReader(book!, others[0], part.Part, first).Read(into);
        return Take(others[0], new DocumentType("tabular", TabularFormat.RawTable), first, into, out mark);
    }

    private bool Take(SheetEntry sheet, DocumentType type, Findings own, Tree into, out DocumentMark mark)
    {
        into.Ordinal = ++ordinal;
        mark = null!;
        if (ordinal < settings.FromDocument) return Next(into, out mark);
        if (left.Count == 0) Close();
        own.Amend(0, finding => finding with { Place = finding.Place with { Message = ordinal } });
        findings.AddAll(own);
        Counts = new DocumentCounts(1, 0, ordinal, 0);
        mark = MarkOf(type, sheet.Name, true);
        return true;
    }

    private void Leave(IEnumerable<SheetEntry> sheets)
    {
        foreach (var sheet in sheets) Tell(XlsxFindings.OtherSheet, sheet);
    }

    private void Tell(FindingCode code, SheetEntry sheet)
        => findings.Add(code, new SourceSpan(part.Part, new CellPlace(sheet.Number, 1, 1).Start, 0),
            new Place(0, 1, 1) { Reference = sheet.Name, IsText = true }, 0, sheet.Name);

    private bool Nothing(Tree into, out DocumentMark mark)
    {
        findings.Add(XlsxFindings.Broken, new SourceSpan(part.Part, 0, 0), default, 0, "no cell of its visible sheets is filled");
        return Unreadable(into, out mark);
    }

    private bool Unreadable(Tree into, out DocumentMark mark)
    {
        into.Reset(CsvForm.Schema, null, part.Part);
        into.Ordinal = ordinal = 1;
        Counts = new DocumentCounts(1, 0, 1, 0);
        mark = MarkOf(new DocumentType("tabular", TabularFormat.RawTable), null, false);
        return true;
    }

    private DocumentMark MarkOf(DocumentType type, string? sheet, bool isReadable)
    {
        var span = new SourceSpan(part.Part, 0, (int)Math.Min(part.Length, int.MaxValue));
        return new DocumentMark(ordinal, 1, type, sheet ?? "1", span, null, digest ??= Digest.Of(WholePart.Read(part)), isReadable);
    }

    private bool Refuse(FindingCode code, params ReadOnlySpan<string> arguments)
    {
        findings.Add(code, new SourceSpan(part.Part, 0, 0), default, 0, arguments);
        return false;
    }

    private void Add(Exception fault)
    {
        if (fault is LimitException limit) Refuse(XlsxFindings.TooLarge, limit.Message, limit.Most);
        else if (fault is XmlException { LineNumber: var line } && fault.Message.Contains("DTD", StringComparison.Ordinal))
        {
            Refuse(XlsxFindings.Broken, $"it declares a document type (line {line}), which no workbook needs");
        }
        else Refuse(XlsxFindings.Broken, fault is XmlException xml
            ? $"its XML is faulty at line {xml.LineNumber}, column {xml.LinePosition}"
            : fault is InvalidDataException ? "its archive is damaged" : "its files do not fit together");
    }
}
