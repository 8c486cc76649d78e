using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>The files of a schema with everything in them that has a URI, an anchor or a pointer (JSON Schema core §8.2, §9).</summary>
/// <param name="findings">Faults of the files.</param>
internal sealed class SchemaRegistry(Findings findings)
{
    /// <summary>URI of the meta-schema of draft 2020-12.</summary>
    public const string Standard = "https://json-schema.org/draft/2020-12/schema";

    private static readonly string[] One =
    [
        "items", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not", "unevaluatedItems",
        "unevaluatedProperties", "contentSchema",
    ];

    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "prefixItems"];

    // "definitions" is what drafts before 2019 called $defs; the meta-schema still has it.
    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    private readonly Dictionary<string, SchemaResource> resources = new(StringComparer.Ordinal);

    /// <summary>All resources.</summary>
    public IEnumerable<SchemaResource> Resources => resources.Values.Distinct();

    /// <summary>Adds the schemas of the draft, an array with a URI in each.</summary>
    public void AddStandard(ReadOnlyMemory<byte> json)
    {
        if (Read("", json) is not { } document) return;
        var view = document.Instance.View;
        for (var entry = 1; entry < view[0].Next; entry = view[entry].Next) Walk(document, entry, "", null);
    }

    /// <summary>Adds a file.</summary>
    /// <param name="uri">Its base URI, where it names none.</param>
    /// <param name="name">Path of the file.</param>
    /// <param name="json">The file.</param>
    /// <returns>Null when it is not JSON.</returns>
    public SchemaDocument? Add(string uri, string name, ReadOnlyMemory<byte> json)
    {
        if (Read(name, json) is not { } document) return null;
        Walk(document, 0, uri, null);
        // It is found under the name by which it was fetched, too.
        resources.TryAdd(uri, document.Resources[0]);
        return document;
    }

    private SchemaDocument? Read(string name, ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        var document = new SchemaDocument(name, new JsonInstance());
        var notUtf8 = FormInput.FirstNotUtf8(json.Span);
        if (notUtf8 >= 0 || !document.Instance.Read(json, out notUtf8))
        {
            var (line, column) = FormDecoder.LineOf(json.Span, notUtf8);
            findings.Add(JsonSchemaFindings.NotASchema, new SourceSpan(0, notUtf8, 0), new Place(1, line, column) { Reference = name }, 0,
                name, string.Create(CultureInfo.InvariantCulture, $"line {line} is not JSON"));
            return null;
        }

        var view = document.Instance.View;
        if (view.Repeated() is var repeated and >= 0)
        {
            Report(JsonSchemaFindings.NotASchema, document, repeated, $"the name {view.Text(repeated)} stands twice in one object");
        }

        return document;
    }

    /// <summary>A resource by its URI without fragment; null when no file has it.</summary>
    public SchemaResource? Find(string uri) => resources.GetValueOrDefault(uri);

    /// <summary>What a reference points at.</summary>
    /// <param name="from">The resource that it stands in.</param>
    /// <param name="reference">As written.</param>
    /// <returns>Null when it leads nowhere.</returns>
    public SchemaTarget? Resolve(SchemaResource from, string reference)
    {
        var (uri, fragment) = UriReference.Split(UriReference.Resolve(from.Uri, reference));
        if (Find(uri) is not { } resource) return null;
        if (fragment.Length == 0) return new SchemaTarget(resource, resource.Node, null);
        if (fragment[0] == '/') return Follow(resource, fragment);
        return resource.Anchors.TryGetValue(fragment, out var node)
            ? new SchemaTarget(resource, node, resource.Dynamic.Contains(fragment) ? fragment : null) : null;
    }

    /// <summary>Reports a fault of a schema file at its place.</summary>
    public void Report(FindingCode code, SchemaDocument document, int node, string what)
    {
        var view = document.Instance.View;
        var (line, column) = FormDecoder.LineOf(view.Json, view[node].Start);
        findings.Add(code, new SourceSpan(0, view[node].Start, view[node].Length), new Place(1, line, column) { Reference = document.Name },
            0, document.Name, what);
    }

    private static SchemaTarget? Follow(SchemaResource resource, string pointer)
    {
        var document = resource.Document;
        var view = document.Instance.View;
        var node = resource.Node;
        foreach (var step in pointer[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = view[node].Kind == InstanceKind.Array ? Entry(view, node, name) : view.Member(node, Encoding.UTF8.GetBytes(name));
            if (node < 0) return null;
            resource = document.Resources.GetValueOrDefault(node, resource);
        }

        return new SchemaTarget(resource, node, null);
    }

    private static int Entry(InstanceView view, int array, string index)
    {
        if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted >= view[array].Count) return -1;
        var entry = array + 1;
        for (var i = 0; i < wanted; i++) entry = view[entry].Next;
        return entry;
    }

    /// <summary>Finds the URIs and anchors of a schema and all in it. What stands in unknown keywords is no schema.</summary>
    private void Walk(SchemaDocument document, int node, string uri, SchemaResource? outer)
    {
        var view = document.Instance.View;
        var resource = outer;
        if (outer is null || TextOf(view, node, "$id"u8) is not null)
        {
            var own = TextOf(view, node, "$id"u8) is { } id ? UriReference.Resolve(uri, id) : uri;
            resource = new SchemaResource(UriReference.Split(own).Document, document, node)
            {
                Outer = outer, Dialect = TextOf(view, node, "$schema"u8)?.TrimEnd('#'),
            };
            if (!resources.TryAdd(resource.Uri, resource))
            {
                Report(JsonSchemaFindings.NotASchema, document, node, $"another schema has the URI {resource.Uri} too");
            }
        }

        document.Resources[node] = resource!;
        if (view[node].Kind != InstanceKind.Object) return;
        foreach (var (keyword, isDynamic) in new[] { ("$anchor", false), ("$dynamicAnchor", true) })
        {
            if (TextOf(view, node, Encoding.UTF8.GetBytes(keyword)) is not { } anchor) continue;
            if (!resource!.Anchors.TryAdd(anchor, node) && resource.Anchors[anchor] != node)
            {
                Report(JsonSchemaFindings.NotASchema, document, node, $"the anchor {anchor} stands twice");
            }

            if (isDynamic) resource.Dynamic.Add(anchor);
        }

        for (var member = node + 1; member < view[node].Next; member = view[member].Next)
        {
            WalkKeyword(document, view.Text(member), member + 1, resource!);
        }
    }

    private void WalkKeyword(SchemaDocument document, string keyword, int value, SchemaResource resource)
    {
        var view = document.Instance.View;
        if (Array.IndexOf(One, keyword) >= 0) Walk(document, value, resource.Uri, resource);
        else if (Array.IndexOf(Lists, keyword) >= 0 && view[value].Kind == InstanceKind.Array)
        {
            for (var entry = value + 1; entry < view[value].Next; entry = view[entry].Next) Walk(document, entry, resource.Uri, resource);
        }
        else if (Array.IndexOf(Maps, keyword) >= 0 && view[value].Kind == InstanceKind.Object)
        {
            for (var member = value + 1; member < view[value].Next; member = view[member].Next)
            {
                Walk(document, member + 1, resource.Uri, resource);
            }
        }
    }

    private static string? TextOf(InstanceView view, int node, ReadOnlySpan<byte> name)
        => view.Member(node, name) is var value and >= 0 && view[value].Kind == InstanceKind.Text ? view.Text(value) : null;
}

/// <summary>What a reference points at.</summary>
/// <param name="Resource">The resource that it lies in.</param>
/// <param name="Node">Where in the resource's file.</param>
/// <param name="DynamicAnchor">Name of the dynamic anchor by which it was found; null for none.</param>
internal sealed record SchemaTarget(SchemaResource Resource, int Node, string? DynamicAnchor);
