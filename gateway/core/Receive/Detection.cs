using System.Globalization;
using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// Sees the bytes once, while they arrive: takes their digest, chooses the format by the first 4 KiB and feeds its envelope
/// scan. Constant memory. The same for bytes from a channel, from the store and from a file of the command line.
/// </summary>
internal sealed class Detection(Readers readers, string? nameHint) : IDisposable
{
    private const int HeadBytes = Readers.HeadBytes;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] head = new byte[HeadBytes];
    private int headLength;
    private bool isDecided;
    private string? fault;
    private IEnvelopeScan? scan;
    private ScanState state = ScanState.More;

    /// <summary>The format that recognised the bytes; null when none did, or too few came.</summary>
    public IFormat? Format { get; private set; }

    /// <summary>Name of the format or container that recognised the bytes; null when none did, or too few came.</summary>
    public string? Reader { get; private set; }

    /// <summary>Bytes seen.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        hash.AppendData(chunk);
        Length += chunk.Length;
        if (!isDecided)
        {
            var taken = Math.Min(HeadBytes - headLength, chunk.Length);
            chunk[..taken].CopyTo(head.AsSpan(headLength));
            headLength += taken;
            chunk = chunk[taken..];
            if (headLength < HeadBytes) return;
            Decide();
        }

        if (!chunk.IsEmpty && state != ScanState.Unknown) Scan(chunk);
    }

    /// <summary>Takes everything that can be read from a part.</summary>
    public void FeedAll(IRaw raw)
    {
        var buffer = new byte[Limits.RawRowBytes];
        for (long at = 0; raw.Read(at, buffer) is > 0 and var count; at += count) Feed(buffer.AsSpan(0, count));
    }

    /// <summary>How the bytes end, as far as they were seen.</summary>
    public ScanState State
    {
        get
        {
            if (!isDecided) Decide();
            return Reader is null ? ScanState.Unknown : state;
        }
    }

    /// <summary>Ends the scan.</summary>
    /// <param name="findings">Faults of the envelopes, or that there is nothing to read.</param>
    public (Digest Sha256, IReadOnlyList<Interchange> Interchanges) End(Findings findings)
    {
        if (!isDecided) Decide();
        var sha256 = new Digest(Convert.ToHexStringLower(hash.GetHashAndReset()));
        if (Length == 0) findings.Add(GatewayCodes.Empty, default, default, 0);
        else if (Reader is null) findings.Add(GatewayCodes.Unrecognised, new SourceSpan(0, 0, headLength), default, 0);
        if (fault is not null) findings.Add(GatewayCodes.OwnFault, new SourceSpan(0, 0, headLength), default, 0, fault);
        return (sha256, Interchanges(findings));
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    /// <summary>As many interchanges as a receipt may have; that there are more is the first finding.</summary>
    private IReadOnlyList<Interchange> Interchanges(Findings findings)
    {
        var faults = new Findings();
        var all = scan?.End(faults) ?? [];
        if (all.Count > Limits.InterchangesMax)
        {
            ReportTooMany(findings, Length - all[Limits.InterchangesMax].Span.Start);
            all = [.. all.Take(Limits.InterchangesMax)];
        }

        findings.AddAll(faults);
        return all;
    }

    /// <summary>Reports that there are too many interchanges; it is a fault of none of them.</summary>
    /// <param name="findings">Takes it.</param>
    /// <param name="bytes">How many bytes stand behind those that may be.</param>
    public static void ReportTooMany(Findings findings, long bytes)
        => findings.Add(
            GatewayCodes.TooManyInterchanges, new SourceSpan(0, -1, 0), default, 0,
            Limits.InterchangesMax.ToString(CultureInfo.InvariantCulture), bytes.ToString(CultureInfo.InvariantCulture));

    private void Decide()
    {
        isDecided = true;
        Reader = readers.Recognise(head.AsSpan(0, headLength), nameHint);
        Format = readers.Format(Reader);
        scan = Format?.Scan();
        if (headLength > 0) Scan(head.AsSpan(0, headLength));
    }

    private void Scan(ReadOnlySpan<byte> chunk)
    {
        if (scan is null) return;
        try
        {
            state = scan.Feed(chunk);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            // Bytes are kept whatever a scan thinks of them, so not even a fault in it may turn the sender away.
            (scan, state, fault) = (null, ScanState.Unknown, thrown.GetType().Name);
        }
    }
}
