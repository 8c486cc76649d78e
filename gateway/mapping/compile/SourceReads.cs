namespace Gateway.Mappings;

/// <summary>What a path reaches of all nodes of its kind: those with certain qualifiers, or those that some condition picks.</summary>
/// <param name="IsNarrow">A condition picks; which ones is not known before there is a document.</param>
/// <param name="Keys">The qualifiers on the way, with the kinds of node they were asked of.</param>
internal sealed record Reach(bool IsNarrow, IReadOnlyList<QualifierOnWay> Keys)
{
    /// <summary>Everything.</summary>
    public static Reach All { get; } = new(false, []);

    /// <summary>Some, nobody knows which.</summary>
    public static Reach Some { get; } = new(true, []);
}

/// <summary>A step with qualifiers.</summary>
/// <param name="Spots">The kinds of node it leads to.</param>
/// <param name="Words">The words after each plus.</param>
internal sealed record QualifierOnWay(IReadOnlyList<Spot> Spots, IReadOnlyList<IReadOnlyList<string>> Words)
{
    /// <summary>Whether it asks for everything that another asks for.</summary>
    public bool Covers(QualifierOnWay other)
    {
        if (!Spots.Any(other.Spots.Contains)) return false;
        for (var i = 0; i < Words.Count; i++)
        {
            if (Words[i].Count == 0) continue;
            if (i >= other.Words.Count || other.Words[i].Count == 0 || !other.Words[i].All(Words[i].Contains)) return false;
        }

        return true;
    }
}

/// <summary>A rule that reads a kind of node, or an entry of <c>leave</c>.</summary>
/// <param name="Entry">Where it is written.</param>
/// <param name="Spot">The kind of node.</param>
/// <param name="Reach">Which of these nodes.</param>
internal sealed record RuleReading(Entry Entry, Spot Spot, Reach Reach);

/// <summary>What the rules of a mapping read of the source, and what <c>leave</c> says is not read.</summary>
internal sealed class SourceReads
{
    private readonly List<RuleReading> read = [];
    private readonly List<RuleReading> left = [];

    /// <summary>Whether anything is said to be left; if not, nobody asks what is read.</summary>
    public bool IsWanted { get; set; }

    /// <summary>How much is read so far.</summary>
    public int Count => read.Count;

    /// <summary>What was read from a number on.</summary>
    public IEnumerable<RuleReading> From(int first) => read.Skip(first);

    /// <summary>A rule reads, as is known from another form.</summary>
    public void Read(RuleReading known) => read.Add(known);

    /// <summary>A rule reads.</summary>
    public void Read(Entry entry, IReadOnlyList<Spot> spots, Reach reach)
    {
        if (IsWanted && !reach.IsNarrow) read.AddRange(spots.Select(spot => new RuleReading(entry, spot, reach)));
    }

    /// <summary>Something is left.</summary>
    public void Leave(Entry entry, IReadOnlyList<Spot> spots, Reach reach)
    {
        if (!reach.IsNarrow) left.AddRange(spots.Select(spot => new RuleReading(entry, spot, reach)));
    }

    /// <summary>Reports what is both, and forgets everything: the next form has other positions.</summary>
    public void Report(Compilation shared)
    {
        foreach (var leave in left)
        {
            var reader = read.Find(r => IsAtOrBelow(r.Spot, leave.Spot)
                && r.Reach.Keys.All(key => leave.Reach.Keys.Any(key.Covers)));
            if (reader is null) continue;
            var line = reader.Entry.Place.Segment.ToString(System.Globalization.CultureInfo.InvariantCulture);
            shared.ReportKey(MappingFindings.LeftButRead, leave.Entry, leave.Entry.Text ?? "", line);
        }

        read.Clear();
        left.Clear();
    }

    private static bool IsAtOrBelow(Spot spot, Spot above)
    {
        for (var at = spot; at is not null; at = at.Up)
        {
            if (at == above) return true;
        }

        return false;
    }
}
