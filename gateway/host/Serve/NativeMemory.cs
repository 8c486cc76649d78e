using System.Runtime.InteropServices;

namespace Gateway.Host.Serve;

/// <summary>Lets the C library give memory back. It takes what is freed for what will be needed again: after the first result of some
/// megabytes it would keep such pieces in the area of every thread.</summary>
internal static class NativeMemory
{
    private const int TrimThreshold = -1, MapThreshold = -3, ArenasMax = -8, LargeBytes = 128 * 1024;

    /// <summary>From now on large pieces are the system's again as soon as they are freed.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Set(MapThreshold, LargeBytes);
            _ = Set(TrimThreshold, LargeBytes);
            // One for each of a server's threads would hold what only one of them needed once.
            _ = Set(ArenasMax, 2);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which does not keep them.
        }
        catch (DllNotFoundException)
        {
            // Likewise, under another name.
        }
    }

    /// <summary>Gives back what lies free between what is used.</summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library.
        }
        catch (DllNotFoundException)
        {
            // Likewise, under another name.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint kept);

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
