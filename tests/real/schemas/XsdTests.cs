using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast;
using Xunit;

namespace Gateway.Tests.Real.Schemas;

/// <summary>Verdicts on documents of administrations, compared with those of xmllint, which others wrote.</summary>
public sealed class XsdTests
{
    [NeedsTheory("xmllint")]
    [InlineData("hmrc-cds/schemas", "customs/wrapper_submit.xsd", "hmrc-cds/declarations", 100)]
    [InlineData("hmrc-ics-ens/schemas", "CC315A-v11-2.xsd", "hmrc-ics-ens/samples", 1)]
    [InlineData("hmrc-ics-ens/schemas", "CC315A-v11-2.xsd", "hmrc-ics-ens/rulecases315", 50)]
    public void Verdicts_are_those_of_xmllint_and_each_fault_has_its_place(string schemas, string main, string documents, int least)
    {
        var folder = Path.Combine(Repository.Shared, "wco", schemas);
        var findings = new Findings();
        var import = XsdImport.Load("set", [main], Directory.EnumerateFiles(folder, "*.xsd", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file), file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file)), findings);
        Assert.Equal(0, findings.Errors);
        var files = Directory.GetFiles(Path.Combine(Repository.Shared, "wco", documents), "*.xml");
        Assert.InRange(files.Length, least, int.MaxValue);
        var (_, text) = Programs.Run("xmllint", ["--noout", "--nonet", "--schema", Path.Combine(folder, main), .. files]);
        var valid = text.Split('\n').Where(line => line.EndsWith(" validates", StringComparison.Ordinal)).Select(line => line[..^10]).ToHashSet();
        var different = new List<string>();
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var faults = new Findings();
            var isValid = import!.Check(bytes, faults);
            if (isValid != valid.Contains(file)) different.Add($"{Path.GetFileName(file)}: {isValid} {string.Join(' ', faults.All.Select(f => f.Sentence))}");
            if (isValid == faults.Count > 0) different.Add($"{Path.GetFileName(file)}: {isValid} with {faults.Count} findings");
            different.AddRange(faults.All.Where(f => f.Place.Path is null or "" || f.Span.Start <= 0 || f.Span.End > bytes.Length
                || f.Sentence.Contains("{1}", StringComparison.Ordinal)).Select(f => $"{Path.GetFileName(file)}: {f.Sentence} {f.Span}"));
        }

        Assert.True(different.Count == 0, string.Join('\n', different.Take(20)));
    }
}
