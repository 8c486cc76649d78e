namespace Gateway.Forms;

/// <summary>Goes forward from the line and column that XmlReader reports (in UTF-16 units) to the byte.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> text, int from)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int line = 1;
    private int column = 1;

    /// <summary>Where it stands.</summary>
    public int Offset { get; private set; } = from;

    /// <summary>Goes to a place that is not before the present one.</summary>
    /// <returns>Its byte offset.</returns>
    public int MoveTo(int toLine, int toColumn)
    {
        while (line < toLine && Offset < text.Length)
        {
            var b = text[Offset++];
            // A carriage return with its line feed is one line end, alone it is one too.
            if (b == '\n' || (b == '\r' && (Offset == text.Length || text[Offset] != '\n')))
            {
                line++;
                column = 1;
            }
        }

        while (column < toColumn && Offset < text.Length)
        {
            var b = text[Offset];
            Offset += b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
            column += b < 0xF0 ? 1 : 2;
        }

        return Offset;
    }
}
