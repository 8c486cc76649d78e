using System.Security.Cryptography;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One interchange as its envelope says.</summary>
/// <param name="Sender">UNB 0004, with its qualifier 0007 as <c>ID:ZZ</c>; null when missing.</param>
/// <param name="Recipient">UNB 0010 likewise.</param>
/// <param name="Reference">UNB 0020; null when missing.</param>
/// <param name="Span">From UNA or UNB to the terminator of UNZ.</param>
/// <param name="Digest">Of the bytes of the span.</param>
/// <param name="Messages">Messages counted.</param>
/// <param name="IsComplete">UNZ was there.</param>
/// <param name="IsSound">UNZ was there, and its count and reference agree.</param>
/// <param name="IsTest">UNB 0035 is 1.</param>
public sealed record EnvelopeMark(
    string? Sender, string? Recipient, string? Reference, SourceSpan Span, Digest Digest, int Messages, bool IsComplete,
    bool IsSound, bool IsTest);

/// <summary>
/// Finds the interchanges of bytes that arrive in pieces, with constant memory. How the bytes are cut into pieces changes
/// nothing. Not thread-safe.
/// </summary>
public sealed class EnvelopeScan : IDisposable
{
    // Service segments are shorter; of a longer segment only its end is looked for.
    private const int HeldBytesMax = 1024;

    // So much text without UNA or UNB is no EDIFACT.
    private const int TextBytesMax = 64 * 1024;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<EnvelopeMark> marks = [];
    private readonly List<Finding> faults = [];
    private readonly byte[] held = new byte[HeldBytesMax];
    private ServiceCharacters characters = ServiceCharacters.Default;
    private State state = State.Between;
    private int heldCount;
    private bool isLong;
    private bool isReleased;
    private long offset;
    private long segmentStart;
    private long textBytes;
    private Open? open;
    private long unaStart = -1;
    private bool isHashing;
    private long hashedTo;

    private enum State
    {
        /// <summary>Before UNA or UNB.</summary>
        Between,

        /// <summary>Between the terminator of a segment and the next tag.</summary>
        Gap,

        /// <summary>In a segment.</summary>
        Segment,
    }

    private sealed class Open
    {
        public long Start { get; init; }

        public string? Sender { get; init; }

        public string? Recipient { get; init; }

        public string? Reference { get; init; }

        public bool IsTest { get; init; }

        public int Messages { get; set; }

        public int Groups { get; set; }
    }

    /// <summary>Whether no interchange is open and at least one was closed: the file may end here.</summary>
    public bool IsComplete => open is null && marks.Count > 0 && state == State.Between && heldCount == 0;

    /// <summary>Whether so much other text was seen that these bytes are no EDIFACT.</summary>
    public bool IsUnknown => marks.Count == 0 && open is null && textBytes > TextBytesMax;

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        var at = 0;
        while (at < chunk.Length)
        {
            if (state == State.Between) at = Look(chunk, at);
            else if (state == State.Gap) at = SkipGap(chunk, at);
            else at = Segment(chunk, at);
        }

