using System.Formats.Tar;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Archives of tar (POSIX ustar, pax, GNU), usually inside gzip. Links and devices are passed over.</summary>
public sealed class TarContainer : IContainer
{
    private const int MarkAt = 257;

    /// <inheritdoc/>
    public string Name => "tar";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
        => head.Length > MarkAt + 5 && head[MarkAt..].StartsWith("ustar"u8) ? new(95, "It has the mark of a tar archive.")
            : new(0, "It has no mark of a tar archive.");

    /// <inheritdoc/>
    public void Unpack(IRaw part, IUnpacking into, Findings findings)
    {
        try
        {
            using var reader = new TarReader(new RawStream(part));
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                if (!into.Add(new PartFacts(entry.Name, null, PartUse.Document), entry.DataStream)) return;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or ArgumentException
            or OverflowException)
        {
            findings.Add(ZipFindings.Damaged, new SourceSpan(part.Part, 0, 0), default, 0);
        }
    }
}
