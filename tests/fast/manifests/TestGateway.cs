using System.Text;
using System.Xml.Linq;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>A document as the gateway made it.</summary>
/// <param name="Name">For messages: the file and the ordinal.</param>
/// <param name="IsAccepted">Whether it goes on.</param>
/// <param name="IsParked">Whether it waits for the operator.</param>
/// <param name="Json">The JSON form; empty without a document.</param>
/// <param name="Xml">The XML form; empty without a document.</param>
/// <param name="Findings">What was found, with its weight.</param>
/// <param name="Values">Every value with its origins.</param>
internal sealed record MadeDocument(
    string Name, bool IsAccepted, bool IsParked, string Reason, byte[] Json, byte[] Xml,
    IReadOnlyList<JudgedFinding> Findings,
    IReadOnlyList<MadeValue> Values)
{
    /// <summary>The document element of the XML form.</summary>
    public XElement Root => XElement.Parse(Encoding.UTF8.GetString(Xml));

    /// <summary>Findings of one weight, for messages.</summary>
    public IEnumerable<string> Said(Severity severity)
        => Findings.Where(f => f.Severity == severity).Select(f =>
            $"{f.Finding.Code.Id} {f.Finding.Sentence} ({f.Finding.Place.Segment} {f.Finding.Place.Tag})");
}

/// <summary>A value of a document and where it came from.</summary>
internal sealed record MadeValue(string Path, string Text, Rule? Rule, IReadOnlyList<Origin> Origins, bool IsAdded);

/// <summary>The gateway as the repository configures it, without a store.</summary>
internal static class TestGateway
{
    private static readonly DateTimeOffset Arrived = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<IFormat> Formats => ShippedConfiguration.Formats;

    public static Revision Revision => ShippedConfiguration.Revision;

    /// <summary>Every document that the bytes become.</summary>
    public static async Task<IReadOnlyList<MadeDocument>> Translate(string name, byte[] bytes, bool withValues = false)
    {
        var arrival = new Arrival("file", "test", name, null, "", Arrived);
        using var translation = OfflineTranslation.Open(new Bytes(bytes), arrival, Revision, Formats);
        var forms = new DocumentForms();
        var made = new List<MadeDocument>();
        while (await translation.Next(CancellationToken.None) is { } next)
        {
            var (document, mapping) = (next.Translation.Document, next.Translation.Mapping);
            if (document is not null) forms.Begin(document);
            made.Add(new MadeDocument(
                $"{name}#{next.Mark.Ordinal}", next.Translation.IsAccepted, next.Translation.IsParked,
                next.Translation.Reason,
                document is null ? [] : forms.Json.ToArray(), document is null ? [] : forms.Xml.ToArray(),
                next.Translation.Findings,
                withValues && document is not null ? Values(document, mapping!) : []));
        }

        return made;
    }

    private static List<MadeValue> Values(Tree document, Mapping mapping) =>
    [
        .. Provenance.Of(document, mapping).Select(value => new MadeValue(
            value.Path, document.Text(WcoModel.Find(document, value.Path)), value.Rule, value.Origins,
            value.Addition is not null)),
    ];

    private sealed class Bytes(byte[] bytes) : IRaw
    {
        public int Part => 0;

        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> into)
        {
            var left = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
            var count = Math.Min(left.Length, into.Length);
            left[..count].CopyTo(into);
            return count;
        }
    }
}
