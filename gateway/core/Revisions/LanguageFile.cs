using System.Text.RegularExpressions;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>Reads <c>languages/TAG.yaml</c> (languages/zh.yaml has all keys): the texts of findings and answers in a language.</summary>
internal static partial class LanguageFile
{
    public static Language Read(string tag, Section file)
    {
        file.Only("language", "findings", "words");
        if (file.Required("language", "the version of the file's format, 1") is not ("1" or ""))
        {
            file.Wrong("language", file.Text("language")!, "1");
        }

        var findings = new Dictionary<string, (string, string, string)>(StringComparer.Ordinal);
        foreach (var (code, _, block) in file.Entries("findings"))
        {
            block.Only("sentence", "cause", "fix");
            findings[code] = (
                block.Required("sentence", "what is wrong"), block.Required("cause", "why this usually happens"),
                block.Required("fix", "what to do about it"));
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (english, text, block) in file.Entries("words"))
        {
            if (!Language.Words.Contains(english))
            {
                block.Wrong("", english, "one of the texts that languages/zh.yaml has. Nearest: " + Nearest.To(english, Language.Words));
            }
            else if (text is null || !Places(text).SetEquals(Places(english)))
            {
                block.Wrong("", text ?? "", $"a text with the same places as '{english}'");
            }
            else words[english] = text;
        }

        return new Language(tag, findings, words);
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    // Any brace counts: one that is no place would be taken for one.
    [GeneratedRegex(@"\{\d\}|[{}]", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
