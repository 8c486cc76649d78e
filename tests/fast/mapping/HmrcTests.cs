using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Tests.Fast.Edifact;
using Gateway.Tests.Fast.Forms;
using Gateway.Wco;
using Xunit;
using Xunit.Abstractions;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Declarations of an administration as XML, read into the canonical model and written back by the profile.</summary>
public sealed class HmrcTests(ITestOutputHelper output)
{
    private static readonly string Shared = Path.Combine(Repository.Shared, "wco", "hmrc-cds");

    private static readonly Lazy<XsdImport> Set = new(
        () => Administrations.Load("hmrc-cds", Path.Combine(Shared, "schemas"), "customs/wrapper_submit.xsd"));

    public static TheoryData<string> Declarations
        => [.. Directory.GetFiles(Path.Combine(Shared, "declarations"), "*.xml").Select(f => Path.GetFileName(f))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declaration_read_and_written_back_is_the_same(string file)
    {
        var xml = File.ReadAllBytes(Path.Combine(Shared, "declarations", file));
        var back = Written(Canonical(xml));
        Assert.Equal(Administrations.Lines(xml), Administrations.Lines(back));
    }

    [Fact]
    public void Nothing_of_the_declarations_lands_in_extensions()
    {
        var (values, carried) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var file in Directory.GetFiles(Path.Combine(Shared, "declarations"), "*.xml"))
        {
            var xml = File.ReadAllBytes(file);
            values += Administrations.Lines(xml).Count;
            var document = Canonical(xml);
            foreach (var path in Administrations.Extensions(document)) carried[path] = carried.GetValueOrDefault(path) + 1;
        }

        output.WriteLine($"{carried.Values.Sum()} of {values} values lie in Extension");
        foreach (var (path, count) in carried.OrderByDescending(c => c.Value)) output.WriteLine($"{count,6} {path}");
        Assert.Equal((0, true), (carried.Values.Sum(), values > 10_000));
    }

    [Fact]
    public void Any_declaration_that_the_schemas_allow_comes_back_whole()
    {
        var carried = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var values = 0;
        RandomDocuments.Valid(Set.Value.SchemaOf("MetaData")!).Each(200, "0000hmrcCDS1", document =>
        {
            var written = new ArrayBufferWriter<byte>();
            XmlForm.Write(document, written);
            var xml = written.WrittenSpan.ToArray();
            var canonical = Canonical(xml);
            foreach (var path in Administrations.Extensions(canonical)) carried[path] = carried.GetValueOrDefault(path) + 1;
            var before = Declared(xml);
            values += before.Count;
            Assert.Equal(string.Join('\n', before), string.Join('\n', Declared(Written(canonical))));
        });
        output.WriteLine($"{carried.Values.Sum()} of {values} values lie in Extension");
        foreach (var (path, count) in carried.OrderByDescending(c => c.Value)) output.WriteLine($"{count,6} {path}");
    }

    // The envelope is the profile's own; an element with nothing in it holds no datum.
    private static List<string> Declared(byte[] xml)
        => [.. Administrations.Lines(xml).Where(line => line.Contains("}Declaration/", StringComparison.Ordinal) && !line.EndsWith('='))];

    private static Tree Canonical(byte[] xml)
    {
        var profile = Administrations.Profile(Set.Value);
        var source = new Tree();
        Assert.True(XmlForm.Read(xml, Set.Value.SchemaOf("MetaData")!, source, new Findings()));
        return profile.ToWco(profile.Compiled("xml/hmrc-cds"), source);
    }

    private static byte[] Written(Tree canonical)
    {
        var profile = Administrations.Profile(Set.Value);
        return profile.ToXml(profile.Compiled("profiles/hmrc-cds"), canonical, "MetaData");
    }
}
