using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The one document of an XML part.</summary>
internal sealed class XmlDocument(IRaw part, XmlSets sets, ReadSettings settings, Findings findings) : IDocumentReader
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
        var (name, space) = XmlForm.RootOf(bytes) ?? ("document", "");
        var set = sets.Find(name, space, out var others);
        if (set is not null) findings.AddAll(set.Faults);
        foreach (var other in others)
        {
            findings.Add(XmlFormatFindings.SeveralSets, new SourceSpan(part.Part, 0, 0), new Place(1, 1, 1), 0, name, set!.Name,
                other.Name);
        }

        var schema = set?.SchemaOf(name, space);
        var check = schema is null ? null : set!.Check;
        var isUsable = XmlForm.Read(bytes, schema ?? XmlForm.Undescribed, into, findings, part.Part, isChecked: check is not null);
        if (isUsable) check?.Invoke(bytes, findings, part.Part);
        into.Ordinal = 1;
        Counts = new DocumentCounts(1, 0, 1, 0);
        var type = new DocumentType("xml", name, set?.Name ?? (space.Length == 0 ? null : space));
        var span = new SourceSpan(part.Part, 0, (int)Math.Min(part.Length, int.MaxValue));
        mark = WholePart.Mark(1, type, WholePart.ReferenceOf(into), span, bytes, isUsable && schema is not null);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
