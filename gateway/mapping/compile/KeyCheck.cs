namespace Gateway.Mappings;

/// <summary>Checks which keys of the language stand together in a block.</summary>
internal static class KeyCheck
{
    /// <summary>Reports keys that exclude each other, need another one, or say twice what a block is.</summary>
    public static void Check(Entry block, Compilation shared)
    {
        var hasMove = block["each"] ?? block["at"];
        if (block["each"] is not null && block["at"] is { } at)
        {
            shared.ReportKey(MappingFindings.Misplaced, at, "at", "'each' moves the scope already");
        }

        Needs(block, "with", block["use"], "it gives parameters to 'use', which is not here", shared);
        Needs(block, "isolate", hasMove, "it names the instances of 'each', which is not here", shared);
        foreach (var key in block.Children.Where(k => k.Key == "keep" && k.Text is not ("yes" or "true")))
        {
            shared.Report(MappingFindings.Misplaced, key, 0, "keep: " + key.Text, "write 'keep: yes', or nothing");
        }

        for (var i = 1; i < block.Children.Count; i++)
        {
            var child = block.Children[i];
            var first = block.Children.FindIndex(other => other.Key == child.Key);
            if (first < i && IsMany(block.Children[first], child)) shared.ReportKey(MappingFindings.UnclearPrefix, child, child.Key);
        }
    }

    /// <summary>Reports entries of <c>choose</c> whose condition an earlier one has taken.</summary>
    public static void Choices(Entry choose, Compilation shared)
    {
        var taken = new List<string>();
        foreach (var when in choose.Children.Select(child => child["when"]).OfType<Entry>().Where(when => when.Text is not null))
        {
            var text = string.Concat(when.Text!.Where(c => c != ' '));
            if (taken.Exists(earlier => Holds(earlier, text))) shared.ReportKey(MappingFindings.Unreachable, when);
            taken.Add(text);
        }
    }

    /// <summary>Whether something decides that the entry makes nothing for some documents.</summary>
    public static bool IsConditional(Entry entry)
        => entry.IsBlock && (entry["when"] is not null
            || (entry["each"] ?? entry["at"])?.Text?.TrimStart().StartsWith("if(", StringComparison.Ordinal) == true);

    private static void Needs(Entry block, string key, Entry? other, string why, Compilation shared)
    {
        if (other is null && block[key] is { } alone) shared.ReportKey(MappingFindings.Misplaced, alone, key, why);
    }

    private static bool IsMany(Entry one, Entry other) => one.IsList || other.IsList || one.IsMoved || other.IsMoved;

    // The same condition, or an equality with codes that are all among those of an earlier one.
    private static bool Holds(string earlier, string later)
    {
        if (earlier == later) return true;
        var (first, second) = (earlier.Split('='), later.Split('='));
        return first.Length == 2 && second.Length == 2 && first[0] == second[0] && IsCodes(first[1]) && IsCodes(second[1])
            && second[1].Split(';').All(first[1].Split(';').Contains);
    }

    private static bool IsCodes(string text)
        => text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is ';' or '_' or '-');
}
