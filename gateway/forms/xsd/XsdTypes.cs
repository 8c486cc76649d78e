using System.Globalization;
using System.Xml.Schema;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Simple types of an XSD: kind, length and digits from the facets on the way to the built-in type.</summary>
internal static class XsdTypes
{
    /// <summary>The simple type of an element with text or of an attribute.</summary>
    public static SimpleType Of(XmlSchemaType type)
    {
        var kind = KindOf(type);
        var (min, max, fraction) = (0, 0, kind == ValueKind.Integer ? 0 : -1);
        for (var at = type; at is not null; at = at.BaseXmlSchemaType)
        {
            foreach (var facet in FacetsOf(at))
            {
                var value = int.TryParse(facet.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                // The nearest facet is the narrowest; XSD does not let a derived type widen.
                switch (facet)
                {
                    case XmlSchemaLengthFacet: (min, max) = (min == 0 ? value : min, max == 0 ? value : max); break;
                    case XmlSchemaMinLengthFacet when min == 0: min = value; break;
                    case XmlSchemaMaxLengthFacet or XmlSchemaTotalDigitsFacet when max == 0: max = value; break;
                    case XmlSchemaFractionDigitsFacet when fraction < 0: fraction = value; break;
                }
            }
        }

        if (kind == ValueKind.Moment && min + max == 0) (min, max) = LengthOf(type);
        return new SimpleType(kind, min, max, fraction);
    }

    // What tells the types of dates apart: xs:date has no time, xs:dateTime has one. An offset may follow either.
    private static (int Min, int Max) LengthOf(XmlSchemaType type) => type.Datatype?.TypeCode switch
    {
        XmlTypeCode.Date => (10, 16),
        XmlTypeCode.DateTime => (19, 0),
        _ => (0, 0),
    };

    private static IEnumerable<XmlSchemaFacet> FacetsOf(XmlSchemaType type)
    {
        var facets = type switch
        {
            XmlSchemaSimpleType { Content: XmlSchemaSimpleTypeRestriction restriction } => restriction.Facets,
            XmlSchemaComplexType { ContentModel.Content: XmlSchemaSimpleContentRestriction restriction } => restriction.Facets,
            _ => null,
        };
        return facets?.Cast<XmlSchemaFacet>() ?? [];
    }

    private static ValueKind KindOf(XmlSchemaType type)
    {
        if (type is XmlSchemaSimpleType { Content: XmlSchemaSimpleTypeUnion union } && union.BaseMemberTypes is { Length: > 0 } members)
        {
            return members.All(member => KindOf(member) == ValueKind.Moment) ? ValueKind.Moment : ValueKind.Text;
        }

        if (type.BaseXmlSchemaType is XmlSchemaSimpleType { Content: XmlSchemaSimpleTypeUnion } parent) return KindOf(parent);
        return type.Datatype?.TypeCode switch
        {
            XmlTypeCode.Boolean => ValueKind.Boolean,
            XmlTypeCode.Decimal or XmlTypeCode.Double or XmlTypeCode.Float => ValueKind.Number,
            >= XmlTypeCode.Integer and <= XmlTypeCode.PositiveInteger => ValueKind.Integer,
            XmlTypeCode.DateTime or XmlTypeCode.Date or XmlTypeCode.GYear or XmlTypeCode.GYearMonth => ValueKind.Moment,
            _ => ValueKind.Text,
        };
    }
}
