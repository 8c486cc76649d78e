using System.Globalization;
using System.Xml;
using System.Xml.Schema;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Says what is wrong with a value that its simple type refused: the kind of value first, then the facets from the narrowest type
/// outwards.</summary>
internal static class XsdValue
{
    private const int ValuesMax = 6;

    /// <summary>Judges a value.</summary>
    /// <param name="type">Its type; null when that is not known.</param>
    /// <param name="raw">The value as it stands.</param>
    /// <returns>The finding with what is expected and what was found.</returns>
    public static (FindingCode Code, string Expected, string Found) Judge(XmlSchemaSimpleType? type, string raw)
    {
        var value = raw.Trim();
        var found = $"the text \"{SafeText.Of(value.Length <= 60 ? value : value[..60] + "…")}\"";
        if (type is null) return (SchemaFindings.WrongForm, "that the schema wants", found);
        if (!IsOfKind(type.TypeCode, value)) return (SchemaFindings.WrongType, Kind(type.TypeCode), found);
        for (XmlSchemaType? at = type; at is XmlSchemaSimpleType simple; at = at.BaseXmlSchemaType)
        {
            if (simple.Content is not XmlSchemaSimpleTypeRestriction restriction) continue;
            var facets = restriction.Facets.OfType<XmlSchemaFacet>().ToList();
            if (Enumerated(facets, value) is { } list) return (SchemaFindings.NotListed, list, found);
            foreach (var facet in facets)
            {
                if (Judge(facet, value, raw) is { } judgement) return (judgement.Code, judgement.Expected, judgement.Found ?? found);
            }
        }

        var pattern = PatternOf(type);
        return (SchemaFindings.WrongForm, pattern ?? $"of {type.QualifiedName.Name}", found);
    }

    private static (FindingCode Code, string Expected, string? Found)? Judge(XmlSchemaFacet facet, string value, string raw)
    {
        var limit = facet.Value ?? "";
        var isCount = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        var digits = value.Count(char.IsAsciiDigit);
        var point = value.IndexOf('.', StringComparison.Ordinal);
        var characters = raw.EnumerateRunes().Count();
        var length = characters.ToString(CultureInfo.InvariantCulture);
        return facet switch
        {
            XmlSchemaMaxLengthFacet when isCount && characters > count => (SchemaFindings.TooLong, limit, length),
            XmlSchemaMinLengthFacet when isCount && characters < count => (SchemaFindings.TooShort, limit, length),
            XmlSchemaLengthFacet when isCount && characters > count => (SchemaFindings.TooLong, limit, length),
            XmlSchemaLengthFacet when isCount && characters < count => (SchemaFindings.TooShort, limit, length),
            XmlSchemaTotalDigitsFacet when isCount && digits > count
                => (SchemaFindings.WrongForm, $"of a number with at most {limit} digits", null),
            XmlSchemaFractionDigitsFacet when isCount && point >= 0 && value.Length - point - 1 > count
                => (SchemaFindings.WrongForm, $"of a number with at most {limit} decimals", null),
            XmlSchemaMinInclusiveFacet when Compare(value, limit) < 0 => (SchemaFindings.OutOfRange, "at least " + limit, null),
            XmlSchemaMaxInclusiveFacet when Compare(value, limit) > 0 => (SchemaFindings.OutOfRange, "at most " + limit, null),
            XmlSchemaMinExclusiveFacet when Compare(value, limit) <= 0 => (SchemaFindings.OutOfRange, "more than " + limit, null),
            XmlSchemaMaxExclusiveFacet when Compare(value, limit) >= 0 => (SchemaFindings.OutOfRange, "less than " + limit, null),
            _ => null,
        };
    }

    // Where the values are no numbers, the order of the texts is that of dates.
    private static int Compare(string value, string limit)
        => JsonText.IsNumber(System.Text.Encoding.UTF8.GetBytes(value)) && JsonText.IsNumber(System.Text.Encoding.UTF8.GetBytes(limit))
            ? new NumberBound(System.Text.Encoding.UTF8.GetBytes(limit)).Compare(System.Text.Encoding.UTF8.GetBytes(value))
            : string.CompareOrdinal(value, limit);

    /// <summary>The list that a value is not in; null where it is, or where there is none.</summary>
    private static string? Enumerated(List<XmlSchemaFacet> facets, string value)
    {
        var values = facets.OfType<XmlSchemaEnumerationFacet>().Select(facet => facet.Value ?? "").ToList();
        if (values.Count == 0 || values.Contains(value)) return null;
        var shown = values.Take(ValuesMax).Select(each => $"\"{each}\"").ToList();
        if (values.Count > ValuesMax) return $"{string.Join(", ", shown)} and {values.Count - ValuesMax} more";
        return shown.Count == 1 ? "only " + shown[0] : $"{string.Join(", ", shown[..^1])} or {shown[^1]}";
    }

    private static string? PatternOf(XmlSchemaSimpleType type)
    {
        for (XmlSchemaType? at = type; at is XmlSchemaSimpleType simple; at = at.BaseXmlSchemaType)
        {
            if (simple.Content is XmlSchemaSimpleTypeRestriction restriction
                && restriction.Facets.OfType<XmlSchemaPatternFacet>().FirstOrDefault() is { Value: { } pattern }) return pattern;
        }

        return null;
    }

    private static bool IsOfKind(XmlTypeCode code, string value)
    {
        if (XmlSchemaType.GetBuiltInSimpleType(code)?.Datatype is not { } datatype) return true;
        try
        {
            datatype.ParseValue(value, new System.Xml.NameTable(), null);
            return true;
        }
        catch (Exception fault) when (fault is XmlSchemaException or FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
    }

    private static string Kind(XmlTypeCode code) => code switch
    {
        XmlTypeCode.Decimal or XmlTypeCode.Double or XmlTypeCode.Float => "a number",
        XmlTypeCode.Integer or XmlTypeCode.Long or XmlTypeCode.Int or XmlTypeCode.Short or XmlTypeCode.Byte => "a whole number",
        XmlTypeCode.NonNegativeInteger or XmlTypeCode.UnsignedLong or XmlTypeCode.UnsignedInt or XmlTypeCode.UnsignedShort
            or XmlTypeCode.UnsignedByte => "a whole number, not below zero",
        XmlTypeCode.PositiveInteger => "a whole number above zero",
        XmlTypeCode.Boolean => "true or false",
        XmlTypeCode.Date => "a date such as 2026-02-28",
        XmlTypeCode.DateTime => "a date with time such as 2026-02-28T23:59:00",
        XmlTypeCode.Time => "a time such as 23:59:00",
        XmlTypeCode.GYear => "a year such as 2026",
        XmlTypeCode.Base64Binary => "data in base 64",
        XmlTypeCode.HexBinary => "data in hexadecimal digits",
        _ => $"a value of the kind {code}",
    };
}
