using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The JSON Schemas of a configuration. None is read before a document or a mapping asks. Thread-safe.</summary>
internal sealed class JsonSets
{
    private const string Ending = ".schema.json";

    private readonly SortedDictionary<string, Lazy<JsonSchemaImport?>> byName = new(StringComparer.Ordinal);

    /// <summary>No schemas.</summary>
    public static JsonSets None { get; } = new();

    /// <summary>What was wrong with the schemas that were read so far.</summary>
    public Findings Faults { get; } = new();

    /// <summary>The schemas among the files of a configuration: <c>json/NAME.schema.json</c>, and <c>json/NAME/…</c>
    /// with its <c>set.yaml</c>
    /// that names one.</summary>
    /// <returns>Null when there is none.</returns>
    public static JsonSets? Of(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        var sets = new JsonSets();
        var own = files.Where(f => f.Key.StartsWith("json/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var (path, bytes) in own)
        {
            if (path.EndsWith(Ending, StringComparison.Ordinal) && path.LastIndexOf('/') == 4) sets.Add(path[5..^Ending.Length], bytes);
            if (!path.EndsWith("/set.yaml", StringComparison.Ordinal)) continue;
            if (SchemaSetFile.Read(bytes.Span) is not { Main: [var main, ..] }) continue;
            var folder = path[..path.LastIndexOf('/')];
            if (own.TryGetValue($"{folder}/{main}", out var schema)) sets.Add(folder[5..], schema);
        }

        return sets.byName.Count == 0 ? null : sets;
    }

    /// <summary>A schema by name; null when there is none, or it is not usable.</summary>
    public JsonSchemaImport? Find(string name) => byName.GetValueOrDefault(name)?.Value;

    /// <summary>The schema that describes a document best: the one whose <c>$id</c> it names; else one that has all
    /// that the schema requires,
    /// no other value where that has a constant, and most names in common.</summary>
    /// <param name="names">The document's names at the top with their texts.</param>
    /// <param name="isArray">Only schemas of documents that are arrays, or only others.</param>
    /// <returns>Null when none describes it.</returns>
    public JsonSchemaImport? Best(IReadOnlyDictionary<string, string?> names, bool isArray)
    {
        JsonSchemaImport? best = null;
        var bestScore = 0;
        foreach (var lazy in byName.Values)
        {
            if (lazy.Value is not { } schema || (schema.Schema[Schema.Root].Flags & PositionFlags.Repeats) != 0 != isArray) continue;
            var score = Score(schema, names);
            if (score > bestScore) (best, bestScore) = (schema, score);
        }

        return best;
    }

    private static int Score(JsonSchemaImport schema, IReadOnlyDictionary<string, string?> names)
    {
        if (schema.Id is not null && names.GetValueOrDefault("$schema") == schema.Id) return int.MaxValue;
        if (!schema.Required.All(names.ContainsKey)) return 0;
        if (schema.Constants.Any(c => names.ContainsKey(c.Key) && names[c.Key] != c.Value)) return 0;
        var known = names.Keys.Count(name => schema.Names.Contains(name));
        // Half of the names by accident is much; a schema that requires nothing must know them nearly all.
        var least = schema.Required.Count > 0 ? 50 : 90;
        return known * 100 < names.Count * least ? 0 : known + schema.Required.Count + (10 * schema.Constants.Count);
    }

    private void Add(string name, ReadOnlyMemory<byte> bytes)
        => byName[name] = new Lazy<JsonSchemaImport?>(() =>
        {
            var faults = new Findings();
            var schema = JsonSchemaImport.Load(name, bytes, faults);
            lock (Faults) Faults.AddAll(faults);
            return schema;
        });
}
