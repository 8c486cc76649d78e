using System.Globalization;

namespace Gateway.Edifact;

/// <summary>The order of releases, 93A before 94A before 99B before 00A, and what UNH says in practice.</summary>
internal static class ReleaseOrder
{
    /// <summary>
    /// Before all directories: the messages numbered 0, 1 and 2, such as <c>1:901</c> and <c>90:1</c>.
    /// </summary>
    public const int First = 0;

    /// <summary>After all releases: what cannot be read.</summary>
    public const int Last = int.MaxValue;

    /// <summary>The two-digit years of the releases begin in 1988.</summary>
    private const int FirstYear = 88;

    /// <summary>The place of a release in the order: year and letter.</summary>
    /// <param name="release">For example <c>95B</c>, also <c>1995B</c>; small letters are accepted.</param>
    /// <returns>Null when it is not a release.</returns>
    public static int? Of(ReadOnlySpan<char> release)
    {
        if (release.Length == 5 && (release.StartsWith("19") || release.StartsWith("20"))) release = release[2..];
        if (release.Length != 3 || !char.IsAsciiDigit(release[0]) || !char.IsAsciiDigit(release[1])) return null;
        var letter = char.ToUpperInvariant(release[2]);
        if (letter is < 'A' or > 'D') return null;
        var year = ((release[0] - '0') * 10) + release[1] - '0';
        return ((year >= FirstYear ? 1900 + year : 2000 + year) * 10) + letter - 'A' + 1;
    }

    /// <summary>
    /// Reads what UNH says: <c>D:95B</c>, but also <c>D00:A</c>, <c>0:96A</c>, <c>1:901</c>, <c>90:1</c>.
    /// </summary>
    /// <param name="version">Data element 0052.</param>
    /// <param name="release">Data element 0054.</param>
    /// <returns>
    /// <see cref="First"/> for what is older than the directories, <see cref="Last"/> for what says nothing.
    /// </returns>
    public static int Of(string version, string release)
    {
        var v = version.AsSpan().Trim();
        var r = release.AsSpan().Trim();
        if (Of(r) is { } plain) return plain;
        if (r.Length == 1 && v.Length >= 2 && Of(string.Concat(v[^2..], r)) is { } split) return split;
        if (Of(v) is { } inVersion) return inVersion;
        if (v.Length >= 4 && Of(v[^3..]) is { } joined) return joined;
        return IsNumber(v) && IsNumber(r) ? First : Last;
    }

    /// <summary>Writes a place in the order as a release: <c>95B</c>.</summary>
    public static string Name(int order) => string.Create(
        CultureInfo.InvariantCulture, $"{order / 10 % 100:00}{(char)('A' + (order % 10) - 1)}");

    private static bool IsNumber(ReadOnlySpan<char> text)
        => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
