namespace Gateway.Tests.Real.Serve;

/// <summary>A test that needs a disk of its own; it is skipped by name where nobody may mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsMountAttribute : FactAttribute
{
    private static readonly Lazy<string?> Refusal = new(() =>
    {
        try
        {
            using var disk = SmallDisk.Mount(1);
            return null;
        }
        catch (InvalidOperationException)
        {
            return "needs the right to mount a file system";
        }
    });

    public NeedsMountAttribute() => Skip = Refusal.Value;

    /// <summary>One that needs a program besides.</summary>
    public NeedsMountAttribute(string program) => Skip = Programs.Find(program) is null ? $"needs {program}" : Refusal.Value;
}

/// <summary>A real file system that is soon full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("gateway-disk-").FullName;
        var (code, text) = Programs.Find("mount") is null
            ? (1, "There is no mount.")
            : Programs.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path);
        if (code == 0) return new SmallDisk(path);
        Directory.Delete(path);
        throw new InvalidOperationException(text);
    }

    /// <summary>Writes until so much is free.</summary>
    public void Fill(long leaveBytes)
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, 1);
        var block = new byte[4096];
        while (new DriveInfo(Path).AvailableFreeSpace >= leaveBytes + block.Length) file.Write(block);
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(Ballast);

    public void Dispose()
    {
        // Lazily: the gateway ran in this process, and a pool keeps the file of its timetable open.
        Programs.Run("umount", "-l", Path);
        Directory.Delete(Path);
    }
}
