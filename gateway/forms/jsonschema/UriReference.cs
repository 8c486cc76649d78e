namespace Gateway.Forms;

/// <summary>References between schemas by URI (RFC 3986). System.Uri changes what it is given; schemas are compared letter by
/// letter.</summary>
/// <param name="Scheme">Without colon; null in a relative reference.</param>
/// <param name="Authority">Without slashes; null for none.</param>
/// <param name="Path">The path; may be empty.</param>
/// <param name="Query">Without question mark; null for none.</param>
/// <param name="Fragment">Without number sign; null for none.</param>
internal sealed record UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    /// <summary>Takes a reference apart (RFC 3986 appendix B); there is no text that is none.</summary>
    public static UriReference Parse(string text)
    {
        string? scheme = null, authority = null, query = null, fragment = null;
        if (text.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0) (text, fragment) = (text[..hash], text[(hash + 1)..]);
        if (text.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0) (text, query) = (text[..mark], text[(mark + 1)..]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && char.IsAsciiLetter(text[0]) && text.IndexOf('/', StringComparison.Ordinal) is var first
            && (first < 0 || first > colon))
        {
            (scheme, text) = (text[..colon], text[(colon + 1)..]);
        }

        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', 2);
            authority = end < 0 ? text[2..] : text[2..end];
            text = end < 0 ? "" : text[end..];
        }

        return new UriReference(scheme, authority, text, query, fragment);
    }

    /// <summary>Resolves a reference against a base (RFC 3986 §5.2).</summary>
    public static string Resolve(string baseUri, string reference)
    {
        var (at, to) = (Parse(baseUri), Parse(reference));
        if (to.Scheme is not null) return (to with { Path = WithoutDots(to.Path) }).ToString();
        if (to.Authority is not null) return (to with { Scheme = at.Scheme, Path = WithoutDots(to.Path) }).ToString();
        if (to.Path.Length == 0) return (at with { Query = to.Query ?? at.Query, Fragment = to.Fragment }).ToString();
        var path = to.Path[0] == '/' ? to.Path : Merge(at, to.Path);
        return (at with { Path = WithoutDots(path), Query = to.Query, Fragment = to.Fragment }).ToString();
    }

    /// <summary>The part before the fragment, and the fragment with its percent signs resolved.</summary>
    public static (string Document, string Fragment) Split(string uri)
    {
        var hash = uri.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (uri, "") : (uri[..hash], Uri.UnescapeDataString(uri[(hash + 1)..]));
    }

    /// <inheritdoc/>
    public override string ToString()
        => (Scheme is null ? "" : Scheme + ":") + (Authority is null ? "" : "//" + Authority) + Path + (Query is null ? "" : "?" + Query)
        + (Fragment is null ? "" : "#" + Fragment);

    private static string Merge(UriReference at, string path)
    {
        if (at.Authority is not null && at.Path.Length == 0) return "/" + path;
        return at.Path[..(at.Path.LastIndexOf('/') + 1)] + path;
    }

    private static string WithoutDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.')) return path;
        var isRooted = path.StartsWith('/');
        var kept = new List<string>();
        var steps = path.Split('/');
        for (var i = isRooted ? 1 : 0; i < steps.Length; i++)
        {
            var isLast = i == steps.Length - 1;
            if (steps[i] == "..")
            {
                if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
                if (isLast) kept.Add("");
            }
            else if (steps[i] != ".") kept.Add(steps[i]);
            else if (isLast) kept.Add("");
        }

        return (isRooted ? "/" : "") + string.Join('/', kept);
    }
}
