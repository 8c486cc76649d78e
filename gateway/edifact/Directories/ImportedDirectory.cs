using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One release in the compact form as a single file: what an import writes and every start reads.</summary>
/// <remarks>
/// The file is text: a section <c>about</c>, then the files of the compact form, each after a line <c>== name</c>. A checksum
/// over the sections tells whether the file is as it was written, so that what it holds can be read when it is needed.
/// </remarks>
public sealed class ImportedDirectory
{
    /// <summary>Ending of such a file: <c>D16B.gwdir</c>.</summary>
    public const string Ending = ".gwdir";

    private const string Head = "# A UN/EDIFACT directory in the compact form, written by an import. Not to be edited.\n== about\n";
    private const string Check = "check ";

    private readonly Dictionary<string, string> about;

    private ImportedDirectory(Dictionary<string, string> about, int order, string text, Dictionary<string, Range> sections)
    {
        this.about = about;
        string? Section(string name) => sections.TryGetValue(name, out var place) ? text[place] : null;
        var codes = Section("codes.txt") is { } lists ? new DirectoryCodes(lists) : null;
        Source = new DirectorySource(new DirectoryFiles(Section), order, codes);
        Messages = [.. sections.Keys.Where(name => name.StartsWith("message.", StringComparison.Ordinal))
            .Select(name => name["message.".Length..^".txt".Length])];
    }

    /// <summary>The release: <c>D.16B</c>.</summary>
    public string Release => "D." + about["release"];

    /// <summary>Name of what was imported.</summary>
    public string From => about["from"];

    /// <summary>SHA-256 of it, in hexadecimal.</summary>
    public string Sha256 => about["sha256"];

    /// <summary>The latest date that a message states; empty when none does.</summary>
    public string Date => about["date"];

    /// <summary>The types of all messages, in order.</summary>
    public IReadOnlyList<string> Messages { get; }

    /// <summary>How many there are of <c>segments</c>, <c>composites</c>, <c>elements</c>, <c>lists</c>, <c>codes</c> and
    /// so on, as the import counted them; 0 for what is not counted.</summary>
    public int CountOf(string what)
        => int.TryParse(about.GetValueOrDefault(what), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>Its statement of messages.</summary>
    internal DirectorySource Source { get; }

    /// <summary>Name of the file for a release: <c>D16B.gwdir</c>.</summary>
    public static string FileName(DirectoryRelease release) => "D" + release.Release + Ending;

    /// <summary>Writes a release.</summary>
    /// <exception cref="ArgumentException">Its release is not known.</exception>
    public static string Write(DirectoryRelease release)
    {
        if (ReleaseOrder.Of(release.Release) is null) throw new ArgumentException("The release is not known.", nameof(release));
        var body = new StringBuilder();
        foreach (var (name, content) in CompactDirectory.WriteAll(release)) body.Append("== ").Append(name).Append('\n').Append(content);
        var sections = body.ToString();
        var text = new StringBuilder(Head);
        foreach (var (key, value) in About(release)) text.Append(key).Append(' ').Append(value).Append('\n');
        text.Append(Check).Append(Digest.Of(Encoding.UTF8.GetBytes(sections)).Hex).Append('\n');
        return text.Append(sections).ToString();
    }

    /// <summary>Compares the releases: 93A before 99B before 00A.</summary>
    public int CompareTo(ImportedDirectory other) => Source.Release.CompareTo(other.Source.Release);

    /// <summary>Reads a file that <see cref="Write"/> made.</summary>
    /// <returns>Null when it is not such a file, or was changed since.</returns>
    public static ImportedDirectory? Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (!text.StartsWith(Head, StringComparison.Ordinal)) return null;
        var about = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = Head.Length;
        while (at < text.Length && text[at] != '=')
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) return null;
            var blank = text.IndexOf(' ', at, end - at);
            if (blank < 0) return null;
            about[text[at..blank]] = text[(blank + 1)..end];
            at = end + 1;
        }

        string[] needed = ["release", "from", "sha256", "date", "check"];
        var isWhole = needed.All(about.ContainsKey)
            && about["check"] == Digest.Of(bytes[Encoding.UTF8.GetByteCount(text.AsSpan(0, at))..]).Hex;
        return isWhole && ReleaseOrder.Of(about["release"]) is { } order
            ? new ImportedDirectory(about, order, text, Sections(text, at)) : null;
    }

    private static IEnumerable<(string Key, string Value)> About(DirectoryRelease release)
    {
        static string Line(string text) => text.ReplaceLineEndings(" ");
        static string Digits(int count) => count.ToString(CultureInfo.InvariantCulture);
        yield return ("release", release.Release);
        yield return ("from", Line(release.Source));
        yield return ("sha256", release.Digest.Hex ?? "");
        yield return ("date", release.Date);
        yield return ("batch", Digits(release.Messages.Values.Count(m => !m.IsInteractive)));
        yield return ("interactive", Digits(release.Messages.Values.Count(m => m.IsInteractive)));
        yield return ("segments", Digits(release.Segments.Count));
        yield return ("composites", Digits(release.Composites.Count));
        yield return ("elements", Digits(release.Elements.Count));
        yield return ("lists", Digits(release.Codes.Count));
        yield return ("codes", Digits(release.Codes.Values.Sum(l => l.Codes.Count)));
        yield return ("defects", Digits(release.Defects.Count));
    }

    private static Dictionary<string, Range> Sections(string text, int at)
    {
        var sections = new Dictionary<string, Range>(StringComparer.Ordinal);
        while (at < text.Length)
        {
            var line = text.IndexOf('\n', at) + 1;
            var next = text.IndexOf("\n== ", line - 1, StringComparison.Ordinal) + 1;
            if (next == 0) next = text.Length;
            sections[text[(at + 3)..(line - 1)]] = line..next;
            at = next;
        }

        return sections;
    }
}
