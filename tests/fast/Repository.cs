namespace Gateway.Tests.Fast;

/// <summary>Where the tests find the repository and the data beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Gateway.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of documents, directories and lists that lies beside the repository.</summary>
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
