using System.Text;
using System.Text.Unicode;
using Gateway.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Formats;

/// <summary>Reads YAML configuration text into a tree: every scalar is text, whatever it looks like (<c>NO</c> is
/// Norway).</summary>
/// <remarks>Only the event parser is used. Tags, anchors, aliases, merge keys and duplicate keys are faults, because
/// they
/// change a meaning without being seen; depth and size are bounded.</remarks>
public static class YamlText
{
    /// <summary>Bytes of one file; the largest mapping here has 4 KiB.</summary>
    public const int FileBytesMax = 4 * 1024 * 1024;

    /// <summary>Levels of nesting; the deepest mapping here has 8.</summary>
    public const int DepthMax = 64;

    /// <inheritdoc cref="ReadText"/>
    public static bool Read(ReadOnlyMemory<byte> bytes, int part, string name, Tree into, Findings findings)
    {
        into.Reset(null, new TextPlaces(name, bytes), part);
        into.Ordinal = 1;
        var start = bytes.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (bytes.Length > FileBytesMax)
        {
            findings.Add(YamlFindings.TooLarge, new SourceSpan(part, 0, 0), new Place(1, 1, 1) { Reference = name }, 0,
                $"{bytes.Length}", $"{FileBytesMax}");
            return false;
        }

        var invalid = bytes.Span.Length - ValidPrefix(bytes.Span);
        if (invalid > 0)
        {
            var offset = bytes.Length - invalid;
            findings.Add(YamlFindings.NotUtf8, new SourceSpan(part, offset, 1),
                new Place(1, bytes.Span[..offset].Count((byte)'\n') + 1) { Reference = name }, 0, $"{offset}");
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes.Span[start..]);
        return new YamlReading(text, start, part, name, into, findings).Read();
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return bytes.Length;
        var good = 0;
        while (Rune.DecodeFromUtf8(bytes[good..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            good += length;
        }

        return good;
    }
}

/// <summary>One reading of one file.</summary>
internal sealed class YamlReading(string text, int offset, int part, string name, Tree into, Findings findings)
{
    private sealed class Level(bool isMap)
    {
        public bool IsMap { get; } = isMap;

        public Dictionary<string, long> Keys { get; } = new(StringComparer.Ordinal);

        /// <summary>The key that waits for its value; null when a key comes next.</summary>
        public string? Key { get; set; }

        public Mark KeyStart { get; set; }

        public int Node { get; init; }
    }

    private readonly Stack<Level> levels = new();
    private int knownChar;
    private int knownByte;
    private int documents;
    private int faults;

    public bool Read()
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            while (parser.MoveNext())
            {
                if (!Take(parser.Current!)) return false;
            }
        }
        catch (YamlException e)
        {
            var said = e.InnerException?.Message ?? e.Message;
            Fault(YamlFindings.NotYaml, TabAt(said) ?? e.Start, Plain(said));
        }
        catch (InvalidOperationException e)
        {
            // The library itself stumbles over some texts.
            Fault(YamlFindings.NotYaml, parser.Current?.End ?? Mark.Empty, Plain(e.Message));
        }

        if (into.Nodes.Length == 0) into.Add(0, 0, 0, NodeFlags.None);
        return faults == 0;
    }

    // The library speaks of its own states; these are the mistakes behind them.
    private static readonly (string Part, string Sentence)[] Causes =
    [
        ("invalid tab", "a tab stands at the beginning of this line; only blanks indent"),
        ("found invalid mapping", "this line has a second ': ', or is indented deeper than the line above, which has a value already"),
        ("unexpected end of stream", "the quote that begins here is never closed"),
        ("current state of the object", "a '{' or '[' is not closed before this place, or a comma stands inside a value without quotes"),
        ("flow mapping", "the '{' before this place is not closed, or a value in it has one of , [ ] { } without quotes around it"),
        ("flow sequence", "the '[' before this place is not closed, or a value in it has one of , [ ] { } without quotes around it"),
        ("block mapping", "this line is not indented like the lines of the block that it belongs to"),
        ("block collection", "this line is not indented like the lines of the list that it belongs to"),
        ("simple key", "this line is no 'key: value'; perhaps the colon, or the blank behind it, is missing"),
    ];

    private static string Plain(string said)
        => Array.Find(Causes, cause => said.Contains(cause.Part, StringComparison.Ordinal)).Sentence is { } known ? known + "." : said;

