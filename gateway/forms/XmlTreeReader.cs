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

    // What an XSD says better: which names, where, and what is expected instead.
    private static readonly FindingCode[] OfSchema =
    [
        FormFindings.UnknownElement, FormFindings.UnknownAttribute, FormFindings.OutOfOrder, FormFindings.TextBetween,
        FormFindings.ElementInValue,
    ];

    private readonly record struct Frame(int Node, int Position, int ContentStart, int RawStart, bool IsValue, int Last, bool HasElements);

    private readonly Schema schema;
    private readonly FormTable table;
    private readonly Tree tree;
    private readonly Findings findings;
    private readonly ReadOnlySpan<byte> text;
    private readonly XmlInput input;
    private readonly XmlDecoder decoder;
    private readonly XmlReader reader;
    private readonly IXmlLineInfo lines;
    private readonly int part;
    private readonly bool isChecked;
    private readonly Stack<Frame> open = new();
    private ByteCursor cursor;
    private RawCursor raw;
    private int unknown;
    private bool isOrdered = true;

    /// <summary>Makes a reader.</summary>
    /// <param name="source">The document.</param>
    /// <param name="xml">Reads it as UTF-8.</param>
    /// <param name="type">The document type.</param>
    /// <param name="into">Filled.</param>
    /// <param name="number">The part, for spans.</param>
    /// <param name="faults">All faults.</param>
    /// <param name="hasCheck">An XSD is checked apart: it says exactly what stands at the wrong place.</param>
    public XmlTreeReader(in XmlInput source, XmlReader xml, Schema type, Tree into, int number, Findings faults, bool hasCheck)
    {
        isChecked = hasCheck;
        (schema, table, tree, findings, reader, input, part) = (type, FormTable.Of(type), into, faults, xml, source, number);
        lines = (IXmlLineInfo)xml;
        decoder = XmlDecoder.For(source.Set, type, source.Begin);
        text = source.Utf8.Span;
        cursor = new ByteCursor(text, 0);
        raw = new RawCursor(text, source.Set);
    }

    /// <summary>Reads.</summary>
    /// <returns>False when it is not well-formed, or another document.</returns>
    public bool Read()
    {
        tree.Reset(schema, decoder, part);
        tree.Append(input.Raw.Span, input.RawStart);
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

                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && !open.Peek().IsValue) KeepTextBetween();
                if (reader.NodeType == XmlNodeType.EndElement) End(Here() - 2);
                reader.Read();
            }
        }
        catch (XmlException exception)
        {
            ReportSyntax(exception);
            return false;
        }

        if (!isOrdered) TreeOrder.Sort(tree, input.RawStart);
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

        if (tree.Nodes.Length >= Limits.NodesMax)
        {
            Report(FormFindings.TooManyElements, at, Number(Limits.NodesMax));
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

        open.Push(open.Pop() with { HasElements = true });
        var position = ChildOf(parent.Position, false, parent.Last);
        if (position == 0) return ReadUnknown(parent.Position, at);

        if (position < parent.Last && (schema[parent.Position].Flags & PositionFlags.Ordered) != 0)
        {
            isOrdered = false;
            Report(FormFindings.OutOfOrder, at, reader.LocalName);
        }

        open.Push(open.Pop() with { Last = position });
        Start(position, at);
        return true;
    }

    /// <summary>Keeps an element that the schema does not know, with all that it holds; only the outermost is reported.</summary>
    /// <returns>False when there are too many.</returns>
    private bool ReadUnknown(int parent, int at)
    {
        if (++unknown > Limits.UnknownNodesMax)
        {
            // Not even passed over: the reader of XML keeps every new name.
            Report(FormFindings.TooMuchUnknown, at, Number(Limits.UnknownNodesMax));
            return false;
        }

        if (parent != 0) Report(IsOpen(parent) ? FormFindings.NotDescribed : FormFindings.UnknownElement, at, reader.LocalName);
        Start(0, at);
        return true;
    }

    private readonly bool IsOpen(int position) => (schema[position].Flags & PositionFlags.Open) != 0;

    private void KeepTextBetween()
    {
        var at = Here();
        var parent = open.Peek();
        if (parent.Position == 0) return;
        Report(FormFindings.TextBetween, at, tree.NameOf(parent.Node));
        if (++unknown > Limits.UnknownNodesMax) return;
        var length = text[at..].IndexOf((byte)'<');
        tree.SetUnknownName(AddValue(0, at, at + Math.Max(0, length)), "#text");
    }

    private bool ReadRoot(int at)
    {
        var root = schema[Schema.Root];
        if (root.Name.Length == 0)
        {
            Start(0, at);
            return true;
        }

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
        var node = tree.Open(position, raw.MoveTo(at));
        if (position == 0) tree.SetUnknownName(node, reader.LocalName);
        var isEmpty = reader.IsEmptyElement;
        var isValue = position != 0 && table.Writings[position] != Writing.Class;
        ReadAttributes(position);
        var content = ContentStart(Math.Max(at, cursor.Offset));
        open.Push(new Frame(node, position, content, raw.MoveTo(content), isValue, 0, false));
        if (isEmpty) End(content);
        reader.Read();
    }

    private void End(int content)
    {
        var frame = open.Pop();
        // An unknown element without others in it is a value, for all that can be known.
        if (frame.IsValue || (frame.Position == 0 && !frame.HasElements))
        {
            var length = raw.MoveTo(content) - frame.RawStart;
            tree.SetValue(frame.Node, frame.RawStart, length, FlagsOf(frame.RawStart, length));
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
            var attribute = ChildOf(position, true, 0);
            if (attribute == 0)
            {
                if (position != 0)
                {
                    Report(IsOpen(position) ? FormFindings.NotDescribed : FormFindings.UnknownAttribute, at, reader.LocalName, element);
                }

                if (++unknown > Limits.UnknownNodesMax) continue;
            }

            var quote = at + text[at..].IndexOfAny((byte)'"', (byte)'\'');
            var value = AddValue(attribute, quote + 1, quote + 1 + text[(quote + 1)..].IndexOf(text[quote]));
            if (attribute == 0) tree.SetUnknownName(value, "@" + reader.LocalName);
        }

        reader.MoveToElement();
    }

    private int AddValue(int position, int start, int end)
    {
        var from = raw.MoveTo(start);
        var length = raw.MoveTo(end) - from;
        return tree.Add(position, from, length, NodeFlags.HasValue | FlagsOf(from, length));
    }

    private readonly NodeFlags FlagsOf(int start, int length)
        => decoder.IsPlain(tree.Window.Slice(start, length)) ? NodeFlags.Plain : NodeFlags.None;

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

    // Elements mostly come in the order of the schema, so the search begins where the last one was found.
    private readonly int ChildOf(int parent, bool isAttribute, int last)
    {
        var shape = schema.ChildrenOf(parent);
        var first = last == 0 ? shape.First : last;
        for (var i = 0; i < shape.Count; i++)
        {
            var at = first + i < shape.First + shape.Count ? first + i : first + i - shape.Count;
            var position = schema[at];
            if (position.Name == reader.LocalName && position.Kind == PositionKind.Attribute == isAttribute
                && (position.Namespace ?? "") == reader.NamespaceURI)
            {
                return at;
            }
        }

        return 0;
    }

    private int Here() => cursor.MoveTo(lines.LineNumber, lines.LinePosition);

    private void ReportSyntax(XmlException exception)
    {
        var isPlaced = exception.LineNumber > 0;
        var at = isPlaced ? new ByteCursor(text, 0).MoveTo(exception.LineNumber, exception.LinePosition) : 0;
        // The reader of XML says no place where it refuses a DTD.
        var doctype = text[..(isPlaced ? Math.Min(text.Length, at + 10) : text.Length)].IndexOf("<!DOCTYPE"u8);
        if (doctype >= 0 && tree.Nodes.Length == 0) Report(FormFindings.DoctypeRefused, doctype);
        else Report(FormFindings.NotXml, at, Number(exception.LineNumber), Number(exception.LinePosition));
    }

    private void Report(FindingCode code, int at, params ReadOnlySpan<string> arguments)
    {
        if (isChecked && Array.IndexOf(OfSchema, code) >= 0) return;
        if (findings.Left <= 0)
        {
            findings.Add(code, default, default, 0);
            return;
        }

        var (line, column) = FormDecoder.LineAfter(input.Begin, text[..Math.Clamp(at, 0, text.Length)]);
        var span = input.RawStart < 0 ? new SourceSpan(part, -1, 0)
            : new SourceSpan(part, new RawCursor(text, input.Set).MoveTo(at) + input.RawStart, 0);
        findings.Add(code, span, new Place(1, line, column) { IsText = true }, 0, arguments);
    }

    private static string Named(string name, string space) => space.Length == 0 ? name : $"{{{space}}}{name}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
