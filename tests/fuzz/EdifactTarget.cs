using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fuzz;

/// <summary>What must hold for any bytes whatever: reading ends, in findings that lie within the bytes, and how they come in changes nothing.</summary>
internal static class EdifactTarget
{
    private const int SmallChunk = 7;

    // Whatever it read before must change nothing.
    private static readonly EdifactReader Used = new((_, _) => 0, EdifactDirectory.BuiltIn.Find, new Findings());

    /// <summary>Reads bytes in every way; throws where something does not hold.</summary>
    public static void Run(byte[] bytes)
    {
        using var reader = new EdifactReader((_, _) => 0, EdifactDirectory.BuiltIn.Find, new Findings());
        var whole = Read(bytes, int.MaxValue, reader);
        var pieces = Read(bytes, SmallChunk, Used);
        if (whole != pieces)
        {
            throw new InvalidOperationException($"chunks of {SmallChunk} bytes, or a reader of another file, read otherwise:\n{whole}\n{pieces}");
        }

        Scan(bytes, int.MaxValue);
        Scan(bytes, SmallChunk);
    }

    /// <summary>Everything that was read and found, as text.</summary>
    private static string Read(byte[] bytes, int chunk, EdifactReader reader)
    {
        var (findings, tree, told) = (new Findings(), new Tree(), new System.Text.StringBuilder());
        ReadRaw raw = (offset, into) =>
        {
            var count = (int)Math.Min(Math.Min(into.Length, chunk), bytes.Length - offset);
            if (count <= 0) return 0;
            bytes.AsSpan((int)offset, count).CopyTo(into);
            return count;
        };
        reader.Open(raw, EdifactDirectory.BuiltIn.Find, findings);
        while (reader.Read(tree, out var mark))
        {
            told.Append(mark).Append('\n');
            Check(tree, told);
        }

        foreach (var finding in findings.All)
        {
            if (finding.Span.Start < 0 || finding.Span.Length < 0 || finding.Span.End > bytes.Length)
            {
                throw new InvalidOperationException($"{finding.Code.Id} lies at {finding.Span} of {bytes.Length} bytes");
            }

            told.Append(finding.Code.Id).Append(finding.Span).Append(finding.Sentence).Append('\n');
            FindingText.Of(finding, finding.Code.Default, raw, "fuzz.edi");
        }

        return told.Append(reader.Counts).ToString();
    }

    /// <summary>Nodes nest, lie in the window, and their text can be had.</summary>
    private static void Check(Tree tree, System.Text.StringBuilder told)
    {
        var nodes = tree.Nodes;
        var text = new byte[1024];
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            var parent = tree.Parent(i);
            if (parent >= i || (i > 0 && (parent < 0 || node.Next > nodes[parent].Next)) || node.Next <= i || node.Next > nodes.Length)
            {
                throw new InvalidOperationException($"node {i} does not nest");
            }

            var length = tree.MaxTextLength(i);
            if (text.Length < length) text = new byte[length];
            if ((node.Flags & NodeFlags.HasValue) == 0) continue;
            told.Append(node.Position).Append('=').Append(Convert.ToHexString(text.AsSpan(0, tree.Text(i, text)))).Append(' ');
            told.Append(tree.SpanOf(i)).Append(tree.Window.Length);
        }
    }

    private static void Scan(byte[] bytes, int chunk)
    {
        using var scan = new EnvelopeScan();
        for (var at = 0; at < bytes.Length; at += Math.Min(chunk, bytes.Length - at))
        {
            scan.Feed(bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)));
        }

        scan.End(new Findings());
    }
}