    /// <summary>The first tab that indents; null where the fault is another one.</summary>
    private Mark? TabAt(string said)
    {
        if (!said.Contains("invalid tab", StringComparison.Ordinal)) return null;
        var (start, line) = (0, 1);
        foreach (var one in text.Split('\n'))
        {
            var tab = one.AsSpan(0, one.Length - one.AsSpan().TrimStart(" \t").Length).IndexOf('\t');
            if (tab >= 0) return new Mark(start + tab, line, tab + 1);
            (start, line) = (start + one.Length + 1, line + 1);
        }

        return null;
    }

    private bool Take(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart when ++documents > 1:
                Fault(YamlFindings.SeveralDocuments, current.Start);
                return false;
            case AnchorAlias alias:
                Fault(YamlFindings.Alias, alias.Start, alias.Value.Value);
                AddScalar(alias.Start, "");
                return true;
            case Scalar scalar:
                CheckNode(scalar);
                AddScalar(scalar.Start, scalar.Value,
                    scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0);
                return true;
            case MappingStart or SequenceStart:
                CheckNode((NodeEvent)current);
                return Begin(current.Start, current is MappingStart);
            case MappingEnd or SequenceEnd:
                into.Close(levels.Pop().Node);
                return true;
            default:
                return true;
        }
    }

    private bool Begin(Mark start, bool isMap)
    {
        if (levels.Count >= YamlText.DepthMax)
        {
            Fault(YamlFindings.TooDeep, start, $"{YamlText.DepthMax}");
            return false;
        }

        if (IsKeyNext()) Fault(YamlFindings.BadKey, start);
        var at = TakeKey(out var key) ?? start;
        var from = ByteOf(at);
        // An entry of a list has no key; one byte keeps its place.
        var mark = key.Length == 0 ? " " : key;
        var node = into.Open(0, Append(mark, from), Encoding.UTF8.GetByteCount(mark));
        into.SetUnknownName(node, key);
        levels.Push(new Level(isMap) { Node = node });
        return true;
    }

    private void AddScalar(Mark start, string value, int quote = 0)
    {
        if (IsKeyNext())
        {
            AddKey(start, value);
            return;
        }

        TakeKey(out var key);
        var from = Append(value, ByteOf(start) + quote);
        var node = into.Add(0, from, Encoding.UTF8.GetByteCount(value), NodeFlags.HasValue | NodeFlags.Plain);
        into.SetUnknownName(node, key);
    }

    private void AddKey(Mark start, string key)
    {
        var level = levels.Peek();
        if (key.Length == 0) Fault(YamlFindings.BadKey, start);
        if (key == "<<") Fault(YamlFindings.MergeKey, start);
        if (!level.Keys.TryAdd(key, start.Line)) Fault(YamlFindings.DuplicateKey, start, key, $"{level.Keys[key]}");
        (level.Key, level.KeyStart) = (key, start);
    }

    private bool IsKeyNext() => levels.TryPeek(out var level) && level.IsMap && level.Key is null;

    private Mark? TakeKey(out string key)
    {
        key = "";
        if (!levels.TryPeek(out var level) || !level.IsMap) return null;
        key = level.Key ?? "";
        level.Key = null;
        return level.KeyStart;
    }

    private void CheckNode(NodeEvent node)
    {
        if (!node.Tag.IsEmpty) Fault(YamlFindings.Tag, node.Start, node.Tag.IsNonSpecific ? "!" : node.Tag.Value);
        if (!node.Anchor.IsEmpty) Fault(YamlFindings.Anchor, node.Start, node.Anchor.Value);
    }

    private int Append(string value, int rawStart) => into.Append(Encoding.UTF8.GetBytes(value), rawStart);

    /// <summary>Marks count UTF-16 units; they only grow, but for the key of a block that was remembered.</summary>
    private int ByteOf(Mark mark)
    {
        var index = (int)Math.Clamp(mark.Index, 0, text.Length);
        if (index < knownChar) (knownChar, knownByte) = (0, 0);
        knownByte += Encoding.UTF8.GetByteCount(text.AsSpan(knownChar, index - knownChar));
        knownChar = index;
        return offset + knownByte;
    }

    private void Fault(FindingCode code, Mark at, params ReadOnlySpan<string> arguments)
    {
        faults++;
        var place = new Place(1, (int)at.Line, (int)at.Column) { Reference = name };
        findings.Add(code, new SourceSpan(part, ByteOf(at), 0), place, 0, arguments);
    }
}
