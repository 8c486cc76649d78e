namespace Gateway.Channels;

/// <summary>Writes a file so that nobody ever sees half of it.</summary>
internal static class Drop
{
    /// <summary>Writes bytes under a name in a folder; the same name with the same bytes is already done.</summary>
    /// <param name="folder">Where; made when missing.</param>
    /// <param name="name">A plain file name.</param>
    /// <param name="id">Tells two files of one name apart, when their bytes differ.</param>
    /// <param name="bytes">The content.</param>
    public static void Write(string folder, string name, string id, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(folder);
        var plain = FileNames.Plain(name, id);
        var path = Path.Combine(folder, plain);
        if (Path.Exists(path))
        {
            if (Holds(path, bytes)) return;
            path = Path.Combine(folder, FileNames.Distinct(plain, id[..Math.Min(16, id.Length)]));
            if (Path.Exists(path) && Holds(path, bytes)) return;
        }

        var part = Path.Combine(folder, "." + id + ".part");
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        // Both lie in one folder, so it is one renaming, and never over what somebody else has put there meanwhile.
        Native.Rename(part, path);
        Native.Flush(folder);
    }

    /// <summary>Moves a file to another file system: copied under a hidden name, flushed, renamed, and only then removed.</summary>
    public static void Carry(string from, string to)
    {
        var part = Path.Combine(Path.GetDirectoryName(to)!, "." + Path.GetFileName(to) + ".part");
        var before = new FileInfo(from);
        var (length, writtenAt) = (before.Length, before.LastWriteTimeUtc);
        File.Copy(from, part, overwrite: true);
        using (var copy = new FileStream(part, FileMode.Open, FileAccess.Write)) copy.Flush(flushToDisk: true);
        before.Refresh();
        if (before.Length != length || before.LastWriteTimeUtc != writtenAt) throw new IOException("somebody writes to it");
        Native.Rename(part, to);
        File.Delete(from);
    }

    private static bool Holds(string path, ReadOnlySpan<byte> bytes)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null && file.Exists && file.Length == bytes.Length
            && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
    }
}
