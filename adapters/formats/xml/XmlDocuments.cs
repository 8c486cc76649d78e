using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;

namespace Gateway.Formats;

/// <summary>The documents of an XML part: one, or those of a list of canonical documents.</summary>
internal sealed class XmlDocuments(IRaw part, XmlSets sets, ReadSettings settings, Findings findings) : IDocumentReader
{
    private IReadOnlyList<XmlPiece>? pieces;
    private int next = settings.FromDocument - 1;

    /// <inheritdoc/>
    public DocumentCounts Counts { get; private set; }

    /// <inheritdoc/>
    public bool Read(Tree into, out DocumentMark mark)
    {
        mark = null!;
        if (part.Length == 0) return false;
        pieces ??= XmlPiece.Of(WholePart.Read(part), WcoModel.Namespace);
        if (next >= pieces.Count) return false;
        var piece = pieces[next++];
        into.Ordinal = next;
        Counts = new DocumentCounts(1, 0, next, 0);
        var root = WcoDocument.RootOf(piece);
        mark = root is not null ? Canonical(piece, root, into) : Described(piece, into);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private DocumentMark Canonical(XmlPiece piece, string root, Tree into)
    {
        var isUsable = XmlForm.Read(piece, WcoModel.Root(root), into, findings, part.Part, isChecked: true);
        if (isUsable) WcoDocument.Xsd.Check(piece, findings, part.Part);
        return MarkOf(piece, WcoDocument.TypeOf(root), into, isUsable) with { IsTest = isUsable && WcoDocument.IsTest(into) };
    }

    private DocumentMark Described(XmlPiece piece, Tree into)
    {
        var (name, space) = (piece.Name, piece.Namespace);
        var set = sets.Find(name, space, out var others);
        if (set is not null) findings.AddAll(set.Faults);
        foreach (var other in others)
        {
            findings.Add(XmlFormatFindings.SeveralSets, new SourceSpan(part.Part, 0, 0), new Place(1, 1, 1), 0, name, set!.Name,
                other.Name);
        }

        var schema = set?.SchemaOf(name, space);
        var check = schema is null ? null : set!.Check;
        var isUsable = XmlForm.Read(piece, schema ?? XmlForm.Undescribed, into, findings, part.Part, isChecked: check is not null);
        if (isUsable) check?.Invoke(piece.Bytes, findings, part.Part);
        var type = new DocumentType("xml", name, set?.Name ?? (space.Length == 0 ? null : space));
        return MarkOf(piece, type, into, isUsable && schema is not null);
    }

    private DocumentMark MarkOf(XmlPiece piece, DocumentType type, Tree tree, bool isReadable)
        => WholePart.Mark(
            next, type, WholePart.ReferenceOf(tree), new SourceSpan(part.Part, piece.Start, piece.Bytes.Length), piece.Bytes.Span,
            isReadable);
}
