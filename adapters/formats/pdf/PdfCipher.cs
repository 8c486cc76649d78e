using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gateway.Formats;

/// <summary>
/// Opens files that are protected without a password for reading: those that any viewer shows and only their author may change
/// (ISO 32000-1 §7.6, ISO 32000-2 §7.6.4). RC4 and AES, revisions 2 to 6 of the standard handler, with the empty user password.
/// </summary>
[SuppressMessage("Security", "CA5351", Justification = "The standard has MD5 and RC4; nothing is protected by them here.")]
internal sealed class PdfCipher
{
    private const int RoundsMin = 64, RoundsMax = 2048;

    // ISO 32000-1 algorithm 2, step a: what a password that is too short is filled up with.
    private static readonly byte[] Padding = Convert.FromHexString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A");

    private readonly byte[] key;
    private readonly Method strings;
    private readonly Method streams;
    private readonly Method files;

    private PdfCipher(byte[] key, Method strings, Method streams, Method files)
        => (this.key, this.strings, this.streams, this.files) = (key, strings, streams, files);

    private enum Method
    {
        None,
        Rc4,
        Aes128,
        Aes256,
        Unknown,
    }

    /// <summary>Whether nothing of it is coded in a way that is not known.</summary>
    private bool IsKnown => strings != Method.Unknown && streams != Method.Unknown && files != Method.Unknown;

    /// <summary>Makes the key.</summary>
    /// <param name="facts">The dictionary of the protection.</param>
    /// <param name="id">The first identifier of the file.</param>
    /// <returns>Null where a password is needed, or another way of protection was used.</returns>
    public static PdfCipher? Open(Func<string, object?> facts, byte[] id)
    {
        if (facts("Filter") is not PdfName { Text: "Standard" }) return null;
        if (facts("O") is not byte[] { Length: >= 32 } owner || facts("U") is not byte[] { Length: >= 32 } user) return null;
        var (version, revision) = (Number(facts("V")), Number(facts("R")));
        var key = revision >= 5 ? LongKey(user, facts("UE") as byte[], revision)
            : ShortKey(facts, owner[..32], user[..32], id, revision);
        if (key is null) return null;
        var filters = facts("CF") as Dictionary<string, object?>;
        Method Of(string name, Method other)
            => version < 4 ? Method.Rc4 : facts(name) is PdfName { Text: var filter } ? MethodOf(filters, filter) : other;
        var stream = Of("StmF", Method.None);
        var cipher = new PdfCipher(key, Of("StrF", Method.None), stream, Of("EFF", stream));
        return cipher.IsKnown ? cipher : null;
    }

    /// <summary>The bytes of a string.</summary>
    public byte[] Text(byte[] text, int number, int generation) => Decode(strings, text, number, generation);

    /// <summary>The bytes of a stream.</summary>
    public ArraySegment<byte> Stream(PdfStream stream, int number, int generation)
    {
        var type = (stream.Dictionary.GetValueOrDefault("Type") as PdfName?)?.Text;
        var filter = stream.Dictionary.GetValueOrDefault("Filter");
        // Tables of places are never coded, and a stream may say of itself that it is not.
        if (type == "XRef" || filter is PdfName { Text: "Crypt" } or List<object?> and [PdfName { Text: "Crypt" }, ..]) return stream.Bytes;
        return Decode(type == "EmbeddedFile" ? files : streams, stream.Bytes, number, generation);
    }

    private byte[] Decode(Method method, ReadOnlySpan<byte> coded, int number, int generation) => method switch
    {
        Method.None => coded.ToArray(),
        Method.Rc4 => Rc4(KeyOf(number, generation, false), coded),
        Method.Aes128 => Cbc(KeyOf(number, generation, true), coded),
        _ => Cbc(key, coded),
    };

    // Algorithm 1: each object has a key of its own.
    private byte[] KeyOf(int number, int generation, bool isAes)
    {
        Span<byte> text = stackalloc byte[key.Length + 9];
        key.CopyTo(text);
        BinaryPrimitives.WriteInt32LittleEndian(text[key.Length..], number);
        BinaryPrimitives.WriteInt16LittleEndian(text[(key.Length + 3)..], unchecked((short)generation));
        "sAlT"u8.CopyTo(text[(key.Length + 5)..]);
        return MD5.HashData(isAes ? text : text[..(key.Length + 5)])[..Math.Min(16, key.Length + 5)];
    }

