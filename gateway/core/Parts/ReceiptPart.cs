using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>One part of a receipt: the raw bytes, or something unpacked from them.</summary>
/// <param name="Number">As spans have it: 0 is the raw bytes, the others follow in the order of unpacking.</param>
/// <param name="Parent">The part it was unpacked from; -1 for the raw bytes.</param>
/// <param name="Name">As the sender gave it; null without one.</param>
/// <param name="MediaType">As declared; null where nothing was.</param>
/// <param name="Use">What is done with it.</param>
/// <param name="Reader">Name of the format or container that recognised it; null when none did.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Length">How many bytes.</param>
public sealed record ReceiptPart(
    int Number, int Parent, string? Name, string? MediaType, PartUse Use, string? Reader, Digest Sha256, long Length)
{
    /// <summary>Other parts are unpacked from it, or it is a container that holds nothing that can be used.</summary>
    public bool IsContainer { get; init; }
}

/// <summary>Bytes of a part as everything reads them.</summary>
/// <param name="number">Number of the part.</param>
/// <param name="start">Where it begins in the spool.</param>
/// <param name="length">Its bytes.</param>
/// <param name="spool">Has the bytes.</param>
internal sealed class PartBytes(int number, long start, long length, PartSpool spool) : IRaw
{
    /// <inheritdoc/>
    public int Part => number;

    /// <inheritdoc/>
    public long Length => length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> into)
        => offset < 0 || offset >= length ? 0 : spool.Read(start + offset, into[..(int)Math.Min(into.Length, length - offset)]);
}
