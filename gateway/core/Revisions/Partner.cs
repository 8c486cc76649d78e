using Gateway.Documents;

namespace Gateway.Core;

/// <summary>One sender as its file describes it.</summary>
/// <param name="Id">File name without ending.</param>
/// <param name="Name">For people.</param>
public sealed record Partner(string Id, string Name)
{
    /// <summary>UNB sender identifications that are its own, <c>ID</c> or <c>ID:QUALIFIER</c>.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>Its API keys.</summary>
    public IReadOnlyList<PartnerKey> Keys { get; init; } = [];

    /// <summary>Its mail addresses; null when it sends no mail.</summary>
    public PartnerMail? Mail { get; init; }

    /// <summary>SFTP places (gateway.yaml) whose files are its own.</summary>
    public IReadOnlyList<string> SftpPlaces { get; init; } = [];

    /// <summary>The only document types that it may send; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>What findings weigh, by their code.</summary>
    public IReadOnlyDictionary<string, SeverityOverride> Severities { get; init; } = new Dictionary<string, SeverityOverride>();

    /// <summary>For <c>partner(key)</c>.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>Character set to use instead of UNB 0001; null to believe UNB.</summary>
    public CharacterSetRule? CharacterSet { get; init; }

    /// <summary>An interchange reference may be used again with other content.</summary>
    public bool AllowsReferenceReuse { get; init; }

    /// <summary>Answers that it wants besides the report in plain words: <c>contrl</c>, <c>aperak</c>; null for CONTRL only.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>Destinations that get a copy of every answer; the channel by which a document came is always answered.</summary>
    public IReadOnlyList<string> AnswersTo { get; init; } = [];

    /// <summary>Mapping to use for a document type, by type name; where more than one fits.</summary>
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = new Dictionary<string, string>();

    /// <summary>Guides that narrow this partner's messages, by name; besides those that the messages name themselves.</summary>
    public IReadOnlyList<string> Guides { get; init; } = [];

    /// <summary>The key works from loopback addresses only (the demo's key).</summary>
    public bool IsLoopbackOnly { get; init; }

    /// <summary>How far it is trusted.</summary>
    public PartnerTrust Trust { get; init; } = PartnerTrust.Standard;

    /// <summary>How much it may send over HTTP.</summary>
    public PartnerLimits Limits { get; init; } = PartnerLimits.Default;

    /// <summary>The language that it wants answers in, as RFC 5646 writes it: <c>en</c>, <c>pt-BR</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The language that it is answered in: the wanted one where there is a file for it.</summary>
    public Language Speaks { get; init; } = Documents.Language.English;

    /// <summary>Whom to call.</summary>
    public IReadOnlyList<PartnerContact> Contacts { get; init; } = [];

    /// <summary>Reference of the agreement with it; null when there is none.</summary>
    public string? Agreement { get; init; }

    /// <summary>Whether a UNB sender (<c>ID</c> or <c>ID:QUALIFIER</c>) is this partner.</summary>
    /// <remarks>An identification in the file without qualifier stands for any qualifier.</remarks>
    public bool Owns(string sender)
    {
        foreach (var own in Senders)
        {
            if (own == sender || own == PartnerIdentities.WithoutQualifier(sender)) return true;
        }

        return false;
    }

    /// <summary>Whether it may send documents of a type.</summary>
    public bool MaySend(string type) => Types.Count == 0 || Types.Contains(type);

    /// <summary>What its file says that a code weighs for what arrived then; null when it says nothing, or no longer did.</summary>
    /// <param name="code">The code.</param>
    /// <param name="arrivedAt">When the document arrived, so that the verdict is the same whenever it is made.</param>
    public Severity? SeverityOf(string code, DateTimeOffset arrivedAt)
        => Severities.TryGetValue(code, out var said) && said.Until.Holds(arrivedAt) ? said.Severity : null;
}

/// <summary>How far a partner is trusted.</summary>
public enum PartnerTrust
{
    /// <summary>Still trying out: everything is worked on and answered, nothing is delivered.</summary>
    Test,

    /// <summary>As everybody.</summary>
    Standard,

    /// <summary>An authorised economic operator: shown to operators, and no other rules for its documents.</summary>
    Authorised,
}

/// <summary>An API key: kept as its digest alone.</summary>
/// <param name="Sha256">SHA-256 of the key, lower-case hexadecimal.</param>
/// <param name="Until">Last day on which it opens; null for no end.</param>
/// <param name="Note">What it is for; null when nothing is said.</param>
public sealed record PartnerKey(string Sha256, DateOnly? Until = null, string? Note = null);

/// <summary>What a finding weighs for a partner.</summary>
/// <param name="Severity">The weight.</param>
/// <param name="Reason">Why; null where only the bare word stands.</param>
/// <param name="Until">Last day of arrival for which it holds, in UTC; null for no end.</param>
public sealed record SeverityOverride(Severity Severity, string? Reason = null, DateOnly? Until = null);

/// <summary>How much a partner may send over HTTP; null for no limit of its own.</summary>
/// <param name="RequestsPerMinute">Requests in any minute.</param>
/// <param name="MegabytesPerDay">Mebibytes of bodies in a day (UTC).</param>
/// <param name="Concurrent">Bodies at the same time.</param>
public sealed record PartnerLimits(int? RequestsPerMinute, int? MegabytesPerDay, int Concurrent)
{
    /// <summary>Where its file says nothing: one partner alone cannot take all places of the intake.</summary>
    public static PartnerLimits Default { get; } = new(null, null, 128);
}

/// <summary>Somebody to call.</summary>
public sealed record PartnerContact(string Name, string? Role, string? Mail, string? Phone);

/// <summary>Days on which something ends.</summary>
public static class LastDay
{
    /// <summary>Whether something with this last day (UTC, included) still holds; without one it always does.</summary>
    public static bool Holds(this DateOnly? until, DateTimeOffset at)
        => until is not { } last || DateOnly.FromDateTime(at.UtcDateTime) <= last;
}
