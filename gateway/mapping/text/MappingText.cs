using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a mapping serves, read from its first lines before it is compiled.</summary>
/// <param name="FromFormat"><c>edifact</c>, <c>xml</c>, <c>wco</c> …</param>
/// <param name="FromTypes">Document types: <c>CUSCAR</c>; the document elements of an XML set, <c>Invoice</c> and
/// <c>CreditNote</c>.</param>
/// <param name="Releases">Structural forms of these: <c>D.95B</c> …; the name of the XML set; empty when the format has none.</param>
/// <param name="ToFormat"><c>wco</c>, <c>xml hmrc-cds</c>.</param>
/// <param name="ToType">Root document: <c>CargoReport</c>.</param>
public sealed record MappingHead(
    string FromFormat, IReadOnlyList<string> FromTypes, IReadOnlyList<string> Releases, string ToFormat, string ToType)
{
    /// <summary>Reads the words of <c>from:</c>. EDIFACT names a type and its releases (<c>edifact CUSCAR D.95B
    /// D.96B</c>), XML a schema set
    /// and document elements of it (<c>xml ubl-2.1 Invoice CreditNote</c>), every other format document types (<c>json
    /// erp-materials</c>).</summary>
    /// <returns>Null when a word is missing.</returns>
    public static MappingHead? Of(string[] from, string[] to) => (from, to) switch
    {
        ({ Length: < 2 }, _) or (_, { Length: < 2 }) or (["xml", _], _) => null,
        (["edifact", var type, .. var releases], _) => new MappingHead("edifact", [type], releases, string.Join(' ', to[..^1]), to[^1]),
        (["xml", var set, .. var elements], _) => new MappingHead("xml", elements, [set], string.Join(' ', to[..^1]), to[^1]),
        _ => new MappingHead(from[0], from[1..], [], string.Join(' ', to[..^1]), to[^1]),
    };

    /// <summary>Whether it reads documents of a type. An EDIFACT release between the forms is read with the nearest one.</summary>
    public bool Serves(string type, string? release)
        => FromTypes.Contains(type) && (FromFormat == "edifact" || Releases.Count == 0 || (release is not null
            && Releases.Contains(release)));
}

/// <summary>What stands before a mapping's rules.</summary>
/// <param name="Head">What it serves.</param>
/// <param name="HasBase">Whether it is an overlay.</param>
/// <param name="Layout">How a table becomes the tree that it reads; null where the source is a tree already.</param>
/// <param name="From">Where its source is named.</param>
public sealed record MappingGlance(MappingHead Head, bool HasBase, TableLayout? Layout, Place From);

/// <summary>The text of a mapping with its base and fragments merged: what is compiled, and what its hash is taken
/// of.</summary>
public sealed class MappingText
{
    internal MappingText(
        string name, MappingHead head, bool hasBase, Entry file, IReadOnlyDictionary<string, Entry> parts,
        IReadOnlyDictionary<string, CodeTable> tables)
    {
        (Name, Head, HasBase, File, Parts, Tables) = (name, head, hasBase, file, parts, tables);
        var all = new StringBuilder();
        file.Describe(all);
        foreach (var part in parts.Keys.Order(StringComparer.Ordinal)) parts[part].Describe(all);
        foreach (var table in tables.Keys.Order(StringComparer.Ordinal)) tables[table].Describe(all);
        Digest = Digest.Of(Encoding.UTF8.GetBytes(all.ToString()));
    }

    /// <summary>Name: the folder below mappings, <c>edifact/cuscar</c>.</summary>
    public string Name { get; }

    /// <summary>Digest of everything that is compiled: the file, its base, its fragments, its tables.</summary>
    public Digest Digest { get; }

    /// <summary>What it serves.</summary>
    public MappingHead Head { get; }

    /// <summary>Whether it is an overlay: it names a base, whose text is merged here.</summary>
    public bool HasBase { get; }

    /// <summary>How a table becomes the tree that it reads (<c>read</c>); null where the source is a tree already.</summary>
    public TableLayout? Layout { get; internal init; }

    /// <summary>Further documents that it is handed by name (<c>also</c>).</summary>
    public IReadOnlyList<FurtherDocument> Further { get; internal init; } = [];

    /// <summary>The merged file.</summary>
    internal Entry File { get; }

    /// <summary>Fragments by the name that <c>use</c> gives.</summary>
    internal IReadOnlyDictionary<string, Entry> Parts { get; }

    /// <summary>Tables by name.</summary>
    internal IReadOnlyDictionary<string, CodeTable> Tables { get; }

    /// <summary>Loads <c>NAME/mapping.yaml</c> (or <c>NAME.yaml</c>) with all it refers to.</summary>
    /// <param name="name">Name of the mapping.</param>
    /// <param name="file">Gives a file below the mappings folder; null when there is none.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="findings">All faults.</param>
    /// <param name="files">Paths of all files below the mappings folder, for the nearest names; null where they are not known.</param>
    /// <param name="evenFaulty">Give the text in spite of an error that leaves its rules readable, so that these can be checked too; it
    /// must not be used for anything else.</param>
    /// <returns>Null when there is an error.</returns>
    public static MappingText? Load(
        string name, Func<string, ReadOnlyMemory<byte>?> file, ReadText read, Findings findings, IEnumerable<string>? files = null,
        bool evenFaulty = false)
        => new MappingLoad(file, files ?? [], read, findings).Load(name, evenFaulty);

    /// <summary>Reads only what a mapping serves; its rules, fragments and tables stay unread.</summary>
    /// <param name="name">Name of the mapping.</param>
    /// <param name="file">Gives a file below the mappings folder; null when there is none.</param>
    /// <param name="read">Reads YAML.</param>
    /// <returns>Null when that has a fault, which <see cref="Load"/> reports.</returns>
    public static MappingGlance? Glance(string name, Func<string, ReadOnlyMemory<byte>?> file, ReadText read)
        => new MappingLoad(path => file(path) is { } bytes ? MappingLoad.BeforeRules(bytes) : null, [], read, new Findings()).Glance(name);

    /// <summary>The codes of one of its tables, in order, those that mean the same together; none when there is no such table.</summary>
    public IEnumerable<IGrouping<string, string>> CodesOf(string table) => Tables.TryGetValue(table, out var known) ? known.ByMeaning : [];

    /// <summary>Where the value of a key of the file stands; the file's begin when there is no such key.</summary>
    public Place PlaceOf(string key) => (File[key] ?? File).Place;
}
