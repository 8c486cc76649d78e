using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>A block that was compiled for one structural form is not compiled again for another with the same structure. What is said of
/// the mapping must be what compiling everything for each form says.</summary>
public sealed class KnownBlockTests
{
    private const int Variants = 8;

    private static readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Shipped = ConfigurationFolder.Read(Repository.Root);

    [Theory]
    [InlineData("edifact/cuscar", "D.95B D.96B D.99B")]
    [InlineData("edifact/iftsta", "D.96A D.99B D.01B D.21B")]
    [InlineData("edifact/codeco", "D.95B D.00B D.16A")]
    public void Broken_mappings_have_the_same_faults_in_the_same_order(string name, string releases)
    {
        var found = 0;
        for (var variant = 0; variant < Variants; variant++)
        {
            var files = Broken(name, variant);

            var (each, once) = (Faults(name, files, releases, null), Faults(name, files, releases, new KnownBlocks()));

            Assert.Equal(each, once);
            found += each.Count;
        }

        Assert.True(found > Variants);
    }

    [Fact]
    public void What_is_read_of_a_block_that_is_known_counts_for_what_is_left()
    {
        // The third form is compiled from what is known of the first two.
        const string text = """
            mapping: 1
            from: edifact CUSCAR D.95B D.96A D.96B
            to: wco CargoReport
            map:
              Consignment: { each: CNI, UCR/ID: .1004, AdditionalQuantity: { each: 'RFF/CNT+8', TypeCode: .6069 } }
            leave:
              CNI/RFF/CNT+8: nobody reads it
              CNI/RFF/CNT+7: nobody reads it
            """;
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["mappings/m/mapping.yaml"] = Encoding.UTF8.GetBytes(text) };

        var each = Faults("m", files, "D.95B D.96A D.96B", null);

        Assert.Equal(each, Faults("m", files, "D.95B D.96A D.96B", new KnownBlocks()));
        Assert.Contains(each, fault => fault.StartsWith(MappingFindings.LeftButRead.Id, StringComparison.Ordinal));
    }

    private static List<string> Faults(
        string name, Dictionary<string, ReadOnlyMemory<byte>> files, string releases, KnownBlocks? known)
    {
        var findings = new Findings(1000);
        var mapping = MappingText.Load(
            name, path => files.TryGetValue("mappings/" + path, out var bytes) ? bytes : null, YamlText.Read, findings, evenFaulty: true);
        if (mapping is not null)
        {
            Schema[] forms = [.. releases.Split(' ').Select(release => Sandbox.Form(mapping.Head.FromTypes[0], release))];
            var shared = new Compilation(findings, ShippedConfiguration.Revision.CodeList, true) { Blocks = known };
            MappingCompiler.Compile(
                mapping, forms, forms[0], WcoModel.Root(mapping.Head.ToType), WcoModel.Class, FurtherSchemas.None, shared, findings);
        }

        return [.. findings.All.Select(f => $"{f.Code.Id} {f.Place.Reference}:{f.Place.Segment}:{f.Place.Element} {f.Sentence}")];
    }

    // Another few lines for each variant: names that no form has, names that some have, keys of the target that are none, loops taken out.
    private static Dictionary<string, ReadOnlyMemory<byte>> Broken(string name, int variant)
    {
        var files = Shipped.ToDictionary(StringComparer.Ordinal);
        string[] broken = [$"mappings/{name}/mapping.yaml", "mappings/shared/edifact-party.yaml", "mappings/shared/edifact-location.yaml"];
        foreach (var path in broken)
        {
            var lines = Encoding.UTF8.GetString(files[path].Span).Split('\n');
            for (var i = 9 + variant; i < lines.Length; i += 13)
            {
                var colon = lines[i].IndexOf(": ", StringComparison.Ordinal);
                if (colon < 0 || lines[i].TrimStart().StartsWith('#')) continue;
                lines[i] = ((i + variant) % 5) switch
                {
                    0 => lines[i][..(colon + 2)] + lines[i][(colon + 2)..].Replace('1', '7'),
                    1 => lines[i].Replace("each:", "at:", StringComparison.Ordinal),
                    2 => lines[i].Replace("'.", "'.9", StringComparison.Ordinal).Replace(": .3", ": .5", StringComparison.Ordinal),
                    3 => lines[i].Replace("LOC", "DTM", StringComparison.Ordinal).Replace("NAD", "LOC", StringComparison.Ordinal),
                    _ => lines[i][..colon] + "x" + lines[i][colon..],
                };
            }

            files[path] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        }

        return files;
    }
}
