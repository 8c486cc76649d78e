using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;

namespace Gateway.Formats;

/// <summary>Canonical WCO documents that somebody sends: what tells them from all others in XML and JSON, and what they are checked
/// with. They are read with the model, so nothing of a configuration describes them.</summary>
internal static class WcoDocument
{
    private const string Envelope = "MetaData";

    private static readonly Lazy<XsdImport> OfModel = new(() => XsdImport.Load(
        WcoModel.Format, [ModelGenerator.XsdName], Files(ModelGenerator.XsdName, ModelGenerator.Xsd), new Findings())!);

    private static readonly Lazy<JsonSchema> OfModelInJson = new(() => JsonSchema.Compile(
        WcoModel.Format, Files(ModelGenerator.JsonSchemaName, ModelGenerator.JsonSchema), ModelGenerator.JsonSchemaName, new Findings(),
        checksForm: false)!);

    /// <summary>The XML Schema of the model.</summary>
    public static XsdImport Xsd => OfModel.Value;

    /// <summary>The JSON Schema of the model.</summary>
    public static JsonSchema Json => OfModelInJson.Value;

    /// <summary>Name of the root document in an XML document.</summary>
    /// <returns>Null when it is no canonical document.</returns>
    public static string? RootOf(XmlPiece piece)
        => piece.Namespace == WcoModel.Namespace && piece.Name == Envelope ? piece.ChildAmong(WcoModel.Roots) : null;

    /// <summary>Name of the root document in a JSON object.</summary>
    /// <param name="names">The names at its top.</param>
    /// <returns>Null when it is no canonical document.</returns>
    public static string? RootOf(IReadOnlyDictionary<string, string?> names) => WcoModel.RootOf(names.ContainsKey);

    /// <summary>The type of documents with that root.</summary>
    public static DocumentType TypeOf(string root) => new(WcoModel.Format, root);

    /// <summary>Whether the envelope of a document says that it is a test.</summary>
    public static bool IsTest(Tree document)
    {
        var position = document.Schema!.Child(Schema.Root, "TestIndicator");
        for (var node = 1; node < document.Nodes.Length; node = document.Nodes[node].Next)
        {
            if (document.Nodes[node].Position == position) return document.Text(node).Trim() is "true" or "1";
        }

        return false;
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(string name, ReadOnlyMemory<byte> bytes)
        => new(StringComparer.Ordinal) { [name] = bytes };
}
