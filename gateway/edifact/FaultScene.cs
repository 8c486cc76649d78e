using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Looks around the place of a fault: what stands there, what the definition wants, which groups it lies in. Only where
/// something is wrong, so it may make texts.</summary>
internal sealed class FaultScene(SegmentSource source, Envelope envelope, ValueCheck values, StructureWalk structure)
{
    private const int FoundMax = 70;

    /// <summary>Groups with their occurrences; null outside of groups and messages.</summary>
    public string? Group() => structure.GroupPath();

    /// <summary>What stands at a place of the current segment; null where nothing does.</summary>
    public string? Found(long start, int length)
    {
        var cut = source.Current;
        var from = start - cut.Offset;
        if (length == 0 || from < cut.Start || from + length > cut.End) return null;
        var text = SafeText.Of(envelope.Text.Text(cut.Bytes.AsSpan((int)from, Math.Min(length, FoundMax * 3))));
        return text.Length <= FoundMax ? text : text[..FoundMax] + "...";
    }

    /// <summary>What the definition wants at the place of a finding; null where it does not know.</summary>
    public string? Expected(Finding finding)
    {
        if (finding.Position > 0) return structure.Schema is { } own ? Describe(own, finding.Position) : null;
        if (values.Schema is not { } schema || finding.Place.Tag is not { } tag) return null;
        return finding.Place.Element < 2 ? null : OfPlace(schema, tag, finding.Place);
    }

    /// <summary>A position in words: number, name, representation, and whether it must be there.</summary>
    public static string Describe(Schema schema, int position)
    {
        var p = schema[position];
        var text = new StringBuilder(p.Name);
        if (p.Description is not null) text.Append(' ').Append(p.Description);
        text.Append(": ");
        if (p.Type is { } type) text.Append(Representation(type)).Append(", ");
        text.Append(p.Min > 0 ? "mandatory" : "conditional");
        if (p.Kind == PositionKind.Group) text.Append(", a group");
        if (p.Max > 1) text.Append(CultureInfo.InvariantCulture, $", at most {p.Max} times");
        if (p.Kind == PositionKind.Composite) text.Append(", of ").Append(Components(schema, position));
        return text.ToString();
    }

    /// <summary>A representation as directories write it: <c>an..35</c>.</summary>
    public static string Representation(SimpleType type)
    {
        var kind = type.Kind switch { ValueKind.Number or ValueKind.Integer => "n", ValueKind.Alphabetic => "a", _ => "an" };
        if (type.MaxLength == 0) return kind;
        var length = type.MinLength == type.MaxLength ? "" : type.MinLength > 0
            ? type.MinLength.ToString(CultureInfo.InvariantCulture) + ".." : "..";
        return kind + length + type.MaxLength.ToString(CultureInfo.InvariantCulture);
    }

    private static string Components(Schema schema, int composite)
    {
        var names = new List<string>();
        var children = schema.ChildrenOf(composite);
        for (var c = children.First; c < children.First + children.Count; c++)
        {
            names.Add(schema.NameOf(c) + (schema[c].Min > 0 ? " (mandatory)" : ""));
        }

        return string.Join(", ", names);
    }

    // Findings of service segments have no position of their own; the place says which it is.
    private static string? OfPlace(Schema schema, string tag, Place place)
    {
        var segment = schema.Child(Schema.Root, tag);
        if (segment == 0) return null;
        var at = Slot(schema, segment, place.Element - 1);
        if (at == 0) return null;
        if (place.Component > 0 && schema[at].Kind == PositionKind.Composite) at = Slot(schema, at, place.Component);
        return at == 0 ? null : Describe(schema, at);
    }

    private static int Slot(Schema schema, int parent, int slot)
    {
        var children = schema.ChildrenOf(parent);
        for (var c = children.First; c < children.First + children.Count; c++)
        {
            var p = schema[c];
            var isElement = p.Kind is PositionKind.Element or PositionKind.Composite;
            if (isElement && slot >= p.Slot && slot < p.Slot + p.Max) return c;
        }

        return 0;
    }
}
