using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Host.Bench;

/// <summary>A file that is a block in memory, several times.</summary>
internal sealed class BenchFile(byte[] block, int times = 1)
{
    private Tree? message;

    /// <summary>The block.</summary>
    public byte[] Block => block;

    /// <summary>How often it stands in the file.</summary>
    public int Times => times;

    /// <summary>Bytes of the file.</summary>
    public long Length => (long)block.Length * times;

    /// <summary>The block's message.</summary>
    public Tree Message => message ??= ReadMessage();

    /// <summary>A file of about that size.</summary>
    public BenchFile Repeated(long bytes) => new(block, (int)Math.Max(1, bytes / block.Length)) { message = Message };

    /// <summary>Reads some bytes.</summary>
    public int Read(long offset, Span<byte> into)
    {
        if (offset >= Length) return 0;
        var at = (int)(offset % block.Length);
        var count = Math.Min(into.Length, block.Length - at);
        block.AsSpan(at, count).CopyTo(into);
        return count;
    }

    private Tree ReadMessage()
    {
        var tree = new Tree();
        using var reader = new EdifactReader(Read, EdifactDirectory.BuiltIn.Find, new Findings());
        reader.Read(tree, out _);
        return tree;
    }
}
