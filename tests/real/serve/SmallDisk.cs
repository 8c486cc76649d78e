namespace Gateway.Tests.Real.Serve;

/// <summary>A test that needs a disk of its own; it is skipped by name where nobody may mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsMountAttribute : FactAttribute
{
    private static readonly Lazy<string?> Refusal = new(() =>
    {
        try
        {
            using var disk = SmallDisk.Mount(8);
            return disk.TellsTheTruth() ? null : "needs a file system that says how much of it is free";
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
    private const int BlockBytes = 4096;

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
        // Some file systems count a file that is being written with more than it holds, so each piece is closed before the next look.
        while (Free - leaveBytes >= BlockBytes && Append((int)Math.Min(Free - leaveBytes, 1024 * 1024) / BlockBytes * BlockBytes))
        {
        }
    }

    /// <summary>Whether what it says is free can be written, and nothing once it says that it is full.</summary>
    public bool TellsTheTruth()
    {
        const long left = 2 * 1024 * 1024;
        Fill(left);
        if (Free is < left or > left + BlockBytes) return false;
        Fill(0);
        var refusesMore = !Append(64 * BlockBytes);
        Empty();
        return refusesMore && Free > left;
    }

    private long Free => new DriveInfo(Path).AvailableFreeSpace;

    private bool Append(int bytes)
    {
        try
        {
            using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, 1);
            file.Write(new byte[bytes]);
            file.Flush(true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
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
