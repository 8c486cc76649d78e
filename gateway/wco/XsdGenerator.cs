using System.Globalization;
using System.Text;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>Writes the model as XSD 1.0: what the check of the engine calls a fault of form is invalid, and nothing else is.
/// Code lists change with time and stay out.</summary>
internal sealed class XsdGenerator
{
    private const string Xs = "http://www.w3.org/2001/XMLSchema";
    private const string Notes = WcoModel.Namespace + ":notes";
    private readonly ModelTable table;
    private readonly XmlWriter writer;
    private readonly SortedDictionary<string, SimpleType> types = new(StringComparer.Ordinal);

    private XsdGenerator(ModelTable model, XmlWriter to) => (table, writer) = (model, to);

    /// <summary>The schema as UTF-8.</summary>
    public static byte[] Write(ModelTable table)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            new XsdGenerator(table, writer).WriteSchema();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private void WriteSchema()
    {
        writer.WriteStartElement("xs", "schema", Xs);
        writer.WriteAttributeString("xmlns", WcoModel.Namespace);
        writer.WriteAttributeString("xmlns", "n", null, Notes);
        writer.WriteAttributeString("targetNamespace", WcoModel.Namespace);
        writer.WriteAttributeString("elementFormDefault", "qualified");
        WriteDocumentation("Generated from model.csv; do not edit. Identifiers in n:wco are those of the WCO Data Model.");
        WriteDocuments();
        Element("element", ("name", "MetaData"), ("type", "MetaData"));
        writer.WriteEndElement();
        foreach (var name in table.Classes) WriteClass(name);
        foreach (var (name, type) in types) WriteSimpleType(name, type);
        writer.WriteEndElement();
    }

    private void WriteDocuments()
    {
        Element("element", ("name", "Documents"));
        Element("complexType");
        Element("sequence");
        Element("element", ("ref", "MetaData"), ("maxOccurs", "unbounded"));
        for (var i = 0; i < 4; i++) writer.WriteEndElement();
    }

    private void WriteClass(string name)
    {
        Element("complexType", ("name", name));
        Element("sequence");
        foreach (var row in table[name]) WritePosition(row);
        if (name == "MetaData")
        {
            Element("choice");
            foreach (var root in table.Roots) WritePosition(root);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private void WritePosition(ModelRow row)
    {
        Element("element", ("name", row.Name));
        var isSimple = row.IsValue && row.Format.Attribute is null;
        if (!row.IsValue) writer.WriteAttributeString("type", row.Use);
        else if (isSimple) writer.WriteAttributeString("type", TypeName(row.Format.Type));
        if (row.Min != 1) writer.WriteAttributeString("minOccurs", Number(row.Min));
        if (row.Repeats) writer.WriteAttributeString("maxOccurs", row.Max == int.MaxValue ? "unbounded" : Number(row.Max));
        WriteNotes(row);
        if (row.IsValue && !isSimple) WriteMeasured(row.Format);
        writer.WriteEndElement();
    }

    private void WriteNotes(ModelRow row)
    {
        Element("annotation");
        Element("appinfo");
        writer.WriteStartElement("n", "wco", Notes);
        Attribute("id", row.Id);
        Attribute("ids", row.Ids);
        Attribute("tded", row.Tded == 0 ? "" : row.Tded.ToString("0000", CultureInfo.InvariantCulture));
        Attribute("format", row.Format.Text);
        Attribute("list", row.List);
        Attribute("key", row.Key);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteElementString("xs", "documentation", Xs, row.Description);
        writer.WriteEndElement();
    }

    private void WriteMeasured(ModelFormat format)
    {
        Element("complexType");
        Element("simpleContent");
        Element("extension", ("base", TypeName(format.Type)));
        var type = format.Attribute == "unitCode" ? ModelAttributes.Unit : ModelAttributes.Currency;
        Element("attribute", ("name", format.Attribute!), ("type", TypeName(type)));
        for (var i = 0; i < 4; i++) writer.WriteEndElement();
    }

    private string TypeName(SimpleType type)
    {
        var plain = type with { CodeList = null };
        var name = plain.Kind switch
        {
            ValueKind.Text or ValueKind.Alphabetic when plain.MaxLength == 0 => "Text",
            ValueKind.Text or ValueKind.Alphabetic => string.Create(
                CultureInfo.InvariantCulture, $"{plain.Kind}{(plain.MinLength > 0 ? plain.MinLength + "-" : "")}{plain.MaxLength}"),
            ValueKind.Integer => string.Create(CultureInfo.InvariantCulture, $"Integer{plain.MaxLength}"),
            ValueKind.Number => string.Create(CultureInfo.InvariantCulture, $"Number{plain.MaxLength}-{plain.FractionDigits}"),
            _ => plain.Kind.ToString(),
        };
        types[name] = plain;
        return name;
    }

    private void WriteSimpleType(string name, SimpleType type)
    {
        var isNumber = type.Kind is ValueKind.Number or ValueKind.Integer;
        Element("simpleType", ("name", name));
        Element("restriction", ("base", isNumber ? "xs:decimal" : "xs:string"));
        switch (type.Kind)
        {
            case ValueKind.Number or ValueKind.Integer:
                Facet("totalDigits", Number(type.MaxLength));
                Facet("fractionDigits", Number(type.FractionDigits));
                Facet("pattern", type.Kind == ValueKind.Number ? ValueCheck.NumberPattern : ValueCheck.IntegerPattern);
                break;
            case ValueKind.Moment: Facet("pattern", ValueCheck.MomentPattern); break;
            case ValueKind.Boolean: Facet("pattern", "true|false"); break;
            case ValueKind.Alphabetic: Facet("pattern", "[A-Za-z]*"); break;
        }

        if (!isNumber && type.MinLength > 0) Facet("minLength", Number(type.MinLength));
        if (!isNumber && type.MaxLength > 0) Facet("maxLength", Number(type.MaxLength));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private void WriteDocumentation(string text)
    {
        Element("annotation");
        writer.WriteElementString("xs", "documentation", Xs, text);
        writer.WriteEndElement();
    }

    private void Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.WriteStartElement("xs", name, Xs);
        foreach (var (attribute, value) in attributes) writer.WriteAttributeString(attribute, value);
    }

    private void Facet(string name, string value)
    {
        Element(name, ("value", value));
        writer.WriteEndElement();
    }

    private void Attribute(string name, string value)
    {
        if (value.Length > 0) writer.WriteAttributeString(name, value);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
