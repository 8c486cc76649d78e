using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Gives out the segments of a file one after another, without a directory and without findings: what a program needs that
/// brings its own knowledge of the messages. Nothing is allocated for a segment or a value; memory: the longest segment.
/// </summary>
/// <remarks>Text outside of interchanges and the bytes of objects (UNO) are passed over, UNA is read and no segment. Everything given
/// out is valid until the
/// next <see cref="Read"/>.</remarks>
public sealed class SegmentReader : IDisposable
{
    private readonly SegmentSource source = new();
    private bool isOutside;
    private long objectBytes;

    /// <summary>Opens a file.</summary>
    /// <param name="read">Reads its bytes.</param>
    public SegmentReader(ReadRaw read) => Open(read);

    /// <summary>Begins with another file; for many small ones that costs much less than a reader for each.</summary>
    /// <param name="read">Reads its bytes.</param>
    public void Open(ReadRaw read)
    {
        source.Open(read);
        (isOutside, objectBytes) = (true, 0);
        Text = EdifactText.Default;
    }

    /// <summary>Service characters and character set of the interchange: <see cref="EdifactText.Text"/> decodes a value.</summary>
    public EdifactText Text { get; private set; } = EdifactText.Default;

    /// <summary>Offset of the segment in the file.</summary>
    public long Offset => source.StartOffset;

    /// <summary>The segment without its terminator.</summary>
    public ReadOnlySpan<byte> Segment => source.Buffer.AsSpan(source.Start, source.End - source.Start);

    /// <summary>Its tag; of a segment that has no good one whatever stands before the first separator.</summary>
    public ReadOnlySpan<byte> Tag => source.Buffer.AsSpan(source.Start, source.TagEnd - source.Start);

    /// <summary>Its components one after another, empty ones too.</summary>
    public SegmentValues Values => new(source);

    /// <summary>Goes to the next segment; one that is longer than <see cref="Limits.SegmentBytesMax"/> is passed over.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        if ((objectBytes > 0 || isOutside || !source.NextAtHand()) && !ReadFurther()) return false;
        // All service segments begin so; few others do.
        if (source.Buffer[source.Start] == 'U') Take(source.Current);
        return true;
    }

    private bool ReadFurther()
    {
        if (objectBytes > 0) SkipObject();
        do
        {
            if (isOutside) FindInterchange();
            if (!source.Next()) return false;
        }
        while (source.TooLong > 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private void Take(in Cut cut)
    {
        var (tag, characters) = (cut.Tag, source.Characters);
        if (tag == EnvelopeTags.Unz || tag == EnvelopeTags.Uiz) isOutside = true;
        if (tag == EnvelopeTags.Uno) objectBytes = EnvelopeCount.ObjectLength(cut.Segment, characters);
        if (tag != EnvelopeTags.Unb && tag != EnvelopeTags.Uib) return;
        var name = cut.Component(1, 1, characters);
        var set = Ascii.Equals(name, Text.CharacterSet.Name) ? Text.CharacterSet
            : CharacterSet.Find(Reporter.Text(name)) ?? CharacterSet.Fallback;
        source.Use(set);
        Text = Text.With(characters, set);
    }

    private void SkipObject()
    {
        while (objectBytes > 0 && source.Peek(1) is { IsEmpty: false })
        {
            var skip = (int)Math.Min(objectBytes, source.Peek(4096).Length);
            source.Skip(skip);
            objectBytes -= skip;
        }

        objectBytes = 0;
    }

    private void FindInterchange()
    {
        isOutside = false;
        while (source.Peek(EnvelopeText.HeadBytes) is { IsEmpty: false } head && !EnvelopeText.IsStart(head))
        {
            var blanks = EnvelopeText.BlanksAt(head);
            source.Skip(blanks > 0 ? blanks : EnvelopeText.NextStart(source.Peek(4096)));
        }

        var start = source.Peek(EnvelopeText.HeadBytes);
        if (start.IsEmpty) return;
        var characters = EnvelopeText.CharactersAt(start, source.Characters, out _);
        if (start.StartsWith("UNA"u8)) source.Skip(ServiceCharacters.UnaBytes(start));
        source.Use(characters, CharacterSet.Fallback);
        Text = Text.With(characters, CharacterSet.Fallback);
    }
}
