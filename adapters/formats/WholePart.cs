using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>For formats without an envelope: the part is one piece, read whole.</summary>
internal static class WholePart
{
    /// <summary>All bytes of a part; at most one more than a document may have, so that who reads them sees that they
    /// are too many.</summary>
    public static byte[] Read(IRaw part)
    {
        var bytes = new byte[(int)Math.Min(part.Length, Limits.DocumentBytesMax + 1L)];
        var length = 0;
        while (length < bytes.Length && part.Read(length, bytes.AsSpan(length)) is > 0 and var count) length += count;
        return length == bytes.Length ? bytes : bytes[..length];
    }

    /// <summary>What a reader says of one of its documents.</summary>
    public static DocumentMark Mark(int ordinal, DocumentType type, string? reference, SourceSpan span, ReadOnlySpan<byte> content,
        bool isReadable)
        => new(
            ordinal, 1, type, reference ?? ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture), span, null,
                Digest.Of(content),
            isReadable);

    /// <summary>The value of the first node that the schema marks as the key of the document; null when there is none.</summary>
    public static string? ReferenceOf(Tree tree)
    {
        if (tree.Schema is not { } schema) return null;
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            var at = tree.Nodes[node];
            if (at.Position == 0 || at.Length is 0 or > 200 || (schema[at.Position].Flags & PositionFlags.Key) == 0) continue;
            return tree.Text(node).Trim();
        }

        return null;
    }
}

/// <summary>The whole body is one interchange, whole when the sender stops: nothing in it says where it ends.</summary>
internal sealed class WholePartScan : IEnvelopeScan, IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long length;

    /// <inheritdoc/>
    public ScanState Feed(ReadOnlySpan<byte> chunk)
    {
        hash.AppendData(chunk);
        length += chunk.Length;
        return ScanState.More;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Interchange> End(Findings findings)
    {
        var digest = new Digest(Convert.ToHexStringLower(hash.GetHashAndReset()));
        Dispose();
        var span = new SourceSpan(0, 0, (int)Math.Min(length, int.MaxValue));
        return length == 0 ? [] : [new Interchange(null, null, null, span, digest, 1, true, true, false)];
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
