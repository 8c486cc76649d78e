using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Reads a mapping with its base, its fragments and its tables, and merges them.</summary>
internal sealed class MappingLoad(
    Func<string, ReadOnlyMemory<byte>?> file, IEnumerable<string> files, ReadText read, Findings findings)
{
    private const int BasesMax = 8;

    private static readonly HashSet<string> FileKeys = new(StringComparer.Ordinal)
    {
        "mapping", "from", "to", "when", "base", "also", "read", "dates", "tables", "parts", "map", "leave", "check",
            "lane",
    };

    private readonly Dictionary<string, Entry> parts = new(StringComparer.Ordinal);
    private int filesRead;

    /// <param name="name">Name of the mapping.</param>
    /// <param name="evenFaulty">Give the text in spite of faults that leave its rules readable, so that these can be checked too.</param>
    public MappingText? Load(string name, bool evenFaulty)
    {
        var errors = findings.Errors;
        var reached = new HashSet<string>();
        if (Merged(name, reached) is not { } merged) return null;
        if (HeadOf(merged) is not { } head) return null;
        foreach (var part in merged["parts"]?.Children ?? []) parts[part.Key] = Fragment(part);
        if (merged["map"] is not { } map)
        {
            findings.AddAt(MappingFindings.MissingKey, merged, "map");
            return null;
        }

        foreach (var part in parts.Values.ToArray()) LoadUses(part, name, [part.Key]);
        LoadUses(map, name, []);
        var tables = LoadTables(merged["tables"], name);
        var layout = merged["read"] is { } table ? new LayoutText(findings).Read(head.FromTypes[0], table) : null;
        if (layout is not null && head.FromFormat != "tabular")
        {
            var (span, place) = merged["read"]!.Name;
            findings.Add(MappingFindings.Misplaced, span, place, 0, "read", "only a table (from: tabular NAME) needs it");
        }

        var further = FurtherOf(merged["also"]);
        if (findings.Errors > errors && !evenFaulty) return null;
        return new MappingText(name, head, reached.Count > 1, merged, parts, tables) { Layout = layout, Further = further };
    }

    private List<FurtherDocument> FurtherOf(Entry? also)
    {
        var all = new List<FurtherDocument>();
        foreach (var entry in also?.Children ?? [])
        {
            var words = entry.Text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (FurtherDocument.Of(entry.Key, words) is { } document) all.Add(document);
            else findings.AddAt(MappingFindings.MissingKey, entry, "also: NAME: FORMAT TYPE");
        }

        return all;
    }

    /// <summary>Reads what stands before the rules: what the mapping serves.</summary>
    /// <returns>Null when that is not clear without reading all.</returns>
    public MappingGlance? Glance(string name)
    {
        var reached = new HashSet<string>();
        if (Merged(name, reached) is not { } merged || HeadOf(merged) is not { } head) return null;
        var layout = merged["read"] is { } table ? new LayoutText(findings).Read(head.FromTypes[0], table) : null;
        return findings.Errors > 0 ? null : new MappingGlance(head, reached.Count > 1, layout, (merged["from"] ?? merged).Place);
    }

    /// <summary>The bytes before the rules; all of them where a key that is read at a glance stands after these.</summary>
    public static ReadOnlyMemory<byte> BeforeRules(ReadOnlyMemory<byte> file)
    {
        var at = file.Span.IndexOf("\nmap:"u8);
        if (at < 0) return file;
        var rules = file.Span[at..];
        var isSplit = rules.IndexOf("\nfrom:"u8) >= 0 || rules.IndexOf("\nto:"u8) >= 0 || rules.IndexOf("\nbase:"u8) >= 0
            || rules.IndexOf("\nread:"u8) >= 0;
        return isSplit ? file : file[..(at + 1)];
    }

    private Entry? Merged(string name, HashSet<string> reached, Entry? by = null)
    {
        if (!reached.Add(name) || reached.Count > BasesMax)
        {
            Add(MappingFindings.Recursion, by, name);
            return null;
        }

        var bytes = file(name + "/mapping.yaml");
        var path = bytes is null ? name + ".yaml" : name + "/mapping.yaml";
        bytes ??= file(path);
        if (bytes is null && by is not null)
        {
            findings.AddAt(MappingFindings.UnknownBase, by, name, Nearest.To(name, Mappings));
            return null;
        }

        if (ReadFile(path, bytes) is not { } own) return null;
        foreach (var key in own.Children.Where(k => !FileKeys.Contains(k.Key)))
        {
            var (span, place) = key.Name;
            findings.Add(MappingFindings.UnknownKey, span, place, 0, key.Key, Nearest.To(key.Key, FileKeys));
        }

        if (own["mapping"]?.Text != "1") findings.AddAt(MappingFindings.Version, own["mapping"] ?? own,
            own["mapping"]?.Text ?? "");
        own = Entry.Block(own, "", [.. own.Children.Select(c => c.Key == "map" ? Merge.Nested(c) : c)]);
        if (own["base"] is not { Text: { } below } @base) return own;
        return Merged(below, reached, @base) is not { } lower ? null : Over(lower, own);
    }

    private void Add(FindingCode code, Entry? at, string name)
    {
        if (at is not null) findings.AddAt(code, at, name);
        else findings.Add(code, default, new Place(1, 1) { Reference = name }, 0, name);
    }

    private IEnumerable<string> Mappings => files.Where(path => path.EndsWith("/mapping.yaml", StringComparison.Ordinal))
        .Select(path => path[..^"/mapping.yaml".Length]);

    private IEnumerable<string> Fragments => files
        .Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) && !path.EndsWith("/mapping.yaml", StringComparison.Ordinal))
        .Select(path => path[..^".yaml".Length]);

    private Entry Over(Entry lower, Entry upper)
    {
        var children = new List<Entry>(lower.Children);
        var idle = new List<Entry>();
        foreach (var child in upper.Children.Where(c => c.Key is not ("base" or "mapping")))
        {
            var at = children.FindIndex(c => c.Key == child.Key);
            if (at < 0) children.Add(child);
            else
            {
                children[at] = child.Key switch
                {
                    "tables" or "parts" or "leave" => Merge.ByName(children[at], child, idle),
                    "map" => Merge.Over(children[at], child, idle),
                    _ => Replaced(children[at], child, idle),
                };
            }
        }

        foreach (var same in idle)
        {
            var (span, place) = same.Name;
            findings.Add(MappingFindings.NoChange, span, place, 0, same.Key);
        }

        return Entry.Block(lower, "", children);
    }

    private static Entry Replaced(Entry lower, Entry upper, List<Entry> idle)
    {
        if (upper.IsSame(lower)) idle.Add(upper);
        return upper;
    }

    private Entry? ReadFile(string path, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is null)
        {
            findings.Add(MappingFindings.NoFile, default, new Place(1, 1) { Reference = path }, 0, path);
            return null;
        }

        var tree = new Tree();
        return read(bytes.Value, filesRead++, path, tree, findings) ? Entry.Of(tree) : null;
    }

    private MappingHead? HeadOf(Entry merged)
    {
        var from = merged["from"]?.Text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var to = merged["to"]?.Text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (from.Length < 2) findings.AddAt(MappingFindings.MissingKey, merged["from"] ?? merged, "from");
        if (to.Length < 2) findings.AddAt(MappingFindings.MissingKey, merged["to"] ?? merged, "to");
        if (from is ["xml", _]) findings.AddAt(MappingFindings.MissingKey, merged["from"]!, "from: xml SET ELEMENT");
        return MappingHead.Of(from, to);
    }

    private void LoadUses(Entry entry, string mapping, HashSet<string> reached)
    {
        if (entry.IsBlock && entry["use"] is { Text: { } name } use)
        {
            if (reached.Contains(name)) findings.AddAt(MappingFindings.Recursion, use, name);
            else if (parts.ContainsKey(name) || LoadPart(use, name)) LoadUses(parts[name], mapping, [.. reached, name]);
        }

        foreach (var child in entry.Children) LoadUses(child, mapping, reached);
    }

    private bool LoadPart(Entry use, string name)
    {
        var bytes = file(name + ".yaml");
        if (bytes is null)
        {
            findings.AddAt(MappingFindings.UnknownPart, use, name, Nearest.To(name, parts.Keys.Concat(Fragments)));
            return false;
        }

        if (ReadFile(name + ".yaml", bytes) is not { } part) return false;
        if (part["part"]?.Text != "1") findings.AddAt(MappingFindings.Version, part["part"] ?? part,
            part["part"]?.Text ?? "");
        parts[name] = Fragment(part);
        return true;
    }

    // What a fragment leaves are paths of the source; all other keys are targets.
    private static Entry Fragment(Entry part)
    {
        if (part["leave"] is not { } leave) return Merge.Nested(part);
        var rules = Merge.Nested(Entry.Block(part, part.Key, [.. part.Children.Where(child => child != leave)]));
        return Entry.Block(part, part.Key, [.. rules.Children, leave]);
    }

    private Dictionary<string, CodeTable> LoadTables(Entry? tables, string mapping)
    {
        var all = new Dictionary<string, CodeTable>(StringComparer.Ordinal);
        foreach (var table in tables?.Children ?? [])
        {
            if (table.IsBlock)
            {
                all[table.Key] = CodeTable.Inline(table, findings);
                continue;
            }

            var path = table.Text ?? "";
            if ((file(mapping + "/" + path) ?? file(path)) is { } bytes) all[table.Key] = CodeTable.Csv(table, bytes,
                findings);
            else
            {
                findings.AddAt(MappingFindings.UnknownTableFile, table, path,
                    Nearest.To(path, files.Where(f => f.EndsWith(".csv", StringComparison.Ordinal))));
                all[table.Key] = CodeTable.Inline(table, findings);
            }
        }

        return all;
    }
}
