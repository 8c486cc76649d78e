using System.Security.Cryptography;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One interchange as its envelope says.</summary>
/// <param name="Sender">UNB 0004, with its qualifier 0007 as <c>ID:ZZ</c>; null when missing.</param>
/// <param name="Recipient">UNB 0010 likewise.</param>
/// <param name="Reference">UNB 0020, in an interactive interchange UIB 0300; null when missing.</param>
/// <param name="Span">From UNA or UNB to the terminator of UNZ.</param>
/// <param name="Digest">Of the bytes of the span.</param>
/// <param name="Messages">Messages counted.</param>
/// <param name="IsComplete">UNZ was there.</param>
/// <param name="IsSound">UNZ was there, and its count and reference agree.</param>
/// <param name="IsTest">UNB 0035 is 1.</param>
public sealed record EnvelopeMark(
    string? Sender, string? Recipient, string? Reference, SourceSpan Span, Digest Digest, int Messages, bool IsComplete,
    bool IsSound, bool IsTest)
{
    /// <summary>Functional groups without UNE, or whose UNE disagrees; each from UNG to the end of UNE; null for none.</summary>
    public IReadOnlyList<SourceSpan>? FaultyGroups { get; init; }
}

/// <summary>
/// Finds the interchanges of bytes that arrive in pieces, with constant memory. How the bytes are cut into pieces changes
/// nothing. It decides as <see cref="EdifactReader"/> does where interchanges and messages begin. Not thread-safe.
/// </summary>
public sealed class EnvelopeScan : IDisposable
{
    // Service segments are shorter; of a longer segment only so much is kept until its end is found.
    private const int HeldBytesMax = 1024;

    // A larger piece is taken in steps of this size.
    private const int StepBytes = 64 * 1024;

    // So much text without UNA or UNB is no EDIFACT.
    private const int TextBytesMax = 64 * 1024;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly EnvelopeCount count = new();
    private readonly byte[] held = new byte[HeldBytesMax];
    private byte[] carried = [];
    private int carriedCount;
    private ServiceCharacters characters = ServiceCharacters.Default;
    private bool isBetween = true;
    private int heldCount;
    private long segmentStart;
    private bool isLong;
    private bool isReleased;
    private bool hasEscapes;
    private bool ended;
    private long objectBytes;
    private long offset;
    private long textBytes;
    private bool isHashing;
    private long hashedTo;

    /// <summary>Whether no interchange is open and at least one was closed: the file may end here.</summary>
    public bool IsComplete => !count.IsOpen && count.Marks.Count > 0 && isBetween && carriedCount == 0;

    /// <summary>Whether so much other text was seen that these bytes are no EDIFACT.</summary>
    public bool IsUnknown => count.Marks.Count == 0 && !count.IsOpen && textBytes > TextBytesMax;

