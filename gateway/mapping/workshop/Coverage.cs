using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>
/// Two-sided coverage of a mapping over real documents: which values of the source no rule reads, which positions of the
/// target are never made, which rules never do anything. Not thread-safe.
/// </summary>
/// <param name="to">Schema of the target, as <see cref="Mapping.Compile"/> takes it.</param>
public sealed class Coverage(Schema to)
{
    private const int TextMax = 40;

    /// <summary>How many examples are kept of the values of a place.</summary>
    internal const int TextsMax = 3;

    private static readonly Dictionary<string, string> NoConstants = [];

    private readonly Dictionary<Schema, SourcePlaces> forms = new(ReferenceEqualityComparer.Instance);
    private readonly ReadMarks marks = new();
    private readonly Tree target = new();
    private readonly Findings findings = new(0);
    private readonly RuleCount rules = new();
    private readonly TargetCount made = new(to);
    private readonly List<FileCoverage> files = [];
    private Mapping? last;

    /// <summary>Files so far, in the order of adding.</summary>
    public IReadOnlyList<FileCoverage> Files => files;

    /// <summary>Runs a mapping over a document and counts.</summary>
    /// <param name="file">Name of the file that it is from; documents of one file come one after another.</param>
    /// <param name="mapping">The mapping, compiled for the document's form.</param>
    /// <param name="source">The document.</param>
    /// <param name="moment">When it arrived.</param>
    public void Add(string file, Mapping mapping, Tree source, Moment moment)
    {
        target.Reset(to, null);
        target.KeepProvenance();
        // A WCO document stands in its envelope; that of a profile is whole by itself.
        var envelope = mapping.Text.Head.ToFormat == "wco" ? target.Open(Schema.Root) : -1;
        findings.Clear();
        mapping.Run(source, target, moment, NoConstants, findings, marks);
        if (envelope >= 0) target.Close(envelope);
        if (files.Count == 0 || files[^1].File != file) files.Add(new FileCoverage(file, 0, default));
        if (last != mapping) rules.Take(last = mapping);
        rules.Add(target);
        made.Add(target);
        var counted = CountSource(file, source, mapping.RootOf(source));
        files[^1] = files[^1] with { Documents = files[^1].Documents + 1, Values = files[^1].Values + counted };
    }

    /// <summary>What was found so far.</summary>
    /// <param name="all">The mapping compiled for every form: rules that no document's form has count too.</param>
    public CoverageReport Report(IReadOnlyList<Mapping> all)
    {
        foreach (var mapping in all) rules.Take(mapping);
        var total = files.Aggregate(default(ValueCounts), (sum, file) => sum + file.Values);
        var unread = forms.Values.SelectMany(places => places.Unread())
            .GroupBy(place => (place.Path, place.IsWhole), (_, places) => places.Aggregate((a, b) => a with
            {
                Unread = a.Unread + b.Unread, Values = a.Values + b.Values, Files = a.Files + b.Files,
                Texts = [.. a.Texts.Concat(b.Texts).Distinct().Take(TextsMax)],
            }))
            .OrderByDescending(u => u.Unread).ThenBy(u => u.Path, StringComparer.Ordinal).ToList();
        return new CoverageReport(
            files, total, last?.IsCarrying ?? all.Any(m => m.IsCarrying), unread, rules.Idle(), rules.Count, made.Gaps(rules.Targets()));
    }

    // A canonical document stands in an envelope, which the engine reads itself; what the gateway added to it is nobody's data.
    private ValueCounts CountSource(string file, Tree source, int root)
    {
        if (root < 0) return default;
        if (!forms.TryGetValue(source.Schema!, out var places)) forms.Add(source.Schema!, places = new SourcePlaces(source.Schema!));
        var placed = places.Of(source);
        var nodes = source.Nodes;
        ValueCounts counts = default;
        for (var node = root + 1; node < nodes[root].Next; node++)
        {
            ref readonly var n = ref nodes[node];
            if (n.Length == 0 || (n.Flags & NodeFlags.HasValue) == 0 || placed[node].IsService) continue;
            if (source.AdditionOf(node) is not null) continue;
            var reading = marks.Of(source, node);
            counts += ValueCounts.Of(reading);
            Count(placed[node].Count, file, source, node, reading);
        }

        return counts;
    }

