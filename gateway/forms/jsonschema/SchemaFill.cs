using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Fills the rules of one schema from its keywords. Their form was checked with the meta-schema; what has another form there is
/// skipped here.</summary>
internal sealed class SchemaFill(SchemaCompiler compiler, SchemaRules rules)
{
    private static readonly string[] Annotations =
        ["title", "description", "$comment", "default", "examples", "deprecated", "readOnly", "writeOnly"];

    private readonly SchemaDocument document = rules.Document;
    private readonly Vocabularies vocabularies = compiler.VocabulariesOf(rules.Resource);
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private readonly List<byte[]> nameBytes = [];
    private readonly List<SchemaRules?> properties = [];
    private readonly List<int> required = [];
    private readonly List<(int, int[])> dependentRequired = [];
    private readonly List<(int, SchemaRules)> dependentSchemas = [];

    /// <summary>Fills.</summary>
    public void Run()
    {
        var view = document.Instance.View;
        if (view[rules.Node].Kind != InstanceKind.Object)
        {
            rules.Always = view[rules.Node].Kind != InstanceKind.False;
            return;
        }

        var others = 0;
        for (var member = rules.Node + 1; member < view[rules.Node].Next; member = view[member].Next)
        {
            var keyword = view.Text(member);
            Core(keyword, member + 1);
            if ((vocabularies & Vocabularies.Applicator) != 0)
            {
                InPlaceApplicator(keyword, member + 1);
                Applicator(keyword, member + 1);
            }

            if ((vocabularies & Vocabularies.Unevaluated) != 0) Unevaluated(keyword, member + 1);
            if ((vocabularies & Vocabularies.Validation) != 0)
            {
                Assertion(keyword, member + 1);
                Bound(keyword, member + 1);
                Limit(keyword, member + 1);
            }

            if (keyword != "$ref" && Array.IndexOf(Annotations, keyword) < 0) others++;
        }

        rules.IsReferenceOnly = others == 0 && rules.InPlace?.Reference is not null;
        if (names.Count + dependentSchemas.Count == 0) return;
        Objects.Names = new NameTable(nameBytes);
        Objects.Properties = [.. properties];
        Objects.Required = [.. required];
        Objects.DependentRequired = [.. dependentRequired];
        Objects.DependentSchemas = [.. dependentSchemas];
    }

    private ObjectRules Objects => rules.Objects ??= new ObjectRules();

    private ArrayRules Arrays => rules.Arrays ??= new ArrayRules();

    private TextRules Texts => rules.Texts ??= new TextRules();

    private NumberRules Numbers => rules.Numbers ??= new NumberRules();

    private InPlaceRules InPlace => rules.InPlace ??= new InPlaceRules();

    private void Core(string keyword, int value)
    {
        if (!Is(value, InstanceKind.Text)) return;
        switch (keyword)
        {
            case "$ref": InPlace.Reference = compiler.Refer(rules, value, null); break;
            case "$dynamicRef": InPlace.Dynamic = compiler.Refer(rules, value, InPlace); break;
        }
    }

    private void InPlaceApplicator(string keyword, int value)
    {
        switch (keyword)
        {
            case "allOf": InPlace.AllOf = Schemas(value); break;
            case "anyOf" when !IsCodeList(keyword, value): InPlace.AnyOf = Schemas(value); break;
            case "oneOf" when !IsCodeList(keyword, value): InPlace.OneOf = Schemas(value); break;
            case "not": InPlace.Not = Schema(value); break;
            case "if": InPlace.If = Schema(value); break;
            case "then": InPlace.Then = Schema(value); break;
            case "else": InPlace.Else = Schema(value); break;
            case "dependentSchemas" when Is(value, InstanceKind.Object):
                foreach (var member in Inner(value)) dependentSchemas.Add((NameOf(member), Schema(member + 1)));
                break;
        }
    }

    private void Applicator(string keyword, int value)
    {
        switch (keyword)
        {
            case "prefixItems": Arrays.Prefix = Schemas(value); break;
            case "items": Arrays.Items = Schema(value); break;
            case "contains": Arrays.Contains = Schema(value); break;
            case "properties" when Is(value, InstanceKind.Object):
                foreach (var member in Inner(value))
                {
                    var name = NameOf(member);
                    properties[name] = Schema(member + 1);
                }

                break;
            case "patternProperties" when Is(value, InstanceKind.Object):
                Objects.Patterns = [.. Inner(value).Select(member => (Pattern(member), Schema(member + 1)))
                    .Where(pattern => pattern.Item1 is not null)!];
                break;
            case "additionalProperties": Objects.Additional = Schema(value); break;
            case "propertyNames": Objects.PropertyNames = Schema(value); break;
        }
    }

    private void Unevaluated(string keyword, int value)
    {
        switch (keyword)
        {
            case "unevaluatedItems": Arrays.Unevaluated = Schema(value); break;
            case "unevaluatedProperties": Objects.Unevaluated = Schema(value); break;
        }
    }

    private void Assertion(string keyword, int value)
    {
        switch (keyword)
        {
            case "type": rules.Types = TypesOf(value); break;
            case "enum" when Is(value, InstanceKind.Array): rules.Enum = new ValueSet(document, Inner(value), keyword); break;
            case "const": rules.Const = new ValueSet(document, [value], keyword); break;
            case "pattern" when Is(value, InstanceKind.Text): Texts.Pattern = Pattern(value); break;
            case "uniqueItems": Arrays.IsUnique = Is(value, InstanceKind.True); break;
            case "required" when Is(value, InstanceKind.Array): required.AddRange(Inner(value).Select(NameOf)); break;
            case "dependentRequired" when Is(value, InstanceKind.Object):
                foreach (var member in Inner(value)) dependentRequired.Add((NameOf(member), [.. Inner(member + 1).Select(NameOf)]));
                break;
        }
    }

