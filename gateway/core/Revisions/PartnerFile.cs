using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>Reads <c>partners/NAME.yaml</c> (schemas/config/partner.schema.json).</summary>
/// <param name="file">The text.</param>
/// <param name="known">What the file may name.</param>
internal readonly struct PartnerFile(Section file, PartnerFileNames known)
{
    private const string Reason = "the reason, for whoever reads the file next";

    public static Partner Read(string id, Section file, PartnerFileNames known) => new PartnerFile(file, known).Read(id);

    private Partner Read(string id)
    {
        file.Only(
            "partner", "name", "senders", "keys", "loopbackOnly", "mail", "sftp", "types", "characterSet", "allowReferenceReuse",
            "severities", "constants", "mappings", "guides", "answers", "answersTo", "trust", "limits", "language", "contacts",
            "agreement");
        if (file.Required("partner", "the version of the file's format, 1") is not ("1" or ""))
        {
            file.Wrong("partner", file.Text("partner")!, "1");
        }

        var language = Tag();
        return new Partner(id, file.Text("name") ?? id)
        {
            Senders = file.List("senders"),
            Keys = Keys(),
            Mail = PartnerMail.Read(file, known),
            SftpPlaces = Places(),
            Types = Known("types", known.Types, ConfigurationCodes.UnknownType),
            Severities = Severities(),
            Constants = Texts("constants"),
            CharacterSet = CharacterSet(),
            AllowsReferenceReuse = file.Yes("allowReferenceReuse"),
            IsLoopbackOnly = file.Yes("loopbackOnly"),
            Mappings = Mappings(),
            Guides = Known("guides", known.Guides, ConfigurationCodes.UnknownGuide),
            Answers = Answers(),
            AnswersTo = Known("answersTo", known.Destinations, ConfigurationCodes.UnknownDestination),
            Trust = file.Word("trust", "standard", "test", "standard", "authorised") switch
            {
                "test" => PartnerTrust.Test,
                "authorised" => PartnerTrust.Authorised,
                _ => PartnerTrust.Standard,
            },
            Limits = Bounds(),
            Language = language,
            Speaks = Speaks(language),
            Contacts = Contacts(),
            Agreement = file.Text("agreement"),
        };
    }

    private List<string>? Answers()
    {
        var answers = file.List("answers");
        foreach (var answer in answers)
        {
            if (answer is not ("contrl" or "aperak")) file.Wrong("answers", answer, "contrl or aperak");
        }

        return answers.Count == 0 ? null : [.. answers];
    }

    /// <summary>A digest, a list of digests, or blocks that say until when and what for.</summary>
    private List<PartnerKey> Keys()
    {
        var keys = new List<PartnerKey>();
        foreach (var (_, text, block) in file.Items("keys"))
        {
            if (text is null) block.Only("sha256", "until", "note");
            var digest = text ?? block.Required("sha256", "the SHA-256 of the key");
            // The value is not repeated in the finding: it may be the key itself, written there by mistake.
            var key = text is null ? new PartnerKey(digest, block.Day("until"), block.Text("note")) : new PartnerKey(digest);
            if (IsDigest(digest)) keys.Add(key);
            else if (digest.Length > 0) file.Wrong("keys", "(not shown)", "the SHA-256 of the key, 64 lower-case hexadecimal digits");
        }

        return keys;
    }

    private IReadOnlyList<string> Places()
    {
        if (file.Block("sftp") is not { } block) return [];
        block.Only("places");
        return block.List("places");
    }

    private Dictionary<string, SeverityOverride> Severities()
    {
        var severities = new Dictionary<string, SeverityOverride>(StringComparer.Ordinal);
        foreach (var (code, text, block) in file.Entries("severities"))
        {
            if (!IsCode(code)) block.Wrong("", code, "the code of a finding such as EDI-0012");
            if (text is null) block.Only("severity", "reason", "until");
            // Leniency is never silent: whoever sets it says why.
            var reason = text is null ? block.Required("reason", Reason) : null;
            var word = text ?? block.Required("severity", "error, warn or note");
            Severity? severity = word switch
            {
                "error" => Severity.Error,
                "warn" => Severity.Warning,
                "note" => Severity.Note,
                _ => null,
            };
            if (severity is { } set) severities[code] = new SeverityOverride(set, reason, text is null ? block.Day("until") : null);
            else block.Wrong("severity", word, "error, warn or note");
        }

        return severities;
    }

    private PartnerLimits Bounds()
    {
        if (file.Block("limits") is not { } block) return PartnerLimits.Default;
        block.Only("requestsPerMinute", "megabytesPerDay", "concurrent");
        return new PartnerLimits(
            block.Text("requestsPerMinute") is null ? null : block.Number("requestsPerMinute", 60, 1, 1_000_000),
            block.Text("megabytesPerDay") is null ? null : block.Number("megabytesPerDay", 1024, 1, 10_000_000),
            block.Number("concurrent", PartnerLimits.Default.Concurrent, 1, 512));
    }

    private string Tag()
    {
        var language = file.Text("language") ?? "en";
        var parts = language.Split('-');
        var isTag = parts[0].Length is 2 or 3 && parts.All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
        if (isTag) return language;
        file.Wrong("language", language, "a language such as en, fr or pt-BR");
        return "en";
    }

    private Language Speaks(string tag)
    {
        if (known.Language(tag) is { } language) return language;
        file.Fault(ConfigurationCodes.UnknownLanguage, "language", tag);
        return Language.English;
    }

    private List<PartnerContact> Contacts()
    {
        var contacts = new List<PartnerContact>();
        foreach (var (_, text, block) in file.Items("contacts"))
        {
            if (text is not null)
            {
                contacts.Add(new PartnerContact(text, null, null, null));
                continue;
            }

            block.Only("name", "role", "mail", "phone");
            contacts.Add(new PartnerContact(block.Required("name", "a name"), block.Text("role"), block.Text("mail"), block.Text("phone")));
        }

        return contacts;
    }

    /// <summary>Whether a text is a SHA-256 as files write it.</summary>
    public static bool IsDigest(string text)
        => text.Length == 64 && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    private static bool IsCode(string code)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && dash < code.Length - 1
            && code.AsSpan(0, dash).IndexOfAnyExceptInRange('A', 'Z') < 0 && code.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary><c>characterSet: WINDOWS-1251</c>, or a block that says instead of what and why.</summary>
    private CharacterSetRule? CharacterSet()
    {
        if (file.Block("characterSet") is not { } block) return file.Text("characterSet") is { } name ? new CharacterSetRule(name) : null;
        block.Only("is", "insteadOf", "reason");
        var set = block.Required("is", "the character set, such as UNOC or WINDOWS-1251");
        return new CharacterSetRule(set, block.Text("insteadOf"), block.Required("reason", Reason));
    }

    private Dictionary<string, string> Texts(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text, block) in file.Entries(key))
        {
            if (text is null) block.Wrong("", "a block", "one value");
            else texts[name] = text;
        }

        return texts;
    }

    private IReadOnlyList<string> Known(string key, IReadOnlyCollection<string> names, FindingCode unknown)
    {
        var chosen = file.List(key);
        foreach (var name in chosen)
        {
            if (!names.Contains(name)) file.Fault(unknown, key, name, Nearest.To(name, names));
        }

        return chosen;
    }

    private Dictionary<string, string> Mappings()
    {
        var chosen = Texts("mappings");
        foreach (var mapping in chosen.Values)
        {
            if (!known.Mappings.Contains(mapping))
            {
                file.Fault(ConfigurationCodes.UnknownMapping, "mappings", mapping, Nearest.To(mapping, known.Mappings));
            }
        }

        return chosen;
    }
}

/// <summary>What the file of a partner may name.</summary>
/// <param name="Mappings">Names of the mappings.</param>
/// <param name="Types">Document types that some mapping reads.</param>
/// <param name="Guides">Names of the guides.</param>
/// <param name="Destinations">Names of the destinations.</param>
/// <param name="Certificate">Gives the certificate in a file of <c>partners/</c>; null where there is none or it cannot be read.</param>
/// <param name="Language">Gives the language of a tag; null where there is no file for it.</param>
internal sealed record PartnerFileNames(
    IReadOnlyCollection<string> Mappings, IReadOnlyCollection<string> Types, IReadOnlyCollection<string> Guides,
    IReadOnlyCollection<string> Destinations, Func<string, PartnerCertificate?> Certificate, Func<string, Language?> Language);
