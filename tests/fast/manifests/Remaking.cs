using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Makes a value again from the texts that it says it came from, by what its rule says: independently of the engine.</summary>
internal static partial class Remaking
{
    private static readonly ConcurrentDictionary<string, string[]> Files = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    private static readonly Lazy<string[]> Tables = new(() =>
    {
        var mappings = Path.Combine(Repository.Root, "mappings");
        return [.. Directory.EnumerateFiles(mappings, "*.csv", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(mappings, "mapping.yaml", SearchOption.AllDirectories)];
    });

    /// <summary>Whether the line of a mapping that a rule names has what the rule says.</summary>
    public static bool IsWrittenThere(Rule rule)
    {
        var lines = LinesOf(rule.File);
        var word = rule.Text.Split(' ')[0].Split('\'')[0];
        return rule.Line >= 1 && rule.Line <= lines.Length && rule.Column >= 1 && rule.Column <= lines[rule.Line - 1].Length
            && lines[rule.Line - 1].Contains(word, StringComparison.Ordinal);
    }

    private static string[] LinesOf(string file)
        => Files.GetOrAdd(file, name => File.ReadAllLines(Path.Combine(Repository.Root, "mappings", name)));

    /// <summary>Whether a rule may have made the value without any bytes: it is written in the rule, or counted.</summary>
    public static bool IsOfRule(MadeValue value)
    {
        var rule = RuleOf(value);
        return value.Path.EndsWith("Extension/Path", StringComparison.Ordinal) || ExtensionPath().IsMatch(value.Path)
            || rule.Contains("index()", StringComparison.Ordinal) || rule.Contains("count(", StringComparison.Ordinal)
            || rule == "=" + value.Text || rule.Contains($"'{value.Text}'", StringComparison.Ordinal)
            || rule == "carry: " + value.Text || value.Text is "true" or "false";
    }

    /// <summary>Whether the texts give the value.</summary>
    public static bool Makes(MadeValue value, IReadOnlyList<string> texts)
    {
        var rule = RuleOf(value);
        if (Has(rule, "count(") && int.TryParse(value.Text, CultureInfo.InvariantCulture, out var number))
        {
            return Has(rule, "index()") ? number > texts.Count : number == texts.Count;
        }

        if (Has(rule, "number(/DecimalMark)") && IsOfTable(value.Text, texts)) return true;
        if (texts.Count == 1 && texts[0].Trim() == value.Text.Trim()) return true;
        if (texts.Count > 1) return IsJoined(value.Text, texts) || IsReckoned(rule, value.Text, texts);
        var text = texts[0];
        return (Has(rule, "translate(") && IsInTable(value, text))
            || (Has(rule, "compact") && string.Equals(string.Concat(text.Where(char.IsLetterOrDigit)), value.Text, StringComparison.OrdinalIgnoreCase))
            || ((Has(rule, "upper") || Has(rule, "lower")) && text.Equals(value.Text, StringComparison.OrdinalIgnoreCase))
            || (Has(rule, "extract(") && text.Contains(value.Text, StringComparison.OrdinalIgnoreCase))
            || (Has(rule, "left(") && text.StartsWith(value.Text, StringComparison.Ordinal))
            || IsSameNumber(text, value.Text)
            || (IsMoment().IsMatch(value.Text) && IsSameMoment(text, value.Text))
            || (Has(rule, "in('") && Number(text) is not null && Number(value.Text) is not null)
            || (Has(rule, "replace(") && IsJoined(value.Text, Pieces().Split(text)))
            || (Has(rule, "join(") && IsJoined(value.Text, texts));
    }

    // A rule and what the names in it stand for: the lines 'name: expression' of its file.
    private static string RuleOf(MadeValue value)
    {
        var rule = value.Rule!.Text;
        var named = Names().Matches(rule).Select(m => m.Groups[1].Value).Distinct()
            .SelectMany(name => LinesOf(value.Rule.File).Where(line => line.TrimStart().StartsWith(name + ":", StringComparison.Ordinal)));
        return string.Join(Environment.NewLine, named.Prepend(rule));
    }

    private static bool Has(string rule, string word) => rule.Contains(word, StringComparison.Ordinal);

    // The texts in their order, and nothing between them but what a rule may write: separators and its own words.
    private static bool IsJoined(string value, IReadOnlyList<string> texts)
    {
        var at = 0;
        foreach (var text in texts.Select(t => t.Trim()).Where(t => t.Length > 0))
        {
            var found = value.IndexOf(text, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0 || found - at > 20) return false;
            at = found + text.Length;
        }

        return value.Length - at <= 20;
    }

    private static bool IsReckoned(string rule, string value, IReadOnlyList<string> texts)
    {
        // The currency or unit beside the figures is an origin too.
        var hasUnit = Has(rule, "amount") || Has(rule, "measure");
        var numbers = texts.Where(t => !hasUnit || t.Length > 3 || Number(t) is not null).Select(Number).ToList();
        if (numbers.Contains(null) || Number(value) is not { } made) return false;
        return (Has(rule, "sum") && numbers.Sum() == made) || (Has(rule, "max") && numbers.Max() == made)
            || (Has(rule, "min") && numbers.Min() == made) || Has(rule, "mul(") || Has(rule, "div(") || Has(rule, "sub(")
            || (Has(rule, "add(") && numbers.Sum() == made);
    }

    // The table stands in the mapping's file, or in one of its own: a line with both codes.
    private static bool IsInTable(MadeValue value, string code)
    {
        var mappings = Path.Combine(Repository.Root, "mappings");
        var file = Path.Combine(mappings, value.Rule!.File);
        IEnumerable<string> files = [file, .. Tables.Value];
        var row = new Regex($@"(?<![\w-])'?{Regex.Escape(code)}'?\s*[:,]\s*'?""?{Regex.Escape(value.Text)}(?![\w-])",
            Has(value.Rule.Text, "upper") ? RegexOptions.IgnoreCase : RegexOptions.None);
        return files.Any(f => row.IsMatch(Texts.GetOrAdd(f, File.ReadAllText)));
    }

    private static bool IsSameNumber(string text, string value) => Number(text) is { } a && Number(value) is { } b && a == b;

    // Figures of a table: all with the point as their decimal mark, or all with the comma; what divides thousands goes.
    private static bool IsOfTable(string value, IReadOnlyList<string> texts)
        => ((char Mark, string Other)[])[('.', ","), (',', ".")] is var marks && marks.Any(m =>
        {
            var figures = texts.Select(t => Figure().Match(t).Value).Where(f => f.Length > 0)
                .Select(f => Number(f.Replace(m.Other, "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))).ToList();
            return figures.Count > 0 && !figures.Contains(null) && figures.Sum() == Number(value);
        });

    // The numbers of a day in any order, a month in letters as its number.
    private static IEnumerable<int> Numbers(string day)
    {
        var months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;
        return NumberOrMonth().Matches(day).Select(m => int.TryParse(m.Value, CultureInfo.InvariantCulture, out var number)
            ? number : 1 + Array.FindIndex(months, name => name.Equals(m.Value[..3], StringComparison.OrdinalIgnoreCase))).Order();
    }

    private static decimal? Number(string text)
        => decimal.TryParse(text.Trim().Replace(" ", "", StringComparison.Ordinal).Replace(',', '.'), NumberStyles.Float,
            CultureInfo.InvariantCulture, out var number) ? number : null;

    // The same figures; a century, minutes of an offset or an offset of the partner may be added, a day may stand first, and a
    // period has two.
    private static bool IsSameMoment(string sent, string made)
    {
        var figures = string.Concat(sent.Where(char.IsAsciiDigit));
        var written = string.Concat(made.Where(char.IsAsciiDigit));
        if (figures.Length == 0) return false;
        if (Numbers(sent).SequenceEqual(Numbers(made))) return true;
        return written.StartsWith(figures, StringComparison.Ordinal) || written.EndsWith(figures, StringComparison.Ordinal)
            || figures.Contains(written, StringComparison.Ordinal)
            || written[2..].StartsWith(figures, StringComparison.Ordinal)
            || string.Concat(figures.Order()) == string.Concat(written.Order())
            || string.Concat(figures.Order()) == string.Concat(written[2..].Order());
    }

    [GeneratedRegex(@"Extension(\[\d+\])?/Path$")]
    private static partial Regex ExtensionPath();

    [GeneratedRegex(@"^\d{4}(-\d{2}){0,2}(T|$)")]
    private static partial Regex IsMoment();

    [GeneratedRegex(@"-?\d([\d.,' ]*\d)?")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\d{1,9}|[A-Za-z]{3,}")]
    private static partial Regex NumberOrMonth();

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Names();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex Pieces();
}
