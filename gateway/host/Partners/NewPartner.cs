using System.Text;
using Gateway.Host.Cli;
using Gateway.Host.Serve;

namespace Gateway.Host.Partners;

/// <summary>A sender to register.</summary>
/// <param name="Id">Name of its file.</param>
/// <param name="Name">For people; null to use the id.</param>
/// <param name="Senders">UNB identifications.</param>
/// <param name="Mails">Mail addresses.</param>
internal sealed record NewPartner(string Id, string? Name, IReadOnlyList<string> Senders, IReadOnlyList<string> Mails)
{
    /// <summary>It gets an API key.</summary>
    public bool HasKey { get; init; }

    /// <summary>The key that somebody made; null to make one.</summary>
    public string? Key { get; init; }

    /// <summary>Nothing of it is delivered yet.</summary>
    public bool IsTest { get; init; }

    /// <summary>Writes the file, when the configuration with it has no fault.</summary>
    public static int Run(ServeOptions options, NewPartner partner, bool isJson, TextWriter output, TextWriter error)
    {
        if (!partner.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || partner.Id.Trim('-') != partner.Id
            || partner.Id.Length is 0 or > 60)
        {
            error.WriteLine($"'{partner.Id}' is no name for a partner. Write small letters, figures and hyphens: ocean-line.");
            return ExitCode.Usage;
        }

        if (partner.Key is { } given && ApiKey.WeaknessOf(given) is { } weakness)
        {
            error.WriteLine(weakness + " Write --key alone to get a strong one.");
            return ExitCode.Usage;
        }

        if (Site.Open(options, error) is not { } site) return ExitCode.Environment;
        var path = Path.Combine(site.PartnersFolder, partner.Id + ".yaml");
        if (File.Exists(path))
        {
            error.WriteLine($"{path} is there already. Change it there, or take another name; ./run partner key makes a further key.");
            return ExitCode.Faulty;
        }

        var key = partner.HasKey ? partner.Key ?? ApiKey.Make() : null;
        var bytes = Encoding.UTF8.GetBytes(partner.Text(key));
        if (site.Load(error, ($"partners/{partner.Id}.yaml", bytes)) is null) return ExitCode.Faulty;
        Directory.CreateDirectory(site.PartnersFolder);
        using (var file = new FileStream(path, FileMode.CreateNew)) file.Write(bytes);
        if (isJson) WriteJson(partner.Id, path, key);
        else Say(path, key, output);
        return ExitCode.Fine;
    }

    private static void Say(string path, string? key, TextWriter output)
    {
        output.WriteLine($"Written: {path}");
        if (key is null) return;
        output.WriteLine($"API key: {key}");
        output.WriteLine("Hand it over now: it is shown once and kept as its SHA-256 alone.");
    }

    private static void WriteJson(string id, string path, string? key) => Terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("partner", id);
        json.WriteString("file", path);
        if (key is not null) json.WriteString("key", key);
        json.WriteEndObject();
    });

    private string Text(string? key)
    {
        var text = new StringBuilder("# A sender. Every key is explained in schemas/config/partner.schema.json and docs/partners.md.\n");
        text.Append("partner: 1\n");
        text.Append("name: ").Append(Quoted(Name ?? Id)).Append('\n');
        text.Append(Senders.Count == 0
            ? "# Identifications in UNB, with or without qualifier. Without any every sender is taken for this one.\n# senders: [ ID:ZZ ]\n"
            : $"# Identifications in UNB, with or without qualifier.\nsenders: [ {List(Senders)} ]\n");
        text.Append(key is null
            ? "# API keys as SHA-256; ./run partner key makes one.\n# keys: [ { sha256: ..., until: 2027-12-31, note: ERP } ]\n"
            : "# API keys as SHA-256. Two at a time let one be changed; 'until' is the last day.\n"
            + $"keys:\n- {{ sha256: {ApiKey.Sha256(key)}, note: first key }}\n");
        text.Append(Mails.Count == 0
            ? "# mail: { addresses: [ edi@line.example ], certificate: line.pem, require: signature }\n"
            : $"# Add 'certificate' and 'require: signature' when its mail is signed.\nmail: {{ addresses: [ {List(Mails)} ] }}\n");
        text.Append("# sftp: { places: [ NAME ] }             # places of gateway.yaml whose files are this partner's\n");
        text.Append(IsTest
            ? "# Worked on and answered, and not delivered. Delete the line to go live.\ntrust: test\n"
            : "# trust: test                            # work and answer, deliver nothing\n");
        return text.Append("""
            # types: [ CUSCAR, IFTMIN ]              # the only ones agreed; others are answered so
            # answers: [ contrl, aperak ]            # besides the report in plain words; default: contrl
            # severities:                            # what a finding weighs here, why, and until when
            #   EDI-0013: { severity: warn, reason: "counts UNT by hand; agreed 2026-11", until: 2027-03-31 }
            # limits: { requestsPerMinute: 600, megabytesPerDay: 2048, concurrent: 8 }
            # contacts: [ { name: EDI desk, mail: edi@line.example, phone: "+49 40 000" } ]
            # agreement: A-2026-01

            """).ToString();
    }

    private static string List(IReadOnlyList<string> texts) => string.Join(", ", texts.Select(Quoted));

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
