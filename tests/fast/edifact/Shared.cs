using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>The directories beside the repository.</summary>
internal static class Shared
{
    private static readonly Lazy<IReadOnlyList<DirectoryRelease>> AllReleases = new(
        () => [.. Zips.AsParallel().AsOrdered().Select(DirectoryImport.Read)]);

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static IEnumerable<string> Zips
        => Directory.EnumerateFiles(Folder("directories/unece-zip"), "*.zip").Order(StringComparer.Ordinal);

    /// <summary>All stored releases, read once.</summary>
    public static IReadOnlyList<DirectoryRelease> Releases => AllReleases.Value;

    public static string Folder(string path) => Path.Combine(Root, "..", "shared", path);

    public static DirectoryRelease Release(string name) => Releases.Single(r => r.Release == name);

    private static string Find(string folder)
        => File.Exists(Path.Combine(folder, "Gateway.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
