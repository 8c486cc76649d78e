using System.Text;
using Gateway.Documents;
using Xunit;
namespace Gateway.Tests.Fast.Mappings;

public sealed class ScratchTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public void Scratch()
    {
        var box = new Sandbox();
        var dir = Path.Combine(Repository.Shared, "mapping-examples");
        box.With("cuscar.yaml", File.ReadAllText(Path.Combine(dir, "cuscar.yaml")));
        box.With("shared/edifact-party.yaml", File.ReadAllText(Path.Combine(dir, "shared", "edifact-party.yaml")));
        var mapping = box.Compile("cuscar");
        output.WriteLine(box.Faults());
    }

    [Fact]
    public void Scratch2()
    {
        var box = new Sandbox();
        var dir = "/work/w/samples/mappings";
        foreach (var f in Directory.GetFiles(dir, "*.yaml", SearchOption.AllDirectories)) box.With(Path.GetRelativePath(dir, f), File.ReadAllText(f));
        foreach (var m in new[] { "edifact/cuscar" })
        {
            var mapping = box.Compile(m);
            output.WriteLine(m + " " + (mapping is null));
            output.WriteLine(box.Faults());
            if (mapping is null) continue;
            foreach (var s in Directory.GetFiles("/work/w/samples/samples", "d95b-*.edi"))
            {
                box.Findings.Clear();
                box.Read(File.ReadAllBytes(s));
                var json = box.Run(mapping).ToJsonString(new() { WriteIndented = true });
                output.WriteLine(s + "\n" + json[..Math.Min(json.Length, 6000)] + "\n" + box.Faults());
            }
        }
    }
}
