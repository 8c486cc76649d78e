using System.Collections.Concurrent;

namespace Gateway.Edifact;

/// <summary>
/// A file of the compact form: definitions, each with its content from one release until the next one named.
/// <code>
/// ADR Address
///  95B C817 C090 3164 3251 3207 C819 C517
///  99B C817 C090 3164 3251 3207 C819*5 C517*5
/// </code>
/// A definition begins in column 1 with its tag and name; a line with one blank begins a release, one with more
/// continues it. Only where each definition stands is looked up at first; what one says is read when it is asked for.
/// Thread-safe.
/// </summary>
internal sealed class Definitions
{
    private readonly string text;
    private readonly Func<string, int> order;
    private readonly Dictionary<string, Range> places = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Definition> read = new(StringComparer.Ordinal);

    /// <summary>Looks through a file.</summary>
    /// <param name="text">Its text; lines beginning with <c>#</c> are remarks.</param>
    /// <param name="order">The order of what stands where releases stand.</param>
    public Definitions(string text, Func<string, int> order)
    {
        (this.text, this.order) = (text, order);
        var start = -1;
        for (var at = 0; at < text.Length; at = AfterLine(at))
        {
            if (text[at] is ' ' or '#' or '\n' or '\r') continue;
            if (start >= 0) Remember(start, at);
            start = at;
        }

        if (start >= 0) Remember(start, text.Length);
    }

    /// <summary>The tags of all definitions, in the order of the file.</summary>
    public IEnumerable<string> Tags => places.Keys;

    /// <summary>Finds a definition; null when there is none.</summary>
    public Definition? Find(string tag)
    {
        if (read.TryGetValue(tag, out var known)) return known;
        return places.TryGetValue(tag, out var place) ? read.GetOrAdd(tag, Read(tag, place)) : null;
    }

    /// <summary>All lines of a definition; null when there is none.</summary>
    public string? TextOf(string tag) => places.TryGetValue(tag, out var place) ? text[place] : null;

    private void Remember(int start, int end)
    {
        var definition = text.AsSpan(start, end - start);
        var stop = definition.IndexOfAny(' ', '\n');
        places[(stop < 0 ? definition : definition[..stop]).TrimEnd('\r').ToString()] = start..end;
    }

    private Definition Read(string tag, Range place)
    {
        var (at, end) = (place.Start.Value, place.End.Value);
        var next = AfterLine(at);
        var definition = new Definition(tag, text.AsSpan(at + tag.Length, next - at - tag.Length).Trim().ToString(), text);
        for (at = next; at < end; at = next)
        {
            next = AfterLine(at);
            if (text[at] != ' ') continue;
            if (text[at + 1] != ' ')
            {
                var line = text.AsSpan(at + 1, next - at - 1).TrimEnd();
                var blank = line.IndexOf(' ');
                var head = blank < 0 ? line : line[..blank];
                definition.Add(order(head.ToString()), (at + 1 + head.Length)..next);
            }
            else
            {
                definition.Continue(next);
            }
        }

        return definition;
    }

    private int AfterLine(int at)
    {
        var end = text.AsSpan(at).IndexOf('\n');
        return end < 0 ? text.Length : at + end + 1;
    }
}

/// <summary>One definition of the compact form with all its versions, oldest first.</summary>
/// <param name="tag">Tag or number.</param>
/// <param name="name">Its short name.</param>
/// <param name="text">The file that holds it.</param>
internal sealed class Definition(string tag, string name, string text)
{
    private readonly List<(int From, Range Content)> versions = [];

    /// <summary>Tag or number.</summary>
    public string Tag => tag;

    /// <summary>Its short name.</summary>
    public string Name => name;

    /// <summary>The releases at which its content changed, in order.</summary>
    public IEnumerable<int> Changes => versions.Select(version => version.From);

    /// <summary>What holds at a release: the nearest earlier version, the earliest for a release before all.</summary>
    public (int From, string Content) At(int release)
    {
        var found = versions[0];
        foreach (var version in versions)
        {
            if (version.From <= release) found = version;
        }

        return (found.From, text[found.Content].ReplaceLineEndings("").Trim());
    }

    /// <summary>From which release on the content of <see cref="At"/> holds.</summary>
    public int ChangeBefore(int release)
    {
        var found = versions[0].From;
        foreach (var (from, _) in versions)
        {
            if (from <= release) found = from;
        }

        return found;
    }

    internal void Add(int from, Range content) => versions.Add((from, content));

    internal void Continue(int end) => versions[^1] = (versions[^1].From, versions[^1].Content.Start..end);
}
