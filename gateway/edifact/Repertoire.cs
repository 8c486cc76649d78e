using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace Gateway.Edifact;

/// <summary>A character set from the side of writing: which byte carries a character.</summary>
internal sealed class Repertoire
{
    private static readonly ConcurrentDictionary<CharacterSet, Repertoire> Known = new();

    private readonly FrozenDictionary<int, byte> high;

    private Repertoire(CharacterSet set)
    {
        Set = set;
        var bytes = new Dictionary<int, byte>();
        Span<byte> utf8 = stackalloc byte[8];
        for (var value = 0x80; value < 0x100 && !set.IsUtf8 && !set.IsAscii; value++)
        {
            if (!set.Allows((byte)value)) continue;
            var written = set.Decode([(byte)value], 0, utf8);
            Rune.DecodeFromUtf8(utf8[..written], out var rune, out _);
            bytes.TryAdd(rune.Value, (byte)value);
        }

        high = bytes.ToFrozenDictionary();
    }

    /// <summary>The character set.</summary>
    public CharacterSet Set { get; }

    /// <summary>The repertoire of a character set; made once.</summary>
    public static Repertoire Of(CharacterSet set) => Known.GetOrAdd(set, s => new Repertoire(s));

    /// <summary>Whether every character of a text can be carried.</summary>
    public bool Carries(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            if (!Set.IsUtf8 && (!TryByte(rune, out var value) || !Set.Allows(value))) return false;
            if (Set.IsUtf8 && rune.Value < 0x20) return false;
            utf8 = utf8[used..];
        }

        return true;
    }

    /// <summary>The byte of a character; a set of UTF-8 has none beyond ASCII.</summary>
    public bool TryByte(Rune rune, out byte value)
    {
        value = (byte)(rune.Value & 0x7F);
        return rune.Value < 0x80 || high.TryGetValue(rune.Value, out value);
    }
}
