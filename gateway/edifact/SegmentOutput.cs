using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gateway.Edifact;

/// <summary>
/// Puts segments together: separators only where a value follows them, so that what is empty at the end of a composite or of a
/// segment is left out (ISO 9735-1 §8); service characters that are data are released. One buffer, nothing allocated.
/// </summary>
internal sealed class SegmentOutput : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int FlushBytes = 48 * 1024;

    private readonly Stream? stream;
    private readonly IBufferWriter<byte>? sink;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int count;
    private int elements;
    private int repetitions;
    private int components;
    private bool hasBreak;
    private ServiceCharacters characters;
    private SearchValues<byte> special = SearchValues.Create(""u8);
    private readonly List<Rune> lost = [];
    private byte[] encoded = [];

    public SegmentOutput(Stream? stream, IBufferWriter<byte>? sink, string lineBreak)
    {
        (this.stream, this.sink) = (stream, sink);
        LineBreak = Encoding.ASCII.GetBytes(lineBreak);
    }

    /// <summary>What stands after each terminator; empty for nothing.</summary>
    public byte[] LineBreak { get; }

    /// <summary>The service characters in force.</summary>
    public ref readonly ServiceCharacters Characters => ref characters;

    /// <summary>The character set in force.</summary>
    public CharacterSet Set { get; private set; } = CharacterSet.Fallback;

    /// <summary>Told of each character that the character set does not have.</summary>
    public Action<Rune>? Refused { get; set; }

    /// <summary>Sets service characters and character set for the segments to come.</summary>
    public void Use(in ServiceCharacters serviceCharacters, CharacterSet set)
    {
        if (characters == serviceCharacters && Set == set) return;
        (characters, Set) = (serviceCharacters, set);
        Span<byte> bytes = stackalloc byte[256];
        var found = 0;
        for (var i = 0; i < 256; i++)
        {
            if (characters.IsService((byte)i) || i >= 0x80 || !set.Allows((byte)i) || !IsAscii(set, (byte)i)) bytes[found++] = (byte)i;
        }

        special = SearchValues.Create(bytes[..found]);
    }

    /// <summary>UNA with the characters in force.</summary>
    public void Una()
    {
        Raw([
            (byte)'U', (byte)'N', (byte)'A', characters.Component, characters.Element,
            characters.DecimalMark, OrSpace(characters.Release),
            OrSpace(characters.Repetition), characters.Terminator,
        ]);
        hasBreak = true;
    }

    /// <summary>Begins a segment.</summary>
    public void Begin(ReadOnlySpan<byte> tag)
    {
        Break();
        elements = repetitions = components = 0;
        Raw(tag);
    }

    /// <summary>Goes to the next data element.</summary>
    public void NextElement() => (elements, repetitions, components) = (elements + 1, 0, 0);

    /// <summary>Goes to the next component.</summary>
    public void NextComponent() => components++;

    /// <summary>Goes to the next repetition; without a separator for it to the next data element, as syntax 1 to 3 repeat.</summary>
    public void NextRepetition()
    {
        if (characters.Repetition == 0) NextElement();
        else (repetitions, components) = (repetitions + 1, 0);
    }

    /// <summary>A value as UTF-8; nothing is written of an empty one.</summary>
    public void Value(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        Separators();
        if (utf8.IndexOfAny(special) < 0) Raw(utf8);
        else Encoded(utf8);
    }

    /// <summary>A value as bytes of the character set in force, without release characters.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Separators();
        Raw(bytes);
    }

    /// <summary>A byte of a value that was begun, released where it must be.</summary>
    public void Literal(byte value)
    {
        if (!characters.IsService(value))
        {
            Byte(value);
        }
        else if (characters.Release == 0)
        {
            Refused?.Invoke(new Rune((char)value));
            Byte(characters.IsService((byte)'.') ? (byte)' ' : (byte)'.');
        }
        else
        {
            Byte(characters.Release);
            Byte(value);
        }
    }

    /// <summary>Writes the separators before a value whose bytes follow one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Separators()
    {
        if ((elements | repetitions | components) != 0) AllSeparators();
    }

    /// <summary>Ends the segment.</summary>
    public void End()
    {
        Byte(characters.Terminator);
        hasBreak = true;
    }

    /// <summary>A whole segment, terminator included, that needs no change.</summary>
    public void Whole(ReadOnlySpan<byte> segment)
    {
        Break();
        Raw(segment);
        hasBreak = true;
    }

    /// <summary>A run of segments with their line breaks, from behind a terminator to the first byte of the segment that follows.</summary>
    public void Run(ReadOnlySpan<byte> segments)
    {
        Raw(segments);
        hasBreak = false;
    }

    /// <summary>The line break that is still due after a terminator.</summary>
    public void Break()
    {
        if (hasBreak && LineBreak.Length > 0) Raw(LineBreak);
        hasBreak = false;
    }

    /// <summary>Bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > buffer.Length - count && !MakeRoom(bytes)) return;
        bytes.CopyTo(buffer.AsSpan(count));
        count += bytes.Length;
    }

    /// <summary>Hands everything over.</summary>
    public void Flush()
    {
        if (count > 0) HandOver(buffer.AsSpan(0, count));
        count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length == 0) return;
        Flush();
        ArrayPool<byte>.Shared.Return(buffer);
        if (encoded.Length > 0) ArrayPool<byte>.Shared.Return(encoded);
        (buffer, encoded) = ([], []);
    }

    private void AllSeparators()
    {
        for (; elements > 0; elements--) Byte(characters.Element);
        for (; repetitions > 0; repetitions--) Byte(characters.Repetition);
        for (; components > 0; components--) Byte(characters.Component);
    }

    private void Encoded(ReadOnlySpan<byte> utf8)
    {
        var needed = CharacterSet.EncodedLengthMax(utf8.Length);
        if (encoded.Length < needed)
        {
            if (encoded.Length > 0) ArrayPool<byte>.Shared.Return(encoded);
            encoded = ArrayPool<byte>.Shared.Rent(needed);
        }

        Raw(encoded.AsSpan(0, Set.Encode(utf8, characters, encoded, lost)));
        if (lost.Count == 0) return;
        foreach (var rune in lost) Refused?.Invoke(rune);
        lost.Clear();
    }

    // The letters of code page 500 have other bytes.
    private static bool IsAscii(CharacterSet set, byte value)
    {
        Span<byte> text = stackalloc byte[8];
        return set.Decode([value], 0, text) == 1 && text[0] == value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Byte(byte value)
    {
        if (count == buffer.Length) Flush();
        buffer[count++] = value;
    }

    /// <summary>Makes room; what is larger than the buffer is handed over at once.</summary>
    /// <returns>False when the bytes were handed over.</returns>
    private bool MakeRoom(scoped ReadOnlySpan<byte> bytes)
    {
        Flush();
        if (bytes.Length <= FlushBytes) return true;
        HandOver(bytes);
        return false;
    }

    private void HandOver(scoped ReadOnlySpan<byte> bytes)
    {
        stream?.Write(bytes);
        sink?.Write(bytes);
    }

    private static byte OrSpace(byte value) => value == 0 ? (byte)' ' : value;
}
