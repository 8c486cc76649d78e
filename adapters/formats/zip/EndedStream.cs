using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Unpacked bytes of which there must be as many as stated: the framework takes a file that breaks off for its end.</summary>
internal sealed class EndedStream(Stream inner, uint? length) : ReadOnlyStream
{
    private long count;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var got = inner.Read(buffer);
        count += got;
        // The length is stated modulo 2 to the 32nd (RFC 1952 section 2.3.1).
        if (got == 0 && buffer.Length > 0 && length is { } stated && (count & uint.MaxValue) != stated)
        {
            throw new EndOfStreamException("The file breaks off.");
        }

        return got;
    }
}
