using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Compiles the schemas of a registry, each once, from the one that documents are checked with.</summary>
/// <param name="registry">The files.</param>
internal sealed class SchemaCompiler(SchemaRegistry registry)
{
    private const int HopsMax = 100;

    private readonly Dictionary<(SchemaDocument File, int Node), SchemaRules> known = [];
    private readonly Queue<SchemaRules> open = [];
    private readonly Dictionary<string, List<InPlaceRules>> dynamic = new(StringComparer.Ordinal);

    /// <summary>Some reference depends on where the checking came from.</summary>
    public bool HasDynamicScope { get; private set; }

    /// <summary>Compiles a schema and all that it refers to.</summary>
    public SchemaRules Compile(SchemaDocument document, int node, SchemaResource resource)
    {
        var root = Get(document, node, resource);
        FillOpen();
        // What a dynamic reference may find is compiled too, and may bring further ones.
        for (var before = -1; before != known.Count;)
        {
            before = known.Count;
            foreach (var anchor in dynamic.Keys.ToList()) CompileAnchors(anchor);
            FillOpen();
        }

        Settle();
        return Chased(root);
    }

    /// <summary>The compiled form of a schema, filled later.</summary>
    public SchemaRules Get(SchemaDocument document, int node, SchemaResource resource)
    {
        if (known.TryGetValue((document, node), out var rules)) return rules;
        known.Add((document, node), rules = new SchemaRules(document, node, resource));
        open.Enqueue(rules);
        return rules;
    }

    /// <summary>The compiled form of what a reference points at.</summary>
    /// <returns>Null when it leads nowhere, which was reported.</returns>
    public SchemaRules? Refer(SchemaRules from, int value, InPlaceRules? dynamicIn)
    {
        var reference = from.Document.Instance.View.Text(value);
        if (registry.Resolve(from.Resource, reference) is not { } target)
        {
            registry.Report(JsonSchemaFindings.NoReference, from.Document, value, reference);
            return null;
        }

        if (dynamicIn is not null && target.DynamicAnchor is { } anchor)
        {
            dynamicIn.DynamicAnchor = anchor;
            if (!dynamic.TryGetValue(anchor, out var users)) dynamic.Add(anchor, users = []);
            users.Add(dynamicIn);
        }

        return Get(target.Resource.Document, target.Node, target.Resource);
    }

    /// <summary>Reports a fault of a schema.</summary>
    public void Report(FindingCode code, SchemaDocument document, int node, string what) => registry.Report(code, document, node, what);

    /// <summary>Which keywords a resource uses.</summary>
    public Vocabularies VocabulariesOf(SchemaResource resource)
    {
        var at = resource;
        while (at.Dialect is null && at.Outer is not null) at = at.Outer;
        if (at.Dialect is null or SchemaRegistry.Standard) return Vocabularies.All;
        if (registry.Find(at.Dialect) is not { } meta) return Vocabularies.All;
        var view = meta.Document.Instance.View;
        var listed = view.Member(meta.Node, "$vocabulary"u8);
        if (listed < 0) return Vocabularies.All;
        const string Prefix = "https://json-schema.org/draft/2020-12/vocab/";
        var used = Vocabularies.Core;
        for (var member = listed + 1; member < view[listed].Next; member = view[member].Next)
        {
            used |= view.Text(member) switch
            {
                Prefix + "applicator" => Vocabularies.Applicator,
                Prefix + "unevaluated" => Vocabularies.Unevaluated,
                Prefix + "validation" => Vocabularies.Validation,
                _ => Vocabularies.Core,
            };
        }

        return used;
    }

    private void FillOpen()
    {
        while (open.TryDequeue(out var rules)) new SchemaFill(this, rules).Run();
    }

    private void CompileAnchors(string anchor)
    {
        foreach (var resource in registry.Resources)
        {
            if (!resource.Dynamic.Contains(anchor) || resource.DynamicRules.ContainsKey(anchor)) continue;
            var node = resource.Anchors[anchor];
            resource.DynamicRules[anchor] = Get(resource.Document, node, resource.Document.Resources[node]);
        }
    }

    /// <summary>Makes references ordinary where only one schema has the anchor, and takes out the steps that only refer on.</summary>
    private void Settle()
    {
        foreach (var (anchor, users) in dynamic)
        {
            if (registry.Resources.Count(resource => resource.Dynamic.Contains(anchor)) < 2)
            {
                foreach (var user in users) user.DynamicAnchor = null;
            }
            else
            {
                HasDynamicScope = true;
            }
        }

        foreach (var rules in known.Values)
        {
            if (IsEndless(rules)) registry.Report(JsonSchemaFindings.Endless, rules.Document, rules.Node, "");
        }

        foreach (var rules in known.Values) Chase(rules);
    }

    private void Chase(SchemaRules rules)
    {
        if (rules.Objects is { } objects)
        {
            for (var i = 0; i < objects.Properties.Length; i++) objects.Properties[i] = Chased(objects.Properties[i]);
            objects.Additional = Chased(objects.Additional);
            for (var i = 0; i < objects.Patterns.Length; i++) objects.Patterns[i].Schema = Chased(objects.Patterns[i].Schema);
        }

        if (rules.Arrays is { } arrays)
        {
            arrays.Items = Chased(arrays.Items);
            arrays.Prefix = Array.ConvertAll(arrays.Prefix, Chased)!;
        }

        if (rules.InPlace is not { } inPlace) return;
        inPlace.Reference = Chased(inPlace.Reference);
        inPlace.AllOf = Array.ConvertAll(inPlace.AllOf, Chased)!;
        inPlace.AnyOf = Array.ConvertAll(inPlace.AnyOf, Chased)!;
        inPlace.OneOf = Array.ConvertAll(inPlace.OneOf, Chased)!;
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(rules))]
    private SchemaRules? Chased(SchemaRules? rules)
    {
        for (var hop = 0; hop < HopsMax && rules is { IsReferenceOnly: true, InPlace.Reference: { } next }; hop++)
        {
            // A step into another resource is part of the dynamic scope.
            if (HasDynamicScope && next.Resource != rules.Resource) break;
            rules = next;
        }

        return rules;
    }

    /// <summary>Whether checking a value with a schema would need checking the same value with the same schema first.</summary>
    private static bool IsEndless(SchemaRules start)
    {
        var seen = new HashSet<SchemaRules>();
        var next = new Stack<SchemaRules>([start]);
        while (next.TryPop(out var rules))
        {
            foreach (var inner in Always(rules.InPlace))
            {
                if (inner == start) return true;
                if (seen.Add(inner)) next.Push(inner);
            }
        }

        return false;
    }

    private static IEnumerable<SchemaRules> Always(InPlaceRules? inPlace)
    {
        if (inPlace is null) return [];
        SchemaRules?[] single = [inPlace.Reference, inPlace.Dynamic, inPlace.Not, inPlace.If];
        return single.OfType<SchemaRules>().Concat(inPlace.AllOf).Concat(inPlace.AnyOf).Concat(inPlace.OneOf);
    }
}
