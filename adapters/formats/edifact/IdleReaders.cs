using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Formats;

/// <summary>Readers that wait for another file: making one takes longer than reading a small interchange.</summary>
/// <param name="find">The directory.</param>
internal sealed class IdleReaders(FindForm find)
{
    private const int Max = 4;

    private readonly ConcurrentBag<EdifactReader> idle = [];

    /// <summary>Opens a part with one of them, or with a new one.</summary>
    public EdifactReader Open(IRaw part, ReadSettings settings, FindGuide? guides, Findings findings)
    {
        if (!idle.TryTake(out var reader))
        {
            return new EdifactReader(
                part.Read, find, findings, part.Part, settings.CharacterSet, settings.FromDocument, guides);
        }

        reader.Open(part.Read, find, findings, part.Part, settings.CharacterSet, settings.FromDocument, guides);
        return reader;
    }

    /// <summary>Takes one back that has finished.</summary>
    public void Take(EdifactReader reader)
    {
        // Its buffers go back, and it lets go of the part and of the findings.
        reader.Dispose();
        if (idle.Count < Max) idle.Add(reader);
    }
}
