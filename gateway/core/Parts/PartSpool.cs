using System.Globalization;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Unpacked bytes, one part after another: a few in memory, more in a file without a name. Whoever only reads may do so from
/// several threads.</summary>
internal sealed class PartSpool : IDisposable
{
    // Names that a killed process left in the moment between making its file and taking away the name.
    private const int LeftNamesMax = 100;

    private static int made;

    private byte[] memory = [];
    private FileStream? file;

    /// <summary>Bytes so far; setting it forgets what is beyond.</summary>
    public long Length { get; set; }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (file is null && Length + bytes.Length > Limits.UnpackedInMemoryBytesMax)
        {
            file = Create();
            RandomAccess.Write(file.SafeFileHandle, memory.AsSpan(0, (int)Length), 0);
            memory = [];
        }

        if (file is not null) RandomAccess.Write(file.SafeFileHandle, bytes, Length);
        else
        {
            if (Length + bytes.Length > memory.Length)
            {
                Array.Resize(ref memory, (int)Math.Max(Math.Max(Length + bytes.Length, memory.Length * 2L), 16 * 1024));
            }

            bytes.CopyTo(memory.AsSpan((int)Length));
        }

        Length += bytes.Length;
    }

    /// <summary>Copies bytes.</summary>
    public int Read(long offset, Span<byte> into)
    {
        var count = (int)Math.Min(into.Length, Math.Max(0, Length - offset));
        if (file is not null) return RandomAccess.Read(file.SafeFileHandle, into[..count], offset);
        memory.AsSpan((int)offset, count).CopyTo(into);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        // Nobody else on the machine may read what a trader sent.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (var left = 0; ; left++)
        {
            var path = Path.Combine(Path.GetTempPath(), string.Create(
                CultureInfo.InvariantCulture, $"gateway-parts-{Environment.ProcessId}-{Interlocked.Increment(ref made)}"));
            try
            {
                var created = new FileStream(path, options);
                // Without a name it is gone with its last handle, also after a kill.
                if (!OperatingSystem.IsWindows()) File.Delete(path);
                return created;
            }
            catch (IOException) when (left < LeftNamesMax && File.Exists(path))
            {
                // Another program's: the next name.
            }
        }
    }
}
