using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Writes the way to a place as the mapping language has it.</summary>
internal static class SourcePath
{
    /// <summary>The way one step further.</summary>
    /// <param name="schema">The form.</param>
    /// <param name="before">The way to the parent.</param>
    /// <param name="parent">Position of the parent.</param>
    /// <param name="above">Position of the parent's parent; 0 for none.</param>
    /// <param name="position">Position of the place.</param>
    public static string Of(Schema schema, string before, int parent, int above, int position)
    {
        var name = schema.NameOf(position);
        switch (schema[position].Kind)
        {
            case PositionKind.Composite:
                return Join(before, '.', name);
            case PositionKind.Element when schema[parent].Kind == PositionKind.Composite:
                return IsUnique(schema, above, parent, name) ? Join(before[..before.LastIndexOf('.')], '.', name) : Join(before, '.', name);
            case PositionKind.Element:
                return Join(before, '.', name);
            case PositionKind.Attribute:
                return before + "@" + name;
            default:
                return schema[position].Section is { } section ? Join(before, '/', section + "/" + name) : Join(before, '/', name);
        }
    }

    /// <summary>The way and a name behind it.</summary>
    public static string Join(string before, char sign, string name)
        => before.Length > 0 || sign == '.' ? $"{before}{sign}{name}" : name;

    /// <summary>Whether the element stands nowhere else in the segment, so that the composite may be left out.</summary>
    private static bool IsUnique(Schema schema, int segment, int composite, string name)
    {
        if (segment == 0) return true;
        var shape = schema.ChildrenOf(segment);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (schema.NameOf(i) == name) return false;
            var isOther = schema[i].Kind == PositionKind.Composite && schema.NameOf(i) != schema.NameOf(composite);
            if (isOther && schema.Child(i, name) > 0) return false;
        }

        return true;
    }
}
