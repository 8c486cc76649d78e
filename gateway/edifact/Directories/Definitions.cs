namespace Gateway.Edifact;

/// <summary>
/// A file of the compact form: definitions, each with its content from one release until the next one named.
/// <code>
/// ADR Address
///  95B C817 C090 3164 3251 3207 C819 C517
///  99B C817 C090 3164 3251 3207 C819*5 C517*5
/// </code>
/// A definition begins in column 1 with its tag and name; a line with one blank begins a release, one with more
/// continues it.
/// </summary>
internal sealed class Definitions
{
    private readonly Dictionary<string, Definition> all = new(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text; lines beginning with <c>#</c> are remarks.</param>
    /// <param name="order">The order of what stands where releases stand.</param>
    public Definitions(string text, Func<string, int> order)
    {
        Definition? current = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#') continue;
            var (head, rest) = Split(line.Trim());
            if (line[0] != ' ')
            {
                current = new Definition(head, rest);
                all.Add(head, current);
            }
            else if (line[1] != ' ')
            {
                current!.Versions.Add((order(head), rest));
            }
            else
            {
                var (from, content) = current!.Versions[^1];
                current.Versions[^1] = (from, content + " " + line.Trim().ToString());
            }
        }
    }

    /// <summary>Finds a definition; null when there is none.</summary>
    public Definition? Find(string tag) => all.GetValueOrDefault(tag);

    private static (string Head, string Content) Split(ReadOnlySpan<char> line)
    {
        var blank = line.IndexOf(' ');
        return blank < 0 ? (line.ToString(), "") : (line[..blank].ToString(), line[(blank + 1)..].ToString());
    }
}

/// <summary>One definition of the compact form with all its versions, oldest first.</summary>
/// <param name="Tag">Tag or number.</param>
/// <param name="Name">Its short name.</param>
internal sealed record Definition(string Tag, string Name)
{
    /// <summary>From which release on, and what holds from there.</summary>
    public List<(int From, string Content)> Versions { get; } = [];

    /// <summary>What holds at a release: the nearest earlier version, the earliest for a release before all.</summary>
    public (int From, string Content) At(int release)
    {
        var found = Versions[0];
        foreach (var version in Versions)
        {
            if (version.From <= release) found = version;
        }

        return found;
    }
}
