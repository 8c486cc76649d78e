using System.Globalization;
using System.Text;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Host.Partners;
using Gateway.Host.Serve;

namespace Gateway.Tests.Real.Mapping;

/// <summary>The JSON Schema of partners' files, judged by a validator that others wrote.</summary>
public sealed class PartnerSchemaTests : IDisposable
{
    private static readonly string Schema = Path.Combine(Repository.Root, "schemas", "config", "partner.schema.json");

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-partner-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Needs("node")]
    public void It_takes_what_partner_add_writes_and_what_the_reader_takes()
    {
        File.WriteAllText(Path.Combine(folder, "gateway.yaml"), "gateway: 1\n");
        var partner = new NewPartner("ocean", "Ocean", ["OCEAN:ZZ"], ["edi@ocean.example"]) { HasKey = true, IsTest = true };
        using var error = new StringWriter();
        Assert.Equal(0, NewPartner.Run(
            new ServeOptions(Path.Combine(folder, "gateway.yaml")) { Home = Repository.Root }, partner, false, TextWriter.Null, error));
        string[] texts =
        [
            File.ReadAllText(Path.Combine(folder, "partners", "ocean.yaml")),
            "partner: 1\nmail: { addresses: a@b.example, certificate: [ a.pem, b.pem ], require: signature, authenticatedBy: mx.example }\n",
            "partner: 1\nkeys: { sha256: " + new string('a', 64) + ", until: 2027-01-31, note: x }\nlimits: { concurrent: 4 }\n",
            "partner: 1\nseverities: { EDI-0013: { severity: warn, reason: x, until: 2027-01-31 }, EDI-0014: error }\nagreement: 17\n",
            "partner: 1\ntypes: [ CUSCAR ]\nanswersTo: risk\nsftp: { places: p }\ncontacts: [ x, { name: y, phone: 17 } ]\nlanguage: pt-BR\n",
        ];
        Assert.Equal(texts.Select(_ => "valid"), Judged(texts));
    }

    [Needs("node")]
    public void It_refuses_what_the_reader_refuses()
    {
        string[] texts =
        [
            "name: x\n", "partner: 1\nkeys: secret\n", "partner: 1\nmail: { certificate: x }\n", "partner: 1\ntrust: friend\n",
            "partner: 1\nseverities: { EDI-0013: { severity: warn } }\n", "partner: 1\nkeys: { sha256: x, until: tomorrow }\n",
            "partner: 1\nlimits: { concurrent: 0 }\n", "partner: 1\ncontacts: [ { role: x } ]\n", "partner: 1\nzzz: 1\n",
        ];
        Assert.Equal(texts.Select(_ => "invalid:"), Judged(texts));
    }

    private IEnumerable<string> Judged(string[] texts)
    {
        var files = texts.Select((text, number) =>
        {
            var (tree, findings) = (new Tree(), new Findings());
            Assert.True(YamlText.Read(Encoding.UTF8.GetBytes(text), 0, "p.yaml", tree, findings));
            var file = Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture) + ".json");
            File.WriteAllText(file, MappingSchemaTests.Of(tree, 0, true)!.ToJsonString());
            return file;
        }).ToList();
        var (_, said) = Programs.Run("node", [Path.Combine(Repository.Root, "tests", "real", "tools", "validate.mjs"), Schema, .. files]);
        var lines = said.Split('\n');
        return files.Select(file => lines.FirstOrDefault(line => line.StartsWith(file + " ", StringComparison.Ordinal))?.Split(' ')[1] ?? said);
    }
}