        // A segment that is not yet whole may be a UNB, which belongs to the next interchange: it is hashed later.
        HashUpTo(state == State.Segment && !isLong ? segmentStart : offset + chunk.Length, chunk);
        offset += chunk.Length;
    }

    /// <summary>Ends the scan.</summary>
    /// <param name="findings">Gets the faults of the envelopes.</param>
    public IReadOnlyList<EnvelopeMark> End(Findings findings)
    {
        if (open is not null)
        {
            HashUpTo(offset, []);
            Fault(EdifactFindings.NoUnz, offset, 0, open.Reference ?? "");
            Close(offset, false, false);
        }

        foreach (var fault in faults) findings.Add(fault);
        return marks;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    /// <summary>Looks for UNA, UNB, or a message without envelope.</summary>
    private int Look(ReadOnlySpan<byte> chunk, int at)
    {
        if (heldCount == 0)
        {
            var next = chunk[at..].IndexOf((byte)'U');
            textBytes += next < 0 ? chunk.Length - at : next;
            if (next < 0) return chunk.Length;
            at += next;
            segmentStart = offset + at;
        }

        held[heldCount++] = chunk[at++];
        var head = held.AsSpan(0, heldCount);
        if (heldCount <= 3 ? IsPrefix(head) : head[2] == 'A') return heldCount < ServiceCharacters.UnaLength ? at : TakeUna(at);
        if (heldCount == 4 && EnvelopeText.IsStart(head))
        {
            characters = ServiceCharacters.Read(head, out _);
            (state, isLong, isReleased) = (State.Segment, false, false);
            return at;
        }

        // Not it: the next U among the held bytes may be.
        var keep = head[1..].IndexOf((byte)'U');
        textBytes += keep < 0 ? heldCount : keep + 1;
        segmentStart += keep + 1;
        if (keep >= 0) head[(keep + 1)..].CopyTo(held);
        heldCount = keep < 0 ? 0 : heldCount - keep - 1;
        return at;
    }

    private int TakeUna(int at)
    {
        var una = held.AsSpan(0, ServiceCharacters.UnaLength);
        characters = ServiceCharacters.Read(una, out _);
        StartHash(segmentStart);
        hash.AppendData(una);
        (unaStart, hashedTo) = (segmentStart, segmentStart + una.Length);
        (state, heldCount) = (State.Gap, 0);
        return at;
    }

    private static bool IsPrefix(ReadOnlySpan<byte> head)
        => "UN"u8.StartsWith(head[..Math.Min(2, head.Length)]) && (head.Length < 3 || "ABGHZTE"u8.Contains(head[2]));

    private int SkipGap(ReadOnlySpan<byte> chunk, int at)
    {
        var next = chunk[at..].IndexOfAnyExcept("\r\n \t"u8);
        if (next < 0) return chunk.Length;
        segmentStart = offset + at + next;
        (state, heldCount, isLong, isReleased) = (State.Segment, 0, false, false);
        return at + next;
    }

    private int Segment(ReadOnlySpan<byte> chunk, int at)
    {
        var end = EndOf(chunk, at);
        if (end < 0)
        {
            Hold(chunk[at..], chunk);
            return chunk.Length;
        }

        state = State.Gap;
        if (heldCount > 0 || isLong)
        {
            Hold(chunk[at..end], chunk);
            if (!isLong) Take(held.AsSpan(0, heldCount), offset + end + 1, chunk);
            HashUpTo(offset + end + 1, chunk);
            heldCount = 0;
        }
        else
        {
            Take(chunk[at..end], offset + end + 1, chunk);
        }

        return end + 1;
    }

    private int EndOf(ReadOnlySpan<byte> chunk, int at)
    {
        while (at < chunk.Length)
        {
            if (isReleased)
            {
                isReleased = false;
                at++;
                continue;
            }

            var rest = chunk[at..];
            var next = characters.Release == 0
                ? rest.IndexOf(characters.Terminator) : rest.IndexOfAny(characters.Terminator, characters.Release);
            if (next < 0) return -1;
            at += next;
            if (chunk[at] == characters.Terminator) return at;
            isReleased = true;
            at++;
        }

        return -1;
    }

    /// <summary>Holds a piece of a segment; what is too long for a service segment is hashed and let go.</summary>
    private void Hold(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> chunk)
    {
        if (isLong) return;
        if (heldCount + piece.Length <= held.Length)
        {
            piece.CopyTo(held.AsSpan(heldCount));
            heldCount += piece.Length;
            return;
        }

        HashUpTo(segmentStart + heldCount, chunk);
        (isLong, heldCount) = (true, 0);
    }

    /// <summary>A whole segment.</summary>
    private void Take(ReadOnlySpan<byte> segment, long end, ReadOnlySpan<byte> chunk)
    {
        var tag = segment[..Math.Min(3, segment.Length)];
        if (tag.SequenceEqual("UNB"u8))
        {
            if (open is not null)
            {
                HashUpTo(segmentStart, chunk);
                Fault(EdifactFindings.NoUnz, segmentStart, 0, open.Reference ?? "");
                Close(segmentStart, false, false);
            }

            Begin(segment);
            return;
        }

        if (open is null)
        {
            // A UNA without UNB begins nothing.
            (unaStart, isHashing) = (-1, false);
            if (tag.SequenceEqual("UNZ"u8)) state = State.Between;
        }
        else if (tag.SequenceEqual("UNH"u8)) open.Messages++;
        else if (tag.SequenceEqual("UNG"u8)) open.Groups++;
        else if (tag.SequenceEqual("UNZ"u8))
        {
            HashUpTo(end, chunk);
            CloseByTrailer(segment, end);
            state = State.Between;
        }
    }

    private void Begin(ReadOnlySpan<byte> unb)
    {
        if (unaStart < 0) StartHash(segmentStart);
        open = new Open
        {
            Start = unaStart < 0 ? segmentStart : unaStart,
            Sender = Party(unb, 2),
            Recipient = Party(unb, 3),
            Reference = Value(unb, 5, 1),
            IsTest = Value(unb, 11, 1) == "1",
        };
        unaStart = -1;
    }

    private void StartHash(long start)
    {
        if (isHashing) hash.GetHashAndReset();
        (isHashing, hashedTo) = (true, start);
    }

    /// <summary>Hashes what was not yet hashed before an offset: first what is held of the segment, then the chunk.</summary>
    private void HashUpTo(long end, ReadOnlySpan<byte> chunk)
    {
        if (!isHashing || end <= hashedTo) return;
        if (hashedTo < segmentStart && hashedTo >= offset)
        {
            var before = Math.Min(end, segmentStart);
            hash.AppendData(chunk[(int)(hashedTo - offset)..(int)(before - offset)]);
            hashedTo = before;
        }

        var heldEnd = Math.Min(end, segmentStart + heldCount);
        if (hashedTo >= segmentStart && hashedTo < heldEnd)
        {
            hash.AppendData(held.AsSpan((int)(hashedTo - segmentStart), (int)(heldEnd - hashedTo)));
            hashedTo = heldEnd;
        }

        if (end <= hashedTo) return;
        hash.AppendData(chunk[(int)(hashedTo - offset)..(int)(end - offset)]);
        hashedTo = end;
    }

    private void CloseByTrailer(ReadOnlySpan<byte> unz, long end)
    {
        var expected = open!.Groups > 0 ? open.Groups : open.Messages;
        var (count, reference) = (Value(unz, 1, 1) ?? "", Value(unz, 2, 1) ?? "");
        var isCount = int.TryParse(count, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var said) && said == expected;
        var isReference = reference == (open.Reference ?? "");
        if (!isCount)
        {
            Fault(EdifactFindings.UnzCount, unz, 1, count, Reporter.Text(expected),
                (open.Groups > 0 ? "functional group" : "message") + (expected == 1 ? "" : "s"));
        }

        if (!isReference) Fault(EdifactFindings.UnzReference, unz, 2, reference, open.Reference ?? "");
        Close(end, true, isCount && isReference);
    }

    private void Close(long end, bool isComplete, bool isSound)
    {
        var span = new SourceSpan(0, open!.Start, (int)Math.Min(end - open.Start, int.MaxValue));
        var digest = new Digest(Convert.ToHexStringLower(hash.GetHashAndReset()));
        marks.Add(new EnvelopeMark(
            open.Sender, open.Recipient, open.Reference, span, digest, open.Messages, isComplete, isSound, open.IsTest));
        (open, isHashing) = (null, false);
    }

    private string? Party(ReadOnlySpan<byte> unb, int element)
        => Value(unb, element, 1) is not { } id ? null
            : Value(unb, element, 2) is { } qualifier ? id + ":" + qualifier : id;

    private string? Value(ReadOnlySpan<byte> segment, int element, int component)
    {
        var raw = ServiceText.Component(segment, element, component, characters);
        if (raw.IsEmpty) return null;
        var set = CharacterSet.Fallback;
        var buffer = new byte[raw.Length * 3];
        return Encoding.UTF8.GetString(buffer, 0, set.Decode(raw, characters.Release, buffer));
    }

    // The same bytes as the reader marks, so that both tell one fault.
    private void Fault(FindingCode code, ReadOnlySpan<byte> segment, int element, params ReadOnlySpan<string> arguments)
    {
        var raw = ServiceText.Component(segment, element, 1, characters);
        segment.Overlaps(raw, out var at);
        Fault(code, segmentStart + at, raw.Length, arguments);
    }

    private void Fault(FindingCode code, long start, int length, params ReadOnlySpan<string> arguments)
    {
        if (faults.Count >= Limits.FindingsMax) return;
        faults.Add(new Finding(code, new SourceSpan(0, start, length), new Place(0, 0), 0, [.. arguments]));
    }
}
