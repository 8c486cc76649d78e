namespace Gateway.Documents;

/// <summary>The children of a position: a run of positions.</summary>
/// <param name="First">Number of the first position.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct Shape(int First, int Count);

/// <summary>
/// The immutable position table of a document type: an EDIFACT message in one release, a WCO root document, an
/// administration's XSD, a sheet heading. Position 0 stands for anything unknown, position 1 is the document.
/// </summary>
/// <remarks>
/// A position's children are the run of positions that its shape names. Shapes are shared (every NAD has one shape) and may
/// refer to themselves, so a node is identified by the positions on its way, not by its position alone.
/// </remarks>
public sealed class Schema
{
    private readonly Position[] positions;
    private readonly Shape[] shapes;
    private string? digest;

    /// <summary>Number of the position of the document itself.</summary>
    public const int Root = 1;

    internal Schema(string name, Position[] positions, Shape[] shapes)
    {
        (Name, this.positions, this.shapes) = (name, positions, shapes);
    }

    /// <summary>What it describes, for people: <c>CUSCAR D.95B</c>, <c>wco CargoReport</c>.</summary>
    public string Name { get; }

    /// <summary>Digest over everything in the table; two schemas with equal digest are the same.</summary>
    /// <remarks>Made when it is first asked for; most schemas of a process are never asked.</remarks>
    public Digest Digest => new(digest ??= DigestOf(positions, shapes).Hex);

    /// <summary>All positions; the index is the position number.</summary>
    public ReadOnlySpan<Position> Positions => positions;

    /// <summary>All shapes; the index is the shape number.</summary>
    internal ReadOnlySpan<Shape> Shapes => shapes;

    /// <summary>The position with that number.</summary>
    public Position this[int position] => positions[position];

    /// <summary>The children of a position; empty where it has none.</summary>
    public Shape ChildrenOf(int position)
    {
        var content = positions[position].Content;
        return content < 0 ? default : shapes[content];
    }

    /// <summary>The first child of that name, not looking through transparent positions; 0 when there is none.</summary>
    public int Child(int position, ReadOnlySpan<char> name)
    {
        var shape = ChildrenOf(position);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (name.SequenceEqual(positions[i].Name)) return i;
        }

        return 0;
    }

    /// <summary>The name of a position; empty for position 0.</summary>
    public string NameOf(int position) => positions[position].Name;

    private static Digest DigestOf(Position[] positions, Shape[] ranges)
    {
        var text = new System.Text.StringBuilder();
        foreach (var p in positions)
        {
            // Numbers, not names of enumerations: formatting those is most of the time a small file takes to start.
            text.Append(p.Name).Append('|').Append((int)p.Kind).Append('|').Append(p.Min).Append('|').Append(p.Max).Append('|')
                .Append(p.Content).Append('|').Append((int)p.Flags).Append('|').Append(p.Slot).Append('|').Append(p.Namespace)
                .Append('|').Append(p.JsonName).Append('|').Append(p.WcoId).Append('|').Append(p.Section);
            if (!p.Arms.IsDefaultOrEmpty)
            {
                foreach (var arm in p.Arms) text.Append('|').Append(arm.Choice).Append('.').Append(arm.Number);
            }

            if (p.Type is { } t)
            {
                text.Append('|').Append((int)t.Kind).Append('|').Append(t.MinLength).Append('|').Append(t.MaxLength).Append('|')
                    .Append(t.FractionDigits).Append('|').Append(t.CodeList);
            }

            text.Append('\n');
        }

        foreach (var r in ranges)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{r.First}+{r.Count}\n");
        }

        return Digest.Of(System.Text.Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>Builds a <see cref="Schema"/>. Not thread-safe; used once.</summary>
public sealed class SchemaBuilder
{
    private readonly List<Position[]> shapes = [];

    /// <summary>Reserves a shape number, so that positions may refer to a shape before it is known (recursion, sharing).</summary>
    public int Reserve()
    {
        shapes.Add([]);
        return shapes.Count - 1;
    }

    /// <summary>Gives a reserved shape its positions, in schema order.</summary>
    public void Define(int shape, IReadOnlyList<Position> children) => shapes[shape] = [.. children];

    /// <summary>Adds a shape.</summary>
    /// <returns>Its number, for <see cref="Position.Content"/>.</returns>
    public int Add(IReadOnlyList<Position> children)
    {
        shapes.Add([.. children]);
        return shapes.Count - 1;
    }

    /// <summary>Adds all shapes of another schema.</summary>
    /// <returns>The number that its first shape has here.</returns>
    public int Include(Schema other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var first = shapes.Count;
        foreach (var shape in other.Shapes)
        {
            var children = other.Positions.Slice(shape.First, shape.Count).ToArray();
            shapes.Add(Array.ConvertAll(children, p => p.Content < 0 ? p : p with { Content = p.Content + first }));
        }

        return first;
    }

    /// <summary>Makes the schema.</summary>
    /// <param name="name">What it describes, for people.</param>
    /// <param name="root">The document itself.</param>
    public Schema Build(string name, Position root)
    {
        var positions = new List<Position> { new("", PositionKind.Unknown, 0, int.MaxValue, -1), root };
        var ranges = new Shape[shapes.Count];
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new Shape(positions.Count, shapes[i].Length);
            positions.AddRange(shapes[i]);
        }

        if (positions.Count > ushort.MaxValue)
        {
            throw new InvalidOperationException($"{name} has {positions.Count} positions; a tree addresses 65535.");
        }

        return new Schema(name, [.. positions], ranges);
    }
}
