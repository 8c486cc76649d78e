using System.Buffers;
using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast;
using Gateway.Tests.Fast.Forms;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Real.Wco;

/// <summary>The generated schemas judged by validators that others wrote: what the engine writes is valid, what its check
/// refuses is not.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-wco-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private static string Schemas(string name) => Path.Combine(Repository.Root, "schemas", "wco", name);

    private static List<Tree> Documents(int count)
    {
        var documents = new List<Tree>();
        foreach (var root in WcoModel.Roots)
        {
            RandomDocuments.Valid(WcoModel.Root(root)).Sample(tree => documents.Add(tree), iter: count, threads: 1, seed: "0000000000001");
        }

        return documents;
    }

    private string Keep(string name, Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        var file = Path.Combine(folder, name);
        File.WriteAllBytes(file, output.WrittenSpan.ToArray());
        return file;
    }

    private static List<string> InvalidXml(IReadOnlyList<string> files)
    {
        var (_, text) = Programs.Run("xmllint", ["--noout", "--schema", Schemas(ModelGenerator.XsdName), .. files]);
        return [.. files.Where(file => !text.Contains($"{file} validates", StringComparison.Ordinal)).Select(file => Lines(text, file))];
    }

    private static List<string> InvalidJson(IReadOnlyList<string> files)
    {
        var script = Path.Combine(Repository.Root, "tests", "real", "tools", "validate.mjs");
        var (_, text) = Programs.Run("node", [script, Schemas(ModelGenerator.JsonSchemaName), .. files]);
        return [.. files.Where(file => !text.Contains($"{file} valid", StringComparison.Ordinal)).Select(file => Lines(text, file))];
    }

    private static string Lines(string text, string file)
        => string.Join('\n', text.Split('\n').Where(line => line.Contains(file, StringComparison.Ordinal)).DefaultIfEmpty(text));

    [Needs("xmllint")]
    public void Xml_of_any_fitting_document_is_valid()
    {
        var documents = Documents(60);
        var files = documents.Select((tree, i) => Keep($"{i}.xml", output => XmlForm.Write(tree, output))).ToList();
        files.Add(Keep("all.xml", output =>
        {
            XmlForm.Begin(WcoModel.Namespace, output);
            foreach (var tree in documents) XmlForm.Next(tree, output);
            XmlForm.End(output);
        }));
        Assert.Equal([], InvalidXml(files));
    }

    [Needs("node")]
    public void Json_of_any_fitting_document_is_valid()
    {
        var documents = Documents(60);
        var files = documents.Select((tree, i) => Keep($"{i}.json", output => JsonForm.Write(tree, output))).ToList();
        files.Add(Keep("all.json", output =>
        {
            JsonForm.Begin(output);
            for (var i = 0; i < documents.Count; i++) JsonForm.Next(documents[i], i == 0, output);
            JsonForm.End(output);
        }));
        Assert.Equal([], InvalidJson(files));
    }

    [Needs("xmllint")]
    public void Xml_that_the_check_refuses_is_invalid()
    {
        var files = Faulty().Select((tree, i) => Keep($"{i}.xml", output => XmlForm.Write(tree, output))).ToList();
        Assert.Equal(files.Count, InvalidXml(files).Count);
    }

    [Needs("node")]
    public void Json_that_the_check_refuses_is_invalid()
    {
        var files = Faulty().Select((tree, i) => Keep($"{i}.json", output => JsonForm.Write(tree, output))).ToList();
        Assert.Equal(files.Count, InvalidJson(files).Count);
    }

    private static List<Tree> Faulty()
    {
        (string Name, string Text)[] faults =
        [
            ("VersionID", "1234567890"), ("IssueDateTime", "20260228"), ("IssueDateTime", "2026-13-01"), ("TotalPackageQuantity", "12.5"),
            ("TotalPackageQuantity", "1 000"), ("TotalPackageQuantity", "007"), ("GoodsItemQuantity", "1234567890"), ("ID", "second"),
            ("TotalGrossMassMeasure", "1,5"), ("TotalGrossMassMeasure", "12345678901234567"), ("FunctionCode", "1234"),
        ];
        var trees = faults.Select(fault => Report(fault.Name, fault.Text)).Append(Report(null, "")).ToList();
        foreach (var tree in trees)
        {
            var findings = new Findings();
            WcoModel.Check(tree, _ => null, default, findings);
            Assert.True(findings.Count > 0);
        }

        return trees;
    }

    /// <summary>A report with one more value, or for no name without its number.</summary>
    private static Tree Report(string? name, string text)
    {
        var tree = new Tree();
        var schema = WcoModel.Root("CargoReport");
        tree.Reset(schema, null);
        var root = tree.Open(Schema.Root);
        Add(tree, Schema.Root, "WCODataModelVersionCode", "3.11");
        Add(tree, Schema.Root, "WCOTypeName", "CRI");
        var position = schema.Child(Schema.Root, "CargoReport");
        var report = tree.Open(position);
        Add(tree, position, "FunctionCode", name == "FunctionCode" ? text : "9");
        Add(tree, position, "TypeCode", "785");
        if (name is not null) Add(tree, position, "ID", "1");
        if (name is not (null or "FunctionCode")) Add(tree, position, name, text);
        tree.Close(report);
        tree.Close(root);
        return tree;
    }

    private static void Add(Tree tree, int parent, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        tree.Add(tree.Schema!.Child(parent, name), tree.Append(bytes), bytes.Length, NodeFlags.HasValue | NodeFlags.Plain);
    }
}