    private void Count(PlaceCount place, string file, Tree source, int node, Reading reading)
    {
        place.Values++;
        if (reading != Reading.Unread) return;
        if (place.Unread++ == 0) place.First = (file, source.SpanOf(node));
        if (place.LastFile != files.Count)
        {
            place.LastFile = files.Count;
            place.Files++;
        }

        if (place.Texts.Count == TextsMax) return;
        var text = source.Text(node);
        if (text.Length > TextMax) text = text[..TextMax] + "…";
        if (!place.Texts.Contains(text)) place.Texts.Add(text);
    }
}

/// <summary>What became of the values of a document, empty ones and those of the envelope not counted.</summary>
/// <param name="Read">Read by a rule.</param>
/// <param name="Left">Named in <c>leave</c>.</param>
/// <param name="Unread">Neither: only <c>carry</c> keeps them, or nothing does.</param>
public readonly record struct ValueCounts(long Read, long Left, long Unread)
{
    /// <summary>All of them.</summary>
    public long All => Read + Left + Unread;

    /// <summary>How many of a hundred are read or left; 100 where there are none.</summary>
    public decimal Percent => All == 0 ? 100 : Math.Floor(1000m * (Read + Left) / All) / 10;

    /// <summary>The sum.</summary>
    public static ValueCounts operator +(ValueCounts a, ValueCounts b) => new(a.Read + b.Read, a.Left + b.Left, a.Unread + b.Unread);

    /// <summary>One value.</summary>
    public static ValueCounts Of(Reading reading) => reading switch
    {
        Reading.Read => new(1, 0, 0),
        Reading.Left => new(0, 1, 0),
        _ => new(0, 0, 1),
    };
}

/// <summary>Coverage of one file.</summary>
/// <param name="File">Its name.</param>
/// <param name="Documents">Documents of it that the mapping serves.</param>
/// <param name="Values">What became of their values.</param>
public sealed record FileCoverage(string File, int Documents, ValueCounts Values);

/// <summary>A place of the source whose values no rule reads.</summary>
/// <param name="Path">As a mapping would name it: <c>CNI/RFF+BM/GID.7365</c>.</param>
/// <param name="IsWhole">A segment, group or class of which nothing is read; it stands for all that is below.</param>
/// <param name="Unread">How many values there were unread.</param>
/// <param name="Values">How many values there were.</param>
/// <param name="Files">In how many files.</param>
/// <param name="File">The first of them.</param>
/// <param name="Span">Where in it.</param>
/// <param name="Texts">A few of the values.</param>
public sealed record UnreadPlace(
    string Path, bool IsWhole, long Unread, long Values, int Files, string File, SourceSpan Span, IReadOnlyList<string> Texts);

/// <summary>A position of the target that is made never, or not always though it must be.</summary>
/// <param name="Path">From the root document's class on: <c>Consignment/UCR/ID</c>.</param>
/// <param name="Position">Its position in the schema of the target.</param>
/// <param name="IsMandatory">Whether its class must have it.</param>
/// <param name="HasRule">Whether a rule would make it, or something in it.</param>
/// <param name="Made">In how many instances of its class it was made.</param>
/// <param name="Instances">How many instances of its class were made.</param>
public sealed record TargetGap(string Path, int Position, bool IsMandatory, bool HasRule, long Made, long Instances);

/// <summary>A rule that never made anything.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Inside">Where it is one for a block: the rules in that block, which therefore made nothing either.</param>
public sealed record IdleRule(Rule Rule, IReadOnlyList<Rule> Inside);

/// <summary>What a corpus says about a mapping.</summary>
/// <param name="Files">Each file with documents that the mapping serves.</param>
/// <param name="Total">Over all of them.</param>
/// <param name="IsCarrying">Whether <c>carry</c> keeps what no rule reads.</param>
/// <param name="Unread">Places that real documents fill and no rule reads, most frequent first.</param>
/// <param name="Idle">Rules that never made anything, in the order of their files and lines.</param>
/// <param name="Rules">How many rules there are.</param>
/// <param name="Gaps">Positions of the target that are missing: mandatory ones first, then those that have a rule.</param>
public sealed record CoverageReport(
    IReadOnlyList<FileCoverage> Files, ValueCounts Total, bool IsCarrying, IReadOnlyList<UnreadPlace> Unread,
    IReadOnlyList<IdleRule> Idle, int Rules, IReadOnlyList<TargetGap> Gaps);
