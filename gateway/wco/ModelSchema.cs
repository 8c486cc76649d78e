using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>A schema compiled from the model, with what a position cannot hold.</summary>
internal sealed class ModelSchema
{
    private ModelSchema(Schema schema, string?[] keys, string?[] unless, int[][] required)
        => (Schema, Keys, Unless, Required) = (schema, keys, unless, required);

    /// <summary>The position table.</summary>
    public Schema Schema { get; }

    /// <summary>Kind of business key by position; null for none.</summary>
    public string?[] Keys { get; }

    /// <summary>By position of a code: the name of the value beside it that says that the code is of another list; null for none.</summary>
    public string?[] Unless { get; }

    /// <summary>By position of a class: its children that must occur, in order.</summary>
    public int[][] Required { get; }

    /// <summary>Compiles a root document in its envelope.</summary>
    public static ModelSchema OfRoot(ModelTable table, ModelRow root)
    {
        var build = new Build(table);
        List<ModelRow> children = [.. table["MetaData"], root];
        return build.Finish($"wco {root.Name}", build.ClassPosition("MetaData", "", 1, 1, null, children));
    }

    /// <summary>Compiles one class, for fragments.</summary>
    public static ModelSchema OfClass(ModelTable table, string name)
    {
        var build = new Build(table);
        return build.Finish($"wco {name}", build.ClassPosition(name, "", 1, 1, null, table[name]));
    }

    private sealed class Build(ModelTable table)
    {
        private readonly SchemaBuilder builder = new();
        private readonly Dictionary<string, int> shapes = new(StringComparer.Ordinal);
        private readonly Dictionary<Position, string> keys = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<Position, string> unless = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<string, int> attributes = new(StringComparer.Ordinal);

        /// <summary>The document itself.</summary>
        public Position ClassPosition(
            string name, string ids, int min, int max, string? wcoId, IReadOnlyList<ModelRow> children)
            => new(name, PositionKind.Root, min, max, ShapeOf(name, ids, children), null, PositionFlags.Ordered)
            {
                Namespace = WcoModel.Namespace, JsonName = name, WcoId = wcoId,
            };

        public ModelSchema Finish(string name, Position root)
        {
            var schema = builder.Build(name, root);
            var kinds = new string?[schema.Positions.Length];
            var others = new string?[kinds.Length];
            var required = new int[schema.Positions.Length][];
            for (var i = 0; i < kinds.Length; i++)
            {
                kinds[i] = keys.GetValueOrDefault(schema[i]);
                others[i] = unless.GetValueOrDefault(schema[i]);
                required[i] = RequiredOf(schema, i);
            }

            return new ModelSchema(schema, kinds, others, required);
        }

        private static int[] RequiredOf(Schema schema, int position)
        {
            var shape = schema.ChildrenOf(position);
            var found = new List<int>();
            for (var i = shape.First; i < shape.First + shape.Count; i++)
            {
                if (schema[i].Min > 0) found.Add(i);
            }

            return [.. found];
        }

        // A class has one shape for each set of identifiers that its uses give it; a shape under work may be referred to.
        private int ShapeOf(string name, string ids, IReadOnlyList<ModelRow> rows)
        {
            var key = $"{name} {ids}";
            if (shapes.TryGetValue(key, out var shape)) return shape;
            shapes.Add(key, shape = builder.Reserve());
            var children = new Position[rows.Count];
            for (var i = 0; i < children.Length; i++) children[i] = PositionOf(rows[i], IdOf(rows[i], ids));
            builder.Define(shape, children);
            return shape;
        }

        /// <summary>The identifier that the use of the class gives the value, or the one of the class.</summary>
        private static string IdOf(ModelRow row, string ids)
        {
            foreach (var pair in ids.Split(' '))
            {
                if (pair.Length > row.Name.Length && pair[row.Name.Length] == '=' && pair.StartsWith(row.Name, StringComparison.Ordinal))
                {
                    return pair[(row.Name.Length + 1)..];
                }
            }

            return row.Id;
        }

        private Position PositionOf(ModelRow row, string id)
        {
            var type = row.List.Length == 0 ? row.Format.Type : row.Format.Type with { CodeList = row.List };
            var content = row.IsValue ? AttributeShape(row.Format.Attribute) : ShapeOf(row.Use, row.Ids, table[row.Use]);
            var flags = (row.IsValue ? PositionFlags.None : PositionFlags.Ordered)
                | (row.Key.Length == 0 ? PositionFlags.None : PositionFlags.Key)
                | (row.Class == "MetaData" ? PositionFlags.Service : PositionFlags.None);
            var position = new Position(
                row.Name, row.IsValue ? PositionKind.Value : PositionKind.Class, row.Min, row.Max, content,
                row.IsValue ? type : null, flags)
            {
                Namespace = WcoModel.Namespace, JsonName = row.JsonName, WcoId = id.Length == 0 ? null : id, Tded = row.Tded,
                Description = row.Description,
            };
            if (row.Key.Length > 0) keys.Add(position, row.Key);
            if (row.Unless.Length > 0) unless.Add(position, row.Unless);
            return position;
        }

        private int AttributeShape(string? attribute)
        {
            if (attribute is null) return -1;
            if (attributes.TryGetValue(attribute, out var shape)) return shape;
            var isUnit = attribute == "unitCode";
            var position = new Position(
                attribute, PositionKind.Attribute, 0, 1, -1, isUnit ? ModelAttributes.Unit : ModelAttributes.Currency)
            {
                JsonName = isUnit ? "unit" : "currency", Tded = isUnit ? 6411 : 6345,
                Description = isUnit ? "Unit of the measure" : "Currency of the amount",
            };
            attributes.Add(attribute, shape = builder.Add([position]));
            return shape;
        }
    }
}

/// <summary>The attributes that stand beside a value.</summary>
internal static class ModelAttributes
{
    /// <summary>Unit of a measure, UN/ECE Recommendation 20.</summary>
    public static SimpleType Unit { get; } = new(ValueKind.Text, 0, 8, -1, "rec20");

    /// <summary>Currency of an amount, ISO 4217.</summary>
    public static SimpleType Currency { get; } = new(ValueKind.Alphabetic, 3, 3, -1, "currencies");
}
