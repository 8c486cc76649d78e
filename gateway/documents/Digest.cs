using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

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
        var most = 0;
        foreach (var field in fields) most += sizeof(int) + Encoding.UTF8.GetMaxByteCount(field.Length);
        // Hashed at once: setting up a hash that takes pieces costs more than hashing the few bytes of an id.
        var all = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var at = 0;
        foreach (var field in fields)
        {
            var length = Encoding.UTF8.GetBytes(field, all[(at + sizeof(int))..]);
            BinaryPrimitives.WriteInt32BigEndian(all[at..], length);
            at += sizeof(int) + length;
        }

        return Of(all[..at]);
    }

    /// <summary>The first <paramref name="digits"/> hexadecimal digits, for ids that people read.</summary>
    public string Short(int digits = 16) => Hex[..digits];

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
