namespace Gateway.Documents;

/// <summary>A code list of one edition: codes, their meaning, and from when to when each holds.</summary>
public sealed class CodeList
{
    private readonly Dictionary<string, Code> codes;

    /// <summary>Makes a list.</summary>
    /// <param name="name">As mappings and the model name it, for example <c>rec21</c>.</param>
    /// <param name="edition">Edition or date as its publisher names it.</param>
    /// <param name="codes">The codes; a later one with the same value replaces an earlier.</param>
    public CodeList(string name, string edition, IEnumerable<Code> codes)
    {
        (Name, Edition) = (name, edition);
        // A frozen dictionary is faster to ask and much slower to make; most lists are asked a few times.
        this.codes = new Dictionary<string, Code>(StringComparer.Ordinal);
        foreach (var code in codes) this.codes[code.Value] = code;
    }

    /// <summary>As mappings and the model name it.</summary>
    public string Name { get; }

    /// <summary>Edition or date as its publisher names it.</summary>
    public string Edition { get; }

    /// <summary>How many codes it has.</summary>
    public int Count => codes.Count;

    /// <summary>All codes, in no particular order.</summary>
    public IEnumerable<Code> Codes => codes.Values;

    /// <summary>Finds a code that holds on that day.</summary>
    /// <returns>Null when the list does not have it or it does not hold on the day.</returns>
    public Code? Find(string value, DateOnly on)
        => codes.TryGetValue(value, out var code) && code.From <= on && on <= code.Until ? code : null;

    /// <summary>Finds a code that holds on that day, without making a string.</summary>
    /// <returns>Null when the list does not have it or it does not hold on the day.</returns>
    public Code? Find(ReadOnlySpan<char> value, DateOnly on)
        => codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var code) && code.From <= on && on <= code.Until
            ? code : null;

    /// <summary>Finds a code on any day, without making a string.</summary>
    public bool Contains(ReadOnlySpan<char> value)
        => codes.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(value);
}

/// <summary>One code of a list.</summary>
/// <param name="Value">The code.</param>
/// <param name="Name">What it means.</param>
public sealed record Code(string Value, string Name)
{
    /// <summary>First day on which it holds.</summary>
    public DateOnly From { get; init; } = DateOnly.MinValue;

    /// <summary>Last day on which it holds.</summary>
    public DateOnly Until { get; init; } = DateOnly.MaxValue;
}
