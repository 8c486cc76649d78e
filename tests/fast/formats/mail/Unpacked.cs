using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats.Mail;

/// <summary>One entry that a container handed over.</summary>
internal sealed record Entry(PartFacts Facts, byte[] Bytes)
{
    public string? Name => Facts.Name;

    public string Text => Encoding.UTF8.GetString(Bytes);
}

/// <summary>Everything that a container hands over.</summary>
internal sealed class Unpacked(int max = int.MaxValue) : IUnpacking
{
    public List<Entry> Entries { get; } = [];

    public Findings Findings { get; } = new();

    public IEnumerable<Entry> Documents => Entries.Where(entry => entry.Facts.Use == PartUse.Document);

    public IEnumerable<Entry> Notes => Entries.Where(entry => entry.Facts.Use == PartUse.Note);

    public IEnumerable<string> Codes => Findings.All.Select(finding => finding.Code.Id);

    public static Unpacked Of(IContainer container, byte[] bytes, int max = int.MaxValue)
    {
        var unpacked = new Unpacked(max);
        container.Unpack(new TestBytes(bytes), unpacked, unpacked.Findings);
        return unpacked;
    }

    public bool Add(PartFacts facts, Stream content)
    {
        if (Entries.Count >= max) throw new InvalidOperationException("An entry came after the answer no.");
        using var kept = new MemoryStream();
        content.CopyTo(kept);
        Entries.Add(new Entry(facts, kept.ToArray()));
        return Entries.Count < max;
    }
}
