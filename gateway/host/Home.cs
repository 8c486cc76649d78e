namespace Gateway.Host;

/// <summary>Where the product's own data lie: mappings, rules, code lists, samples. A checkout, or the folder of the program.</summary>
internal static class Home
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The folder: GATEWAY_HOME, or the nearest above the program that has mappings.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string Folder => Found.Value;

    /// <summary>The folders a revision is read from; a site's own folder comes behind them and wins.</summary>
    public static IReadOnlyList<string> Configuration => [Folder];

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("GATEWAY_HOME") is { Length: > 0 } named) return named;
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(Path.Combine(at, "mappings"))) return at;
        }

        throw new DirectoryNotFoundException(
            "The folder with mappings, rules and schemas was not found. Start with ./run, or set GATEWAY_HOME to it.");
    }
}
