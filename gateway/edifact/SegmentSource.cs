using System.Buffers;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Cuts raw bytes into segments: one buffer that slides over the bytes, with the places of all delimiters in it. A segment
/// is always whole in the buffer; one that is longer than <see cref="Limits.SegmentBytesMax"/> is passed over.
/// </summary>
internal sealed class SegmentSource : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    // Small, so that the places stay in the first cache and a change of service characters costs little.
    private const int IndexBytes = 4 * 1024;

    // A longer run of blanks between segments is not kept in the document's window.
    private const int GapBytesMax = 64;

    private readonly ReadRaw read;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private int[] places = ArrayPool<int>.Shared.Rent(IndexBytes);
    private int placeCount;
    private int nextPlace;
    private int length;
    private int position;
    private int indexedTo;
    private bool isIndexed;
    private bool hasEnded;
    private int suspicious = -1;
    private SearchValues<byte> suspects;

    public SegmentSource(ReadRaw read)
    {
        this.read = read;
        suspects = Suspects(CharacterSet.Fallback, ServiceCharacters.Default);
    }

    /// <summary>The service characters in force.</summary>
    public ServiceCharacters Characters { get; private set; } = ServiceCharacters.Default;

    /// <summary>The buffer; the members below are places in it.</summary>
    public byte[] Buffer => buffer;

    /// <summary>Where the line break before the segment begins.</summary>
    public int GapStart { get; private set; }

    /// <summary>First byte of the segment.</summary>
    public int Start { get; private set; }

    /// <summary>Its terminator, or the end of the bytes.</summary>
    public int End { get; private set; }

    /// <summary>Index of its first delimiter.</summary>
    private int FirstPlace { get; set; }

    /// <summary>Index of its terminator; where that is missing one past the last delimiter.</summary>
    private int LastPlace { get; set; }

    /// <summary>Whether it had a terminator.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>Whether blanks or tabs stood before the tag.</summary>
    public bool HasBlanks { get; private set; }

    /// <summary>Bytes of a segment that was passed over because it is too long; else 0.</summary>
    public long TooLong { get; private set; }

    /// <summary>Offset of the buffer's first byte in the raw bytes.</summary>
    public long BufferOffset { get; private set; }

    /// <summary>Offset of the segment in the raw bytes.</summary>
    public long StartOffset { get; private set; }

    /// <summary>Offset after the segment and its terminator in the raw bytes.</summary>
    public long EndOffset { get; private set; }

    /// <summary>The segment with its delimiters.</summary>
    public Cut Current => new(buffer, places, FirstPlace, LastPlace, Start, End, BufferOffset, Suspicious());

    /// <summary>Offset of the first byte that was not yet given out.</summary>
    public long NextOffset => BufferOffset + position;

    /// <summary>Looks at the next bytes without taking them.</summary>
    public ReadOnlySpan<byte> Peek(int bytes)
    {
        while (length - position < bytes && Fill()) { }
        return buffer.AsSpan(position, Math.Min(bytes, length - position));
    }

    /// <summary>Takes bytes that belong to no segment.</summary>
    public void Skip(int bytes)
    {
        position += bytes;
        isIndexed = false;
    }

    /// <summary>Sets what holds from the next segment on.</summary>
    public void Use(in ServiceCharacters characters, CharacterSet set)
    {
        (Characters, isIndexed, suspicious) = (characters, false, -1);
        suspects = Suspects(set, characters);
    }

    /// <summary>Sets the character set of the segments from the current one on.</summary>
    public void Use(CharacterSet set)
    {
        suspects = Suspects(set, Characters);
        suspicious = -1;
    }

    /// <summary>Goes on at another offset.</summary>
    public void Seek(long offset)
    {
        if (offset < BufferOffset || offset > BufferOffset + length) (BufferOffset, length, hasEnded) = (offset, 0, false);
        position = (int)(offset - BufferOffset);
        GapStart = position;
        (isIndexed, suspicious, Start) = (false, -1, 0);
    }

    /// <summary>Ends the current segment before its end; what follows belongs to another one.</summary>
    public void CutAt(int bytes)
    {
        position = Start;
        TakeRest(Start + bytes);
    }

    /// <summary>Gives the current segment out again.</summary>
    public void PushBack()
    {
        position = Start;
        nextPlace = FirstPlace;
    }

    /// <summary>Goes to the next segment.</summary>
    /// <returns>False at the end of the bytes.</returns>
    public bool Next()
    {
        TooLong = 0;
        if (!SkipGap()) return false;
        // Where a line break is itself a delimiter, those of the gap belong to no segment.
        while (nextPlace < placeCount && places[nextPlace] < position) nextPlace++;
        while (true)
        {
            if (!isIndexed) Index(IndexBytes);
            if (FindTerminator())
            {
                var found = places[nextPlace] - position;
                if (found >= EnvelopeText.LongBytes && Swallowed() is > 0 and var head) return TakeRest(position + head);
                if (found > Limits.SegmentBytesMax) return PassOver();
                Take(places[nextPlace], true);
                nextPlace++;
                position = End + 1;
                EndOffset = StartOffset + (End + 1 - Start);
                return true;
            }

            if (indexedTo < length)
            {
                Index((2 * (indexedTo - position)) + IndexBytes);
                continue;
            }

            var isTooLong = length - position > Limits.SegmentBytesMax;
            if ((isTooLong || hasEnded) && Swallowed() is > 0 and var other) return TakeRest(position + other);
            if (isTooLong)
            {
                // The head of another interchange may name other terminators: it is given out alone, for the reader to see.
                return EnvelopeText.IsHead(buffer.AsSpan(position, 4))
                    ? TakeRest(position + ServiceCharacters.UnaLength) : PassOver();
            }

            if (hasEnded) return TakeRest(length);
            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<int>.Shared.Return(places);
        (buffer, places) = ([], []);
        length = position = 0;
        hasEnded = true;
    }

    private static SearchValues<byte> Suspects(CharacterSet set, in ServiceCharacters characters)
        => set.Suspicious(characters.Release);

    private void Take(int end, bool isTerminated)
    {
        (Start, End, IsTerminated, LastPlace) = (position, end, isTerminated, nextPlace);
        StartOffset = BufferOffset + Start;
    }

    private int Swallowed() => EnvelopeText.SwallowedHead(buffer.AsSpan(position, length - position));

    /// <summary>Gives out what has no terminator.</summary>
    private bool TakeRest(int end)
    {
        nextPlace = FirstPlace;
        while (nextPlace < placeCount && places[nextPlace] < end) nextPlace++;
        places[nextPlace] = end;
        Take(end, false);
        position = end;
        isIndexed = false;
        EndOffset = BufferOffset + end;
        return true;
    }

    /// <summary>Passes over line breaks, and over blanks and tabs that real files have before a tag.</summary>
    private bool SkipGap()
    {
        HasBlanks = false;
        GapStart = position;
        long gap = 0;
        while (true)
        {
            for (; position < length; position++, gap++)
            {
                var value = buffer[position];
                if (value is (byte)'\r' or (byte)'\n') continue;
                // NUL and 0x1A are filling of old systems, form feeds of printed files.
                if (value is not ((byte)' ' or (byte)'\t' or 0 or 0x1A or (byte)'\v' or (byte)'\f'))
                {
                    // Whether a gap is kept must not depend on where the buffer happened to end.
                    if (gap > GapBytesMax) GapStart = position;
                    return true;
                }

                HasBlanks = true;
            }

            if (gap > GapBytesMax) GapStart = position;
            if (!Fill()) return false;
        }
    }

    private int Suspicious()
    {
        if (suspicious < Start)
        {
            var found = buffer.AsSpan(Start, length - Start).IndexOfAny(suspects);
            suspicious = found < 0 ? int.MaxValue : Start + found;
        }

        return suspicious;
    }

    private bool FindTerminator()
    {
        FirstPlace = nextPlace;
        var terminator = Characters.Terminator;
        var (all, bytes, end) = (places, buffer, placeCount);
        for (var i = nextPlace; i < end; i++)
        {
            if (bytes[all[i]] != terminator) continue;
            nextPlace = i;
            return true;
        }

        return false;
    }

    private void Index(int bytes)
    {
        indexedTo = Math.Min(length, position + bytes);
        // One more, for the end of a segment that has no terminator.
        if (places.Length < indexedTo - position + 1)
        {
            ArrayPool<int>.Shared.Return(places);
            places = ArrayPool<int>.Shared.Rent(indexedTo - position + 1);
        }

        placeCount = DelimiterIndex.Build(buffer.AsSpan(0, indexedTo), position, Characters, places);
        nextPlace = 0;
        isIndexed = true;
    }

    /// <summary>Moves what is left to the front and reads more behind it.</summary>
    private bool Fill()
    {
        if (hasEnded) return false;
        var keep = Math.Min(GapStart, position);
        var left = length - keep;
        if (left + ChunkBytes / 2 > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, left + ChunkBytes));
            buffer.AsSpan(keep, left).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        else if (keep > 0)
        {
            buffer.AsSpan(keep, left).CopyTo(buffer);
        }

        BufferOffset += keep;
        position -= keep;
        GapStart = Math.Max(0, GapStart - keep);
        length = left;
        isIndexed = false;
        suspicious = -1;
        Start = 0;
        var got = read(BufferOffset + length, buffer.AsSpan(length));
        hasEnded = got == 0;
        length += got;
        return got > 0;
    }

    /// <summary>Reads on to the terminator of a segment that is too long.</summary>
    private bool PassOver()
    {
        StartOffset = BufferOffset + position;
        while (true)
        {
            Index(length);
            if (FindTerminator())
            {
                position = places[nextPlace] + 1;
                nextPlace++;
                break;
            }

            // A release character at the very end belongs with the byte that follows it.
            position = Math.Max(position, Characters.Release == 0 ? length : length - PendingRelease());
            GapStart = position;
            if (Fill()) continue;
            position = length;
            break;
        }

        EndOffset = BufferOffset + position;
        TooLong = EndOffset - StartOffset;
        Start = End = GapStart = position;
        FirstPlace = LastPlace = nextPlace;
        IsTerminated = true;
        return true;
    }

    private int PendingRelease()
    {
        var count = 0;
        while (count < length - position && buffer[length - 1 - count] == Characters.Release) count++;
        return count % 2;
    }
}
