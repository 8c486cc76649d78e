using System.Globalization;
using System.Text;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Reads one XML document into a tree whose window is the document itself.</summary>
internal ref struct XmlTreeReader
{
    private const string InstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";
    private const string NamespaceNamespace = "http://www.w3.org/2000/xmlns/";

    private readonly record struct Frame(int Node, int Position, int ContentStart, bool IsValue, int Last);

    private readonly Schema schema;
    private readonly FormTable table;
    private readonly Tree tree;
    private readonly Findings findings;
    private readonly ReadOnlySpan<byte> text;
    private readonly long rawStart;
    private readonly XmlReader reader;
    private readonly IXmlLineInfo lines;
    private readonly Stack<Frame> open = new();
    private ByteCursor cursor;
    private bool isOrdered = true;

    /// <summary>Makes a reader.</summary>
    /// <param name="utf8">The document as UTF-8.</param>
    /// <param name="start">Where it begins in the part; -1 when it was converted from another character set.</param>
    /// <param name="xml">Reads the same bytes.</param>
    /// <param name="type">The document type.</param>
    /// <param name="into">Filled.</param>
    /// <param name="faults">All faults.</param>
    public XmlTreeReader(ReadOnlySpan<byte> utf8, long start, XmlReader xml, Schema type, Tree into, Findings faults)
    {
        (schema, table, tree, findings, reader, rawStart) = (type, FormTable.Of(type), into, faults, xml, start);
        lines = (IXmlLineInfo)xml;
        text = utf8;
        cursor = new ByteCursor(utf8, 0);
    }

    /// <summary>Reads.</summary>
    /// <returns>False when it is not well-formed, or another document.</returns>
    public bool Read()
    {
        tree.Reset(schema, XmlDecoder.Instance);
        tree.Append(text, rawStart);
        try
        {
            reader.Read();
            while (!reader.EOF)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    if (!ReadElement()) return false;
                    continue;
                }

                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && !open.Peek().IsValue)
                {
                    Report(FormFindings.TextBetween, Here(), tree.NameOf(open.Peek().Node));
                }

                if (reader.NodeType == XmlNodeType.EndElement) End(Here() - 2);
                reader.Read();
            }
        }
        catch (XmlException exception)
        {
            ReportSyntax(exception);
            return false;
        }

        if (!isOrdered) TreeOrder.Sort(tree, rawStart);
        return true;
    }

    /// <summary>Reads a start tag and goes to what follows it, or past the element when nobody knows it.</summary>
    private bool ReadElement()
    {
        var at = Here();
        if (open.Count >= Limits.DepthMax)
        {
            Report(FormFindings.TooDeep, at, Number(Limits.DepthMax));
            return false;
        }

        if (open.Count == 0) return ReadRoot(at);
        var parent = open.Peek();
        if (parent.IsValue)
        {
            Report(FormFindings.ElementInValue, at, reader.LocalName, tree.NameOf(parent.Node));
            reader.Skip();
            return true;
        }

        var position = ChildOf(parent.Position, false);
        if (position == 0)
        {
            Report(FormFindings.UnknownElement, at, reader.LocalName);
            tree.SetUnknownName(tree.Add(0, at, 0, NodeFlags.None), reader.LocalName);
            reader.Skip();
            return true;
        }

        if (position < parent.Last && (schema[parent.Position].Flags & PositionFlags.Ordered) != 0)
        {
            isOrdered = false;
            Report(FormFindings.OutOfOrder, at, reader.LocalName);
        }

        open.Push(open.Pop() with { Last = position });
        Start(position, at);
        return true;
    }

    private bool ReadRoot(int at)
    {
        var root = schema[Schema.Root];
        if (reader.LocalName != root.Name || reader.NamespaceURI != (root.Namespace ?? ""))
        {
            Report(FormFindings.WrongRoot, at, Named(reader.LocalName, reader.NamespaceURI), Named(root.Name, root.Namespace ?? ""));
            return false;
        }

        Start(Schema.Root, at);
        return true;
    }

    private void Start(int position, int at)
    {
        var node = tree.Open(position);
        var isEmpty = reader.IsEmptyElement;
        var isValue = table.Writings[position] != Writing.Class;
        ReadAttributes(position);
        var content = ContentStart(Math.Max(at, cursor.Offset));
        open.Push(new Frame(node, position, content, isValue, 0));
        if (isEmpty) End(content);
        reader.Read();
    }

    private void End(int content)
    {
        var frame = open.Pop();
        if (frame.IsValue)
        {
            var raw = text[frame.ContentStart..content];
            tree.SetValue(frame.Node, frame.ContentStart, raw.Length, XmlDecoder.IsPlain(raw) ? NodeFlags.Plain : NodeFlags.None);
        }

        tree.Close(frame.Node);
    }

    private void ReadAttributes(int position)
    {
        var element = reader.LocalName;
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI is NamespaceNamespace or InstanceNamespace) continue;
            var at = Here();
            var attribute = ChildOf(position, true);
            if (attribute == 0)
            {
                Report(FormFindings.UnknownAttribute, at, reader.LocalName, element);
                continue;
            }

            var quote = at + text[at..].IndexOfAny((byte)'"', (byte)'\'');
            var raw = text[(quote + 1)..];
            raw = raw[..raw.IndexOf(text[quote])];
            tree.Add(attribute, quote + 1, raw.Length, NodeFlags.HasValue | (XmlDecoder.IsPlain(raw) ? NodeFlags.Plain : NodeFlags.None));
        }

        reader.MoveToElement();
    }

    /// <summary>The byte after the start tag that contains <paramref name="at"/>; brackets may stand in attribute values.</summary>
    private readonly int ContentStart(int at)
    {
        while (true)
        {
            at += text[at..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (text[at] == '>') return at + 1;
            at += 2 + text[(at + 1)..].IndexOf(text[at]);
        }
    }

    private readonly int ChildOf(int parent, bool isAttribute)
    {
        var shape = schema.ChildrenOf(parent);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            var position = schema[i];
            if (position.Name == reader.LocalName && position.Kind == PositionKind.Attribute == isAttribute
                && (position.Namespace ?? "") == reader.NamespaceURI)
            {
                return i;
            }
        }

        return 0;
    }

    private int Here() => cursor.MoveTo(lines.LineNumber, lines.LinePosition);

    private readonly void ReportSyntax(XmlException exception)
    {
        var at = new ByteCursor(text, 0).MoveTo(exception.LineNumber, exception.LinePosition);
        var doctype = text[..Math.Min(text.Length, at + 10)].IndexOf("<!DOCTYPE"u8);
        if (doctype >= 0 && tree.Nodes.Length == 0) Report(FormFindings.DoctypeRefused, doctype);
        else Report(FormFindings.NotXml, at, Number(exception.LineNumber), Number(exception.LinePosition));
    }

    private readonly void Report(FindingCode code, int at, params ReadOnlySpan<string> arguments)
    {
        var (line, column) = findings.Left > 0 ? FormDecoder.LineOf(text, at) : default;
        var span = rawStart < 0 ? new SourceSpan(tree.Part, -1, 0) : new SourceSpan(tree.Part, at + rawStart, 0);
        findings.Add(code, span, new Place(1, line, column), 0, arguments);
    }

    private static string Named(string name, string space) => space.Length == 0 ? name : $"{{{space}}}{name}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
