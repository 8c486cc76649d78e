using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The unpacking of one container, within what its receipt still may take.</summary>
/// <param name="all">The parts of the receipt.</param>
/// <param name="container">Number of the container's part.</param>
/// <param name="depth">How many containers it lies in, itself counted.</param>
/// <param name="partsMax">Parts that it may hold, with those of all containers in it.</param>
/// <param name="bytesMax">Bytes likewise.</param>
internal sealed class PartUnpacking(ReceiptParts all, int container, int depth, int partsMax, long bytesMax) : IUnpacking
{
    private const int ChunkBytes = 64 * 1024;
    private const int MegaByte = 1024 * 1024;

    private readonly long spoolLength = all.Spool.Length;
    private int entries;
    private long own;
    private bool isOver;

    /// <summary>Parts that were taken, also those that were thrown away.</summary>
    private int Taken { get; set; }

    /// <summary>Bytes likewise.</summary>
    private long TakenBytes { get; set; }

    private string Name => all.NameOf(container);

    /// <summary>Unpacks everything.</summary>
    public void Run(IContainer by)
    {
        var before = all.Findings.Count;
        try
        {
            by.Unpack(all.Raw(container), this, all.Findings);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            all.Report(PartFindings.Broken, container, Name);
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or IOException or OperationCanceledException))
        {
            // A fault of ours in one container must not cost its neighbours.
            all.Report(GatewayCodes.OwnFault, container, fault.GetType().Name);
        }

        if (entries == 0 && all.Findings.Count == before) all.Report(PartFindings.Nothing, container, Name);
    }

    /// <inheritdoc/>
    public bool Add(PartFacts facts, Stream content)
    {
        if (isOver || all.IsEnough) return false;
        if (facts is { Name: null, Use: PartUse.Evidence }) return BecomePaper(content);
        entries++;
        if (++Taken > partsMax) return Refuse(PartFindings.TooMany, partsMax);
        var start = all.Spool.Length;
        if (Copy(facts, content) is not { } sha256)
        {
            if (!isOver) all.Spool.Length = start;
            return !isOver;
        }

        var part = all.Add(container, facts, start, sha256);
        if (part.IsContainer && !all.IsEnough) Descend(part);
        return !all.IsEnough;
    }

    private void Descend(ReceiptPart part)
    {
        if (depth >= Limits.PartDepthMax)
        {
            all.Report(PartFindings.TooDeep, part.Number, all.NameOf(part.Number), Text(Limits.PartDepthMax));
            return;
        }

        // Half of the rest: an archive made to use up everything leaves enough for those beside it.
        var inner = new PartUnpacking(all, part.Number, depth + 1, (partsMax - Taken) / 2, (bytesMax - TakenBytes) / 2);
        inner.Run(all.Readers.Container(part.Reader)!);
        Taken += Math.Min(inner.Taken, inner.PartsMax);
        TakenBytes += inner.TakenBytes;
    }

    private int PartsMax => partsMax;

    /// <summary>Copies an entry to the end of the spool.</summary>
    /// <returns>Its digest; null when it is not taken.</returns>
    private Digest? Copy(PartFacts facts, Stream content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        long length = 0;
        try
        {
            while (content.Read(chunk, 0, ChunkBytes) is > 0 and var count)
            {
                (length, own, TakenBytes) = (length + count, own + count, TakenBytes + count);
                if (own > Limits.PackRatioFreeBytes && own / Limits.PackRatioMax > all.Raw(container).Length)
                {
                    Refuse(PartFindings.Ratio, Limits.PackRatioMax);
                    return null;
                }

                if (TakenBytes > bytesMax)
                {
                    Refuse(PartFindings.TooMuch, bytesMax / MegaByte);
                    return null;
                }

                if (length > Limits.PartBytesMax)
                {
                    all.Report(PartFindings.TooLarge, container, NameOf(facts), Text(Limits.PartBytesMax / MegaByte));
                    return null;
                }

                hash.AppendData(chunk, 0, count);
                all.Spool.Append(chunk.AsSpan(0, count));
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            all.Report(PartFindings.Broken, container, NameOf(facts));
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return new Digest(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private bool BecomePaper(Stream content)
    {
        entries++;
        var text = new byte[Limits.EvidenceTextBytesMax];
        var length = content.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        all.BecomePaper(container, Encoding.UTF8.GetString(text, 0, length));
        return true;
    }

    private bool Refuse(FindingCode code, long limit)
    {
        isOver = true;
        all.Withdraw(container, spoolLength);
        all.Report(code, container, Name, Text(limit));
        return false;
    }

    private string NameOf(PartFacts facts) => $"{Name} > {(facts.Name is { } name ? SafeText.Of(name) : "an entry without a name")}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
