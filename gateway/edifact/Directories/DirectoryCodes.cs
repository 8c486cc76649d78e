using System.Collections.Concurrent;
using System.Globalization;

namespace Gateway.Edifact;

/// <summary>The code lists of one imported release (UNCL). Each list is read when it is first asked for. Thread-safe.</summary>
public sealed class DirectoryCodes
{
    private readonly Definitions lists;
    private readonly ConcurrentDictionary<int, CodeSet?> read = new();

    internal DirectoryCodes(string text) => lists = new Definitions(text, _ => 0);

    /// <summary>Numbers of the data elements that have a list here.</summary>
    public IEnumerable<int> Elements => lists.Tags.Select(tag => int.Parse(tag, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>The codes of a data element.</summary>
    /// <param name="element">Its number, for example 1001.</param>
    /// <returns>Null when it is not coded, or its list is kept elsewhere (UN/LOCODE, units, packages, countries, currencies):
    /// then nothing can be said about a value.</returns>
    public CodeSet? Of(int element)
        => read.GetOrAdd(element, static (number, lists) => lists.TextOf(number.ToString("0000", CultureInfo.InvariantCulture)) is { } text
            ? new CodeSet(number, text) : null, lists);
}

/// <summary>The codes of one data element.</summary>
public sealed class CodeSet
{
    /// <summary>No code is longer: the longest representation of a coded element is an..17.</summary>
    private const int CodeLengthMax = 35;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    internal CodeSet(int element, string text)
    {
        Element = element;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] != ' ') continue;
            var blank = line[1..].IndexOf(' ') + 1;
            var code = (blank == 0 ? line[1..] : line[1..blank]).ToString();
            var name = blank == 0 ? "" : line[(blank + 1)..].ToString();
            names[code] = name;
        }
    }

    /// <summary>Number of the data element.</summary>
    public int Element { get; }

    /// <summary>How many codes there are.</summary>
    public int Count => names.Count;

    /// <summary>All codes with their names, in the order of the list.</summary>
    public IReadOnlyDictionary<string, string> Names => names;

    /// <summary>Whether a value as it was sent (no release characters in it) is a code of the list. Allocates nothing.</summary>
    public bool Contains(ReadOnlySpan<byte> value)
    {
        if (value.Length > CodeLengthMax) return false;
        Span<char> code = stackalloc char[CodeLengthMax];
        for (var i = 0; i < value.Length; i++) code[i] = (char)value[i];
        return names.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(code[..value.Length]);
    }
}
