using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Schema;

namespace Gateway.Forms;

/// <summary>Where the elements of compiled schemas are declared, so that a check goes on behind a fault. Thread-safe.</summary>
internal sealed class XsdDeclarations
{
    private readonly XmlSchemaSet set;
    private readonly Lazy<Dictionary<XmlQualifiedName, XmlSchemaElement?>> anywhere;

    /// <summary>Nothing is looked up before the first fault.</summary>
    public XsdDeclarations(XmlSchemaSet compiled)
    {
        set = compiled;
        anywhere = new(Collected);
    }

    /// <summary>The elements that may stand in a type in the order of its declaration, choices arm by arm.</summary>
    public List<XmlSchemaElement> ContentOf(XmlSchemaType type)
    {
        var content = new List<XmlSchemaElement>();
        if (type is XmlSchemaComplexType complex) Collect(complex.ContentTypeParticle, content);
        return content;
    }

    /// <summary>The declaration of an element that stands where it may not: that of the whole set, or the only one of its name inside of
    /// types.</summary>
    /// <returns>Null where there is none, or several of different types.</returns>
    public XmlSchemaElement? Anywhere(XmlQualifiedName name)
        => set.GlobalElements[name] as XmlSchemaElement ?? anywhere.Value.GetValueOrDefault(name);

    private Dictionary<XmlQualifiedName, XmlSchemaElement?> Collected()
    {
        var found = new Dictionary<XmlQualifiedName, XmlSchemaElement?>();
        var types = new HashSet<XmlSchemaType>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<XmlSchemaType>(set.GlobalElements.Values.Cast<XmlSchemaElement>().Select(e => e.ElementSchemaType!)
            .Concat(set.GlobalTypes.Values.Cast<XmlSchemaType>()));
        while (waiting.TryPop(out var type))
        {
            if (!types.Add(type)) continue;
            foreach (var element in ContentOf(type))
            {
                var isOther = found.TryGetValue(element.QualifiedName, out var known)
                    && !ReferenceEquals(known?.ElementSchemaType, element.ElementSchemaType);
                found[element.QualifiedName] = isOther ? null : element;
                waiting.Push(element.ElementSchemaType!);
            }
        }

        return found;
    }

    private void Collect(XmlSchemaParticle? particle, List<XmlSchemaElement> into)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (particle is XmlSchemaElement element)
        {
            into.Add(element);
            if (element.RefName.IsEmpty) return;
            into.AddRange(set.GlobalElements.Values.Cast<XmlSchemaElement>().Where(other => other.SubstitutionGroup == element.RefName));
        }
        else if (particle is XmlSchemaGroupBase group)
        {
            foreach (var item in group.Items) Collect((XmlSchemaParticle)item, into);
        }
    }
}
