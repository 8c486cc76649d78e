using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Mappings between XML of an administration and WCO documents, over schemas and documents that a test writes down.</summary>
internal sealed class Profile
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);

    public Profile(string xsd)
        : this(XsdImport.Load("test", ["main.xsd"], Files(xsd), new Findings())!)
    {
    }

    public Profile(XsdImport set) => Set = set;

    public XsdImport Set { get; }

    public Findings Findings { get; } = new(1000);

    public Profile With(string path, string text)
    {
        files[path] = text;
        return this;
    }

    public Mapping? Compile(string name)
    {
        if (MappingText.Load(name, Bytes, YamlText.Read, Findings) is not { } text) return null;
        var head = text.Head;
        var from = head.FromFormat == "wco" ? WcoModel.Root(head.FromTypes[0]) : Set.SchemaOf(head.FromTypes[0])!;
        var to = head.ToFormat == "wco" ? WcoModel.Root(head.ToType) : Set.SchemaOf(head.ToType)!;
        return Mapping.Compile(text, [from], from, to, WcoModel.Class, _ => null, Findings);
    }

    /// <summary>The mapping, which must have no fault.</summary>
    public Mapping Compiled(string name) => Compile(name) ?? throw new InvalidOperationException(Faults());

    /// <summary>Reads a document of the administration.</summary>
    public Tree Read(string xml, string element)
    {
        var tree = new Tree();
        Assert.True(XmlForm.Read(Encoding.UTF8.GetBytes(xml), Set.SchemaOf(element)!, tree, new Findings()));
        return tree;
    }

    /// <summary>Runs a mapping whose target is a WCO document.</summary>
    public Tree ToWco(Mapping mapping, Tree source)
    {
        var target = new Tree();
        target.Reset(WcoModel.Root(mapping.Text.Head.ToType), null);
        target.KeepProvenance();
        var root = target.Open(Schema.Root);
        mapping.Run(source, target, default, new Dictionary<string, string>(), Findings);
        target.Close(root);
        return target;
    }

    /// <summary>Runs a mapping whose target is a document of the administration.</summary>
    public byte[] ToXml(Mapping mapping, Tree source, string element)
    {
        var target = new Tree();
        target.Reset(Set.SchemaOf(element), null);
        target.KeepProvenance();
        mapping.Run(source, target, default, new Dictionary<string, string>(), Findings);
        var output = new ArrayBufferWriter<byte>();
        XmlForm.Write(target, output);
        return output.WrittenSpan.ToArray();
    }

    public string Faults() => string.Join('\n', Findings.All.Select(f
        => $"{f.Code.Id} {f.Place.Reference}:{f.Place.Segment}:{f.Place.Element} {f.Sentence}"));

    public static JsonNode Json(Tree document)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonForm.Write(document, output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(string xsd)
        => new() { ["main.xsd"] = Encoding.UTF8.GetBytes(xsd) };

    private ReadOnlyMemory<byte>? Bytes(string path)
    {
        if (!files.TryGetValue(path, out var text)) return null;
        return Encoding.UTF8.GetBytes(text);
    }
}
