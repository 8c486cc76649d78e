namespace Gateway.Tests.Real;

/// <summary>Where the tests find the repository.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Gateway.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Documents, directories and schemas to test against, beside the repository.</summary>
    public static string Shared => Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    private static string FindRoot()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "Gateway.sln"))) return at;
        }

        throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
