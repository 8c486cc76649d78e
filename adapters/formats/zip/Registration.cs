using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes archives known to the host.</summary>
public static class ArchiveRegistration
{
    /// <summary>Adds zip, gzip and tar.</summary>
    public static ICollection<IContainer> AddArchives(this ICollection<IContainer> containers)
    {
        containers.Add(new ZipContainer());
        containers.Add(new GzipContainer());
        containers.Add(new TarContainer());
        return containers;
    }
}
