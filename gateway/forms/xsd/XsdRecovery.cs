using System.Xml;
using System.Xml.Schema;

namespace Gateway.Forms;

/// <summary>
/// Finds how to go on where an element stands that the schema does not expect. A validator that has objected to an element looks at
/// nothing more of its parent; so what it would object to is kept from it, and what is missing is shown to it in its place.
/// </summary>
internal sealed class XsdRecovery(XsdDeclarations declarations)
{
    // Elements in a row that must stand and do not; a document with more gaps at one place is another document.
    private const int GapMax = 64;

    private readonly Dictionary<XmlSchemaType, List<XmlSchemaElement>> contents = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether an element may come next.</summary>
    public static bool Expects(XmlSchemaParticle[] expected, XmlQualifiedName name) => Array.Exists(expected, particle => particle switch
    {
        XmlSchemaElement element => element.QualifiedName == name,
        XmlSchemaAny any => Admits(any, name.Namespace),
        _ => true,
    });

    /// <summary>Leads the validator over what is missing before an element that its parent may have.</summary>
    /// <param name="parent">The parent, whose validator expects something else.</param>
    /// <param name="name">The element.</param>
    /// <returns>The names that are missing after the first, which the validator expected; null when the element does not fit anywhere
    /// behind.</returns>
    public List<XmlQualifiedName>? LeadOver(XsdFrame parent, XmlQualifiedName name)
    {
        var content = ContentOf(parent.Type!);
        var wanted = content.FindLastIndex(element => element.QualifiedName == name);
        var missing = new List<XmlQualifiedName>();
        var before = -1;
        while (missing.Count < GapMax)
        {
            var expected = parent.Validator!.GetExpectedParticles();
            if (Expects(expected, name)) return missing[1..];
            // The last of a row of expected elements is the one that must stand.
            var last = expected.OfType<XmlSchemaElement>().Select(element => IndexOf(content, element)).DefaultIfEmpty(-1).Max();
            if (last <= before || last >= wanted) return null;
            var gap = content[last].QualifiedName;
            parent.Validator.ValidateElement(gap.Name, gap.Namespace, null);
            parent.Validator.SkipToEndElement(null);
            parent.Absent.Add(gap);
            missing.Add(gap);
            before = last;
        }

        return null;
    }

    /// <summary>The declaration to check an element with that may not stand where it does; null when nothing describes it.</summary>
    public XmlSchemaElement? DeclarationOf(XsdFrame parent, XmlQualifiedName name)
        => (parent.Type is null ? null : ContentOf(parent.Type).Find(element => element.QualifiedName == name))
            ?? declarations.Anywhere(name);

    private List<XmlSchemaElement> ContentOf(XmlSchemaType type)
    {
        if (!contents.TryGetValue(type, out var content)) contents.Add(type, content = declarations.ContentOf(type));
        return content;
    }

    // The same name may be declared at several places of one type.
    private static int IndexOf(List<XmlSchemaElement> content, XmlSchemaElement element)
    {
        var index = content.IndexOf(element);
        return index >= 0 ? index : content.FindIndex(other => other.QualifiedName == element.QualifiedName);
    }

    private static bool Admits(XmlSchemaAny any, string space) => (any.Namespace ?? "##any") switch
    {
        "##any" => true,
        "##other" => space.Length > 0 && space != TargetOf(any),
        var spaces => spaces.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(each => each switch
        {
            "##local" => space.Length == 0,
            "##targetNamespace" => space == TargetOf(any),
            _ => space == each,
        }),
    };

    private static string TargetOf(XmlSchemaObject declaration)
    {
        for (XmlSchemaObject? at = declaration; at is not null; at = at.Parent)
        {
            if (at is XmlSchema schema) return schema.TargetNamespace ?? "";
        }

        return "";
    }
}
