using System.Collections.Immutable;
using System.Globalization;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Prints schemas and releases in one notation, so that they can be compared.</summary>
internal static class Notation
{
    /// <summary>The message table that a schema stands for, without the envelope.</summary>
    public static string Table(Schema schema)
    {
        var groups = 0;
        return Inside(schema, Schema.Root, ref groups);
    }

    /// <summary>The first position with that tag on the way of group tags given.</summary>
    public static int Position(Schema schema, params string[] path)
        => path.Aggregate(Schema.Root, (at, name) => schema.Child(at, name) is var child and not 0
            ? child
            : throw new InvalidOperationException($"{name} is not there."));

    /// <summary>
    /// Elements of a segment with components, each place of syntax 3 singly: <c>1:C517(1:3225 an..25, …)</c>.
    /// </summary>
    public static string Elements(Schema schema, int at) => string.Join(' ', Places(schema, at));

    /// <summary>The same out of a release.</summary>
    public static string Elements(DirectoryRelease release, string tag)
        => Elements(release.Segments, release.Composites, release, tag);

    /// <summary>The same out of the batch or the interactive part of a release.</summary>
    public static string Elements(
        Dictionary<string, DirectoryDefinition> segments, Dictionary<string, DirectoryDefinition> composites,
        DirectoryRelease release, string tag)
        => string.Join(' ', Places(segments[tag].Parts, composites, release));

    private static IEnumerable<string> Places(Schema schema, int at)
    {
        var shape = schema.ChildrenOf(at);
        for (var p = shape.First; p < shape.First + shape.Count; p++)
        {
            var position = schema[p];
            if (position.Kind is not (PositionKind.Composite or PositionKind.Element)) continue;
            var inner = position.Kind == PositionKind.Composite ? $"({Elements(schema, p)})" : Text(position.Type!);
            var repeats = position.Flags.HasFlag(PositionFlags.Repeats);
            var lines = repeats ? 1 : position.Max;
            for (var i = 0; i < lines; i++)
            {
                var mark = (i < position.Min ? "!" : "") + (repeats ? $"*{position.Max}" : "");
                yield return $"{position.Slot + i}:{position.Name}{mark}{inner}";
            }
        }
    }

    private static IEnumerable<string> Places(
        ImmutableArray<DirectoryPart> parts, Dictionary<string, DirectoryDefinition> composites, DirectoryRelease release)
    {
        var slot = 1;
        foreach (var part in parts)
        {
            var inner = composites.TryGetValue(part.Number, out var composite)
                ? $"({string.Join(' ', Places(composite.Parts, composites, release))})"
                : " " + release.Elements[part.Number].Representation;
            var repeats = part.Max > 1 ? $"*{part.Max}" : "";
            yield return $"{slot}:{part.Number}{(part.IsMandatory ? "!" : "")}{repeats}{inner}";
            slot += part.Max;
        }
    }

    private static string Text(SimpleType type)
    {
        var kind = type.Kind switch { ValueKind.Text => "an", ValueKind.Alphabetic => "a", _ => "n" };
        var max = type.MaxLength.ToString(CultureInfo.InvariantCulture);
        return $" {kind}{(type.MinLength == type.MaxLength ? "" : "..")}{max}";
    }

    private static string Inside(Schema schema, int at, ref int groups)
    {
        var rows = new List<string>();
        var shape = schema.ChildrenOf(at);
        for (var p = shape.First; p < shape.First + shape.Count; p++)
        {
            var position = schema[p];
            var mark = position.Min > 0 ? "!" : "";
            if (position.Name is "UNB" or "UNG" or "UIB") continue;
            if (position.Kind == PositionKind.Segment)
            {
                rows.Add(position.Name + mark + (position.Max > 1 ? $"*{position.Max}" : ""));
            }
            else if (position.Kind == PositionKind.Group)
            {
                var number = ++groups;
                var inner = Inside(schema, p, ref groups);
                rows.Add($"SG{number}{mark}*{position.Max}({position.Name}!{(inner.Length > 0 ? " " : "")}{inner})");
            }
        }

        return string.Join(' ', rows);
    }
}
