using System.Text;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>
/// Document types of XML described by an outline of our own: names, namespaces, nesting, repeats, attributes. For standards whose XSDs are
/// not at hand. What an outline does not list is kept when a document is read and is no fault of the sender.
/// </summary>
/// <remarks>
/// A line at the margin is <c>namespace PREFIX URI</c>; <c>values PREFIX</c> and <c>classes PREFIX</c> (which namespace
/// elements are in that name none); <c>kind NAME TYPE ATTRIBUTES [| ATTRIBUTES]</c>, where those behind the bar only say
/// which list or edition a value is from; <c>document NAME PREFIX</c> or <c>class NAME</c> with the elements indented below:
/// <c>[PREFIX:]NAME[*] [KIND or CLASS] [key]</c>. An element without second word is of the class of its own name. <c>key</c> marks the
/// value that names the document. <c>#</c> begins a comment.
/// </remarks>
public sealed class SchemaOutline
{
    private sealed record Element(string Name, string? Space, bool Repeats, string Content, bool IsKey, int Line);

    private sealed record Body(string Name, string? Space, List<Element> Elements);

    private sealed record Kind(ValueKind Value, string[] Attributes, int Data);

    private readonly Dictionary<string, string> spaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Kind> kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Body> classes = new(StringComparer.Ordinal);
    private readonly List<Body> documents = [];
    private readonly Findings findings;
    private string? valueSpace;
    private string? classSpace;

    private SchemaOutline(string name, Findings faults) => (Name, findings) = (name, faults);

    /// <summary>Name under which mappings refer to it: <c>ubl-2.1</c>.</summary>
    public string Name { get; }

    /// <summary>The document elements, in the order of the outline.</summary>
    public IReadOnlyList<XmlQualifiedName> Elements => [.. documents.Select(d => new XmlQualifiedName(d.Name, d.Space ?? ""))];

    /// <summary>Reads an outline.</summary>
    /// <param name="name">Name under which mappings refer to it.</param>
    /// <param name="text">The outline as UTF-8.</param>
    /// <param name="findings">All faults, each with its line.</param>
    /// <returns>Null when there is an error.</returns>
    public static SchemaOutline? Load(string name, ReadOnlyMemory<byte> text, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var errors = findings.Errors;
        var outline = new SchemaOutline(name, findings);
        outline.Read(Encoding.UTF8.GetString(text.Span).Split('\n'));
        outline.CheckNames();
        return findings.Errors == errors ? outline : null;
    }

    /// <summary>The position table of a document element.</summary>
    /// <returns>Null when the outline has none of that name.</returns>
    public Schema? SchemaOf(string element)
    {
        if (documents.Find(d => d.Name == element) is not { } document) return null;
        var builder = new SchemaBuilder();
        var shapes = new Dictionary<string, int>(StringComparer.Ordinal);
        var content = Shape(builder, document, shapes, builder.Reserve());
        return builder.Build($"xml {Name} {element}", new Position(element, PositionKind.Root, 1, 1, content, null, PositionFlags.Open)
        {
            Namespace = document.Space,
        });
    }

    private int Shape(SchemaBuilder builder, Body body, Dictionary<string, int> shapes, int shape)
    {
        builder.Define(shape, [.. body.Elements.Select(e => PositionOf(builder, e, shapes))]);
        return shape;
    }

    private Position PositionOf(SchemaBuilder builder, Element element, Dictionary<string, int> shapes)
    {
        var max = element.Repeats ? int.MaxValue : 1;
        if (kinds.TryGetValue(element.Content, out var kind))
        {
            var key = "kind " + element.Content;
            if (!shapes.TryGetValue(key, out var attributes))
            {
                attributes = kind.Attributes.Length == 0 ? -1 : builder.Add(
                    [.. kind.Attributes.Select((a, i) => new Position(a, PositionKind.Attribute, 0, 1, -1, SimpleType.Any,
                        i < kind.Data ? PositionFlags.None : PositionFlags.Service))]);
                shapes.Add(key, attributes);
            }

            var flags = PositionFlags.Open | (element.IsKey ? PositionFlags.Key : PositionFlags.None);
            return new Position(element.Name, PositionKind.Value, 0, max, attributes, new SimpleType(kind.Value), flags)
            {
                Namespace = element.Space,
            };
        }

        if (!shapes.TryGetValue(element.Content, out var shape))
        {
            var body = classes[element.Content];
            shapes.Add(element.Content, shape = body.Elements.Count == 0 ? -1 : builder.Reserve());
            if (shape >= 0) Shape(builder, body, shapes, shape);
        }

        return new Position(element.Name, PositionKind.Class, 0, max, shape, null, PositionFlags.Open) { Namespace = element.Space };
    }

    private void Read(string[] lines)
    {
        Body? body = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Split('#')[0].TrimEnd();
            if (line.Length == 0) continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var isRead = line[0] == ' ' ? body is not null && ReadElement(words, body, i + 1) : ReadDefinition(words, ref body);
            if (!isRead) Report(OutlineFindings.Line, i + 1, line.Trim());
        }
    }

    private bool ReadDefinition(string[] words, ref Body? body)
    {
        body = null;
        switch (words)
        {
            case ["namespace", var prefix, var uri]: return spaces.TryAdd(prefix, uri);
            case ["values", var prefix]: return spaces.TryGetValue(prefix, out valueSpace);
            case ["classes", var prefix]: return spaces.TryGetValue(prefix, out classSpace);
            case ["kind", var name, var type, .. var attributes]:
                var bar = Array.IndexOf(attributes, "|");
                var names = Array.FindAll(attributes, a => a != "|");
                return Enum.TryParse<ValueKind>(type, true, out var value)
                    && kinds.TryAdd(name, new Kind(value, names, bar < 0 ? names.Length : bar));
            case ["document", var name, .. var prefix] when prefix.Length <= 1:
                string? space = null;
                if (prefix.Length == 1 && !spaces.TryGetValue(prefix[0], out space)) return false;
                documents.Add(body = new Body(name, space, []));
                return true;
            case ["class", var name]:
                body = new Body(name, null, []);
                return classes.TryAdd(name, body);
            default: return false;
        }
    }

    private bool ReadElement(string[] words, Body body, int line)
    {
        var isKey = words.Length > 2 && words[2] == "key";
        if (words.Length > (isKey ? 3 : 2)) return false;
        var repeats = words[0].EndsWith('*');
        var name = words[0].TrimEnd('*');
        string? space = null;
        if (name.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            if (!spaces.TryGetValue(name[..colon], out space)) return false;
            name = name[(colon + 1)..];
        }

        var content = words.Length > 1 ? words[1] : name;
        // Kinds are written small, classes as the standards write them.
        space ??= char.IsAsciiLetterLower(content[0]) ? valueSpace : classSpace;
        body.Elements.Add(new Element(name, space, repeats, content, isKey, line));
        return name.Length > 0;
    }

    private void CheckNames()
    {
        foreach (var element in documents.Concat(classes.Values).SelectMany(b => b.Elements))
        {
            var isKind = char.IsAsciiLetterLower(element.Content[0]);
            if (isKind ? kinds.ContainsKey(element.Content) : classes.ContainsKey(element.Content)) continue;
            Report(OutlineFindings.Unknown, element.Line, isKind ? "kind" : "class", element.Content);
        }
    }

    private void Report(FindingCode code, int line, params ReadOnlySpan<string> arguments)
        => findings.Add(code, default, new Place(1, line, 1) { Reference = Name }, 0, arguments);
}
