using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>All configuration of one moment, checked as a whole, addressed by digest. Immutable.</summary>
public sealed class Revision
{
    /// <summary>Digest of all files.</summary>
    public Digest Digest => throw new NotImplementedException();

    /// <summary>Partners by id.</summary>
    public IReadOnlyDictionary<string, Partner> Partners => throw new NotImplementedException();

    /// <summary>Destinations by name.</summary>
    public IReadOnlyDictionary<string, Destination> Destinations => throw new NotImplementedException();

    /// <summary>The digest a set of files would have.</summary>
    public static Digest DigestOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => throw new NotImplementedException();

    /// <summary>Loads and checks everything; all faults at once.</summary>
    /// <param name="files">By path: <c>mappings/edifact/cuscar/mapping.yaml</c>, <c>partners/acme.yaml</c>,
    /// <c>destinations/risk.yaml</c>, <c>rules/cargo-report.yaml</c>, <c>codelists/rec21.csv</c>.</param>
    /// <param name="formats">The formats, for their schemas.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>Null when there is an error.</returns>
    public static Revision? Load(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, IReadOnlyList<IFormat> formats, ReadText read, Findings findings)
        => throw new NotImplementedException();

    /// <summary>The mapping for a document, compiled on first use and kept.</summary>
    /// <returns>Null when none fits; <paramref name="reason"/> says why.</returns>
    public Mapping? MappingFor(DocumentType type, Partner? partner, Tree document, out string reason) => throw new NotImplementedException();
}

/// <summary>The active revision and those that receipts in work still pin; switched atomically.</summary>
public sealed class Configuration
{
    /// <summary>The active revision.</summary>
    public Revision Active => throw new NotImplementedException();

    /// <summary>A revision by digest, loaded again from the store where needed.</summary>
    public ValueTask<Revision> Get(string digest, CancellationToken stop) => throw new NotImplementedException();
}

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
    public string? CharacterSet { get; init; }

    /// <summary>An interchange reference may be used again with other content.</summary>
    public bool AllowsReferenceReuse { get; init; }

    /// <summary>Mapping to use for a document type, by type name; where more than one fits.</summary>
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = new Dictionary<string, string>();

    /// <summary>The key works from loopback addresses only (the demo's key).</summary>
    public bool IsLoopbackOnly { get; init; }
}

/// <summary>Where documents go, as its file describes it.</summary>
/// <param name="Name">File name without ending.</param>
/// <param name="Channel"><c>http</c> or <c>folder</c>.</param>
/// <param name="Address">URL or folder.</param>
/// <param name="Form"><c>wco-json</c> or <c>wco-xml</c>.</param>
/// <param name="Types">Root documents that go there; empty for all.</param>
/// <param name="Schedule">Quartz cron expression in UTC; null for at once.</param>
public sealed record Destination(
    string Name, string Channel, string Address, string Form, IReadOnlyList<string> Types, string? Schedule)
{
    /// <summary>Longest wait for one sending, seconds; 1 to 600.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>First wait after a failure, seconds; doubles to at most 15 minutes.</summary>
    public int RetrySeconds { get; init; } = 5;

    /// <summary>JSON property of the reply that must hold the Message-Id; empty to accept any 2xx (said in the file).</summary>
    public string ReceiptProperty { get; init; } = "receipt";

    /// <summary>Name of the environment variable with a bearer token; null for none.</summary>
    public string? TokenVariable { get; init; }
}