    // Algorithms 2 and 6.
    private static byte[]? ShortKey(Func<string, object?> facts, byte[] owner, byte[] user, byte[] id, int revision)
    {
        var length = revision == 2 ? 5 : Math.Clamp((facts("Length") is double bits ? (int)bits : 40) / 8, 5, 16);
        // Files with filters often leave the length to them, which all have 128 bits.
        if (Number(facts("V")) == 4) length = 16;
        var permissions = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(permissions, unchecked((int)(uint)(long)(facts("P") is double p ? p : 0)));
        byte[] open = revision >= 4 && facts("EncryptMetadata") is false ? [0xFF, 0xFF, 0xFF, 0xFF] : [];
        var key = MD5.HashData([.. Padding, .. owner, .. permissions, .. id, .. open]);
        for (var i = 0; i < 50 && revision >= 3; i++) key = MD5.HashData(key.AsSpan(0, length));
        key = key[..length];
        if (revision == 2) return Rc4(key, Padding).AsSpan().SequenceEqual(user) ? key : null;
        var check = Rc4(key, MD5.HashData([.. Padding, .. id]));
        for (var i = 1; i < 20; i++) check = Rc4(Array.ConvertAll(key, b => (byte)(b ^ i)), check);
        return check.AsSpan().SequenceEqual(user.AsSpan(0, 16)) ? key : null;
    }

    // Algorithm 2.A: 32 bytes of hash, 8 to check with, 8 for the key.
    private static byte[]? LongKey(byte[] user, byte[]? coded, int revision)
    {
        if (user.Length < 48 || coded is not { Length: >= 32 } || revision > 6) return null;
        if (!Hash(user.AsSpan(32, 8), revision).AsSpan().SequenceEqual(user.AsSpan(0, 32))) return null;
        using var aes = Aes.Create();
        aes.Key = Hash(user.AsSpan(40, 8), revision);
        return aes.DecryptCbc(coded.AsSpan(0, 32), new byte[16], PaddingMode.None);
    }

    // Algorithm 2.B with an empty password.
    private static byte[] Hash(ReadOnlySpan<byte> salt, int revision)
    {
        var key = SHA256.HashData(salt);
        if (revision == 5) return key;
        using var aes = Aes.Create();
        for (var (round, last) = (0, 0); (round < RoundsMin || last > round - 32) && round < RoundsMax; round++)
        {
            var text = new byte[key.Length * 64];
            for (var i = 0; i < 64; i++) key.CopyTo(text, i * key.Length);
            aes.Key = key[..16];
            var coded = aes.EncryptCbc(text, key.AsSpan(16, 16), PaddingMode.None);
            // A number of sixteen bytes, modulo three.
            var rest = 0;
            foreach (var b in coded.AsSpan(0, 16)) rest += b;
            key = (rest % 3) switch { 0 => SHA256.HashData(coded), 1 => SHA384.HashData(coded), _ => SHA512.HashData(coded) };
            last = coded[^1];
        }

        return key[..32];
    }

    private static Method MethodOf(Dictionary<string, object?>? filters, string name)
    {
        if (name == "Identity") return Method.None;
        var method = (filters?.GetValueOrDefault(name) as Dictionary<string, object?>)?.GetValueOrDefault("CFM");
        return (method as PdfName?)?.Text switch
        {
            "None" => Method.None,
            "V2" => Method.Rc4,
            "AESV2" => Method.Aes128,
            "AESV3" => Method.Aes256,
            _ => Method.Unknown,
        };
    }

    private static int Number(object? value) => value is double number and >= 0 and <= 100 ? (int)number : 0;

    // The first block is where the chain begins; a last block whose padding is damaged is given as it is.
    private static byte[] Cbc(byte[] key, ReadOnlySpan<byte> coded)
    {
        var length = (coded.Length - 16) / 16 * 16;
        if (length <= 0) return [];
        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(coded.Slice(16, length), coded[..16], PaddingMode.None);
        return plain[^1] is >= 1 and <= 16 ? plain[..^plain[^1]] : plain;
    }

    private static byte[] Rc4(byte[] key, ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var state = new byte[256];
            for (var i = 0; i < 256; i++) state[i] = (byte)i;
            for (var (i, j) = (0, 0); i < 256; i++)
            {
                j = (j + state[i] + key[i % key.Length]) & 0xFF;
                (state[i], state[j]) = (state[j], state[i]);
            }

            var result = new byte[text.Length];
            for (var (at, i, j) = (0, 0, 0); at < text.Length; at++)
            {
                i = (i + 1) & 0xFF;
                j = (j + state[i]) & 0xFF;
                (state[i], state[j]) = (state[j], state[i]);
                result[at] = (byte)(text[at] ^ state[(state[i] + state[j]) & 0xFF]);
            }

            return result;
        }
    }
}
