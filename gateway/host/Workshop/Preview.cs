using System.Globalization;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Mappings;

namespace Gateway.Host.Workshop;

/// <summary>What <c>mapping watch</c> shows of one document: the source with what no rule reads, what was made, what is missing.</summary>
internal sealed class Preview
{
    private const int SourceLinesMax = 300, SourceBytesMax = 256 * 1024;

    private readonly PaintedText text;
    private readonly FilePart file;
    private readonly TranslatedDocument document;
    private readonly ReadMarks marks = new();
    private ValueCounts counts;
    private int missing;

    private Preview(FilePart part, TranslatedDocument shown, bool isColoured)
        => (file, document, text) = (part, shown, new PaintedText(isColoured));

    /// <summary>Shows a document.</summary>
    /// <param name="file">The file it is from.</param>
    /// <param name="document">The document and what was made of it.</param>
    /// <param name="isColoured">Whether colours can be shown.</param>
    public static string Of(FilePart file, TranslatedDocument document, bool isColoured)
    {
        var preview = new Preview(file, document, isColoured);
        preview.Run();
        return preview.text.ToString();
    }

    private void Run()
    {
        if (document.Translation.Document is not { } made || document.Translation.Mapping is not { } mapping)
        {
            text.Line(Paint.Bad, $"no document: {document.Translation.Reason}");
            return;
        }

        Mark(mapping, made.Schema!);
        text.Line(Paint.Head, "Source").Add(Paint.Soft, "  what no rule reads is ").Add(Paint.Unread, "like this").Line();
        WriteSource(document.Source);
        text.Line().Line(Paint.Head, $"{mapping.Text.Head.ToType}");
        WriteMade(made, mapping);
        text.Line();
        WriteFindings();
        text.Line(Paint.Plain, string.Create(CultureInfo.InvariantCulture,
            $"{mapping.Text.Name}@{mapping.Text.Digest.Short()}: {counts.Percent} % read or left, {counts.Unread:N0} of {counts.All:N0} ")
            + $"values unread, {Terminal.Count(missing, "mandatory value")} missing");
    }

    private void Mark(Mapping mapping, Schema to)
    {
        var target = new Tree();
        target.Reset(to, null);
        target.KeepProvenance();
        var envelope = target.Open(Schema.Root);
        mapping.Run(document.Source, target, new Moment(Workbench.ArrivedAt), new Dictionary<string, string>(), new Findings(0), marks);
        target.Close(envelope);
    }

    // The bytes as they were sent, each segment on a line of its own, each unread value painted where it stands.
    private void WriteSource(Tree source)
    {
        var unread = new List<SourceSpan>();
        var breaks = new HashSet<long>();
        for (var node = 1; node < source.Nodes.Length; node++)
        {
            ref readonly var n = ref source.Nodes[node];
            var kind = source.Schema is { } schema ? schema[n.Position].Kind : PositionKind.Unknown;
            if (kind is PositionKind.Segment or PositionKind.Group) breaks.Add(source.SpanOf(node).Start);
            if (n.Length == 0 || (n.Flags & NodeFlags.HasValue) == 0 || ReadMarks.IsService(source, node)) continue;
            var reading = marks.Of(source, node);
            counts += ValueCounts.Of(reading);
            if (reading == Reading.Unread && source.SpanOf(node) is { Start: >= 0 } span) unread.Add(span);
        }

        unread.Sort((one, other) => one.Start.CompareTo(other.Start));
        // The first message is shown with the envelope before it.
        var start = document.Mark.Span.Start;
        if (document.Mark.Ordinal == 1 && breaks.Count > 0) start = Math.Min(start, breaks.Min());
        var bytes = new byte[(int)Math.Min(document.Mark.Span.End - start, SourceBytesMax)];
        var length = file.Read(start, bytes);
        WriteSource(bytes.AsSpan(0, length), start, unread, breaks);
    }

