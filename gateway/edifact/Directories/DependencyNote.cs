using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Edifact;

/// <summary>What a dependency note demands of the elements that it names (ISO 9735-1 §11).</summary>
public enum Dependency
{
    /// <summary>D1: one and only one is there.</summary>
    OneOnly = 1,

    /// <summary>D2: all are there, or none.</summary>
    AllOrNone,

    /// <summary>D3: one or more are there.</summary>
    OneOrMore,

    /// <summary>D4: one is there, or none.</summary>
    OneOrNone,

    /// <summary>D5: if the first is there, then all others are.</summary>
    IfFirstThenAll,

    /// <summary>D6: if the first is there, then at least one of the others is.</summary>
    IfFirstThenOneMore,

    /// <summary>D7: if the first is there, then none of the others is.</summary>
    IfFirstThenNone,
}

/// <summary>A dependency note of a segment.</summary>
/// <param name="Kind">What it demands.</param>
/// <param name="Places">Places of the elements in the segment, counted from 1 (the tag is not counted), in the order of the note.</param>
public sealed record DependencyNote(Dependency Kind, ImmutableArray<int> Places)
{
    /// <summary>Whether a segment keeps to the note.</summary>
    /// <param name="isThere">Whether the element at a place was sent.</param>
    public bool Holds(Func<int, bool> isThere)
    {
        var isFirst = isThere(Places[0]);
        var others = 0;
        for (var i = 1; i < Places.Length; i++)
        {
            if (isThere(Places[i])) others++;
        }

        return Holds(others + (isFirst ? 1 : 0), isFirst);
    }

    /// <summary>The same by counts, for whoever counted them: nothing is allocated.</summary>
    /// <param name="all">How many of the elements were sent.</param>
    /// <param name="isFirst">Whether the first was.</param>
    internal bool Holds(int all, bool isFirst)
        => Kind switch
        {
            Dependency.OneOnly => all == 1,
            Dependency.AllOrNone => all == 0 || all == Places.Length,
            Dependency.OneOrMore => all > 0,
            Dependency.OneOrNone => all <= 1,
            Dependency.IfFirstThenAll => !isFirst || all == Places.Length,
            Dependency.IfFirstThenOneMore => !isFirst || all > 1,
            _ => !isFirst || all == 1,
        };

    /// <summary>As the standard writes it, with places in tens: <c>D5(060,050)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"D{(int)Kind}({string.Join(',', Places.Select(place => (place * 10).ToString("000", CultureInfo.InvariantCulture)))})");

    /// <summary>The notes among the elements of a segment in the compact form: <c>0085 0135 D5(2,1)</c>.</summary>
    internal static ImmutableArray<DependencyNote> Read(string content)
    {
        var notes = ImmutableArray.CreateBuilder<DependencyNote>();
        foreach (var word in content.Split(' '))
        {
            if (!TableText.IsNote(word)) continue;
            var places = word[3..^1].Split(',').Select(p => int.Parse(p, NumberStyles.None, CultureInfo.InvariantCulture));
            notes.Add(new DependencyNote((Dependency)(word[1] - '0'), [.. places]));
        }

        return notes.ToImmutable();
    }
}
