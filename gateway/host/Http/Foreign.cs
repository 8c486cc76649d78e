using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Http;

/// <summary>Looks again at rejected bytes: whether they were rejected because their sender is somebody else.</summary>
internal static class Foreign
{
    /// <summary>The first sender who is not the partner; null when all are, or the bytes are of no known
    /// format.</summary>
    public static string? SenderOf(IRaw? raw, IReadOnlyList<IFormat> formats, Partner partner)
    {
        if (raw is null || partner.Senders.Count == 0) return null;
        var buffer = new byte[Limits.RawRowBytes];
        var head = buffer.AsSpan(0, raw.Read(0, buffer.AsSpan(0, 4096)));
        IFormat? best = null;
        var score = 0;
        foreach (var format in formats)
        {
            var judged = format.Recognise(head, null).Score;
            if (judged > score) (best, score) = (format, judged);
        }

        if (best is null) return null;
        var scan = best.Scan();
        for (long at = 0; raw.Read(at, buffer) is > 0 and var count; at += count) scan.Feed(buffer.AsSpan(0, count));
        return scan.End(new Findings()).Select(i => i.Sender).FirstOrDefault(s => s is not null && !partner.Owns(s));
    }
}
