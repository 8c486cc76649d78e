using System.Globalization;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>A block of keys of a configuration text. Whatever is wrong becomes a finding at its line, and reading goes on.</summary>
internal readonly struct Section(Tree tree, int node, string name, string file, Findings findings)
{
    /// <summary>Reports every key that is not one of these.</summary>
    public void Only(params IReadOnlyList<string> keys)
    {
        foreach (var child in Children())
        {
            var key = tree.NameOf(child);
            if (!keys.Contains(key)) Report(ConfigurationCodes.UnknownKey, child, name, key, Nearest.To(key, keys, keys.Count));
        }
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => Find(key) >= 0;

    /// <summary>The text of a key; null when it is not there.</summary>
    public string? Text(string key)
    {
        var child = Find(key);
        if (child < 0) return null;
        if (HasValue(child)) return tree.Text(child);
        Report(ConfigurationCodes.WrongValue, child, key, "a block", "one value");
        return null;
    }

    /// <summary>The text of a key that must be there; empty when it is not.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What belongs there, for the finding.</param>
    public string Required(string key, string what)
    {
        if (Find(key) < 0) Report(ConfigurationCodes.MissingKey, node, name, key, what);
        return Text(key) ?? "";
    }

    /// <summary>One of several words.</summary>
    public string Word(string key, string fallback, params IReadOnlyList<string> words)
    {
        if (Text(key) is not { } text) return fallback;
        if (!words.Contains(text)) Wrong(key, text, "one of " + string.Join(", ", words));
        return text;
    }

    /// <summary>Yes or no.</summary>
    public bool Yes(string key) => Word(key, "no", "yes", "no", "true", "false") is "yes" or "true";

    /// <summary>A whole number within bounds.</summary>
    public int Number(string key, int fallback, int min, int max)
    {
        if (Text(key) is not { } text) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Wrong(key, text, $"a whole number from {min} to {max}");
        return fallback;
    }

    /// <summary>A list of texts; one text alone is a list of one.</summary>
    public IReadOnlyList<string> List(string key)
    {
        var child = Find(key);
        if (child < 0) return [];
        if (HasValue(child)) return [tree.Text(child)];
        var list = new List<string>();
        foreach (var entry in new Section(tree, child, key, file, findings).Children())
        {
            if (HasValue(entry) && tree.NameOf(entry).Length == 0) list.Add(tree.Text(entry));
            else Report(ConfigurationCodes.WrongValue, entry, key, tree.NameOf(entry), "a list of texts");
        }

        return list;
    }

    /// <summary>The block of a key; null where there is none or one value.</summary>
    public Section? Block(string key)
        => Find(key) is >= 0 and var child && !HasValue(child) ? new Section(tree, child, key, file, findings) : null;

    /// <summary>Every key below a key, with its text (null where it is a block) and the block.</summary>
    public IEnumerable<(string Key, string? Text, Section Block)> Entries(string key)
    {
        var child = Find(key);
        if (child < 0) yield break;
        foreach (var entry in new Section(tree, child, key, file, findings).Children())
        {
            var entryKey = tree.NameOf(entry);
            yield return (entryKey, HasValue(entry) ? tree.Text(entry) : null, new Section(tree, entry, entryKey, file, findings));
        }
    }

    /// <summary>Every entry of a list below a key, with its text (null where it is a block); one value alone, or one block, is a list of
    /// one.</summary>
    public IEnumerable<(string Key, string? Text, Section Block)> Items(string key)
    {
        var child = Find(key);
        if (child < 0) return [];
        if (HasValue(child)) return [("", tree.Text(child), this)];
        var block = new Section(tree, child, key, file, findings);
        return block.Children() is [var first, ..] && tree.NameOf(first).Length > 0 ? [("", null, block)] : Entries(key);
    }

    /// <summary>A day, <c>2026-12-31</c>; null when it is not there.</summary>
    public DateOnly? Day(string key)
    {
        if (Text(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Wrong(key, text, "a day such as 2026-12-31");
        return null;
    }

    /// <summary>Reports that the value of a key is not what it should be.</summary>
    public void Wrong(string key, string text, string expected)
    {
        var child = Find(key);
        Report(ConfigurationCodes.WrongValue, child < 0 ? node : child, key.Length == 0 ? name : key, text, expected);
    }

    /// <summary>Reports a fault at a key, or at the block where the key is missing.</summary>
    public void Fault(FindingCode code, string key, params ReadOnlySpan<string> arguments)
    {
        var child = Find(key);
        Report(code, child < 0 ? node : child, arguments);
    }

    private void Report(FindingCode code, int at, params ReadOnlySpan<string> arguments)
    {
        var place = tree.PlaceOf(at);
        findings.Add(code, tree.SpanOf(at), place with { Reference = place.Reference ?? file }, 0, arguments);
    }

    private bool HasValue(int child) => (tree.Nodes[child].Flags & NodeFlags.HasValue) != 0;

    private int Find(string key)
    {
        foreach (var child in Children())
        {
            if (tree.NameOf(child) == key) return child;
        }

        return -1;
    }

    private List<int> Children()
    {
        var children = new List<int>();
        var nodes = tree.Nodes;
        for (var child = node + 1; child < nodes[node].Next; child = nodes[child].Next) children.Add(child);
        return children;
    }
}
