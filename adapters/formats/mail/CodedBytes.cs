using System.Buffers;
using Gateway.Contracts;
using MimeKit;

namespace Gateway.Formats;

/// <summary>Coded content on its way to the decoder, which passes over faults in silence: they are counted here.</summary>
/// <param name="inner">The coded bytes.</param>
/// <param name="encoding">How they are coded.</param>
/// <param name="tell">Takes the count once, at the end, and whether the last group is short.</param>
internal sealed class CodedBytes(Stream inner, ContentEncoding encoding, Action<ContentEncoding, long, bool> tell) : ReadOnlyStream
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private long faults;
    private long letters;
    private bool isPadded;
    private bool isTold;
    private int escape;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if (read == 0 && !isTold)
        {
            isTold = true;
            tell(encoding, faults, encoding == ContentEncoding.Base64 && !isPadded && letters % 4 != 0);
        }

        if (encoding == ContentEncoding.Base64) CountBase64(buffer[..read]);
        else if (encoding == ContentEncoding.QuotedPrintable) CountQuoted(buffer[..read]);
        return read;
    }

    private void CountBase64(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var run = bytes.IndexOfAnyExcept(Alphabet);
            if (run < 0) run = bytes.Length;
            letters += run;
            // Text that follows the padding is none of the content: a footer that a list or scanner appended.
            if (isPadded) faults += run;
            if (run == bytes.Length) return;
            if (bytes[run] == '=') isPadded = true;
            else if (bytes[run] is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t')) faults++;
            bytes = bytes[(run + 1)..];
        }
    }

    private void CountQuoted(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (escape == 0)
            {
                if (b == '=') escape = 1;
                continue;
            }

            // A sign and the end of the line, with blanks between, joins two lines.
            if (escape == 1 && b is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t') escape = b == '\n' ? 0 : 1;
            else if (!char.IsAsciiHexDigit((char)b)) (faults, escape) = (faults + 1, b == '=' ? 1 : 0);
            else escape = escape == 1 ? 2 : 0;
        }
    }
}
