using System.Collections.Immutable;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Finds the business keys that are known among words of a paper.</summary>
/// <param name="partner">Whose receipts are looked through; null for those of nobody known.</param>
/// <param name="words">The words.</param>
public delegate IReadOnlyList<DocumentKey> FindKnown(string? partner, IReadOnlyList<string> words);

/// <summary>Files papers to the consignments that they are about.</summary>
internal static class Papers
{
    /// <summary>Format of a paper's document type.</summary>
    public const string Format = "paper";

    private const int WordsMax = 2000, WordMin = 6, WordMax = 35;

    /// <summary>Under which keys a paper is filed: those of the receipt's documents that it names; else all of them; else keys of
    /// earlier receipts that it names.</summary>
    public static IReadOnlyList<DocumentKey> KeysOf(
        string? name, string text, IReadOnlyCollection<DocumentKey> ofReceipt, string? partner, FindKnown? known)
    {
        var words = Words((name ?? "") + " " + text);
        var named = new HashSet<string>(words.Select(Plain), StringComparer.Ordinal);
        var own = ofReceipt.Where(key => named.Contains(Plain(key.Value))).ToList();
        if (own.Count == 0) own = [.. ofReceipt];
        if (own.Count == 0 && known is not null) own = [.. known(partner, words)];
        return [.. own.Distinct().Take(Limits.EvidenceKeysMax)];
    }

    /// <summary>The finding that tells the sender what became of a paper.</summary>
    public static Finding About(ReceiptPart paper, string name, IReadOnlyList<DocumentKey> keys)
    {
        var code = keys.Count == 0 ? PartFindings.Unfiled : PartFindings.Filed;
        var list = string.Join(", ", keys.Take(5).Select(key => $"{key.Kind} {SafeText.Of(key.Value)}"));
        ImmutableArray<string> arguments = keys.Count == 0 ? [name] : [name, keys.Count > 5 ? list + " and others" : list];
        return new Finding(code, new SourceSpan(paper.Number, 0, 0), default, 0, arguments);
    }

    /// <summary>Words that may be references: of a certain length, with a digit.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var at = 0; at <= text.Length && words.Count < WordsMax; at++)
        {
            if (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '-' or '/')) continue;
            var word = text.AsSpan(start, at - start).Trim("-/");
            start = at + 1;
            if (word.Length is < WordMin or > WordMax || !word.ContainsAnyInRange('0', '9')) continue;
            if (known.Add(word.ToString())) words.Add(word.ToString());
        }

        return words;
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
