using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Schema;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Turns a compiled XSD into a position table. A complex type is one shape wherever it stands, so recursion ends.</summary>
internal sealed class XsdConversion(XmlSchemaSet set)
{
    private readonly SchemaBuilder builder = new();
    private readonly Dictionary<XmlSchemaType, int> shapes = new(ReferenceEqualityComparer.Instance);

    private sealed record Child(XmlSchemaElement Element, decimal Min, decimal Max, ImmutableArray<ChoiceArm> Arms);

    private int choices;

    /// <summary>Converts one document element.</summary>
    public Schema Convert(string name, XmlSchemaElement root)
    {
        var position = PositionOf(new Child(root, 1, 1, []));
        return builder.Build(name, position with { Kind = PositionKind.Root });
    }

    private Position PositionOf(Child child)
    {
        var element = child.Element;
        var type = element.ElementSchemaType!;
        var complex = type as XmlSchemaComplexType;
        var isValue = complex is null || complex.ContentType == XmlSchemaContentType.TextOnly;
        var flags = complex is not null && IsOrdered(complex.ContentTypeParticle, true) ? PositionFlags.Ordered : PositionFlags.None;
        return new Position(
            element.QualifiedName.Name, isValue ? PositionKind.Value : PositionKind.Class, Count(child.Min), Count(child.Max),
            complex is null ? -1 : ShapeOf(complex), isValue ? XsdTypes.Of(type) : null, flags)
        {
            Namespace = element.QualifiedName.Namespace.Length == 0 ? null : element.QualifiedName.Namespace,
            Arms = child.Arms,
            WcoId = Annotated(element, "WCOID"),
            Tded = int.TryParse(Annotated(element, "TDEDUID"), NumberStyles.None, CultureInfo.InvariantCulture, out var tded) ? tded : 0,
        };
    }

    /// <summary>The shape of a complex type; -1 where it has neither attributes nor elements.</summary>
    private int ShapeOf(XmlSchemaComplexType type)
    {
        if (shapes.TryGetValue(type, out var shape)) return shape;
        var attributes = type.AttributeUses.Values.Cast<XmlSchemaAttribute>().Where(a => a.Use != XmlSchemaUse.Prohibited).ToList();
        var elements = new List<Child>();
        Collect(type.ContentTypeParticle, 1, 1, [], elements);
        if (attributes.Count + elements.Count == 0) return shapes[type] = -1;
        shapes.Add(type, shape = builder.Reserve());
        var ordered = attributes.OrderBy(a => a.QualifiedName.Name, StringComparer.Ordinal);
        builder.Define(shape, [.. ordered.Select(Attribute), .. elements.Select(PositionOf)]);
        return shape;
    }

    private static Position Attribute(XmlSchemaAttribute attribute)
        => new(
            attribute.QualifiedName.Name, PositionKind.Attribute, attribute.Use == XmlSchemaUse.Required ? 1 : 0, 1, -1,
            XsdTypes.Of(attribute.AttributeSchemaType!))
        {
            Namespace = attribute.QualifiedName.Namespace.Length == 0 ? null : attribute.QualifiedName.Namespace,
        };

    /// <summary>Flattens sequences, choices and groups; an arm of a choice is optional, a repeated group repeats all it holds.</summary>
    private void Collect(XmlSchemaParticle? particle, decimal min, decimal max, ImmutableArray<ChoiceArm> arms, List<Child> into)
    {
        if (particle is null) return;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (low, high) = (min * particle.MinOccurs, Times(max, particle.MaxOccurs));
        switch (particle)
        {
            case XmlSchemaElement element:
                foreach (var each in Substitutes(element)) Add(new Child(each, each == element ? low : 0, high, arms), into);
                break;
            case XmlSchemaGroupBase group:
                var isChoice = group is XmlSchemaChoice && group.Items.Count > 1;
                // Where a choice repeats, both arms may stand.
                var choice = isChoice && high <= 1 ? ++choices : 0;
                for (var i = 0; i < group.Items.Count; i++)
                {
                    Collect(
                        (XmlSchemaParticle)group.Items[i], isChoice ? 0 : low, high,
                        choice == 0 ? arms : arms.Add(new ChoiceArm(choice, i)), into);
                }

                break;
            case XmlSchemaAny any:
                foreach (var element in Allowed(any)) Add(new Child(element, 0, high, arms), into);
                break;
        }
    }

    // An element may be declared several times in one type; it is one position that holds all of them.
    private static void Add(Child child, List<Child> into)
    {
        var at = into.FindIndex(known => known.Element.QualifiedName == child.Element.QualifiedName);
        if (at < 0) into.Add(child);
        else into[at] = into[at] with { Min = into[at].Min + child.Min, Max = Plus(into[at].Max, child.Max), Arms = [] };
    }

    private IEnumerable<XmlSchemaElement> Substitutes(XmlSchemaElement element)
    {
        var declared = element.RefName.IsEmpty ? element : (XmlSchemaElement?)set.GlobalElements[element.RefName] ?? element;
        if (!declared.IsAbstract) yield return element;
        if (element.RefName.IsEmpty) yield break;
        foreach (XmlSchemaElement other in set.GlobalElements.Values)
        {
            if (other.SubstitutionGroup == element.RefName && !other.IsAbstract) yield return other;
        }
    }

    /// <summary>The document elements of the namespaces that a wildcard names; a wildcard for anything stands for nothing.</summary>
    private List<XmlSchemaElement> Allowed(XmlSchemaAny any)
    {
        var spaces = (any.Namespace ?? "##any").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. set.GlobalElements.Values.Cast<XmlSchemaElement>()
            .Where(e => !e.IsAbstract && spaces.Contains(e.QualifiedName.Namespace, StringComparer.Ordinal))
            .OrderBy(e => e.QualifiedName.Name, StringComparer.Ordinal)];
    }

    private static bool IsOrdered(XmlSchemaParticle? particle, bool isOutermost) => particle switch
    {
        XmlSchemaSequence sequence => (isOutermost || sequence.MaxOccurs <= 1)
            && sequence.MaxOccurs <= 1 && sequence.Items.Cast<XmlSchemaParticle>().All(item => IsOrdered(item, false)),
        XmlSchemaChoice choice => choice.MaxOccurs <= 1 && choice.Items.Cast<XmlSchemaParticle>().All(item => IsOrdered(item, false)),
        XmlSchemaAll => false,
        _ => true,
    };

    private static string? Annotated(XmlSchemaAnnotated element, string name)
    {
        if (element.Annotation is not { } annotation) return null;
        foreach (var documentation in annotation.Items.OfType<XmlSchemaDocumentation>())
        {
            foreach (var node in documentation.Markup ?? [])
            {
                if (node?.LocalName == name) return node.InnerText.Trim();
            }
        }

        return null;
    }

    private static decimal Times(decimal a, decimal b)
        => a == decimal.MaxValue || b == decimal.MaxValue ? decimal.MaxValue : Math.Min(a * b, int.MaxValue);

    private static decimal Plus(decimal a, decimal b)
        => a == decimal.MaxValue || b == decimal.MaxValue ? decimal.MaxValue : a + b;

    private static int Count(decimal times) => times >= int.MaxValue ? int.MaxValue : (int)times;
}