    private void Bound(string keyword, int value)
    {
        if (!Is(value, InstanceKind.Number)) return;
        var bound = new NumberBound(document.Instance.View.Bytes(value));
        switch (keyword)
        {
            case "minimum": Numbers.Minimum = bound; break;
            case "maximum": Numbers.Maximum = bound; break;
            case "exclusiveMinimum": Numbers.ExclusiveMinimum = bound; break;
            case "exclusiveMaximum": Numbers.ExclusiveMaximum = bound; break;
            case "multipleOf" when bound.IsPositive: Numbers.MultipleOf = bound; break;
        }
    }

    private void Limit(string keyword, int value)
    {
        if (!Is(value, InstanceKind.Number)) return;
        var bound = new NumberBound(document.Instance.View.Bytes(value));
        var limit = bound.IsPositive ? (int)Math.Min(bound.Whole ?? int.MaxValue, int.MaxValue) : 0;
        switch (keyword)
        {
            case "minLength": Texts.MinLength = limit; break;
            case "maxLength": Texts.MaxLength = limit; break;
            case "minItems": Arrays.MinItems = limit; break;
            case "maxItems": Arrays.MaxItems = limit; break;
            case "minContains": Arrays.MinContains = limit; break;
            case "maxContains": Arrays.MaxContains = limit; break;
            case "minProperties": Objects.MinProperties = limit; break;
            case "maxProperties": Objects.MaxProperties = limit; break;
        }
    }

    /// <summary>Alternatives that are constants and nothing else (with titles) are a list of values, of thousands sometimes.</summary>
    private bool IsCodeList(string keyword, int list)
    {
        if (!Is(list, InstanceKind.Array) || (vocabularies & Vocabularies.Validation) == 0) return false;
        var view = document.Instance.View;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var values = new List<int>();
        foreach (var entry in Inner(list))
        {
            if (!Is(entry, InstanceKind.Object)) return false;
            foreach (var member in Inner(entry))
            {
                if (view.Is(member, "const"u8) && Is(member + 1, InstanceKind.Text)) values.Add(member + 1);
                else if (Array.IndexOf(Annotations, view.Text(member)) < 0) return false;
            }

            // Of two equal constants both fit, which oneOf does not allow.
            if (values.Count == texts.Count) return false;
            if (!texts.Add(InstanceText.Exact(view.Bytes(values[^1]), view[values[^1]].IsEscaped))) return false;
        }

        if (rules.Enum is not null || values.Count < 2 || HasKeyword("enum"u8)) return false;
        rules.Enum = new ValueSet(document, values, keyword);
        return true;
    }

    private bool HasKeyword(ReadOnlySpan<byte> keyword) => document.Instance.View.Member(rules.Node, keyword) >= 0;

    private TypeSet TypesOf(int value)
    {
        if (Is(value, InstanceKind.Text)) return TypeOf(value);
        if (!Is(value, InstanceKind.Array)) return TypeSet.All;
        var types = TypeSet.None;
        foreach (var entry in Inner(value)) types |= Is(entry, InstanceKind.Text) ? TypeOf(entry) : TypeSet.None;
        return types;
    }

    private TypeSet TypeOf(int value) => document.Instance.View.Text(value) switch
    {
        "null" => TypeSet.Null,
        "boolean" => TypeSet.Boolean,
        "number" => TypeSet.Number | TypeSet.Integer,
        "integer" => TypeSet.Integer,
        "string" => TypeSet.Text,
        "array" => TypeSet.Array,
        "object" => TypeSet.Object,
        _ => TypeSet.None,
    };

    private TextPattern? Pattern(int text)
    {
        var view = document.Instance.View;
        try
        {
            return TextPattern.Of(InstanceText.Exact(view.Bytes(text), view[text].IsEscaped));
        }
        catch (FormatException fault)
        {
            compiler.Report(JsonSchemaFindings.Pattern, document, text, $"{SafeText.Of(view.Text(text))} cannot be used: {fault.Message}");
            return null;
        }
    }

    private SchemaRules Schema(int value) => compiler.Get(document, value, document.Resources.GetValueOrDefault(value, rules.Resource));

    private SchemaRules[] Schemas(int value) => Is(value, InstanceKind.Array) ? [.. Inner(value).Select(Schema)] : [];

    private int NameOf(int text)
    {
        var view = document.Instance.View;
        var name = InstanceText.Exact(view.Bytes(text), view[text].IsEscaped);
        if (names.TryGetValue(name, out var index)) return index;
        names.Add(name, index = names.Count);
        nameBytes.Add(InstanceText.Plain(view.Bytes(text), view[text].IsEscaped));
        properties.Add(null);
        _ = Objects;
        return index;
    }

    private bool Is(int node, InstanceKind kind) => document.Instance.View[node].Kind == kind;

    /// <summary>The entries of an array or the members of an object; none of anything else.</summary>
    private List<int> Inner(int node)
    {
        var view = document.Instance.View;
        var inner = new List<int>();
        for (var at = node + 1; at < view[node].Next; at = view[at].Next) inner.Add(at);
        return inner;
    }
}