    private void WriteSource(ReadOnlySpan<byte> bytes, long start, List<SourceSpan> unread, HashSet<long> breaks)
    {
        var lines = 0;
        var next = 0;
        for (var at = 0; at < bytes.Length;)
        {
            while (next < unread.Count && unread[next].End <= start + at) next++;
            var isUnread = next < unread.Count && unread[next].Start <= start + at;
            var end = at + 1;
            var stop = isUnread ? unread[next].End : next < unread.Count ? unread[next].Start : long.MaxValue;
            while (end < bytes.Length && start + end < stop && !breaks.Contains(start + end) && bytes[end - 1] != '\n') end++;
            if (breaks.Contains(start + at) && at > 0 && bytes[at - 1] is not ((byte)'\n' or (byte)'\r')) NewLine(ref lines);
            var piece = bytes[at..end];
            var isEnded = piece[^1] == '\n';
            var shown = SafeText.Of(piece.TrimEnd("\r\n"u8));
            if (shown.Length > 0) text.Add(isUnread ? Paint.Unread : Paint.Plain, shown);
            if (isEnded) NewLine(ref lines);
            if (lines >= SourceLinesMax)
            {
                text.Line(Paint.Soft, string.Create(CultureInfo.InvariantCulture, $"and {bytes.Length - end:N0} bytes more"));
                return;
            }

            at = end;
        }

        text.Line();
    }

    private void NewLine(ref int lines)
    {
        text.Line();
        lines++;
    }

    private void WriteMade(Tree made, Mapping mapping)
    {
        // The envelope is the gateway's own; the document is the last child of it.
        var nodes = made.Nodes;
        var root = 1;
        while (root < nodes.Length && nodes[root].Next < nodes.Length) root = nodes[root].Next;
        if (root < nodes.Length) WriteMade(made, mapping, root, 0, false);
    }

    private void WriteMade(Tree made, Mapping mapping, int node, int depth, bool isCarried)
    {
        var n = made.Nodes[node];
        var schema = made.Schema!;
        isCarried |= schema.NameOf(n.Position) == "Extension";
        if (depth > 0)
        {
            var hasValue = (n.Flags & NodeFlags.HasValue) != 0;
            text.Add(Paint.Plain, new string(' ', 2 * depth));
            text.Add(isCarried ? Paint.Unread : Paint.Plain, made.NameOf(node) + (hasValue ? ": " + SafeText.Of(made.Text(node)) : ""));
            made.Sources(node, out var number);
            if (number > 0 && hasValue && !isCarried) WriteRule(mapping.Rules[number - 1]);
            if (made.AdditionOf(node) is { } addition) text.Add(Paint.Soft, $"   added by {addition.Source}");
            text.Line();
        }

        var present = new HashSet<int>();
        for (var child = node + 1; child < n.Next; child = made.Nodes[child].Next)
        {
            present.Add(made.Nodes[child].Position);
            WriteMade(made, mapping, child, depth + 1, isCarried);
        }

        WriteMissing(schema, n.Position, present, depth + 1);
    }

    private void WriteRule(Rule rule)
        => text.Add(Paint.Soft, string.Create(CultureInfo.InvariantCulture, $"   {Path.GetFileName(rule.File)}:{rule.Line}"));

    private void WriteMissing(Schema schema, int position, HashSet<int> present, int depth)
    {
        var shape = schema.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (schema[child].Min == 0 || present.Contains(child)) continue;
            missing++;
            text.Add(Paint.Plain, new string(' ', 2 * depth));
            text.Line(Paint.Bad, $"{schema.NameOf(child)}: missing, mandatory");
        }
    }

    private void WriteFindings()
    {
        foreach (var judged in document.Translation.Findings)
        {
            var finding = judged.Finding;
            var line = $"{finding.Code.Id} {Terminal.Word(judged.Severity)}: {finding.Sentence}";
            text.Line(judged.Severity == Severity.Error ? Paint.Bad : Paint.Plain,
                string.Create(CultureInfo.InvariantCulture, $"{line} (byte {finding.Span.Start})"));
        }
    }
}
