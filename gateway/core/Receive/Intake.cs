using System.Buffers;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Takes bytes in: every byte passes once through digest, envelope scan and store.</summary>
internal static class Intake
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Copies a stream into the store while the envelopes are scanned.</summary>
    public static async ValueTask Copy(Stream body, IBody into, Detection detection, CancellationToken stop)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await body.ReadAsync(chunk, stop) is > 0 and var count)
            {
                detection.Feed(chunk.AsSpan(0, count));
                await into.Append(chunk.AsMemory(0, count), stop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Scans a stream without keeping it.</summary>
    public static void Feed(Stream body, Detection detection)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (body.Read(chunk) is > 0 and var count) detection.Feed(chunk.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>What the scan found, judged by the policy of the sender's partner file.</summary>
    public static Envelope EnvelopeOf(Arrival arrival, Detection detection, Revision revision)
    {
        var findings = new Findings();
        var (sha256, interchanges) = detection.End(findings);
        var partner = Sender.PartnerOf(arrival, interchanges, revision);
        var judged = Sender.Judge(interchanges, partner, revision.Partners.ContainsKey(arrival.Scope), arrival.ArrivedAt, findings);
        return new Envelope(
            detection.Reader, sha256, partner?.Id, judged, findings.All, partner?.AllowsReferenceReuse ?? false);
    }
}
