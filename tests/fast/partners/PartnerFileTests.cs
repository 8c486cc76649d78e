using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Tests.Fast.Core;

namespace Gateway.Tests.Fast.Partners;

public sealed class PartnerFileTests
{
    private const string Hash = "3a0aac44832e55528a834fec737786c999e7b8dea8bd601bb59f195237d58b2e";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_that_a_file_says_is_read()
    {
        using var certificate = Certificate();
        var whole = $$"""
            partner: 1
            name: Ocean Line
            senders: [ OCEANLINE, "OL:ZZ" ]
            keys: [ {{Hash}}, { sha256: {{Hash.Replace('3', '4')}}, until: 2026-12-01, note: old ERP } ]
            mail: { addresses: [ Edi@Ocean.example, "@line.example" ], certificate: ocean.pem, require: signature }
            sftp: { places: [ ocean-out ] }
            types: [ CUSCAR, IFTMIN ]
            severities: { EDI-0013: { severity: warn, reason: counts by hand, until: 2026-11-23 } }
            trust: authorised
            limits: { requestsPerMinute: 60, megabytesPerDay: 10, concurrent: 4 }
            language: pt-BR
            answersTo: risk
            contacts: [ { name: EDI desk, phone: +49 40 1 }, night shift ]
            agreement: A-2026-17
            """;
        var revision = Load(("partners/ocean.yaml", whole), ("destinations/risk.yaml", "destination: 1\nchannel: folder\naddress: out\n"),
            ("partners/ocean.pem", certificate.ExportCertificatePem()));
        var partner = revision.Partners["ocean"];
        Assert.Same(partner, revision.PartnerOfMail("EDI@ocean.example"));
        Assert.Same(partner, revision.PartnerOfMail("anybody@LINE.example"));
        Assert.Null(revision.PartnerOfMail("anybody@ocean.example"));
        Assert.Same(partner, revision.PartnerOfPlace("ocean-out"));
        Assert.Same(partner, revision.PartnerOf(null, "OCEANLINE:14"));
        Assert.Null(revision.PartnerOf(null, "OL:14"));
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), partner.Mail!.Certificates.Single().Sha256, ignoreCase: true);
        Assert.Equal((true, PartnerTrust.Authorised, "pt-BR"), (partner.Mail.RequiresSignature, partner.Trust, partner.Language));
        Assert.Equal(new PartnerLimits(60, 10, 4), partner.Limits);
        Assert.Equal(["EDI desk", "night shift"], partner.Contacts.Select(contact => contact.Name));
        Assert.Equal(["risk"], partner.AnswersTo);
        Assert.Equal((true, false), (partner.MaySend("IFTMIN"), partner.MaySend("INVOIC")));
    }

    [Fact]
    public void An_override_holds_through_its_last_day_of_arrival_and_not_after_it()
    {
        var partner = Load(("partners/a.yaml", "partner: 1\nseverities: { EDI-0013: { severity: note, reason: agreed, until: 2026-11-23 } }\n"))
            .Partners["a"];
        Assert.Equal(Severity.Note, partner.SeverityOf("EDI-0013", new DateTimeOffset(2026, 11, 23, 23, 59, 59, TimeSpan.Zero)));
        Assert.Null(partner.SeverityOf("EDI-0013", new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(Severity.Note, partner.SeverityOf("EDI-0013", new DateTimeOffset(2026, 11, 24, 0, 30, 0, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void A_key_opens_until_its_last_day_and_its_neighbour_longer()
    {
        var (old, young) = (SHA256.HashData("old"u8), SHA256.HashData("young"u8));
        var revision = Load(("partners/a.yaml", "partner: 1\nkeys:\n"
            + $"- {{ sha256: {Convert.ToHexStringLower(old)}, until: 2026-11-23 }}\n- {Convert.ToHexStringLower(young)}\n"));
        Assert.NotNull(revision.PartnerOfKey(old, Noon));
        Assert.Null(revision.PartnerOfKey(old, Noon.AddDays(1)));
        Assert.NotNull(revision.PartnerOfKey(young, Noon.AddDays(1000)));
        Assert.Null(revision.PartnerOfKey(SHA256.HashData("other"u8), Noon));
    }

    [Fact]
    public void What_ends_soon_or_has_ended_is_told_and_nothing_else()
    {
        var revision = Load(("partners/a.yaml", "partner: 1\nseverities:\n"
            + "  EDI-0013: { severity: warn, reason: x, until: 2026-12-20 }\n  EDI-0014: { severity: warn, reason: x, until: 2027-06-01 }\n"
            + $"keys: {{ sha256: {Hash}, until: 2026-11-01 }}\n"));
        Assert.Equal(
            [$"The API key {Hash[..8]} of the partner a ended on 2026-11-01.", "The severity of EDI-0013 of the partner a ends on 2026-12-20."],
            PartnerTerms.Ending(revision, Noon).Select(finding => finding.Sentence));
    }

    [Theory]
    [InlineData("senders: SAME", "senders: SAME", "the sender SAME")]
    [InlineData("senders: SAME", "senders: 'SAME:ZZ'", "the sender SAME:ZZ")]
    [InlineData("senders: 'SAME:ZZ'", "senders: SAME", "the sender SAME")]
    [InlineData("mail: { addresses: a@b.example }", "mail: { addresses: A@B.example }", "the mail address a@b.example")]
    [InlineData("sftp: { places: p }", "sftp: { places: [ q, p ] }", "the SFTP place p")]
    [InlineData("keys: " + Hash, "keys: [ " + Hash + " ]", "one API key")]
    public void Two_partners_who_claim_one_identity_are_a_fault_that_names_both_files(string one, string other, string what)
    {
        var fault = Assert.Single(Faults(("partners/one.yaml", $"partner: 1\n{one}\n"), ("partners/other.yaml", $"partner: 1\n{other}\n")));
        Assert.Equal("CFG-0005", fault.Code.Id);
        Assert.Equal($"partners/one.yaml and partners/other.yaml both claim {what}.", fault.Sentence);
        Assert.Equal(("partners/other.yaml", 2), (fault.Place.Reference, fault.Place.Segment));
    }

    [Fact]
    public void Two_qualifiers_of_one_identification_may_be_two_partners()
        => Assert.Empty(Faults(("partners/one.yaml", "partner: 1\nsenders: 'SAME:14'\n"), ("partners/other.yaml", "partner: 1\nsenders: 'SAME:ZZ'\n")));

    [Theory]
    [InlineData("severities: { EDI-0013: { severity: warn, reason: x, until: 2026-13-01 } }", "CFG-0003")]
    [InlineData("severities: { EDI-0013: { severity: warn, until: 2026-12-01 } }", "CFG-0002")]
    [InlineData("keys: { sha256: secret }", "CFG-0003")]
    [InlineData("mail: { addresses: nobody }", "CFG-0003")]
    [InlineData("mail: { addresses: a@b.example, require: signature }", "CFG-0002")]
    [InlineData("mail: { addresses: a@b.example, certificate: none.pem }", "CFG-0003")]
    [InlineData("mail: {}", "CFG-0002")]
    [InlineData("answersTo: nowhere", "CFG-0032")]
    [InlineData("language: '?'", "CFG-0003")]
    [InlineData("limits: { concurrent: 0 }", "CFG-0003")]
    [InlineData("trust: friend", "CFG-0003")]
    [InlineData("contacts: [ { role: desk } ]", "CFG-0002")]
    public void A_faulty_value_is_told_at_its_line_and_no_secret_with_it(string line, string code)
    {
        var fault = Faults(("partners/a.yaml", $"partner: 1\n{line}\n"))[0];
        Assert.Equal((code, 2), (fault.Code.Id, fault.Place.Segment));
        Assert.DoesNotContain("secret", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_no_mapping_reads_is_a_warning_with_the_nearest_names()
    {
        var findings = new Findings();
        Assert.NotNull(Revision.Load(Files(("partners/a.yaml", "partner: 1\ntypes: [ CUSCRA ]\n")), TestFiles.Formats(), YamlText.Read, findings));
        Assert.Contains("CUSCAR", findings.All.Single(finding => finding.Code.Id == "CFG-0031").Fix, StringComparison.Ordinal);
    }

    /// <summary>The schema that editors use and the reader know the same keys, in every block.</summary>
    [Theory]
    [InlineData("", "zzz: 1", "")]
    [InlineData("keys", "keys: { zzz: 1 }", "key")]
    [InlineData("mail", "mail: { zzz: 1 }", "")]
    [InlineData("sftp", "sftp: { zzz: 1 }", "")]
    [InlineData("characterSet", "characterSet: { zzz: 1 }", "")]
    [InlineData("severities", "severities: { EDI-0001: { zzz: 1 } }", "")]
    [InlineData("limits", "limits: { zzz: 1 }", "")]
    [InlineData("contacts", "contacts: [ { zzz: 1 } ]", "")]
    public void The_schema_has_the_keys_that_the_reader_takes(string property, string text, string definition)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "schemas/config/partner.schema.json")));
        var at = definition.Length > 0 ? schema.RootElement.GetProperty("$defs").GetProperty(definition)
            : property.Length == 0 ? schema.RootElement : schema.RootElement.GetProperty("properties").GetProperty(property);
        var keys = Block(at)!.Value.EnumerateObject().ToList();
        var unknown = Faults(("partners/a.yaml", $"partner: 1\n{text}\n")).Single(fault => fault.Code.Id == "CFG-0001");
        Assert.Equal(unknown.Arguments[2].Split(", ").Order(StringComparer.Ordinal), keys.Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Empty(keys.Where(key => !key.Value.TryGetProperty("description", out _)).Select(key => key.Name));
    }

    // The properties of the first block below a node of the schema.
    private static JsonElement? Block(JsonElement at)
    {
        if (at.ValueKind != JsonValueKind.Object) return null;
        if (at.TryGetProperty("properties", out var properties)) return properties;
        foreach (var way in (ReadOnlySpan<string>)["items", "additionalProperties"])
        {
            if (at.TryGetProperty(way, out var below) && Block(below) is { } found) return found;
        }

        return at.TryGetProperty("oneOf", out var several) ? several.EnumerateArray().Select(Block).FirstOrDefault(found => found is not null) : null;
    }

    private static Revision Load(params (string Path, string Text)[] extra)
    {
        var findings = new Findings();
        var revision = Revision.Load(Files(extra), TestFiles.Formats(), YamlText.Read, findings);
        Assert.True(revision is not null, string.Join('\n', findings.All.Select(finding => finding.Sentence)));
        return revision;
    }

    private static List<Finding> Faults(params (string Path, string Text)[] extra)
    {
        var findings = new Findings();
        Revision.Load(Files(extra), TestFiles.Formats(), YamlText.Read, findings);
        return [.. findings.All.Where(finding => finding.Code.Default == Severity.Error)];
    }

    // One mapping is enough: what is read here are partners.
    private static Dictionary<string, ReadOnlyMemory<byte>> Files(params (string Path, string Text)[] extra)
    {
        var files = TestFiles.OfRepository.Where(file => file.Key.StartsWith("mappings/edifact/cuscar/", StringComparison.Ordinal)
            || file.Key.StartsWith("mappings/edifact/iftmin/", StringComparison.Ordinal)
            || file.Key.StartsWith("mappings/shared/", StringComparison.Ordinal)).ToDictionary();
        foreach (var (path, text) in extra) files[path] = Encoding.UTF8.GetBytes(text);
        return files;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=Ocean Line", key, HashAlgorithmName.SHA256).CreateSelfSigned(Noon.AddYears(-1), Noon.AddYears(1));
    }
}
