using System.Globalization;
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

    private readonly XmlReader reader;
    private readonly IXmlLineInfo lines;
    private readonly XmlSchemaSet schemas;
    private readonly XsdFaults? faults;
    private readonly XsdRecovery recovery;
    private readonly XmlSchemaInfo info = new();
    private readonly List<XmlSchemaException> objections = [];
    private readonly Stack<XsdFrame> open = new();
    private readonly XmlSchemaValidator whole;
    private bool isValid = true;
    private bool isRecovered;

    /// <summary>Begins a reading.</summary>
    /// <param name="set">The schemas.</param>
    /// <param name="declarations">Where they declare elements.</param>
    /// <param name="document">The document.</param>
    /// <param name="collector">Takes all faults; null for a verdict only.</param>
    public XsdCheck(XmlSchemaSet set, XsdDeclarations declarations, XmlReader document, XsdFaults? collector)
    {
        (schemas, reader, lines, faults, recovery) = (set, document, (IXmlLineInfo)document, collector, new XsdRecovery(declarations));
        whole = Validator();
        whole.Initialize();
    }

    /// <summary>Reads to the end, or to the first fault where only the verdict is wanted.</summary>
    /// <exception cref="XmlException">It is not well-formed; who read it before has said so.</exception>
    public bool Run()
    {
        while (reader.Read() && (isValid || faults is { IsFull: false }))
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element: Start(); break;
                case XmlNodeType.EndElement: End(); break;
                case XmlNodeType.Text or XmlNodeType.CDATA: Text(); break;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace: White(); break;
            }
        }

        if (isValid) whole.EndValidation();
        // A reference to a key that is nowhere is known only at the end.
        if (Taken().Count > 0) Tell(SchemaFindings.Keys, null, "The document", "of its keys", "");
        return isValid;
    }

    private XmlSchemaValidator Validator()
    {
        const XmlSchemaValidationFlags Flags =
            XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.AllowXmlAttributes;
        var made = new XmlSchemaValidator(reader.NameTable, schemas, (IXmlNamespaceResolver)reader, Flags) { XmlResolver = null };
        made.ValidationEventHandler += (_, e) => objections.Add(e.Exception);
        return made;
    }

    private void Start()
    {
        var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
        var parent = open.Count > 0 ? open.Peek() : null;
        var frame = new XsdFrame(name, PathOf(parent, name), lines.LineNumber, lines.LinePosition) { Validator = whole };
        if (parent is not null) frame.Validator = faults is null ? parent.Validator : Placed(frame, parent);
        open.Push(frame);
        if (frame.Validator is { } validator)
        {
            var type = reader.GetAttribute("type", Instance);
            validator.ValidateElement(name, reader.NamespaceURI, info, type, reader.GetAttribute("nil", Instance), null, null);
            (frame.Declaration, frame.Type) = (info.SchemaElement, info.SchemaType);
            if (Taken().Count > 0)
            {
                if (info.SchemaElement is not null && type is not null)
                {
                    Tell(
                        SchemaFindings.WrongType, frame, Quoted(name), "of a type that the schema has here", $"of the type {Quoted(type)}");
                }
                else Tell(SchemaFindings.NotAllowed, frame, parent is null ? "The document" : Quoted(parent.Name), Quoted(name));
            }

            Attributes(frame, validator);
        }

        if (isEmpty) End();
    }

    /// <summary>What checks an element: the validator of its parent where it may stand there, else one of its own, or none.</summary>
    private XmlSchemaValidator? Placed(XsdFrame frame, XsdFrame parent)
    {
        var name = new XmlQualifiedName(frame.Name, reader.NamespaceURI);
        // Below a wildcard that asks for no check, the validator knows itself what to leave alone.
        if (parent is { Validator: not null, Type: null }) return parent.Validator;
        if (parent.Validator is { } validator)
        {
            var expected = validator.GetExpectedParticles();
            if (XsdRecovery.Expects(expected, name)) return validator;
            isRecovered = true;
            var further = recovery.LeadOver(parent, name);
            objections.Clear();
            // One that was missed before was told there.
            if (further is not null || !parent.Absent.Remove(name)) Misplaced(frame, parent, Names(expected), further ?? []);
            if (further is not null) return validator;
            parent.HasStranger = true;
        }

        if (recovery.DeclarationOf(parent, name) is not { } declaration) return null;
        var own = Validator();
        own.Initialize(declaration);
        return own;
    }

    private void Misplaced(XsdFrame frame, XsdFrame parent, List<string> expected, List<XmlQualifiedName> further)
    {
        isValid = false;
        if (expected.Count == 0) Tell(SchemaFindings.NotAllowed, frame, Quoted(parent.Name), Quoted(frame.Name));
        else
        {
            var all = further.Select(each => ", then " + Quoted(each.Name)).Prepend(Listed(expected));
            Tell(SchemaFindings.OutOfPlace, frame, Quoted(parent.Name), Quoted(frame.Name), string.Concat(all));
        }
    }

    private void Attributes(XsdFrame frame, XmlSchemaValidator validator)
    {
        while (reader.MoveToNextAttribute()) Attribute(frame, validator);
        reader.MoveToElement();
        var missing = faults is null ? [] : validator.GetExpectedAttributes()
            .Where(a => a.Use == XmlSchemaUse.Required).Select(a => Quoted(a.QualifiedName.Name)).ToList();
        validator.ValidateEndOfAttributes(info);
        // One objection for each attribute that is missing.
        for (var (i, count) = (0, Taken().Count); i < count; i++)
        {
            Tell(SchemaFindings.Missing, frame, Quoted(frame.Name), "attribute " + (i < missing.Count ? missing[i] : "that it needs"));
        }
    }

    private void Attribute(XsdFrame frame, XmlSchemaValidator validator)
    {
        if (reader.NamespaceURI is Instance or Declarations) return;
        var attribute = new XmlSchemaInfo();
        var value = reader.Value;
        validator.ValidateAttribute(reader.LocalName, reader.NamespaceURI, value, attribute);
        if (Taken().Count == 0) return;
        var name = "attribute " + Quoted(reader.LocalName);
        if (attribute.SchemaAttribute is not { } declared) Tell(SchemaFindings.NotAllowed, frame, Quoted(frame.Name), "the " + name);
        else Tell(XsdValue.Judge(declared.AttributeSchemaType, value), frame, $"The {name} of {Quoted(frame.Name)}");
    }

    private void Text()
    {
        if (open.Count == 0 || open.Peek() is not { Validator: { } validator } frame) return;
        validator.ValidateText(reader.Value);
        if (faults is not null) frame.Text.Append(reader.Value);
        if (Taken().Count > 0) Tell(SchemaFindings.NotAllowed, frame, Quoted(frame.Name), "text of its own");
    }

    private void White()
    {
        if (open.Count > 0) open.Peek().Validator?.ValidateWhitespace(reader.Value);
    }

    private void End()
    {
        var frame = open.Pop();
        if (frame.Validator is not { } validator) return;
        var expected = faults is null ? [] : Names(validator.GetExpectedParticles());
        validator.ValidateEndElement(info);
        var simple = frame.Type as XmlSchemaSimpleType
            ?? (frame.Type is XmlSchemaComplexType { ContentType: XmlSchemaContentType.TextOnly } complex ? BaseOf(complex) : null);
        foreach (var objection in Taken())
        {
            // The rule on keys stands at an element around; only the library's words tell its objection from one to the content.
            var rules = objection.Message.Contains("key", StringComparison.Ordinal) ? Constraints(frame) : "";
            // What was taken out may have been what a key refers to; that one stands twice stays true.
            var isDoubtful = isRecovered && !objection.Message.Contains("duplicate", StringComparison.Ordinal);
            if (rules.Length > 0 && isDoubtful) continue;
            if (rules.Length > 0) Tell(SchemaFindings.Keys, frame, Quoted(frame.Name), rules);
            else if (simple is null)
            {
                Tell(SchemaFindings.Missing, frame, Quoted(frame.Name), expected.Count == 0 ? "content" : Listed(expected));
            }
            else if (!frame.HasStranger) Tell(XsdValue.Judge(simple, frame.Text.ToString()), frame, Quoted(frame.Name));
        }
    }

    private string Constraints(XsdFrame frame)
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

    /// <summary>What was objected to since this was last asked.</summary>
    private List<XmlSchemaException> Taken()
    {
        if (objections.Count == 0) return [];
        isValid = false;
        List<XmlSchemaException> taken = [.. objections];
        objections.Clear();
        return taken;
    }

    private void Tell((FindingCode Code, string Expected, string Found) judgement, XsdFrame frame, string subject)
        => Tell(judgement.Code, frame, subject, judgement.Expected, judgement.Found);

    private void Tell(FindingCode code, XsdFrame? frame, params ReadOnlySpan<string> arguments)
    {
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

    private static string PathOf(XsdFrame? parent, string name)
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
