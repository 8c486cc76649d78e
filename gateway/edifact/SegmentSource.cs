using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Where the source stands.</summary>
/// <param name="Position">Byte in the buffer.</param>
/// <param name="NextPlace">Index of the first delimiter from there on.</param>
/// <param name="NextEnd">Index of the first terminator in the ends.</param>
internal readonly record struct Cursor(int Position, int NextPlace, int NextEnd);

/// <summary>
/// Cuts raw bytes into segments: one buffer that slides over the bytes, with the places of all delimiters in it. A segment
/// is always whole in the buffer; one that is longer than <see cref="Limits.SegmentBytesMax"/> is passed over.
/// </summary>
internal sealed class SegmentSource : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    // Small, so that bytes and places stay in the first cache.
    private const int IndexBytes = 16 * 1024;

    // A longer run of blanks between segments is not kept in the document's window.
    private const int GapBytesMax = 64;

    private static readonly ConcurrentDictionary<(CharacterSet Set, byte Release), SearchValues<byte>> KnownSuspects = new();

    private ReadRaw read = Nothing;
    private byte[] buffer = [];
    private int[] places = [];
    private int[] ends = [];
    private int placeCount;
    private int endCount;
    private int nextPlace;
    private int nextEnd;
    private int length;
    private int position;
    private int indexedTo;
    private bool isIndexed;
    private bool hasEnded;
    private bool hasEscapes;
    private int escapedTo = -1;
    private int suspicious = -1;
    private SearchValues<byte> suspects = Suspects(CharacterSet.Fallback, ServiceCharacters.Default);
    private (CharacterSet Set, byte Release) suspectsOf = (CharacterSet.Fallback, ServiceCharacters.Default.Release);

    /// <summary>A source that has no file yet.</summary>
    public SegmentSource()
    {
    }

    /// <summary>Opens a file.</summary>
    public SegmentSource(ReadRaw read) => Open(read);

    /// <summary>Begins with the first byte of a file.</summary>
    public void Open(ReadRaw from)
    {
        Rent();
        (read, length, position, hasEnded) = (from, 0, 0, false);
        (BufferOffset, StartOffset, EndOffset, TooLong) = (0, 0, 0, 0);
        (GapStart, Start, End, FirstPlace, LastPlace) = (0, 0, 0, 0, 0);
        (IsTerminated, HasBlanks) = (false, false);
        Characters = ServiceCharacters.Default;
        Use(CharacterSet.Fallback);
        Forget();
    }

    /// <summary>The service characters in force.</summary>
    public ServiceCharacters Characters { get; private set; } = ServiceCharacters.Default;

    /// <summary>The buffer; the members below are places in it.</summary>
    public byte[] Buffer => buffer;

    /// <summary>Places of delimiters in the buffer, as far as they were looked for.</summary>
    public int[] Places => places;

    /// <summary>Index in <see cref="Places"/> of each terminator.</summary>
    public int[] Ends => ends;

    /// <summary>How many there are; 0 where no delimiters were looked for.</summary>
    public int EndCount => endCount;

    /// <summary>Where the next segment begins.</summary>
    public Cursor Cursor => new(position, nextPlace, nextEnd);

    /// <summary>Where the line break before the segment begins.</summary>
    public int GapStart { get; private set; }

    /// <summary>First byte of the segment.</summary>
    public int Start { get; private set; }

    /// <summary>Its terminator, or the end of the bytes.</summary>
    public int End { get; private set; }

    /// <summary>Index of its first delimiter.</summary>
    public int FirstPlace { get; set; }

    /// <summary>Index of its terminator; where that is missing one past the last delimiter.</summary>
    public int LastPlace { get; set; }

    /// <summary>Whether it had a terminator.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>Whether blanks or tabs stood before the tag.</summary>
    public bool HasBlanks { get; private set; }

    /// <summary>Where its tag ends: at the first delimiter.</summary>
    public int TagEnd => places[FirstPlace];

    /// <summary>Bytes of a segment that was passed over because it is too long; else 0.</summary>
    public long TooLong { get; private set; }

    /// <summary>Offset of the buffer's first byte in the raw bytes.</summary>
    public long BufferOffset { get; private set; }

    /// <summary>Offset of the segment in the raw bytes.</summary>
    public long StartOffset { get; private set; }

    /// <summary>Offset of the line break before the segment.</summary>
    public long GapStartOffset => BufferOffset + GapStart;

    /// <summary>Offset after the segment and its terminator in the raw bytes.</summary>
    public long EndOffset { get; private set; }

    /// <summary>The segment with its delimiters.</summary>
    public Cut Current => new(buffer, places, FirstPlace, LastPlace, Start, End, BufferOffset, SuspiciousFrom(Start));

    /// <summary>Offset of the first byte that was not yet given out.</summary>
    public long NextOffset => BufferOffset + position;

    /// <summary>Looks at the next bytes without taking them.</summary>
    public ReadOnlySpan<byte> Peek(int bytes)
    {
        while (length - position < bytes && Fill()) { }
        return buffer.AsSpan(position, Math.Min(bytes, length - position));
    }

    /// <summary>All bytes of the buffer from an offset on.</summary>
    public ReadOnlySpan<byte> From(long offset) => buffer.AsSpan((int)(offset - BufferOffset)..length);

    /// <summary>Goes to the segment at a place further on in <see cref="Buffer"/>: those before it were taken from there.</summary>
    public void NextFrom(Cursor cursor)
    {
        (position, nextPlace, nextEnd) = cursor;
        Next();
    }

    /// <summary>Takes bytes that belong to no segment.</summary>
    public void Skip(int bytes)
    {
        position += bytes;
        GapStart = position;
        // Behind a release character the places may be those of another reading.
        if (position > 0 && buffer[position - 1] == Characters.Release) Forget();
        else SkipPlaces();
    }

    /// <summary>Sets what holds from the next segment on.</summary>
    public void Use(in ServiceCharacters characters, CharacterSet set)
    {
        if (Characters != characters) Forget();
        Characters = characters;
        Use(set);
    }

    /// <summary>Sets the character set of the segments from the current one on.</summary>
    public void Use(CharacterSet set)
    {
        suspicious = -1;
        // The places of what follows may be others.
        if (hasEscapes != set.HasEscapes) Forget();
        hasEscapes = set.HasEscapes;
        if (suspectsOf == (set, Characters.Release)) return;
        suspectsOf = (set, Characters.Release);
        suspects = Suspects(set, Characters);
    }

    /// <summary>Goes on at another offset.</summary>
    public void Seek(long offset)
    {
        if (offset < BufferOffset || offset > BufferOffset + length) (BufferOffset, length, hasEnded) = (offset, 0, false);
        position = (int)(offset - BufferOffset);
        GapStart = position;
        (suspicious, Start) = (-1, 0);
        Forget();
    }

    /// <summary>Ends the current segment before its end; what follows belongs to another one.</summary>
    public void CutAt(int bytes)
    {
        (position, nextPlace) = (Start, FirstPlace);
        TakeRest(Start + bytes);
    }

    /// <summary>Gives the current segment out again.</summary>
    public void PushBack()
    {
        position = Start;
        nextPlace = FirstPlace;
        if (IsTerminated) nextEnd--;
    }

    /// <summary>Goes to the next segment.</summary>
    /// <returns>False at the end of the bytes.</returns>
    public bool Next()
    {
        if (NextAtHand()) return true;
        TooLong = 0;
        HasBlanks = false;
        GapStart = position;
        return SkipGap() && FindEnd();
    }

    /// <summary>Goes to the next segment in the usual case: it follows at once, and its end is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextAtHand()
    {
        if (nextEnd >= endCount || buffer[position] <= ' ') return false;
        var last = ends[nextEnd];
        if (unchecked(places[last] - position) >= EnvelopeText.LongBytes) return false;
        TooLong = 0;
        HasBlanks = false;
        GapStart = position;
        nextEnd++;
        Take(last);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        read = Nothing;
        (length, position, hasEnded) = (0, 0, true);
        Forget();
        if (buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<int>.Shared.Return(places);
        ArrayPool<int>.Shared.Return(ends);
        (buffer, places, ends) = ([], [], []);
    }

    private void Rent()
    {
        if (buffer.Length > 0) return;
        buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        places = ArrayPool<int>.Shared.Rent(IndexBytes + DelimiterIndex.Slack);
        ends = ArrayPool<int>.Shared.Rent(IndexBytes + DelimiterIndex.Slack);
    }

    private static int Nothing(long offset, Span<byte> into) => 0;

    // Making them takes longer than reading a small file.
    private static SearchValues<byte> Suspects(CharacterSet set, in ServiceCharacters characters)
        => KnownSuspects.GetOrAdd((set, characters.Release), static key => key.Set.Suspicious(key.Release));

    /// <summary>Takes the segment whose terminator has that index.</summary>
    private void Take(int last)
    {
        unchecked
        {
            (Start, End, IsTerminated, FirstPlace, LastPlace) = (position, places[last], true, nextPlace, last);
            nextPlace = last + 1;
            position = End + 1;
            StartOffset = BufferOffset + Start;
            EndOffset = BufferOffset + position;
        }
    }

    /// <summary>The places hold no longer.</summary>
    private void Forget() => (isIndexed, placeCount, endCount, nextPlace, nextEnd) = (false, 0, 0, 0, 0);

    /// <summary>Where blanks or line breaks are service characters, those between segments separate nothing.</summary>
    private void SkipPlaces()
    {
        while (nextPlace < placeCount && places[nextPlace] < position) nextPlace++;
        while (nextEnd < endCount && ends[nextEnd] < nextPlace) nextEnd++;
    }

    /// <summary>Finds the end of the segment that begins here.</summary>
    private bool FindEnd()
    {
        while (true)
        {
            if (!isIndexed) Index(IndexBytes);
            if (nextEnd < endCount)
            {
                var found = places[ends[nextEnd]] - position;
                if (found >= EnvelopeText.LongBytes && Swallowed() is > 0 and var head) return TakeRest(position + head);
                if (found > Limits.SegmentBytesMax) return PassOver();
                Take(ends[nextEnd++]);
                return true;
            }

            if (MayEndLater())
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

    private int Swallowed() => EnvelopeText.SwallowedHead(buffer.AsSpan(position, length - position));

    /// <summary>Gives out what has no terminator.</summary>
    private bool TakeRest(int end)
    {
        // A run of another set cannot go on beyond that end.
        if (hasEscapes || indexedTo < end) Index(end - position, isAll: true);
        var last = nextPlace;
        while (last < placeCount && places[last] < end) last++;
        places[last] = end;
        Take(last);
        (IsTerminated, position, EndOffset) = (false, end, BufferOffset + end);
        Forget();
        return true;
    }

    /// <summary>Passes over line breaks, and over blanks and tabs that real files have before a tag.</summary>
    private bool SkipGap()
    {
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
                    SkipPlaces();
                    return true;
                }

                HasBlanks = true;
            }

            if (gap > GapBytesMax) GapStart = position;
            if (!Fill()) return false;
        }
    }

    /// <summary>The first byte from a place on that may need a closer look.</summary>
    public int SuspiciousFrom(int start) => suspicious >= start ? suspicious : FindSuspicious(start);

    private int FindSuspicious(int start)
    {
        var found = buffer.AsSpan(start, length - start).IndexOfAny(suspects);
        return suspicious = found < 0 ? int.MaxValue : unchecked(start + found);
    }

    private void Index(int bytes, bool isAll = false)
    {
        indexedTo = Math.Min(length, position + bytes);
        var room = indexedTo - position + DelimiterIndex.Slack;
        if (places.Length < room) places = Larger(places, room);
        if (ends.Length < room) ends = Larger(ends, room);
        var text = buffer.AsSpan(0, indexedTo);
        // Whether a run of another set has its end may be known only from bytes that are not at hand.
        isAll |= hasEnded && indexedTo == length;
        escapedTo = -1;
        (placeCount, endCount) = hasEscapes && EscapedText.IsIn(text[position..])
            ? DelimiterIndex.BuildEscaped(text, position, Characters, isAll, places, ends, out escapedTo)
            : DelimiterIndex.Build(text, position, Characters, places, ends);
        (nextPlace, nextEnd) = (0, 0);
        isIndexed = true;
    }

    /// <summary>Whether a terminator may stand beyond what was indexed; perhaps it is a released one.</summary>
    private bool MayEndLater()
        => indexedTo < length && (hasEscapes || buffer.AsSpan(indexedTo..length).Contains(Characters.Terminator));

    private static int[] Larger(int[] array, int room)
    {
        ArrayPool<int>.Shared.Return(array);
        return ArrayPool<int>.Shared.Rent(room);
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
        Forget();
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
            Index(IndexBytes);
            while (endCount == 0 && MayEndLater()) Index((2 * (indexedTo - position)) + IndexBytes);
            if (endCount > 0)
            {
                position = places[ends[0]] + 1;
                (nextPlace, nextEnd) = (ends[0] + 1, 1);
                break;
            }

            // A release character at the very end belongs with the byte that follows it, and a shielded run with its own end.
            position = Math.Max(position, escapedTo >= 0 ? escapedTo : Characters.Release == 0 ? length : length - PendingRelease());
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
