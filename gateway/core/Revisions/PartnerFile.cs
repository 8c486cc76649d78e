using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Reads <c>partners/NAME.yaml</c> (schemas/config/partner.schema.json).</summary>
internal static class PartnerFile
{
    public static Partner Read(string id, Section file, IReadOnlyCollection<string> mappings, IReadOnlyCollection<string> guides)
    {
        file.Only(
            "partner", "name", "senders", "keys", "loopbackOnly", "characterSet", "allowReferenceReuse", "severities", "constants",
            "mappings", "guides", "answers", "mail");
        if (file.Required("partner", "the version of the file's format, 1") is not ("1" or ""))
        {
            file.Wrong("partner", file.Text("partner")!, "1");
        }

        return new Partner(
            id, file.Text("name") ?? id, file.List("senders"), Keys(file), Severities(file), Texts(file, "constants"))
        {
            CharacterSet = CharacterSet(file),
            AllowsReferenceReuse = file.Yes("allowReferenceReuse"),
            IsLoopbackOnly = file.Yes("loopbackOnly"),
            Mappings = Mappings(file, mappings),
            Guides = Guides(file, guides),
            Answers = Answers(file),
            Mail = PartnerMail.Read(file),
        };
    }

    private static List<string>? Answers(Section file)
    {
        var answers = file.List("answers");
        foreach (var answer in answers)
        {
            if (answer is not ("contrl" or "aperak")) file.Wrong("answers", answer, "contrl or aperak");
        }

        return answers.Count == 0 ? null : [.. answers];
    }

    private static List<string> Keys(Section file)
    {
        var keys = new List<string>();
        foreach (var key in file.List("keys"))
        {
            var isDigest = key.Length == 64 && key.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');
            // The value is not repeated in the finding: it may be the key itself, written there by mistake.
            if (isDigest) keys.Add(key);
            else file.Wrong("keys", "(not shown)", "the SHA-256 of the key, 64 lower-case hexadecimal digits");
        }

        return keys;
    }

    private static Dictionary<string, Severity> Severities(Section file)
    {
        var severities = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var (code, text, block) in file.Entries("severities"))
        {
            if (!IsCode(code)) block.Wrong("", code, "the code of a finding such as EDI-0012");
            if (text is null) block.Only("severity", "reason");
            // Leniency is never silent: whoever sets it says why.
            if (text is null) block.Required("reason", "the reason, for whoever reads the file next");
            var word = text ?? block.Required("severity", "error, warn or note");
            switch (word)
            {
                case "error": severities[code] = Severity.Error; break;
                case "warn": severities[code] = Severity.Warning; break;
                case "note": severities[code] = Severity.Note; break;
                default: block.Wrong("severity", word, "error, warn or note"); break;
            }
        }

        return severities;
    }

    private static bool IsCode(string code)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && dash < code.Length - 1
            && code.AsSpan(0, dash).IndexOfAnyExceptInRange('A', 'Z') < 0 && code.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary><c>characterSet: WINDOWS-1251</c>, or a block that says instead of what and why.</summary>
    private static CharacterSetRule? CharacterSet(Section file)
    {
        if (file.Block("characterSet") is not { } block) return file.Text("characterSet") is { } name ? new CharacterSetRule(name) : null;
        block.Only("is", "insteadOf", "reason");
        var set = block.Required("is", "the character set, such as UNOC or WINDOWS-1251");
        return new CharacterSetRule(set, block.Text("insteadOf"), block.Required("reason", "the reason, for whoever reads the file next"));
    }

    private static Dictionary<string, string> Texts(Section file, string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text, block) in file.Entries(key))
        {
            if (text is null) block.Wrong("", "a block", "one value");
            else texts[name] = text;
        }

        return texts;
    }

    private static IReadOnlyList<string> Guides(Section file, IReadOnlyCollection<string> known)
    {
        var chosen = file.List("guides");
        foreach (var guide in chosen)
        {
            if (!known.Contains(guide)) file.Fault(ConfigurationCodes.UnknownGuide, "guides", guide, NearestNames.Of(guide, known));
        }

        return chosen;
    }

    private static Dictionary<string, string> Mappings(Section file, IReadOnlyCollection<string> known)
    {
        var chosen = Texts(file, "mappings");
        foreach (var mapping in chosen.Values)
        {
            if (!known.Contains(mapping))
            {
                file.Fault(ConfigurationCodes.UnknownMapping, "mappings", mapping, NearestNames.Of(mapping, known));
            }
        }

        return chosen;
    }
}
