using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Takes the faults of one document as findings with their bytes.</summary>
/// <param name="input">The document.</param>
/// <param name="part">Number of the part, for spans.</param>
/// <param name="findings">Takes the findings.</param>
internal sealed class XsdFaults(XmlInput input, int part, Findings findings)
{
    private static readonly System.Buffers.SearchValues<byte> NameEnds = System.Buffers.SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>No more are kept.</summary>
    public bool IsFull => findings.Left <= 0;

    /// <summary>Adds a fault.</summary>
    /// <param name="code">What kind.</param>
    /// <param name="line">Line, as the reader counts.</param>
    /// <param name="column">Column in it, likewise.</param>
    /// <param name="path">Path of the element.</param>
    /// <param name="pointer">Where the schema declares it.</param>
    /// <param name="arguments">For the sentence.</param>
    public void Add(FindingCode code, int line, int column, string path, string? pointer, ReadOnlySpan<string> arguments)
    {
        var text = input.Utf8.Span;
        var at = new ByteCursor(text, 0).MoveTo(line, column);
        // Up to the end of the tag, or of the text in it where there is some.
        var tag = text[at..].IndexOf((byte)'>');
        var next = tag < 0 ? -1 : text[(at + tag + 1)..].IndexOf((byte)'<');
        var isValue = code != SchemaFindings.Missing && code != SchemaFindings.NotAllowed && code != SchemaFindings.OutOfPlace && next > 0;
        var (start, end) = isValue ? (at + tag + 1, at + tag + 1 + next) : (at, tag < 0 ? text.Length : at + NameLength(text[at..]));
        if (code == SchemaFindings.Missing) end = start;
        var raw = new RawCursor(text, input.Set);
        var span = new SourceSpan(part, -1, 0);
        if (input.RawStart >= 0)
        {
            var from = raw.MoveTo(start);
            span = new SourceSpan(part, from + input.RawStart, raw.MoveTo(end) - from);
        }

        var (atLine, atColumn) = FormDecoder.LineAfter(input.Begin, text[..start]);
        findings.Add(new Finding(code, span, new Place(1, atLine, atColumn) { IsText = true, Path = path }, 0, [.. arguments])
        {
            SchemaPointer = pointer,
        });
    }

    private static int NameLength(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAny(NameEnds);
        return length < 0 ? text.Length : length;
    }
}
