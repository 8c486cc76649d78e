using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Gives out the segments of a file one after another, without a directory and without findings: what a program needs that
/// brings its own knowledge of the messages. Nothing is allocated for a segment or a value; memory: the longest segment.
/// </summary>
/// <remarks>Text outside of interchanges is passed over, UNA is read and no segment. Everything given out is valid until the
/// next <see cref="Read"/>.</remarks>
public sealed class SegmentReader : IDisposable
{
    private static readonly int Unb = Cut.TagOf("UNB"u8);
    private static readonly int Unz = Cut.TagOf("UNZ"u8);

    private readonly SegmentSource source;
    private bool isOutside = true;

    /// <summary>Opens a file.</summary>
    /// <param name="read">Reads its bytes.</param>
    public SegmentReader(ReadRaw read) => source = new SegmentSource(read);

    /// <summary>Service characters and character set of the interchange: <see cref="EdifactText.Text"/> decodes a value.</summary>
    public EdifactText Text { get; private set; } = new(ServiceCharacters.Default, CharacterSet.Fallback);

    /// <summary>Offset of the segment in the file.</summary>
    public long Offset => source.StartOffset;

    /// <summary>The segment without its terminator.</summary>
    public ReadOnlySpan<byte> Segment => source.Buffer.AsSpan(source.Start, source.End - source.Start);

    /// <summary>Its tag; of a segment that has no good one whatever stands before the first separator.</summary>
    public ReadOnlySpan<byte> Tag => source.Buffer.AsSpan(source.Start, source.TagEnd - source.Start);

    /// <summary>Its components one after another, empty ones too.</summary>
    public SegmentValues Values => new(source.Current, source.Characters);

    /// <summary>Goes to the next segment; one that is longer than <see cref="Limits.SegmentBytesMax"/> is passed over.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        do
        {
            if (isOutside) FindInterchange();
            if (!source.Next()) return false;
        }
        while (source.TooLong > 0);
        // All service segments begin so; few others do.
        if (source.Buffer[source.Start] == 'U') Take(source.Current);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private void Take(in Cut cut)
    {
        if (cut.Tag == Unz) isOutside = true;
        if (cut.Tag != Unb) return;
        var characters = source.Characters;
        var set = CharacterSet.Find(Reporter.Text(cut.Component(1, 1, characters))) ?? CharacterSet.Fallback;
        source.Use(set);
        Text = new EdifactText(characters, set);
    }

    private void FindInterchange()
    {
        isOutside = false;
        while (true)
        {
            var head = source.Peek(ServiceCharacters.UnaLength + 32);
            if (head.IsEmpty || EnvelopeText.IsStart(head)) break;
            var blanks = EnvelopeText.BlanksAt(head);
            source.Skip(blanks > 0 ? blanks : EnvelopeText.NextStart(source.Peek(4096)));
        }

        var start = source.Peek(ServiceCharacters.UnaLength + 40);
        if (!start.StartsWith("UNA"u8) && !start.StartsWith("UNB"u8)) return;
        var characters = ServiceCharacters.Read(start, out _);
        if (start.StartsWith("UNA"u8)) source.Skip(Math.Min(start.Length, ServiceCharacters.UnaLength));
        source.Use(characters, CharacterSet.Fallback);
        Text = new EdifactText(characters, CharacterSet.Fallback);
    }
}
