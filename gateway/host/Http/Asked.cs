namespace Gateway.Host.Http;

/// <summary>What a request asks for.</summary>
internal static class Asked
{
    /// <summary>Who asks; null when the refusal is written already.</summary>
    public static async ValueTask<Caller?> By(HttpContext context, Access access)
    {
        var (caller, problem) = access.Identify(context);
        if (problem is not null) await problem.Write(context);
        return caller;
    }

    /// <summary>The id in the path.</summary>
    public static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    /// <summary>Where the page starts; null for the first.</summary>
    public static string? After(HttpContext context, string parameter = "after")
        => context.Request.Query.TryGetValue(parameter, out var after) && after.Count == 1 ? after.ToString() : null;
}
