using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Schema;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>
/// One reading of a document against compiled schemas. Hints in the document (xsi:schemaLocation, DTDs) are not looked at. The faults are
/// told in our words by what was read when the schema objected, not by the words of the library.
/// </summary>
internal sealed class XsdCheck
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    private sealed class Frame(string name, string path, XmlSchemaElement? declaration, XmlSchemaType? type, int line, int column)
    {
        public string Name => name;

        public string Path => path;

        public XmlSchemaElement? Declaration => declaration;

        public XmlSchemaType? Type => type;

        public int Line => line;

        public int Column => column;

        public StringBuilder Text { get; } = new();

        public Dictionary<string, int> Children { get; } = new(StringComparer.Ordinal);
    }

    private readonly XmlReader reader;
    private readonly IXmlLineInfo lines;
    private readonly XmlSchemaValidator validator;
    private readonly XsdFaults? faults;
    private readonly XmlSchemaInfo info = new();
    private readonly List<XmlSchemaException> objections = [];
    private readonly Stack<Frame> open = new();
    private bool isValid = true;

    /// <summary>Begins a reading.</summary>
    /// <param name="set">The schemas.</param>
    /// <param name="document">The document.</param>
    /// <param name="collector">Takes all faults; null for a verdict only.</param>
    public XsdCheck(XmlSchemaSet set, XmlReader document, XsdFaults? collector)
    {
        (reader, lines, faults) = (document, (IXmlLineInfo)document, collector);
        const XmlSchemaValidationFlags Flags =
            XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.AllowXmlAttributes;
        validator = new XmlSchemaValidator(document.NameTable, set, (IXmlNamespaceResolver)document, Flags) { XmlResolver = null };
        validator.ValidationEventHandler += (_, e) => objections.Add(e.Exception);
    }

    /// <summary>Reads to the end, or to the first fault where only the verdict is wanted.</summary>
    /// <exception cref="XmlException">It is not well-formed; who read it before has said so.</exception>
    public bool Run()
    {
        validator.Initialize();
        while (reader.Read() && (isValid || faults is { IsFull: false }))
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element: Start(); break;
                case XmlNodeType.EndElement: End(); break;
                case XmlNodeType.Text or XmlNodeType.CDATA: Text(); break;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace: validator.ValidateWhitespace(reader.Value); break;
            }
        }

        if (isValid) validator.EndValidation();
        // A reference to a key that is nowhere is known only at the end.
        if (objections.Count > 0) Object(SchemaFindings.Keys, null, "The document", "of its keys", "");
        return isValid;
    }

    private void Start()
    {
        var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
        var parent = open.Count > 0 ? open.Peek() : null;
        var expected = faults is null || parent is null ? [] : Names(validator.GetExpectedParticles());
        var type = reader.GetAttribute("type", Instance);
        validator.ValidateElement(name, reader.NamespaceURI, info, type, reader.GetAttribute("nil", Instance), null, null);
        open.Push(new Frame(name, PathOf(parent, name), info.SchemaElement, info.SchemaType, lines.LineNumber, lines.LinePosition));
        if (objections.Count > 0)
        {
            var holder = parent is null ? "The document" : Quoted(parent.Name);
            if (info.SchemaElement is not null && type is not null)
            {
                Object(
                    SchemaFindings.WrongType, open.Peek(), Quoted(name), "of a type that the schema has here",
                    $"of the type {Quoted(type)}");
            }
            else if (expected.Count == 0) Object(SchemaFindings.NotAllowed, open.Peek(), holder, Quoted(name));
            else Object(SchemaFindings.OutOfPlace, open.Peek(), holder, Quoted(name), Listed(expected));
        }

        var frame = open.Peek();
        while (reader.MoveToNextAttribute()) Attribute(frame);
        reader.MoveToElement();
        var missing = faults is null ? [] : validator.GetExpectedAttributes()
            .Where(a => a.Use == XmlSchemaUse.Required).Select(a => Quoted(a.QualifiedName.Name)).ToList();
        validator.ValidateEndOfAttributes(info);
        for (var i = 0; objections.Count > 0; i++)
        {
            // One objection for each attribute that is missing.
            var rest = objections.Count - 1;
            Object(SchemaFindings.Missing, frame, Quoted(name), "attribute " + (i < missing.Count ? missing[i] : "that it needs"));
            for (var j = 0; j < rest && i + 1 < missing.Count; j++)
            {
                Object(SchemaFindings.Missing, frame, Quoted(name), "attribute " + missing[++i]);
            }
        }

        if (isEmpty) End();
    }

    private void Attribute(Frame frame)
    {
        if (reader.NamespaceURI is Instance or Declarations) return;
        var attribute = new XmlSchemaInfo();
        var value = reader.Value;
        validator.ValidateAttribute(reader.LocalName, reader.NamespaceURI, value, attribute);
        if (objections.Count == 0) return;
        var name = "attribute " + Quoted(reader.LocalName);
        if (attribute.SchemaAttribute is not { } declared) Object(SchemaFindings.NotAllowed, frame, Quoted(frame.Name), "the " + name);
        else Object(XsdValue.Judge(declared.AttributeSchemaType, value), frame, $"The {name} of {Quoted(frame.Name)}");
    }

    private void Text()
    {
        validator.ValidateText(reader.Value);
        if (open.Count == 0) return;
        if (faults is not null) open.Peek().Text.Append(reader.Value);
        if (objections.Count > 0) Object(SchemaFindings.NotAllowed, open.Peek(), Quoted(open.Peek().Name), "text of its own");
    }

    private void End()
    {
        var frame = open.Peek();
        var expected = faults is null ? [] : Names(validator.GetExpectedParticles());
        validator.ValidateEndElement(info);
        open.Pop();
        while (objections.Count > 0)
        {
            // The rule on keys stands at an element around; only the library's words tell its objection from one to the content.
            var rules = objections[0].Message.Contains("key", StringComparison.Ordinal) ? Constraints(frame) : "";
            var simple = frame.Type as XmlSchemaSimpleType
                ?? (frame.Type is XmlSchemaComplexType { ContentType: XmlSchemaContentType.TextOnly } complex ? BaseOf(complex) : null);
            var rest = objections.Skip(1).ToList();
            if (rules.Length > 0) Object(SchemaFindings.Keys, frame, Quoted(frame.Name), rules);
            else if (simple is not null) Object(XsdValue.Judge(simple, frame.Text.ToString()), frame, Quoted(frame.Name));
            else Object(SchemaFindings.Missing, frame, Quoted(frame.Name), expected.Count == 0 ? "content" : Listed(expected));
            objections.AddRange(rest);
        }
    }

    private string Constraints(Frame frame)
        => string.Join(", ", open.Prepend(frame).Where(f => f.Declaration is not null)
            .SelectMany(f => f.Declaration!.Constraints.OfType<XmlSchemaIdentityConstraint>()).Select(c => Quoted(c.Name ?? "")));

    private static XmlSchemaSimpleType? BaseOf(XmlSchemaComplexType type)
    {
        for (XmlSchemaType? at = type; at is not null; at = at.BaseXmlSchemaType)
        {
            if (at is XmlSchemaSimpleType simple) return simple;
        }

        return null;
    }

    private void Object((FindingCode Code, string Expected, string Found) judgement, Frame frame, string subject)
        => Object(judgement.Code, frame, subject, judgement.Expected, judgement.Found);

    private void Object(FindingCode code, Frame? frame, params ReadOnlySpan<string> arguments)
    {
        isValid = false;
        objections.Clear();
        if (faults is null) return;
        var declaration = frame?.Declaration;
        var pointer = declaration is null ? null : string.Create(
            CultureInfo.InvariantCulture, $"{XsdFiles.PathOf(SourceOf(declaration))}:{declaration.LineNumber}");
        faults.Add(code, frame?.Line ?? 1, frame?.Column ?? 1, frame?.Path ?? "", pointer, arguments);
    }

    private static string? SourceOf(XmlSchemaObject declaration)
    {
        for (XmlSchemaObject? at = declaration; at is not null; at = at.Parent)
        {
            if (!string.IsNullOrEmpty(at.SourceUri)) return at.SourceUri;
        }

        return null;
    }

    private static string PathOf(Frame? parent, string name)
    {
        if (parent is null) return "/" + name;
        var number = parent.Children[name] = parent.Children.GetValueOrDefault(name) + 1;
        return number == 1 ? $"{parent.Path}/{name}" : string.Create(CultureInfo.InvariantCulture, $"{parent.Path}/{name}[{number}]");
    }

    private static List<string> Names(XmlSchemaParticle[] particles)
        => [.. particles.OfType<XmlSchemaElement>().Select(e => Quoted(e.QualifiedName.Name)).Distinct()];

    private static string Listed(List<string> names)
    {
        const int Most = 6;
        if (names.Count > Most) return $"{string.Join(", ", names[..Most])} or another of {names.Count}";
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static string Quoted(string name) => InstancePlace.Quoted(name);
}