    /// <summary>What was counted so far.</summary>
    public ReadCounts Counts => count.Counts;

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        // More interchanges than may be: whoever sends them is told, and pays for no more work of ours.
        while (!chunk.IsEmpty && !count.IsFull)
        {
            var step = chunk[..Math.Min(chunk.Length, StepBytes)];
            chunk = chunk[step.Length..];
            if (carriedCount == 0)
            {
                Carry(step[Take(step)..]);
                continue;
            }

            if (carried.Length < carriedCount + step.Length) Array.Resize(ref carried, carriedCount + StepBytes);
            step.CopyTo(carried.AsSpan(carriedCount));
            carriedCount += step.Length;
            var used = Take(carried.AsSpan(0, carriedCount));
            carried.AsSpan(used, carriedCount - used).CopyTo(carried);
            carriedCount -= used;
        }
    }

    /// <summary>Ends the scan.</summary>
    /// <param name="findings">Gets the faults of the envelopes.</param>
    /// <returns>The interchanges; at most one more than <see cref="Limits.InterchangesMax"/>, behind which nothing is looked at.</returns>
    public IReadOnlyList<EnvelopeMark> End(Findings findings)
    {
        if (!ended)
        {
            ended = true;
            if (!count.IsFull) EndOpen();
        }

        foreach (var fault in count.Faults) findings.Add(fault);
        return count.Marks;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void EndOpen()
    {
        Take(carried.AsSpan(0, carriedCount));
        carriedCount = 0;
        if (isLong) EndLong(offset, false);
        if (count.IsOpen && !count.IsFull) count.Break(offset, Digest());
    }

    private void Carry(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return;
        if (carried.Length < rest.Length) carried = new byte[rest.Length + StepBytes];
        rest.CopyTo(carried);
        carriedCount = rest.Length;
    }

    /// <summary>Takes what can be judged of the bytes at <see cref="offset"/>, hashes and counts it.</summary>
    /// <returns>How many bytes; the rest is needed again with what follows.</returns>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && !count.IsFull)
        {
            var next = at + Step(bytes, at);
            if (next == at) break;
            at = next;
        }

        Hash(bytes, offset + at);
        offset += at;
        return at;
    }

    private int Step(ReadOnlySpan<byte> bytes, int at)
    {
        var rest = bytes[at..];
        if (objectBytes > 0)
        {
            var passed = (int)Math.Min(objectBytes, rest.Length);
            objectBytes -= passed;
            return passed;
        }

        if (isLong) return GoOn(rest, offset + at);
        if (isBetween) return Look(bytes, at);
        var gap = EnvelopeText.BlanksAt(rest);
        return gap > 0 ? gap : Segment(bytes, at);
    }

    /// <summary>Between interchanges: passes over other text up to what may begin one.</summary>
    private int Look(ReadOnlySpan<byte> bytes, int at)
    {
        var rest = bytes[at..];
        var skip = EnvelopeText.BlanksAt(rest);
        if (skip > 0) return skip;
        if (rest[0] == 'U' && rest.Length < EnvelopeText.HeadBytes && !ended) return 0;
        if (!EnvelopeText.IsStart(rest))
        {
            skip = EnvelopeText.NextStart(rest);
            textBytes += skip;
            return skip;
        }

        characters = EnvelopeText.CharactersAt(rest[..Math.Min(rest.Length, EnvelopeText.HeadBytes)], characters, out _);
        (isBetween, hasEscapes) = (false, false);
        if (!rest.StartsWith("UNA"u8)) return Segment(bytes, at);
        count.SetStart(offset + at);
        StartHash(offset + at);
        return ServiceCharacters.UnaBytes(rest);
    }

    private int Segment(ReadOnlySpan<byte> bytes, int at)
    {
        var rest = bytes[at..];
        if (rest.Length < 4 && !ended && rest[0] == 'U') return 0;
        var isInside = count.IsOpen || count.IsMessageOpen || rest.StartsWith("UNA"u8)
            || EnvelopeText.HasOwnSeparators(rest, characters);
        if (isInside && EnvelopeText.IsHead(rest)) return Break(bytes, at);

        if (!count.IsOpen && count.Start < 0 && EnvelopeText.IsHead(rest))
        {
            count.SetStart(offset + at);
            StartHash(offset + at);
        }

        isReleased = false;
        var end = EndOf(rest, out var looked);
        if (end < 0 && looked < HeldBytesMax && !ended) return 0;
        var segment = end < 0 ? rest : rest[..end];
        if (EnvelopeText.SwallowedHead(segment) is > 0 and var head)
        {
            var isKnown = segment.Length >= EnvelopeText.LongBytes || end < 0;
            var last = isKnown || !count.LeavesMessageOpen(EnvelopeText.ServiceTag(segment, characters))
                ? segment[..head] : segment;
            var isCut = isKnown ? true : IsCutOff(segment, rest[(end + 1)..]);
            if (isCut is null) return 0;
            if (isCut.Value)
            {
                // The tag of a head, and at once another head: what was open ends here as well.
                if (isInside && EnvelopeText.IsHead(last)) return Break(bytes, at);
                Count(last, bytes, offset + at, offset + at + head, false);
                return head;
            }
        }

        if (end < 0)
        {
            (isLong, segmentStart, heldCount) = (true, offset + at, Math.Min(rest.Length, HeldBytesMax));
            rest[..heldCount].CopyTo(held);
            return looked;
        }

        Count(segment, bytes, offset + at, offset + at + end + 1);
        return end + 1;
    }

    /// <summary>Another interchange begins before what is open had its end.</summary>
    private int Break(ReadOnlySpan<byte> bytes, int at)
    {
        Hash(bytes, offset + at);
        count.Break(offset + at, Digest());
        isBetween = true;
        count.SetStart(-1);
        return Look(bytes, at);
    }

    /// <summary>Whether a segment that holds the head of an interchange was cut off before it: one of the envelope, or the last
    /// of a message without trailer. Null when more bytes are needed to know.</summary>
    private bool? IsCutOff(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> next)
    {
        var tag = EnvelopeText.ServiceTag(segment, characters);
        if (tag == EnvelopeTags.Uno) return false;
        if (!count.LeavesMessageOpen(tag)) return true;
        var gap = EnvelopeText.BlanksAt(next);
        if (next.Length - gap < EnvelopeText.HeadBytes && gap < HeldBytesMax && !ended) return null;
        next = next[gap..];
        if (next.IsEmpty || EnvelopeText.IsHead(next)) return true;
        var end = next.IndexOf(characters.Terminator);
        return EnvelopeTags.EndsMessage(EnvelopeText.ServiceTag(end < 0 ? next : next[..end], characters));
    }

    /// <summary>Goes on in a segment whose beginning is held.</summary>
    private int GoOn(ReadOnlySpan<byte> rest, long start)
    {
        var end = EndOf(rest, out var looked);
        if (end < 0) return looked;
        Hash(rest, start + end + 1, start);
        EndLong(start + end + 1, true);
        return end + 1;
    }

    private void EndLong(long end, bool isTerminated)
    {
        isLong = false;
        // What the reader passes over as too long is no segment of the envelope.
        var segment = end - segmentStart > Limits.SegmentBytesMax ? default : held.AsSpan(0, heldCount);
        Count(segment, [], segmentStart, end, isTerminated);
    }

    /// <summary>Where the next terminator stands; -1 for none. A release character at the end belongs with what follows.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="looked">How many bytes it knows for certain to hold none; the rest is needed again with what follows.</param>
    private int EndOf(ReadOnlySpan<byte> bytes, out int looked)
    {
        looked = bytes.Length;
        if (hasEscapes && EscapedText.IsIn(bytes)) return EndOfEscaped(bytes, out looked);
        for (var at = 0; at < bytes.Length; at++)
        {
            if (isReleased)
            {
                isReleased = false;
                continue;
            }

            var rest = bytes[at..];
            var next = characters.Release == 0
                ? rest.IndexOf(characters.Terminator) : rest.IndexOfAny(characters.Terminator, characters.Release);
            if (next < 0) return -1;
            at += next;
            if (bytes[at] == characters.Terminator) return at;
            isReleased = true;
        }

        return -1;
    }

    /// <summary>The same where escape sequences may shield a terminator.</summary>
    private int EndOfEscaped(ReadOnlySpan<byte> bytes, out int looked)
    {
        for (looked = 0; looked < bytes.Length; looked++)
        {
            if (isReleased)
            {
                isReleased = false;
            }
            else if (EscapedText.Begins(bytes[looked]))
            {
                var shielded = EscapedText.Shielded(bytes[looked..], ended);
                if (shielded < 0) return -1;
                if (shielded > 0) looked += shielded - 1;
            }
            else if (bytes[looked] == characters.Terminator)
            {
                return looked;
            }
            else
            {
                isReleased = characters.Release != 0 && bytes[looked] == characters.Release;
            }
        }

        return -1;
    }

    /// <summary>A whole segment.</summary>
    private void Count(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> bytes, long start, long end, bool isTerminated = true)
    {
        var tag = EnvelopeText.ServiceTag(segment, characters);
        if (tag == EnvelopeTags.Unb || tag == EnvelopeTags.Uib)
        {
            count.Open(segment, tag, characters);
            hasEscapes = EnvelopeText.HasEscapes(segment, characters);
        }
        else if (count.IsOpen && (tag == EnvelopeTags.Unz || tag == EnvelopeTags.Uiz))
        {
            if (!bytes.IsEmpty) Hash(bytes, end);
            count.Close(segment, characters, start, end, Digest(), isTerminated);
        }
        else
        {
            objectBytes = count.Take(segment, tag, characters, start, end);
        }

        isBetween = !count.IsOpen && !count.IsMessageOpen;
        if (!count.IsOpen) count.SetStart(-1);
    }

    private void StartHash(long start)
    {
        if (isHashing) hash.GetHashAndReset();
        (isHashing, hashedTo) = (true, start);
    }

    /// <summary>Hashes what was not yet hashed before an offset.</summary>
    private void Hash(ReadOnlySpan<byte> bytes, long end) => Hash(bytes, end, offset);

    private void Hash(ReadOnlySpan<byte> bytes, long end, long start)
    {
        if (!isHashing || end <= hashedTo) return;
        hash.AppendData(bytes[(int)(hashedTo - start)..(int)(end - start)]);
        hashedTo = end;
    }

    private Digest Digest()
    {
        isHashing = false;
        return new Digest(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
