using System.Text;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The schema sets of a configuration. Nothing of them is read before a document or a mapping asks. Thread-safe.</summary>
internal sealed class XmlSets
{
    private readonly SortedDictionary<string, XmlSet> byName;

    private readonly Dictionary<string, string> missing;

    private XmlSets(SortedDictionary<string, XmlSet> sets, Dictionary<string, string> notInstalled)
        => (byName, missing) = (sets, notInstalled);

    /// <summary>No sets.</summary>
    public static XmlSets None { get; } = new(new SortedDictionary<string, XmlSet>(StringComparer.Ordinal), []);

    /// <summary>The sets among the files of a configuration: <c>xsd/NAME/…</c> with its <c>set.yaml</c>, and
    /// <c>xml/NAME.txt</c>.</summary>
    /// <returns>Null when there is none.</returns>
    public static XmlSets? Of(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Findings findings)
    {
        var sets = new SortedDictionary<string, XmlSet>(StringComparer.Ordinal);
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        var folders = new Dictionary<string, Dictionary<string, ReadOnlyMemory<byte>>>(StringComparer.Ordinal);
        foreach (var (path, bytes) in files)
        {
            if (path.StartsWith("xml/", StringComparison.Ordinal) && path.EndsWith(".txt", StringComparison.Ordinal))
            {
                var name = path["xml/".Length..^".txt".Length];
                sets[name] = new XmlSet(name, [bytes], _ => "schemas/" + path, faults =>
                    SchemaOutline.Load(name, bytes, faults) is { } outline
                    ? new XmlSetContent([.. outline.Elements], (element, _) => outline.SchemaOf(element)) : null);
            }
            else if (path.StartsWith("xsd/", StringComparison.Ordinal) && path.IndexOf('/', 4) is > 4 and var slash)
            {
                if (!folders.TryGetValue(path[4..slash], out var folder)) folders.Add(path[4..slash], folder = new(StringComparer.Ordinal));
                folder[path[(slash + 1)..]] = bytes;
            }
        }

        foreach (var (name, folder) in folders)
        {
            if (!folder.Remove("set.yaml", out var text) || SchemaSetFile.Read(text.Span) is not { } file)
            {
                findings.Add(XmlFormatFindings.NoMain, default, new Place(0, 1, 1) { Reference = $"schemas/xsd/{name}/set.yaml" }, 0, name);
                continue;
            }

            // An outline of the same name serves until the schemas are installed.
            if (!file.Main.Any(folder.ContainsKey))
            {
                missing[name] = $"{file.Main[0]} is not in {file.Folder ?? "schemas/xsd/" + name}";
                continue;
            }

            // Where the file lies as the operator knows it: below its set, or where the set says.
            var place = Path.Combine("schemas/xsd", name, file.Folder ?? "");
            sets[name] = new XmlSet(name, [.. folder.Values], path => $"{place.TrimEnd('/')}/{path}", faults =>
                XsdImport.Load(name, file.Main, folder, faults) is { } import
                ? new XmlSetContent([.. import.Elements], import.SchemaOf, import.Validate, import.Check) : null);
        }

        return sets.Count + missing.Count == 0 ? null : new XmlSets(sets, missing);
    }

    /// <summary>What is not installed of a set; null when it is unknown or there.</summary>
    public string? MissingFor(string name) => byName.ContainsKey(name) ? null : missing.GetValueOrDefault(name);

    /// <summary>A set by name; null when there is none.</summary>
    public XmlSet? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Reads all sets.</summary>
    /// <param name="findings">All their faults.</param>
    public void CheckAll(Findings findings)
    {
        foreach (var set in byName.Values) set.Load(findings);
    }

    /// <summary>The first set that has a document element, and the others that have it too.</summary>
    public XmlSet? Find(string element, string space, out IReadOnlyList<XmlSet> others)
    {
        XmlSet[] found = [.. byName.Values.Where(set => set.Has(element, space))];
        others = found.Length > 1 ? found[1..] : [];
        return found.Length > 0 ? found[0] : null;
    }
}

/// <summary>What a set holds once it was read.</summary>
/// <param name="Elements">Document elements.</param>
/// <param name="SchemaOf">Position table of a document element by name and namespace; null stands for the only one of that name.</param>
/// <param name="Validate">Checks a finished document; null where only an outline is known.</param>
/// <param name="Check">Checks a document that somebody sent, of a part with that number; null where only an outline is known.</param>
internal sealed record XmlSetContent(
    IReadOnlyList<System.Xml.XmlQualifiedName> Elements, Func<string, string?, Schema?> SchemaOf,
    Func<ReadOnlyMemory<byte>, Findings, bool>? Validate = null, Func<ReadOnlyMemory<byte>, Findings, int, bool>? Check = null);

/// <summary>One set; read when it is first asked. Thread-safe.</summary>
/// <param name="name">Name, as mappings give it.</param>
/// <param name="files">Content of its files.</param>
/// <param name="placeOf">Where a file of the set lies, for findings.</param>
/// <param name="read">Reads it.</param>
internal sealed class XmlSet(
    string name, IReadOnlyList<ReadOnlyMemory<byte>> files, Func<string, string> placeOf, Func<Findings, XmlSetContent?> read)
{
    private readonly Lock reading = new();
    private bool isRead;
    private XmlSetContent? content;

    /// <summary>Name, as mappings give it.</summary>
    public string Name => name;

    /// <summary>What was wrong with its files; empty before it was read.</summary>
    public Findings Faults { get; } = new();

    /// <summary>Whether it declares a document element. A set whose files do not name the namespace at all is not read for that.</summary>
    public bool Has(string element, string space)
    {
        var bytes = Encoding.UTF8.GetBytes(space);
        if (bytes.Length > 0 && !files.Any(file => file.Span.IndexOf(bytes) >= 0)) return false;
        return Content()?.Elements.Any(e => e.Name == element && e.Namespace == space) == true;
    }

    /// <summary>The position table of a document element; null when the set has none, or cannot be read.</summary>
    public Schema? SchemaOf(string element, string? space)
    {
        lock (reading)
        {
            return Content()?.SchemaOf(element, space);
        }
    }

    /// <summary>Checks a finished document; null when there is nothing to check it with.</summary>
    public bool? Validate(ReadOnlyMemory<byte> bytes, Findings findings) => Content()?.Validate?.Invoke(bytes, findings);

    /// <summary>Checks a document that somebody sent; null where only an outline is known.</summary>
    public Func<ReadOnlyMemory<byte>, Findings, int, bool>? Check => Content()?.Check;

    /// <summary>Reads it, so that its faults are known.</summary>
    public void Load(Findings findings)
    {
        Content();
        findings.AddAll(Faults);
    }

    private XmlSetContent? Content()
    {
        lock (reading)
        {
            if (isRead) return content;
            isRead = true;
            content = read(Faults);
            Faults.Amend(0, fault => fault with { Place = fault.Place with { Reference = placeOf(fault.Place.Reference ?? name) } });
            return content;
        }
    }
}
