using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The JSON Schemas of a configuration. None is read before a document or a mapping asks. Thread-safe.</summary>
internal sealed class JsonSets
{
    private const string Ending = ".schema.json";

    private readonly SortedDictionary<string, JsonSet> byName = new(StringComparer.Ordinal);

    /// <summary>No schemas.</summary>
    public static JsonSets None { get; } = new();

    /// <summary>The schemas among the files of a configuration: <c>json/NAME.schema.json</c>, and <c>json/NAME/…</c>
    /// with its <c>set.yaml</c> that names one and may refer to the others of its folder.</summary>
    /// <param name="files">The files.</param>
    /// <param name="findings">Sets that name no schema, or one that is not there.</param>
    /// <returns>Null when there is none.</returns>
    public static JsonSets? Of(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Findings findings)
    {
        var sets = new JsonSets();
        var own = files.Where(f => f.Key.StartsWith("json/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var (path, bytes) in own.Where(file => file.Key.LastIndexOf('/') == 4))
        {
            var name = path.EndsWith(Ending, StringComparison.Ordinal) ? path[5..^Ending.Length] : "";
            if (name.Length > 0) sets.byName[name] = new JsonSet(name, path, new(StringComparer.Ordinal) { [path] = bytes });
            else findings.Add(JsonFormatFindings.NoSet, default, At(path), 0, path[5..]);
        }

        // A folder is a set by its set.yaml; one without is a set that nobody finished, as long as no folder around it is one.
        foreach (var folder in own.Keys.Where(path => path.LastIndexOf('/') > 4).Select(path => FolderOf(path, own)).Distinct())
        {
            if (SetOf(folder, own, findings) is { } set) sets.byName[folder[5..]] = set;
        }

        return sets.byName.Count == 0 ? null : sets;
    }

    private static string FolderOf(string path, Dictionary<string, ReadOnlyMemory<byte>> own)
    {
        var folder = path[..path.LastIndexOf('/')];
        for (var around = folder; around.Length > 4; around = around[..around.LastIndexOf('/')])
        {
            if (own.ContainsKey(around + "/set.yaml")) return around;
        }

        return folder;
    }

    private static JsonSet? SetOf(string folder, Dictionary<string, ReadOnlyMemory<byte>> own, Findings findings)
    {
        var (name, file) = (folder[5..], folder + "/set.yaml");
        if (!own.TryGetValue(file, out var text) || SchemaSetFile.Read(text.Span) is not { Main: [var main, ..] })
        {
            findings.Add(JsonFormatFindings.NoMain, default, At(file), 0, name);
            return null;
        }

        if (!own.ContainsKey($"{folder}/{main}"))
        {
            findings.Add(JsonFormatFindings.NoSchema, default, At(file), 0, name, main);
            return null;
        }

        return new JsonSet(name, $"{folder}/{main}", own.Where(
            f => f.Key.StartsWith(folder + "/", StringComparison.Ordinal) && f.Key.EndsWith(".json", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal));
    }

    private static Place At(string file) => new(0, 1, 1) { Reference = "schemas/" + file };

    /// <summary>A schema by name; null when there is none, or it is not usable.</summary>
    public JsonSchemaImport? Find(string name) => byName.GetValueOrDefault(name)?.Import;

    /// <summary>What documents of a schema are checked with; null when there is none, or it is not usable.</summary>
    public JsonSchema? CheckOf(string name) => byName.GetValueOrDefault(name)?.Check;

    /// <summary>Reads all schemas.</summary>
    /// <param name="findings">All their faults.</param>
    public void CheckAll(Findings findings)
    {
        foreach (var set in byName.Values) set.CheckAll(findings);
    }

    /// <summary>What is wrong with the schemas that were read so far.</summary>
    public void ReportTo(Findings findings)
    {
        foreach (var set in byName.Values) set.ReportTo(findings);
    }

    /// <summary>The schema that describes a document best: one that has all that the schema requires, no other value where that has a
    /// constant, and most names in common. What the document says of its schema is no reason.</summary>
    /// <param name="names">The document's names at the top with their texts.</param>
    /// <param name="isArray">Only schemas of documents that are arrays, or only others.</param>
    /// <returns>Null when none describes it.</returns>
    public JsonSchemaImport? Best(IReadOnlyDictionary<string, string?> names, bool isArray)
    {
        JsonSchemaImport? best = null;
        var bestScore = 0;
        foreach (var set in byName.Values)
        {
            if (set.Import is not { } schema || (schema.Schema[Schema.Root].Flags & PositionFlags.Repeats) != 0 != isArray) continue;
            var score = Score(schema, names);
            if (score > bestScore) (best, bestScore) = (schema, score);
        }

        return best;
    }

    private static int Score(JsonSchemaImport schema, IReadOnlyDictionary<string, string?> names)
    {
        if (!schema.Required.All(names.ContainsKey)) return 0;
        if (schema.Constants.Any(c => names.ContainsKey(c.Key) && names[c.Key] != c.Value)) return 0;
        var known = names.Keys.Count(name => schema.Names.Contains(name));
        // Half of the names by accident is much; a schema that requires nothing must know them nearly all.
        var least = schema.Required.Count > 0 ? 50 : 90;
        var own = names.Count - (names.ContainsKey("$schema") ? 1 : 0);
        return known * 100 < own * least ? 0 : known + schema.Required.Count + (10 * schema.Constants.Count);
    }
}

/// <summary>One JSON Schema with the files that it refers to; read when it is first asked. Thread-safe.</summary>
/// <param name="name">Name, as mappings give it.</param>
/// <param name="path">Path of the schema.</param>
/// <param name="files">It and all that it may refer to, by path.</param>
internal sealed class JsonSet(string name, string path, Dictionary<string, ReadOnlyMemory<byte>> files)
{
    private readonly Lock reading = new();
    private readonly Findings faults = new();
    private bool isImported;
    private bool isCompiled;
    private JsonSchemaImport? import;
    private JsonSchema? check;

    /// <summary>The position table; null when the schema is not usable.</summary>
    public JsonSchemaImport? Import
    {
        get
        {
            lock (reading)
            {
                if (isImported) return import;
                isImported = true;
                return import = JsonSchemaImport.Load(name, files[path], faults);
            }
        }
    }

    /// <summary>What documents are checked with; null when the schema is not usable.</summary>
    public JsonSchema? Check
    {
        get
        {
            lock (reading)
            {
                if (isCompiled) return check;
                isCompiled = true;
                return check = JsonSchema.Compile(name, files, path, faults, checksForm: false);
            }
        }
    }

    /// <summary>Reads it and checks its own form.</summary>
    public void CheckAll(Findings findings)
    {
        if (Import is null)
        {
            ReportTo(findings);
            return;
        }

        var found = new Findings();
        JsonSchema.Compile(name, files, path, found);
        findings.AddAll(Placed(found));
    }

    /// <summary>What was wrong with it so far.</summary>
    public void ReportTo(Findings findings)
    {
        lock (reading) findings.AddAll(Placed(faults));
    }

    // Files are named as the operator knows them; the reading of the main schema knows only its name.
    private Findings Placed(Findings found)
    {
        found.Amend(0, fault => fault.Place.Reference is { } file && file.StartsWith("schemas/", StringComparison.Ordinal) ? fault
            : fault with { Place = fault.Place with { Reference = "schemas/" + FileOf(fault.Place.Reference) } });
        return found;

        string FileOf(string? reference) => reference is null || reference == name ? path : reference;
    }
}
