using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>All configuration of one moment, checked as a whole, addressed by digest. Immutable.</summary>
public sealed class Revision
{
    /// <summary>Digest of the list of all files with their digests.</summary>
    public Digest Digest => throw new NotImplementedException();

    /// <summary>Partners by id.</summary>
    public IReadOnlyDictionary<string, Partner> Partners => throw new NotImplementedException();

    /// <summary>Destinations by name.</summary>
    public IReadOnlyDictionary<string, Destination> Destinations => throw new NotImplementedException();

    /// <summary>Names of the mappings: <c>edifact/cuscar</c>.</summary>
    public IReadOnlyList<string> Mappings => throw new NotImplementedException();

    /// <summary>The digest a set of files would have.</summary>
    public static Digest DigestOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => throw new NotImplementedException();

    /// <summary>Loads and checks everything; all faults at once.</summary>
    /// <param name="files">By path: <c>mappings/edifact/cuscar/mapping.yaml</c>, <c>partners/acme.yaml</c>,
    /// <c>destinations/risk.yaml</c>, <c>rules/cargo-report.yaml</c> (named by its root document), <c>codelists/rec21.csv</c>.</param>
    /// <param name="formats">The formats, for their schemas.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>Null when there is an error.</returns>
    public static Revision? Load(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, IReadOnlyList<IFormat> formats, ReadText read, Findings findings)
        => throw new NotImplementedException();

    /// <summary>Compiles every mapping for every release that it lists, so that no fault waits for the first document.</summary>
    /// <returns>False when there is an error.</returns>
    public bool Check(Findings findings) => throw new NotImplementedException();

    /// <summary>The partner that sent: by the channel's scope, else by a UNB sender; null when unknown.</summary>
    public Partner? PartnerOf(string? scope, string? sender) => throw new NotImplementedException();

    /// <summary>A code list by name; null when there is none.</summary>
    public CodeList? CodeList(string name) => throw new NotImplementedException();

    /// <summary>The rules for a root document; null when there are none.</summary>
    public RulePack? RulesFor(string root) => throw new NotImplementedException();

    /// <summary>The mapping for a document, compiled on first use and kept. Thread-safe.</summary>
    /// <returns>Null when none fits; <paramref name="reason"/> says why.</returns>
    public Mapping? MappingFor(DocumentType type, Partner? partner, Tree document, out string reason) => throw new NotImplementedException();
}
