using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Undoes a prediction (ISO 32000-1 §7.4.4.4): rows of which only the differences from their neighbours were packed.</summary>
internal sealed class PdfPredictor : ReadOnlyStream
{
    private const int RowBytesMax = 1024 * 1024, Tiff = 2, Png = 10;

    private readonly Stream inner;
    private readonly int pixelBytes;
    private readonly bool isPng;
    private byte[] row;
    private byte[] above;
    private int at;
    private int length;

    private PdfPredictor(Stream inner, int rowBytes, int pixelBytes, bool isPng)
    {
        (this.inner, this.pixelBytes, this.isPng) = (inner, pixelBytes, isPng);
        (row, above) = (new byte[rowBytes], new byte[rowBytes]);
    }

    /// <summary>What the parameters of a filter make of its content.</summary>
    /// <returns>Null for a prediction that is not read.</returns>
    public static Stream? Over(Stream content, Dictionary<string, object?>? parameters)
    {
        var kind = Number(parameters, "Predictor", 1);
        if (kind == 1) return content;
        var (colours, columns) = (Number(parameters, "Colors", 1), Number(parameters, "Columns", 1));
        var bits = Number(parameters, "BitsPerComponent", 8);
        if (colours is < 1 or > 64 || bits is < 1 or > 16 || columns is < 1 or > RowBytesMax) return null;
        var rowBytes = ((long)colours * bits * columns + 7) / 8;
        if (rowBytes > RowBytesMax || kind is not (Tiff or (>= Png and <= 15)) || (kind == Tiff && bits != 8)) return null;
        return new PdfPredictor(content, (int)rowBytes, Math.Max(1, colours * bits / 8), kind >= Png);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (at == length && !Next()) return 0;
        var taken = Math.Min(buffer.Length, length - at);
        row.AsSpan(at, taken).CopyTo(buffer);
        at += taken;
        return taken;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private bool Next()
    {
        var kind = 0;
        if (isPng && (kind = inner.ReadByte()) < 0) return false;
        (row, above) = (above, row);
        length = inner.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
        at = 0;
        // The last row may be short.
        if (isPng) FromPng(kind);
        else Add(pixelBytes);
        return length > 0;
    }

    // Types of PNG (ISO 15948 §9.2).
    private void FromPng(int kind)
    {
        for (var i = 0; i < length; i++)
        {
            var left = i >= pixelBytes ? row[i - pixelBytes] : 0;
            var corner = i >= pixelBytes ? above[i - pixelBytes] : 0;
            var expected = kind switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, 4 => Paeth(left, above[i], corner), _ => 0 };
            row[i] = (byte)((row[i] + expected) & 0xFF);
        }
    }

    private void Add(int distance)
    {
        for (var i = distance; i < length; i++) row[i] = (byte)((row[i] + row[i - distance]) & 0xFF);
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }

    private static int Number(Dictionary<string, object?>? parameters, string key, int usual)
        => parameters?.GetValueOrDefault(key) switch { null => usual, double value and >= 0 and <= int.MaxValue => (int)value, _ => -1 };
}
