using System.IO.Compression;

namespace Gateway.Formats;

/// <summary>Unpacks streams of PDF files: ISO 32000-1 §7.4 without those for pictures.</summary>
internal static class PdfFilters
{
    private const int FiltersMax = 4;

    /// <summary>Opens the content.</summary>
    /// <returns>Null when it is packed in a way that is not read.</returns>
    public static Stream? Open(PdfStream stream)
    {
        var filters = Names(stream.Dictionary, "Filter", "F");
        if (filters is null || filters.Count > FiltersMax) return null;
        Stream? content = new MemoryStream(stream.Bytes.Array!, stream.Bytes.Offset, stream.Bytes.Count, writable: false);
        for (var i = 0; i < filters.Count && content is not null; i++)
        {
            var parameters = Parameters(stream.Dictionary, i);
            switch (filters[i])
            {
                case "FlateDecode" or "Fl":
                    // Without the check sum at its end, which many programs write wrong.
                    if (content.ReadByte() < 0 || content.ReadByte() < 0) return null;
                    content = PdfPredictor.Over(new DeflateStream(content, CompressionMode.Decompress), parameters);
                    break;
                case "LZWDecode" or "LZW":
                    var early = parameters?.GetValueOrDefault("EarlyChange") is 0d ? 0 : 1;
                    content = PdfPredictor.Over(new LzwStream(content, early), parameters);
                    break;
                // What it says was done before.
                case "Crypt":
                    break;
                case "ASCIIHexDecode" or "AHx":
                    content = new MemoryStream(FromHex(Read(content, stream.Bytes.Count)), writable: false);
                    break;
                case "ASCII85Decode" or "A85":
                    content = new MemoryStream(FromAscii85(Read(content, stream.Bytes.Count)), writable: false);
                    break;
                default:
                    return null;
            }
        }

        return content;
    }

    /// <summary>Reads a content, at most so many bytes of it.</summary>
    public static byte[] Read(Stream content, int max)
    {
        using var all = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (all.Length < max && content.Read(chunk, 0, (int)Math.Min(chunk.Length, max - all.Length)) is > 0 and var count)
        {
            all.Write(chunk, 0, count);
        }

        return all.ToArray();
    }

    private static List<string>? Names(Dictionary<string, object?> dictionary, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            switch (dictionary.GetValueOrDefault(key))
            {
                case PdfName name:
                    return [name.Text];
                case List<object?> list when list.TrueForAll(one => one is PdfName):
                    return [.. list.OfType<PdfName>().Select(name => name.Text)];
                case List<object?> or PdfReference:
                    return null;
            }
        }

        return [];
    }

    private static Dictionary<string, object?>? Parameters(Dictionary<string, object?> dictionary, int filter)
    {
        var all = dictionary.GetValueOrDefault("DecodeParms") ?? dictionary.GetValueOrDefault("DP");
        var own = all is List<object?> list ? list.ElementAtOrDefault(filter) : filter == 0 ? all : null;
        return own as Dictionary<string, object?>;
    }

    private static byte[] FromHex(byte[] text)
    {
        var bytes = new List<byte>(text.Length / 2);
        var (half, isHalf) = (0, false);
        foreach (var value in text)
        {
            if (value == '>') break;
            if (PdfParser.HexOf(value) is not (>= 0 and var digit)) continue;
            if (isHalf) bytes.Add((byte)((half << 4) + digit));
            (half, isHalf) = (digit, !isHalf);
        }

        if (isHalf) bytes.Add((byte)(half << 4));
        return [.. bytes];
    }

    private static byte[] FromAscii85(byte[] text)
    {
        var bytes = new List<byte>(text.Length);
        var (group, count) = (0L, 0);
        foreach (var value in text)
        {
            if (value == '~') break;
            if (value == 'z' && count == 0) bytes.AddRange([0, 0, 0, 0]);
            if (value is < (byte)'!' or > (byte)'u') continue;
            group = (group * 85) + value - '!';
            if (++count < 5) continue;
            Add(4);
        }

        if (count > 1)
        {
            var missing = 5 - count;
            for (var i = 0; i < missing; i++) group = (group * 85) + 84;
            Add(4 - missing);
        }

        return [.. bytes];

        void Add(int most)
        {
            for (var i = 0; i < most; i++) bytes.Add((byte)((group >> (24 - (8 * i))) & 0xFF));
            (group, count) = (0, 0);
        }
    }
}
