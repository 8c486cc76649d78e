using System.Globalization;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// The parts of a receipt. Nothing unpacked is ever stored: the same bytes give the same parts with the same numbers whenever they
/// are unpacked. Not thread-safe.
/// </summary>
public sealed class ReceiptParts : IDisposable
{
    private const int NameMax = 200;

    private readonly PartSpool spool = new();
    private readonly List<ReceiptPart> parts = [];
    private readonly List<IRaw> bytes = [];
    private readonly Dictionary<int, string> texts = [];
    private readonly Readers readers;
    private readonly string? fileName;

    private int last = int.MaxValue;
    private long? largest;

    private ReceiptParts(string? fileName, Readers readers) => (this.readers, this.fileName) = (readers, fileName);

    /// <summary>All parts; the raw bytes are the first.</summary>
    public IReadOnlyList<ReceiptPart> All => parts;

    /// <summary>What was wrong with containers, each at the part that it is about.</summary>
    public Findings Findings { get; } = new();

    /// <summary>There are parts besides the raw bytes, or could be.</summary>
    public bool IsContainer => parts[0].IsContainer;

    /// <summary>Parts that are papers.</summary>
    public IEnumerable<ReceiptPart> Papers => parts.Where(part => part.Use == PartUse.Evidence);

    /// <summary>Bytes that are read of the largest part.</summary>
    public long LargestBytes => largest ??= parts.Where(part => !part.IsContainer && part.Reader is not null)
        .Select(part => readers.Format(part.Reader)?.LengthOf(Raw(part.Number)) ?? part.Length)
        .DefaultIfEmpty(IsContainer ? 0 : parts[0].Length).Max();

    /// <summary>Unpacks.</summary>
    /// <param name="raw">The raw bytes.</param>
    /// <param name="fileName">As the sender named them; null without a name.</param>
    /// <param name="reader">Name of the format or container that recognised them; null when none did.</param>
    /// <param name="sha256">Their digest.</param>
    /// <param name="readers">All formats and containers.</param>
    /// <param name="last">The last part that is wanted; those after it are not unpacked.</param>
    public static ReceiptParts Open(
        IRaw raw, string? fileName, string? reader, Digest sha256, Readers readers, int last = int.MaxValue)
    {
        var all = new ReceiptParts(fileName, readers) { last = last };
        var container = readers.Container(reader);
        all.parts.Add(new ReceiptPart(0, -1, fileName, null, PartUse.Document, reader, sha256, raw.Length)
        {
            IsContainer = container is not null,
        });
        all.bytes.Add(raw);
        if (container is not null && last > 0)
        {
            new PartUnpacking(all, 0, 1, Limits.PartsMax, Limits.UnpackedBytesMax).Run(container);
        }

        all.ReportUnread();
        return all;
    }

    /// <summary>The parts as they were found before, by name alone: nothing is unpacked, and nothing of them is read.</summary>
    /// <param name="raw">The raw bytes.</param>
    /// <param name="fileName">As the sender named them; null without a name.</param>
    /// <param name="sha256">Their digest.</param>
    /// <param name="known">What was found; nothing where nobody unpacked them.</param>
    /// <param name="readers">All formats and containers.</param>
    internal static ReceiptParts Remember(
        IRaw raw, string? fileName, Digest sha256, IReadOnlyList<ReceiptPart> known, Readers readers)
    {
        var all = new ReceiptParts(fileName, readers);
        all.parts.Add(new ReceiptPart(0, -1, fileName, null, PartUse.Document, null, sha256, raw.Length));
        all.bytes.Add(raw);
        foreach (var part in known.Skip(1))
        {
            all.parts.Add(part with { Reader = null, IsContainer = false });
            all.bytes.Add(new PartBytes(part.Number, 0, 0, all.spool));
        }

        return all;
    }

    /// <summary>The bytes of a part; those of the raw bytes when there is no such part.</summary>
    public IRaw Raw(int part) => part > 0 && part < bytes.Count ? bytes[part] : bytes[0];

    /// <summary>Where a part is, as people say it: <c>archive.zip &gt; a/b.edi</c>.</summary>
    public string NameOf(int part) => NameOf(part, fileName ?? "your message");

    /// <summary>Likewise, with a name for the raw bytes.</summary>
    public string NameOf(int part, string raw) => NameOf(parts, part, raw);

    /// <summary>Likewise, of parts as they were recorded.</summary>
    public static string NameOf(IReadOnlyList<ReceiptPart> parts, int part, string raw)
    {
        if (part <= 0 || part >= parts.Count) return raw;
        var own = parts[part].Name is { Length: > 0 } name
            ? SafeText.Of(name.Length > NameMax ? name[..NameMax] + "..." : name)
            : string.Create(CultureInfo.InvariantCulture, $"part {part}");
        return NameOf(parts, parts[part].Parent, raw) + " > " + own;
    }

    /// <summary>A finding as people read it, at the bytes of its own part.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="severity">After the partner's policy.</param>
    /// <param name="file">Name of the raw bytes; null for that of the sender.</param>
    /// <param name="language">What it is told in; null for English.</param>
    public FindingText Show(Finding finding, Severity severity, string? file = null, Language? language = null)
    {
        var whole = file ?? fileName;
        var name = finding.Span.Part == 0
            ? whole : NameOf(finding.Span.Part, whole ?? (language ?? Language.English).Say("your message"));
        return FindingText.Of(finding, severity, Raw(finding.Span.Part).Read, name, language);
    }

    /// <summary>Text of a paper; empty where none can be read.</summary>
    internal string TextOf(int part) => texts.GetValueOrDefault(part, "");

    internal PartSpool Spool => spool;

    /// <summary>Everything that is wanted is there.</summary>
    internal bool IsEnough => parts.Count > last;

    internal Readers Readers => readers;

    /// <summary>Takes up a part whose bytes end the spool.</summary>
    internal ReceiptPart Add(int parent, PartFacts facts, long start, Digest sha256)
    {
        var number = parts.Count;
        var raw = new PartBytes(number, start, spool.Length - start, spool);
        var reader = facts.Use == PartUse.Document ? readers.Recognise(raw, facts.Name ?? facts.MediaType) : null;
        var part = new ReceiptPart(number, parent, facts.Name, facts.MediaType, facts.Use, reader, sha256, raw.Length)
        {
            IsContainer = readers.Container(reader) is not null,
        };
        parts.Add(part);
        bytes.Add(raw);
        return part;
    }

    internal void BecomePaper(int part, string text)
    {
        parts[part] = parts[part] with { Use = PartUse.Evidence };
        texts[part] = text;
    }

    /// <summary>Forgets what was unpacked from a part so far.</summary>
    internal void Withdraw(int part, long spoolLength)
    {
        parts.RemoveRange(part + 1, parts.Count - part - 1);
        bytes.RemoveRange(part + 1, bytes.Count - part - 1);
        foreach (var later in texts.Keys.Where(number => number > part).ToList()) texts.Remove(later);
        spool.Length = spoolLength;
    }

    internal void Report(FindingCode code, int part, params ReadOnlySpan<string> arguments)
        => Findings.Add(code, new SourceSpan(part, 0, 0), default, 0, arguments);

    /// <inheritdoc/>
    public void Dispose() => spool.Dispose();

    private void ReportUnread()
    {
        foreach (var part in parts.Skip(1))
        {
            if (part is { Use: PartUse.Document, Reader: null }) Report(PartFindings.NotRead, part.Number, NameOf(part.Number));
        }
    }
}
