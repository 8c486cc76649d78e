using Gateway.Documents;

namespace Gateway.Core;

/// <summary>One sender as its file describes it.</summary>
/// <param name="Id">File name without ending.</param>
/// <param name="Name">For people.</param>
/// <param name="Senders">UNB sender identifications that are its own, <c>ID</c> or <c>ID:QUALIFIER</c>.</param>
/// <param name="KeyHashes">SHA-256 of its API keys, lower-case hexadecimal.</param>
/// <param name="Severities">Severity by finding code, with a reason in the file.</param>
/// <param name="Constants">For <c>partner(key)</c>.</param>
public sealed record Partner(
    string Id, string Name, IReadOnlyList<string> Senders, IReadOnlyList<string> KeyHashes,
    IReadOnlyDictionary<string, Severity> Severities, IReadOnlyDictionary<string, string> Constants)
{
    /// <summary>Character set to use instead of UNB 0001; null to believe UNB.</summary>
    public CharacterSetRule? CharacterSet { get; init; }

    /// <summary>An interchange reference may be used again with other content.</summary>
    public bool AllowsReferenceReuse { get; init; }

    /// <summary>Answers that it wants besides the report in plain words: <c>contrl</c>, <c>aperak</c>; null for CONTRL only.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>Mapping to use for a document type, by type name; where more than one fits.</summary>
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = new Dictionary<string, string>();

    /// <summary>Guides that narrow this partner's messages, by name; besides those that the messages name themselves.</summary>
    public IReadOnlyList<string> Guides { get; init; } = [];

    /// <summary>How its mails are known; null when it sends none.</summary>
    public PartnerMail? Mail { get; init; }

    /// <summary>The key works from loopback addresses only (the demo's key).</summary>
    public bool IsLoopbackOnly { get; init; }

    /// <summary>Whether a UNB sender (<c>ID</c> or <c>ID:QUALIFIER</c>) is this partner.</summary>
    /// <remarks>An identification in the file without qualifier stands for any qualifier.</remarks>
    public bool Owns(string sender)
    {
        foreach (var own in Senders)
        {
            if (own == sender) return true;
            if (!own.Contains(':', StringComparison.Ordinal)
                && sender.StartsWith(own, StringComparison.Ordinal) && sender.Length > own.Length && sender[own.Length] == ':')
            {
                return true;
            }
        }

        return false;
    }
}
