using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Loads, compiles and runs mappings that a test writes down, over messages that it writes down.</summary>
internal sealed class Sandbox
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);

    public Findings Findings { get; } = new(1000);

    public Tree Source { get; } = new();

    public Tree Target { get; } = new();

    public Dictionary<string, string> Partner { get; } = [];

    public CodeList? CodeList { get; init; }

    public Sandbox With(string path, string text)
    {
        files[path] = text;
        return this;
    }

    public MappingText? Load(string name)
        => MappingText.Load(name, Bytes, YamlText.Read, Findings);

    private ReadOnlyMemory<byte>? Bytes(string path)
    {
        if (!files.TryGetValue(path, out var text)) return null;
        return Encoding.UTF8.GetBytes(text);
    }

    public Mapping? Compile(string name, string? release = null)
    {
        if (Load(name) is not { } text) return null;
        var forms = text.Head.Releases.Select(r => Form(text.Head.FromTypes[0], r)).ToArray();
        var from = release is null ? forms[0] : Form(text.Head.FromTypes[0], release);
        return Mapping.Compile(text, forms, from, WcoModel.Root(text.Head.ToType), WcoModel.Class, _ => CodeList,
            Findings);
    }

    public static Schema Form(string type, string release)
    {
        var parts = release.Split('.');
        return EdifactDirectory.BuiltIn.Find(type, parts[0], parts[1])!.Schema;
    }

    /// <summary>Reads one message; its findings do not count here.</summary>
    public Tree Read(ReadOnlyMemory<byte> bytes)
    {
        var ignored = new Findings();
        using var reader = new EdifactReader(
            (offset, into) =>
            {
                var length = (int)Math.Min(into.Length, Math.Max(0, bytes.Length - offset));
                bytes.Slice((int)offset, length).Span.CopyTo(into);
                return length;
            },
            EdifactDirectory.BuiltIn.Find, ignored);
        Assert.True(reader.Read(Source, out _));
        return Source;
    }

    public Tree Read(string message) => Read(Encoding.Latin1.GetBytes(message));

    /// <summary>Runs the mapping over what was read last.</summary>
    public JsonNode Run(Mapping mapping)
    {
        Target.Reset(WcoModel.Root(mapping.Text.Head.ToType), null);
        Target.KeepProvenance();
        var root = Target.Open(Schema.Root);
        mapping.Run(Source, Target, default, Partner, Findings);
        Target.Close(root);
        var output = new ArrayBufferWriter<byte>();
        JsonForm.Write(Target, output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    public string Faults() => string.Join('\n', Findings.All.Select(f
        => $"{f.Code.Id} {f.Place.Reference}:{f.Place.Segment}:{f.Place.Element} {f.Sentence}"));
}
