using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>A JSON Schema (draft 2020-12), compiled once, that documents are checked with. Thread-safe.</summary>
/// <remarks>
/// All keywords of the vocabularies core, applicator, unevaluated and validation; <c>format</c> and <c>content…</c> are annotations and
/// say nothing of validity, as the draft has it. References lead into the files that were given, never into a network. Numbers are exact,
/// patterns take time in proportion to the text, and every checking has a number of steps that no document exceeds for long.
/// </remarks>
public sealed class JsonSchema
{
    /// <summary>Base URI of files that have no URI of their own.</summary>
    internal const string FileBase = "schema:///";

    // A document of trade takes one step for every three bytes; any document may take many times that, some seconds.
    private const long StepsMin = 2_000_000;
    private const int StepsForByte = 8;
    private const int RoomBytesMax = 4 * 1024 * 1024;

    private static readonly Lazy<byte[]> StandardFile = new(ReadStandard);
    private static readonly Lazy<JsonSchema> Meta = new(CompileMeta);

    private readonly SchemaRules rules;
    private readonly bool hasDynamicScope;
    private readonly ConcurrentBag<Room> rooms = [];

    private JsonSchema(string name, SchemaRules compiled, bool isDynamic) => (Name, rules, hasDynamicScope) = (name, compiled, isDynamic);

    /// <summary>Name for sentences: <c>erp-materials</c>.</summary>
    public string Name { get; }

    /// <summary>Compiles a schema.</summary>
    /// <param name="name">Name for sentences.</param>
    /// <param name="files">Its files by path, or by URI where they have one from outside: the schema and all that it refers to.</param>
    /// <param name="main">The path of the schema that documents follow.</param>
    /// <param name="findings">All faults of all files.</param>
    /// <param name="checksForm">Checks the files with the meta-schema of the draft, too; false where they were checked before.</param>
    /// <returns>Null when there is an error.</returns>
    public static JsonSchema? Compile(
        string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string main, Findings findings, bool checksForm = true)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(findings);
        var errors = findings.Errors;
        var registry = new SchemaRegistry(findings);
        registry.AddStandard(StandardFile.Value);
        SchemaDocument? root = null;
        foreach (var (path, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var uri = UriReference.Parse(path).Scheme is null ? FileBase + path : path;
            if (registry.Add(uri, path, bytes) is not { } document) continue;
            if (path == main) root = document;
            if (checksForm) CheckForm(document, registry, findings);
        }

        if (root is null || findings.Errors > errors) return null;
        var compiler = new SchemaCompiler(registry);
        var compiled = compiler.Compile(root, 0, root.Resources[0]);
        return findings.Errors > errors ? null : new JsonSchema(name, compiled, compiler.HasDynamicScope);
    }

    /// <summary>Whether a text of JSON is valid.</summary>
    /// <returns>Null when that cannot be told: it is not JSON, or the checking was given up.</returns>
    public bool? IsValid(ReadOnlyMemory<byte> json)
    {
        var room = Take();
        bool? isValid = room.Instance.Read(json, out _) ? IsValid(room, json.Length) : null;
        Return(room, json.Length);
        return isValid;
    }

    /// <summary>Checks a document.</summary>
    /// <param name="part">The bytes that it lies in, in UTF-8; a text that is not JSON has been reported by who read it.</param>
    /// <param name="findings">All its faults, up to what is kept.</param>
    /// <param name="number">Number of the part, for spans.</param>
    /// <param name="document">Where the document stands in the part; the default is all of it.</param>
    /// <param name="ordinal">Which document of the part it is.</param>
    /// <returns>Whether it is valid.</returns>
    public bool Validate(ReadOnlyMemory<byte> part, Findings findings, int number = 0, Range? document = null, int ordinal = 1)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var (start, length) = (document ?? Range.All).GetOffsetAndLength(part.Length);
        if (start == 0 && part.Span.StartsWith("\uFEFF"u8)) (start, length) = (3, length - 3);
        var json = part.Slice(start, length);
        var room = Take();
        var isValid = false;
        if (!room.Instance.Read(json, out var faultAt))
        {
            ReportUnread(part, start + faultAt, number, findings);
        }
        else if (IsValid(room, length) is { } verdict)
        {
            isValid = verdict;
            if (!isValid) Collect(room, new SchemaFaultText(part, start, number, ordinal), length, findings);
        }
        else
        {
            findings.Add(SchemaFindings.GivenUp, new SourceSpan(number, start, 0), new Place(ordinal, 0), 0, "The document", Name);
        }

        Return(room, length);
        return isValid;
    }

    private bool? IsValid(Room room, int length)
    {
        var check = new SchemaCheck(room.Instance.View, hasDynamicScope, room.Marks, StepsFor(length));
        var isValid = check.Check(rules, 0);
        return check.IsGivenUp ? null : isValid;
    }

    private void Collect(Room room, SchemaFaultText text, int length, Findings findings)
    {
        var view = room.Instance.View;
        // One more than is kept, so that it is said that there are more.
        var faults = new SchemaFaults(Math.Max(1, findings.Left + 1));
        new SchemaCheck(view, hasDynamicScope, room.Marks, StepsFor(length)).Check(rules, 0, faults: faults);
        if (faults.All.Count == 0) faults.Add(SchemaFindings.NoForm, rules, "", 0, 1);
        foreach (var fault in faults.All) findings.Add(text.Of(view, fault));
    }

    private static void ReportUnread(ReadOnlyMemory<byte> part, int at, int number, Findings findings)
    {
        var (line, column) = FormDecoder.LineOf(part.Span, at);
        findings.Add(FormFindings.NotJson, new SourceSpan(number, at, 0), new Place(1, line, column) { IsText = true }, 0,
            line.ToString(CultureInfo.InvariantCulture), column.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Checks the form of a schema with the meta-schema of the draft, which is a schema too.</summary>
    private static void CheckForm(SchemaDocument document, SchemaRegistry registry, Findings findings)
    {
        if (document.Resources[0].Dialect is { } dialect && dialect != SchemaRegistry.Standard)
        {
            if (registry.Find(dialect) is null) registry.Report(JsonSchemaFindings.OtherDraft, document, 0, dialect);
            return;
        }

        var found = new Findings();
        var view = document.Instance.View;
        Meta.Value.Validate(view.Json.ToArray(), found);
        foreach (var fault in found.All)
        {
            var place = fault.Place with { Reference = document.Name, IsText = false };
            findings.Add(new Finding(JsonSchemaFindings.Keyword, fault.Span, place, 0, [document.Name, fault.Sentence]));
        }
    }

    private static JsonSchema CompileMeta()
    {
        var findings = new Findings();
        var registry = new SchemaRegistry(findings);
        registry.AddStandard(StandardFile.Value);
        var compiler = new SchemaCompiler(registry);
        var root = registry.Find(SchemaRegistry.Standard)!;
        return new JsonSchema("JSON Schema 2020-12", compiler.Compile(root.Document, root.Node, root), compiler.HasDynamicScope);
    }

    private static byte[] ReadStandard()
    {
        using var stream = typeof(JsonSchema).Assembly.GetManifestResourceStream("draft2020-12.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static long StepsFor(int length) => StepsMin + ((long)length * StepsForByte);

    private Room Take() => rooms.TryTake(out var room) ? room : new Room();

    private void Return(Room room, int length)
    {
        // What a large document needed is not kept for small ones.
        if (length <= RoomBytesMax) rooms.Add(room);
    }

    private sealed class Room
    {
        public JsonInstance Instance { get; } = new();

        public SchemaMarks Marks { get; } = new();
    }
}
