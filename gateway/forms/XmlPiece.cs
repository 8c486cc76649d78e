using System.Xml;

namespace Gateway.Forms;

/// <summary>One XML document of a part: all of it, or one of a list of documents.</summary>
public sealed class XmlPiece
{
    private readonly XmlInput? input;

    private XmlPiece(ReadOnlyMemory<byte> xml, XmlInput? input, string name, string space)
        => (Part, this.input, Name, Namespace) = (xml, input, name, space);

    /// <summary>Local name of the document element.</summary>
    public string Name { get; }

    /// <summary>Its namespace; empty for none.</summary>
    public string Namespace { get; }

    /// <summary>Where the document begins in the part.</summary>
    public int Start => input is { RawStart: >= 0 } own ? (int)own.RawStart : 0;

    /// <summary>Its bytes as they came.</summary>
    public ReadOnlyMemory<byte> Bytes => input is { RawStart: >= 0 } own ? own.Raw : Part;

    /// <summary>All bytes of the part.</summary>
    internal ReadOnlyMemory<byte> Part { get; }

    /// <summary>The document alone, where it is one of a list; else null.</summary>
    internal XmlInput? Input => input;

    /// <summary>The documents of a part.</summary>
    /// <param name="xml">The part.</param>
    /// <param name="listSpace">Namespace whose element <see cref="XmlForm.DocumentsName"/> is a list of documents.</param>
    /// <returns>Those of the list; the part as one document where it is none, has nothing in it, or is not XML to its end.</returns>
    public static IReadOnlyList<XmlPiece> Of(ReadOnlyMemory<byte> xml, string listSpace)
    {
        var (name, space) = ("document", "");
        if (XmlInput.Of(xml, out _, out _) is not { } input || input.LongTag() >= 0) return [new(xml, null, name, space)];
        try
        {
            using var reader = input.Open();
            if (reader.MoveToContent() == XmlNodeType.Element) (name, space) = (reader.LocalName, reader.NamespaceURI);
            if (name == XmlForm.DocumentsName && space == listSpace && ListOf(xml, input, reader) is { } list) return list;
        }
        catch (XmlException)
        {
            // The reading itself says where the fault is.
        }

        return [new(xml, null, name, space)];
    }

    /// <summary>The first child of the document element that has its namespace and one of some names.</summary>
    /// <returns>Its local name; null when there is none up to the first fault.</returns>
    public string? ChildAmong(IReadOnlyCollection<string> names)
    {
        if ((input ?? XmlInput.Of(Part, out _, out _)) is not { } own) return null;
        try
        {
            using var reader = own.Open();
            reader.MoveToContent();
            reader.Read();
            while (reader.NodeType is not (XmlNodeType.EndElement or XmlNodeType.None))
            {
                var isElement = reader.NodeType == XmlNodeType.Element;
                if (isElement && reader.NamespaceURI == Namespace && names.Contains(reader.LocalName)) return reader.LocalName;
                if (isElement) reader.Skip();
                else reader.Read();
            }
        }
        catch (XmlException)
        {
            // The reading itself says where the fault is.
        }

        return null;
    }

    // The reader stands on the element of the list; null where there is anything in it but elements.
    private static List<XmlPiece>? ListOf(ReadOnlyMemory<byte> xml, XmlInput input, XmlReader reader)
    {
        var prefixes = ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml);
        var lines = (IXmlLineInfo)reader;
        var text = input.Utf8.Span;
        var cursor = new ByteCursor(text, 0);
        var raw = new RawCursor(text, input.Set);
        var (before, begin) = (0, (Line: 1, Column: 1));
        var found = new List<XmlPiece>();
        for (reader.Read(); reader.NodeType == XmlNodeType.Element; reader.Read())
        {
            var (name, space, depth) = (reader.LocalName, reader.NamespaceURI, reader.Depth);
            var start = cursor.MoveTo(lines.LineNumber, lines.LinePosition) - 1;
            var last = start;
            if (!reader.IsEmptyElement)
            {
                while (reader.Read() && reader.Depth > depth)
                {
                }

                last = cursor.MoveTo(lines.LineNumber, lines.LinePosition) - 2;
            }

            var end = last + XmlInput.TagLength(text[last..]);
            begin = FormDecoder.LineAfter(begin, text[before..start]);
            before = start;
            var rawStart = raw.MoveTo(start);
            var own = input with
            {
                Raw = input.Raw[rawStart..raw.MoveTo(end)], RawStart = input.RawStart < 0 ? -1 : input.RawStart + rawStart,
                Utf8 = input.Utf8[start..end], Begin = begin, Prefixes = prefixes,
            };
            found.Add(new(xml, own, name, space));
        }

        return reader.NodeType == XmlNodeType.EndElement && found.Count > 0 && !reader.Read() ? found : null;
    }
}
