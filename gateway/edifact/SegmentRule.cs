using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What a segment must obey besides structure and representation. Made with the plan of a message; keeps no state.</summary>
internal abstract class SegmentRule
{
    /// <summary>Checks the segment at hand and reports what it finds.</summary>
    public abstract void Check(in SegmentView view, SegmentCheck check);

    /// <summary>Whether it is certain, without making any text, that <see cref="Check"/> would report and count nothing.</summary>
    /// <param name="view">A segment without release characters and repetitions.</param>
    public virtual bool Holds(in SegmentView view) => false;
}

/// <summary>A value and the data element that names its format: 2380 and 2379.</summary>
internal sealed class DateRule(int element, int value, int format, int position) : SegmentRule
{
    /// <inheritdoc/>
    public override void Check(in SegmentView view, SegmentCheck check)
    {
        var repetitions = view.Repetitions(element);
        for (var r = 1; r <= repetitions; r++)
        {
            var code = view.Find(element, format, r, out _);
            if (code.IsEmpty || DateFormat.Find(code) is not { } known) continue;
            var raw = view.Find(element, value, r, out var start);
            if (raw.IsEmpty) continue;
            check.Date(known, code, raw, start, position, (element, value, repetitions > 1 ? r : 0));
        }
    }

    /// <inheritdoc/>
    public override bool Holds(in SegmentView view)
    {
        var code = view.Find(element, format, 1, out _);
        if (code.IsEmpty || DateFormat.Find(code) is not { } known) return true;
        var raw = view.Find(element, value, 1, out _);
        return raw.IsEmpty || known.Allows(raw);
    }
}

/// <summary>A date or time whose format is fixed: those of service segments.</summary>
internal sealed class FixedDateRule(int element, int component, int format, int position) : SegmentRule
{
    private readonly DateFormat known = DateFormat.Of(format)!;
    private readonly byte[] pattern = System.Text.Encoding.ASCII.GetBytes(DateFormat.Of(format)!.Pattern);

    /// <inheritdoc/>
    public override void Check(in SegmentView view, SegmentCheck check)
    {
        var raw = view.Find(element, component, 1, out var start);
        // A value of another length was told before.
        if (raw.Length == pattern.Length) check.Date(known, pattern, raw, start, position, (element, component, 0));
    }

    /// <inheritdoc/>
    public override bool Holds(in SegmentView view)
        => view.Find(element, component, 1, out _) is var raw && (raw.Length != pattern.Length || known.Allows(raw));
}

/// <summary>A value that must be of a code list.</summary>
/// <param name="element">Its element.</param>
/// <param name="component">Its component; 0 for a simple element.</param>
/// <param name="position">Its position.</param>
/// <param name="list">The list.</param>
/// <param name="foreign">Components that name another list (1131) and its agency (3055); 0 where there is none.</param>
internal sealed class CodeRule(int element, int component, int position, AllowedCodes list, (int List, int Agency) foreign) : SegmentRule
{
    /// <inheritdoc/>
    public override void Check(in SegmentView view, SegmentCheck check)
    {
        var repetitions = view.Repetitions(element);
        for (var r = 1; r <= repetitions; r++)
        {
            var raw = view.Find(element, component, r, out var start);
            if (raw.IsEmpty || list.Has(raw) || IsForeign(view, r)) continue;
            check.Code(list, raw, start, position, (element, component, repetitions > 1 ? r : 0));
        }
    }

    /// <inheritdoc/>
    public override bool Holds(in SegmentView view)
        => view.Find(element, component, 1, out _) is var raw && (raw.IsEmpty || list.Has(raw) || IsForeign(view, 1));

    // 3055 = 6 is the UN itself; any other agency, or a list that is named, has codes of its own.
    private bool IsForeign(in SegmentView view, int repetition)
        => (foreign.List > 0 && !view.Find(element, foreign.List, repetition, out _).IsEmpty)
        || (foreign.Agency > 0 && view.Find(element, foreign.Agency, repetition, out _) is { IsEmpty: false } agency
            && !agency.SequenceEqual("6"u8));
}

/// <summary>Data elements that depend on each other.</summary>
/// <param name="note">The note of the standard.</param>
/// <param name="names">Numbers of the elements, for the sentence.</param>
internal sealed class DependencyRule(DependencyNote note, string names) : SegmentRule
{
    /// <inheritdoc/>
    public override void Check(in SegmentView view, SegmentCheck check)
    {
        var given = Given(view);
        if (note.Holds(given, view.Has(note.Places[0]))) return;
        var wanted = note.Kind switch
        {
            Dependency.OneOnly => "exactly one",
            Dependency.AllOrNone => "all or none",
            Dependency.OneOrMore => "at least one",
            Dependency.OneOrNone => "at most one",
            Dependency.IfFirstThenAll => "with the first all",
            Dependency.IfFirstThenOneMore => "with the first at least one more",
            _ => "only the first",
        };
        var isExcess = note.Kind is Dependency.OneOrNone or Dependency.IfFirstThenNone || (note.Kind == Dependency.OneOnly && given > 1);
        check.Dependency(isExcess, wanted, names, given);
    }

    /// <inheritdoc/>
    public override bool Holds(in SegmentView view) => note.Holds(Given(view), view.Has(note.Places[0]));

    private int Given(in SegmentView view)
    {
        var given = 0;
        foreach (var place in note.Places)
        {
            if (view.Has(place)) given++;
        }

        return given;
    }
}

/// <summary>Codes that are allowed.</summary>
internal abstract class AllowedCodes
{
    /// <summary>Name of the list for the sentence.</summary>
    public abstract string Name { get; }

    /// <summary>Some of them, for the fix; empty where there are too many.</summary>
    public abstract string Sample { get; }

    /// <summary>Whether a value as sent is one.</summary>
    public abstract bool Has(ReadOnlySpan<byte> raw);
}

/// <summary>A short list that is built in.</summary>
internal sealed class FixedCodes(string name, string codes) : AllowedCodes
{
    private readonly byte[][] all = Array.ConvertAll(codes.Split(' '), System.Text.Encoding.ASCII.GetBytes);

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Sample => ": " + codes.Replace(" ", ", ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Has(ReadOnlySpan<byte> raw)
    {
        foreach (var code in all)
        {
            if (raw.SequenceEqual(code)) return true;
        }

        return false;
    }
}

/// <summary>A list of an imported release.</summary>
internal sealed class LoadedCodes(string name, CodeSet list) : AllowedCodes
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Sample => "";

    /// <inheritdoc/>
    public override bool Has(ReadOnlySpan<byte> raw) => list.Contains(raw);
}
