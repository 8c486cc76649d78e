using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A further document that a mapping is handed (<c>also</c>), visible as <c>$name</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Format"><c>wco</c>, <c>edifact</c> …</param>
/// <param name="Type">Its type: <c>CommercialDocument</c>, <c>CUSCAR</c>.</param>
/// <param name="Release">Structural form or schema set; null where there is none.</param>
public sealed record FurtherDocument(string Name, string Format, string Type, string? Release)
{
    /// <summary>Reads the words of <c>also</c>: <c>wco CommercialDocument</c>, <c>edifact CUSCAR D.95B</c>,
    /// <c>xml ubl-2.1 Invoice</c>.</summary>
    /// <returns>Null when a word is missing.</returns>
    internal static FurtherDocument? Of(string name, string[] words) => words switch
    {
        ["xml", var set, var element] => new(name, "xml", element, set),
        ["xml", ..] or { Length: < 2 or > 3 } => null,
        _ => new(name, words[0], words[1], words.Length > 2 ? words[2] : null),
    };
}

/// <summary>What further documents can be.</summary>
/// <param name="Of">Gives the schema of one; null when nobody knows it.</param>
/// <param name="Names">Types of its format as far as they are known, for the nearest ones.</param>
public sealed record FurtherSchemas(Func<FurtherDocument, Schema?> Of, Func<FurtherDocument, IEnumerable<string>> Names)
{
    /// <summary>There are none.</summary>
    public static FurtherSchemas None { get; } = new(_ => null, _ => []);
}

/// <summary>The schemas of a document and of its further documents as one: positions of the document keep their numbers.</summary>
internal sealed class JoinedSchema
{
    private readonly Joint[] further;

    private JoinedSchema(Schema schema, Joint[] all) => (Schema, further) = (schema, all);

    // Where a further document stands among all positions; inner is that of the WCO document within its envelope, 0 for none.
    private readonly record struct Joint(FurtherDocument Document, Schema Schema, int Root, int Shift, int Inner);

    /// <summary>All positions.</summary>
    public Schema Schema { get; }

    /// <summary>Joins schemas.</summary>
    public static JoinedSchema Of(Schema main, IReadOnlyList<(FurtherDocument Document, Schema Schema)> others)
    {
        var builder = new SchemaBuilder();
        builder.Include(main);
        var roots = new List<Position>();
        foreach (var (_, schema) in others)
        {
            var first = builder.Include(schema);
            var root = schema[Schema.Root];
            roots.Add(root.Content < 0 ? root : root with { Content = root.Content + first });
        }

        builder.Add(roots);
        var joined = builder.Build(main.Name, main[Schema.Root]);
        var all = new Joint[others.Count];
        var (start, at) = (main.Positions.Length, joined.Positions.Length - others.Count);
        for (var i = 0; i < all.Length; i++)
        {
            var shift = start - (Schema.Root + 1);
            var inner = others[i].Document.Format == "wco" ? others[i].Schema.Child(Schema.Root, others[i].Document.Type) : 0;
            all[i] = new Joint(others[i].Document, others[i].Schema, at + i, shift, inner == 0 ? 0 : inner + shift);
            start += others[i].Schema.Positions.Length - (Schema.Root + 1);
        }

        return new JoinedSchema(joined, all);
    }

    /// <summary>What the names of the further documents lead to.</summary>
    public IEnumerable<(string Name, Expression Nodes)> Names()
    {
        foreach (var (document, _, root, _, inner) in further)
        {
            var spot = new Spot(root, null);
            yield return (document.Name, new FurtherExpression(root, inner) { Spots = [inner == 0 ? spot : new Spot(inner, spot)] });
        }
    }

    /// <summary>Puts a document and its further documents into one tree. One of another form than the mapping was compiled for has
    /// other positions: it is left out, as if it were not there.</summary>
    public void Join(Tree main, IReadOnlyDictionary<string, Tree> others, Tree into)
    {
        into.CopyOf(main, Schema);
        foreach (var (document, schema, root, shift, _) in further)
        {
            if (others.TryGetValue(document.Name, out var other) && other.Nodes.Length > 0 && other.Schema?.Digest == schema.Digest)
            {
                into.Join(other, shift, root);
            }
        }
    }
}

/// <summary><c>$name</c> of a further document.</summary>
/// <param name="root">Position of its first node.</param>
/// <param name="inner">Position of the WCO document within its envelope; 0 for none.</param>
internal sealed class FurtherExpression(int root, int inner) : Expression
{
    public override bool IsNodes => true;

    public override bool IsAbsolute => true;

    public override int Select(Run run, int node)
    {
        var nodes = run.Source.Nodes;
        var at = nodes.Length == 0 ? 0 : nodes[0].Next;
        while (at < nodes.Length && nodes[at].Position != root) at = nodes[at].Next;
        if (at >= nodes.Length) return 0;
        if (inner == 0)
        {
            run.Push(at);
            return 1;
        }

        for (var child = at + 1; child < nodes[at].Next; child = nodes[child].Next)
        {
            if (nodes[child].Position != inner) continue;
            run.Push(child);
            return 1;
        }

        return 0;
    }

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node)
    {
        var from = run.Top;
        var count = Select(run, node);
        run.Top = from;
        return count > 0;
    }
}
