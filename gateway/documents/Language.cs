using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Documents;

/// <summary>
/// The language that a sender is answered in. English is what the program itself says; another language has texts for it, and what it
/// has none for stays English. Names, values and places are never translated. Thread-safe.
/// </summary>
/// <param name="tag">As RFC 5646 writes it: <c>zh</c>, <c>pt-BR</c>.</param>
/// <param name="findings">Sentence, cause and fix by the code of a finding, with the places of the English ones.</param>
/// <param name="words">Other texts by the English ones, see <see cref="Words"/>.</param>
public sealed class Language(
    string tag, IReadOnlyDictionary<string, (string Sentence, string Cause, string Fix)> findings,
    IReadOnlyDictionary<string, string> words)
{
    /// <summary>What the program says by itself.</summary>
    public static Language English { get; } = new(
        "en", ImmutableDictionary<string, (string, string, string)>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>Every text of an answer that is not part of a finding; <c>{0}</c>, <c>{1}</c> stand for values.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "Accepted", "Partly accepted", "Held", "Not accepted", "your message",
        "Receipt", "Received", "Documents", "Objects",
        "{0} UTC, {1} bytes", "{0} read, {1} accepted, {2} not accepted", "{0} kept as evidence",
        "Interchange {0} from {1}{2} {3}.", "(no reference)", "(no sender)", ", a test that does not go on to customs,",
        "was read", "is NOT accepted: its reference came before with other content", "is NOT accepted: its envelope is faulty",
        "came before with the same content and is not worked on again",
        "About the file as a whole", "{0} {1} (document {2}){3}: {4}", " in {0}", "kept as evidence", "accepted", "NOT accepted", "held",
        "Not told here: {0} more findings, of {1} documents",
        "Each is kept. Senders by HTTP see them at {0}; else ask the operator of the gateway and name the receipt.",
        "Accepted documents without findings are not listed one by one.",
        "What happens next",
        "It is kept as evidence. It holds no data for customs: send those too if they did not come in another file.",
        "You are registered for tests: nothing goes on to customs. The verdicts above are those that you would get.",
        "You marked it as a test ({0}): nothing goes on to customs. The verdicts above are those that you would get.",
        "Everything was accepted and goes on to customs as it is. Look at the warnings above: if a value is wrong, send it corrected.",
        "Everything was accepted and goes on to customs. You need not do anything.",
        "The accepted documents go on to customs. Correct the others and send them again{0}; do not send the accepted ones again.",
        " under a new interchange reference",
        "Everything is kept. An operator of the gateway looks at it; you need not send it again.",
        "Nothing goes on to customs. If the content is right, send it again under a new interchange reference.",
        "Nothing goes on to customs. Correct what is named above and send it again.",
        "What came before is still worked on under the receipt named above. The answer to that receipt tells the rest.",
        "Everything was accepted when it came first and goes on to customs, once. You need not do anything.",
        "It is not worked on again. What was said when it came first holds; it stands below.",
        "What was said when it came first",
        "The answers to {0} receipts named above are too many to be given again; ask the operator of the gateway for one you miss.",
        "error", "warning", "note", "at", "in", "found", "expected", "schema", "why", "fix", "noticed here",
        "byte {0}", "message {0}", "segment {0}", "element {0}", "component {0}", "repetition {0}",
        "Sheet {0}", "cell {0}", "document {0}", "line {0}", "column {0}",
        "Error: ", "Please check: ", "Corrected.",
    ];

    /// <summary>As RFC 5646 writes it.</summary>
    public string Tag => tag;

    /// <summary>A text of <see cref="Words"/> in this language, with its places filled in.</summary>
    public string Say(string english, params ReadOnlySpan<object?> values)
    {
        var text = words.GetValueOrDefault(english, english);
        return values.IsEmpty ? text : string.Format(CultureInfo.InvariantCulture, text, values);
    }

    /// <summary>A finding that says its sentence, cause and fix in this language.</summary>
    public Finding Of(Finding finding) => findings.TryGetValue(finding.Code.Id, out var said)
        ? finding with { Code = finding.Code with { Sentence = said.Sentence, Cause = said.Cause, Fix = said.Fix } }
        : finding;
}
