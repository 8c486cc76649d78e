namespace Gateway.Tests.Fast.Wco;

/// <summary>Where the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder of Gateway.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gateway.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
