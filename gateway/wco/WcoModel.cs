using System.Collections.Concurrent;
using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>The canonical model, compiled from <c>schemas/wco/model.csv</c>. A WCO document is a <see cref="Tree"/> whose
/// schema is <see cref="Root"/>: node 0 is <c>MetaData</c>, its last child the root document.</summary>
/// <remarks>Siblings stand in the order of the schema. A measure or amount is a value with its unit (<c>unitCode</c>) or
/// currency (<c>currencyID</c>) as attribute child. Every class ends with any number of <c>Extension</c>.</remarks>
public static class WcoModel
{
    private static readonly Lazy<ModelTable> Model = new(ModelTable.Embedded);
    private static readonly ConcurrentDictionary<string, ModelSchema> ByName = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Schema, ModelSchema> BySchema = new(ReferenceEqualityComparer.Instance);

    /// <summary>Namespace of the XML form.</summary>
    public const string Namespace = "urn:gateway:wco:1";

    /// <summary>The format of canonical documents, as mappings name it: <c>from: wco CargoReport</c>.</summary>
    public const string Format = "wco";

    /// <summary>Names of the root documents.</summary>
    public static IReadOnlyList<string> Roots => [.. Model.Value.Roots.Select(root => root.Name)];

    /// <summary>The rows of the model, for the generators.</summary>
    internal static ModelTable Table => Model.Value;

    /// <summary>The schema of a root document in its envelope; position 1 is <c>MetaData</c>.</summary>
    /// <exception cref="ArgumentException">There is no such root document.</exception>
    public static Schema Root(string name)
    {
        if (ByName.TryGetValue(name, out var known)) return known.Schema;
        var root = Model.Value.Roots.FirstOrDefault(row => row.Name == name)
            ?? throw new ArgumentException($"the model has no root document {name}", nameof(name));
        return Keep(name, ModelSchema.OfRoot(Model.Value, root));
    }

    /// <summary>The schema of one class, for fragments: <c>Party</c>, <c>Address</c>; position 1 is the class. Null when unknown.</summary>
    public static Schema? Class(string name)
    {
        if (ByName.TryGetValue("class " + name, out var known)) return known.Schema;
        return Model.Value.Has(name) ? Keep("class " + name, ModelSchema.OfClass(Model.Value, name)) : null;
    }

    /// <summary>The root document that an object in JSON holds: it has one of them, and of the envelope what none may lack.</summary>
    /// <param name="has">Whether the object has a name.</param>
    /// <returns>Null when it is no canonical document.</returns>
    public static string? RootOf(Predicate<string> has)
    {
        ArgumentNullException.ThrowIfNull(has);
        if (!Model.Value["MetaData"].Any(row => row.Min > 0 && has(row.JsonName))) return null;
        var roots = Model.Value.Roots.Where(row => has(row.JsonName)).ToList();
        return roots.Count == 1 ? roots[0].Name : null;
    }

    private static Schema Keep(string name, ModelSchema compiled)
    {
        compiled = ByName.GetOrAdd(name, compiled);
        BySchema.TryAdd(compiled.Schema, compiled);
        return compiled.Schema;
    }

    /// <summary>WCO pointer of a node: <c>42A/28A[3]/31B[2]/159</c>; indices where the position may repeat.</summary>
    public static string Pointer(Tree document, int node) => Addresses.Pointer(document, node);

    /// <summary>JSON pointer of a node in the JSON form of the document.</summary>
    public static string JsonPointer(Tree document, int node) => Addresses.JsonPointer(document, node);

    /// <summary>WCO pointer and JSON pointer of what is about to be written at a position below the innermost open node of a document that
    /// is being made.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The position.</param>
    /// <param name="isCounted">False for the position as such, without the index that the next one would have.</param>
    public static (string Wco, string Json) NextPlace(Tree document, int position, bool isCounted)
        => Addresses.Next(document, position, isCounted);

    /// <summary>Path of a node as XPath with 1-based indices: <c>/MetaData/CargoReport/Consignment[3]/ID</c>.</summary>
    public static string Path(Tree document, int node) => Addresses.Path(document, node);

    /// <summary>Finds a node by <see cref="Path"/>, <see cref="JsonPointer"/> or <see cref="Pointer"/>; a missing index is 1. What
    /// stands around the document (<c>/Documents</c>, the index of <c>MetaData</c>, the number in the array) is passed over.</summary>
    /// <returns>-1 when there is none.</returns>
    public static int Find(Tree document, string path)
        => Addresses.Find(document, path) is >= 0 and var found ? found : Addresses.FindPointer(document, path);

    /// <summary>Checks a document against the model: cardinality, types, lengths, code lists. Findings carry the source span
    /// of the value (or of its nearest ancestor with origins), WCO pointer and JSON pointer.</summary>
    /// <param name="document">A document over <see cref="Root"/>.</param>
    /// <param name="codeLists">Gives a code list; null when it is not loaded, then its codes are not checked.</param>
    /// <param name="on">The day of arrival, for codes that are dated.</param>
    /// <param name="findings">All faults.</param>
    public static void Check(Tree document, Func<string, CodeList?> codeLists, DateOnly on, Findings findings)
    {
        var check = new ModelCheck(document, SchemaOf(document), codeLists, on, findings);
        check.Run();
    }

    /// <summary>Business keys of a document: the positions that the model marks, in document order, each (kind, value) once.</summary>
    public static IReadOnlyList<(string Kind, string Value)> Keys(Tree document)
    {
        var model = SchemaOf(document);
        var keys = new List<(string Kind, string Value)>();
        var known = new HashSet<(string Kind, string Value)>();
        var nodes = document.Nodes;
        for (var node = 0; node < nodes.Length; node++)
        {
            if (model.Keys[nodes[node].Position] is not { } kind || nodes[node].Length == 0) continue;
            var key = (kind, document.Text(node));
            if (known.Add(key)) keys.Add(key);
        }

        return keys;
    }

    private static ModelSchema SchemaOf(Tree document)
        => document.Schema is { } schema && BySchema.TryGetValue(schema, out var model)
            ? model
            : throw new ArgumentException("the document is not of this model", nameof(document));
}
