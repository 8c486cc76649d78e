using System.Xml;
using System.Xml.Linq;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast;
using Xunit;

namespace Gateway.Tests.Real.Schemas;

/// <summary>Verdicts on documents of administrations, compared with those of xmllint, which others wrote.</summary>
public sealed class XsdTests : IDisposable
{
    private const string Cds = "hmrc-cds/schemas";
    private const string Ics = "hmrc-ics-ens/schemas";

    private static readonly (string Schemas, string Main, string Documents)[] Known =
    [
        (Cds, "customs/wrapper_submit.xsd", "hmrc-cds/declarations"),
        (Cds, "customs/wrapper_submit.xsd", "hmrc-cds/decl-response-pairs"),
        (Cds, "customs/wrapper_response.xsd", "hmrc-cds/decl-response-pairs"),
        (Cds, "customs/wrapper_response.xsd", "hmrc-cds/responses"),
        (Ics, "CC315A-v11-2.xsd", "hmrc-ics-ens/samples"),
        (Ics, "CC315A-v11-2.xsd", "hmrc-ics-ens/rulecases315"),
        (Ics, "CC315A-v11-2.xsd", "hmrc-ics-ens/schemacases315"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-xsd-").FullName;

    private static string Wco => Path.Combine(Repository.Shared, "wco");

    public static TheoryData<string, string, string> Sets
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (schemas, main, documents) in Known) data.Add(schemas, main, Path.Combine(Wco, documents));
            var profiles = Path.Combine(Repository.Root, "mappings", "profiles");
            data.Add(Cds, "customs/wrapper_submit.xsd", Path.Combine(profiles, "hmrc-cds", "samples"));
            data.Add("brazil-due", "GoodsDeclaration_1p0_DUE.xsd", Path.Combine(profiles, "brazil-due", "samples"));
            return data;
        }
    }

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Every_folder_with_documents_is_compared()
    {
        var found = Directory.EnumerateFiles(Repository.Shared, "*.xml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Wco, Path.GetDirectoryName(file)!).Replace('\\', '/')).Distinct();
        Assert.Equal([], found.Except(Known.Select(known => known.Documents)));
    }

    [NeedsTheory("xmllint")]
    [MemberData(nameof(Sets))]
    public void Verdicts_are_those_of_xmllint_and_each_fault_has_its_place(string schemas, string main, string documents)
        => Compare(schemas, main, Directory.GetFiles(documents, "*.xml"));

    /// <summary>Elements taken out, doubled, renamed, swapped, filled with nonsense: one fault each, at every depth.</summary>
    [NeedsTheory("xmllint")]
    [MemberData(nameof(Sets))]
    public void Verdicts_on_documents_with_one_fault_are_those_of_xmllint(string schemas, string main, string documents)
    {
        const int DocumentsMax = 4;
        const int FaultsEach = 40;
        var made = new List<string>();
        foreach (var file in Directory.GetFiles(documents, "*.xml").Where(IsXml).Order(StringComparer.Ordinal).Take(DocumentsMax))
        {
            var count = XDocument.Load(file).Descendants().Count();
            for (var i = 0; i < FaultsEach; i++)
            {
                var document = XDocument.Load(file);
                if (!Spoil(document.Descendants().ElementAt(1 + (i * 37 % (count - 1))), i % 5)) continue;
                made.Add(Path.Combine(folder, $"{made.Count}.xml"));
                document.Save(made[^1]);
            }
        }

        Assert.InRange(made.Count, 20, DocumentsMax * FaultsEach);
        Compare(schemas, main, [.. made]);
    }

    private static bool IsXml(string file)
    {
        try
        {
            XDocument.Load(file);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool Spoil(XElement element, int how)
    {
        switch (how)
        {
            case 0: element.Remove(); return true;
            case 1: element.AddAfterSelf(new XElement(element)); return true;
            case 2: element.Name = element.Name.Namespace + (element.Name.LocalName + "X"); return true;
            case 3 when element.ElementsAfterSelf().FirstOrDefault() is { } next: next.Remove(); element.AddBeforeSelf(next); return true;
            case 4 when !element.HasElements: element.Value += "ÄÖ?!"; return true;
            default: return false;
        }
    }

    private static void Compare(string schemas, string main, string[] files)
    {
        Assert.NotEmpty(files);
        var root = Path.Combine(Wco, schemas);
        var findings = new Findings();
        var import = XsdImport.Load("set", [main], Directory.EnumerateFiles(root, "*.xsd", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(root, file), file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file)), findings);
        Assert.Equal(0, findings.Errors);
        var (_, text) = Programs.Run("xmllint", ["--noout", "--nonet", "--schema", Path.Combine(root, main), .. files]);
        var valid = text.Split('\n').Where(line => line.EndsWith(" validates", StringComparison.Ordinal)).Select(line => line[..^10]).ToHashSet();
        var different = new List<string>();
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var faults = new Findings();
            var isValid = import!.Check(bytes, faults);
            if (isValid != valid.Contains(file)) different.Add($"{Path.GetFileName(file)}: {isValid} {string.Join(' ', faults.All.Select(f => f.Sentence))}");
            // What is no XML is told by who reads it; some notifications have text behind their end.
            if (isValid == faults.Count > 0 && (isValid || IsXml(file))) different.Add($"{Path.GetFileName(file)}: {isValid} with {faults.Count} findings");
            different.AddRange(faults.All.Where(f => f.Place.Path is null or "" || f.Span.Start <= 0 || f.Span.End > bytes.Length
                || f.Sentence.Contains("{1}", StringComparison.Ordinal)).Select(f => $"{Path.GetFileName(file)}: {f.Sentence} {f.Span}"));
        }

        Assert.True(different.Count == 0, $"{different.Count} of {files.Length}, {valid.Count} valid:\n{string.Join('\n', different.Take(20))}");
    }
}
