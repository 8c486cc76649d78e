namespace Gateway.Forms;

/// <summary>One file of a schema.</summary>
/// <param name="Name">Path of the file, for findings.</param>
/// <param name="Instance">Its JSON.</param>
internal sealed record SchemaDocument(string Name, JsonInstance Instance)
{
    /// <summary>The resource of every schema in it, by node.</summary>
    public Dictionary<int, SchemaResource> Resources { get; } = [];
}

/// <summary>Which keywords a resource uses, by the vocabularies of its meta-schema.</summary>
[Flags]
internal enum Vocabularies : byte
{
    Core = 0,
    Applicator = 1,
    Unevaluated = 2,
    Validation = 4,
    All = 7,
}

/// <summary>A schema with a URI of its own, and the anchors in it.</summary>
/// <param name="Uri">Absolute, without fragment.</param>
/// <param name="Document">The file that it stands in.</param>
/// <param name="Node">Where.</param>
internal sealed record SchemaResource(string Uri, SchemaDocument Document, int Node)
{
    /// <summary>Anchors by name, dynamic ones among them.</summary>
    public Dictionary<string, int> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the dynamic anchors.</summary>
    public HashSet<string> Dynamic { get; } = new(StringComparer.Ordinal);

    /// <summary>What its <c>$schema</c> says; null where it says nothing.</summary>
    public string? Dialect { get; init; }

    /// <summary>The resource around it; null for a file's own.</summary>
    public SchemaResource? Outer { get; init; }

    /// <summary>Compiled schemas that its dynamic anchors name.</summary>
    public Dictionary<string, SchemaRules> DynamicRules { get; } = new(StringComparer.Ordinal);

    /// <summary>Identity only: two resources are never the same.</summary>
    public bool Equals(SchemaResource? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Node;
}
