namespace Gateway.Forms;

/// <summary>The types of JSON Schema.</summary>
[Flags]
internal enum TypeSet : byte
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    Integer = 8,
    Text = 16,
    Array = 32,
    Object = 64,
    All = 127,
}

/// <summary>One schema (an object or a boolean), compiled: what holds for each kind of value. Fixed once it is compiled.</summary>
/// <param name="document">The file it is of.</param>
/// <param name="node">Where it stands there.</param>
/// <param name="resource">The resource that it lies in.</param>
internal sealed class SchemaRules(SchemaDocument document, int node, SchemaResource resource)
{
    /// <summary>The file it is of.</summary>
    public SchemaDocument Document => document;

    /// <summary>Where it stands there.</summary>
    public int Node => node;

    /// <summary>The resource that it lies in.</summary>
    public SchemaResource Resource => resource;

    /// <summary>The schemas <c>true</c> and <c>false</c>; null for others.</summary>
    public bool? Always { get; set; }

    /// <summary>Allowed types.</summary>
    public TypeSet Types { get; set; } = TypeSet.All;

    /// <summary>Allowed values (<c>enum</c>, or alternatives that are constants); null for any.</summary>
    public ValueSet? Enum { get; set; }

    /// <summary>The only allowed value; null for any.</summary>
    public ValueSet? Const { get; set; }

    /// <summary>What holds for numbers.</summary>
    public NumberRules? Numbers { get; set; }

    /// <summary>What holds for texts.</summary>
    public TextRules? Texts { get; set; }

    /// <summary>What holds for arrays.</summary>
    public ArrayRules? Arrays { get; set; }

    /// <summary>What holds for objects.</summary>
    public ObjectRules? Objects { get; set; }

    /// <summary>What holds for the same value by other schemas; null for nothing.</summary>
    public InPlaceRules? InPlace { get; set; }

    /// <summary>Nothing stands here but a reference.</summary>
    public bool IsReferenceOnly { get; set; }
}

/// <summary>Schemas applied to the same value.</summary>
internal sealed class InPlaceRules
{
    public SchemaRules? Reference { get; set; }

    /// <summary>What <c>$dynamicRef</c> finds without looking at the scope.</summary>
    public SchemaRules? Dynamic { get; set; }

    /// <summary>The anchor that is looked for in the scope; null where the reference is an ordinary one.</summary>
    public string? DynamicAnchor { get; set; }

    public SchemaRules[] AllOf { get; set; } = [];

    public SchemaRules[] AnyOf { get; set; } = [];

    public SchemaRules[] OneOf { get; set; } = [];

    public SchemaRules? Not { get; set; }

    public SchemaRules? If { get; set; }

    public SchemaRules? Then { get; set; }

    public SchemaRules? Else { get; set; }
}

/// <summary>What holds for numbers.</summary>
internal sealed class NumberRules
{
    public NumberBound? Minimum { get; set; }

    public NumberBound? Maximum { get; set; }

    public NumberBound? ExclusiveMinimum { get; set; }

    public NumberBound? ExclusiveMaximum { get; set; }

    public NumberBound? MultipleOf { get; set; }
}

/// <summary>What holds for texts; lengths are code points.</summary>
internal sealed class TextRules
{
    public int MinLength { get; set; }

    public int MaxLength { get; set; } = int.MaxValue;

    public TextPattern? Pattern { get; set; }
}

/// <summary>What holds for arrays.</summary>
internal sealed class ArrayRules
{
    public SchemaRules[] Prefix { get; set; } = [];

    public SchemaRules? Items { get; set; }

    public SchemaRules? Contains { get; set; }

    public int MinContains { get; set; } = 1;

    public int MaxContains { get; set; } = int.MaxValue;

    public int MinItems { get; set; }

    public int MaxItems { get; set; } = int.MaxValue;

    public bool IsUnique { get; set; }

    public SchemaRules? Unevaluated { get; set; }
}

/// <summary>What holds for objects. Names that the schema speaks of have a number.</summary>
internal sealed class ObjectRules
{
    public NameTable Names { get; set; } = new([]);

    /// <summary>Schema of each name; null where only its presence matters.</summary>
    public SchemaRules?[] Properties { get; set; } = [];

    public int[] Required { get; set; } = [];

    /// <summary>Names that must be there when another one is.</summary>
    public (int Name, int[] Needs)[] DependentRequired { get; set; } = [];

    /// <summary>What the object must follow when a name is there.</summary>
    public (int Name, SchemaRules Schema)[] DependentSchemas { get; set; } = [];

    public (TextPattern Pattern, SchemaRules Schema)[] Patterns { get; set; } = [];

    public SchemaRules? Additional { get; set; }

    public SchemaRules? PropertyNames { get; set; }

    public int MinProperties { get; set; }

    public int MaxProperties { get; set; } = int.MaxValue;

    public SchemaRules? Unevaluated { get; set; }
}

/// <summary>Values of a schema that documents are compared with.</summary>
internal sealed class ValueSet
{
    private readonly SchemaDocument document;
    private readonly NameTable texts;
    private readonly int[] others;

    /// <summary>Makes a set.</summary>
    /// <param name="file">The file that the values stand in.</param>
    /// <param name="values">Their nodes.</param>
    /// <param name="keyword">The keyword that names them.</param>
    public ValueSet(SchemaDocument file, IReadOnlyList<int> values, string keyword)
    {
        (document, Values, Keyword) = (file, values, keyword);
        var view = file.Instance.View;
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var rest = new List<int>();
        foreach (var value in values)
        {
            var (isText, isEscaped) = (view[value].Kind == InstanceKind.Text, view[value].IsEscaped);
            if (!isText) rest.Add(value);
            else found[InstanceText.Exact(view.Bytes(value), isEscaped)] = InstanceText.Plain(view.Bytes(value), isEscaped);
        }

        texts = new NameTable([.. found.Values]);
        others = [.. rest];
    }

    /// <summary>The keyword that names them.</summary>
    public string Keyword { get; }

    /// <summary>The nodes of the values in the schema.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>Whether a value of a document is one of them.</summary>
    public bool Has(InstanceView instance, int node, ref long steps)
    {
        ref readonly var at = ref instance[node];
        if (at.Kind is InstanceKind.Text or InstanceKind.Member)
        {
            var raw = instance.Bytes(node);
            var hash = at.Kind == InstanceKind.Member ? at.Count
                : at.IsEscaped ? InstanceText.HashEscaped(raw) : InstanceText.Hash(raw);
            return texts.Find(hash, raw, at.IsEscaped) >= 0;
        }

        var values = document.Instance.View;
        foreach (var other in others)
        {
            if (InstanceEquality.AreEqual(instance, node, values, other, ref steps)) return true;
        }

        return false;
    }
}
