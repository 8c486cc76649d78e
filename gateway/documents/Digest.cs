using System.Security.Cryptography;

namespace Gateway.Documents;

/// <summary>A SHA-256 digest; ids of receipts, documents, revisions and mappings are derived from such digests.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct Digest(string Hex)
{
    /// <summary>The digest of <paramref name="bytes"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>The digest of several fields; each is preceded by its length, so that no two lists collide.</summary>
    public static Digest Of(params ReadOnlySpan<string> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(field);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The first <paramref name="digits"/> hexadecimal digits, for ids that people read.</summary>
    public string Short(int digits = 16) => Hex[..digits];

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
