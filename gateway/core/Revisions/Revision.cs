using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>All configuration of one moment, checked as a whole, addressed by digest. Immutable.</summary>
public sealed class Revision
{
    private readonly CompiledMappings mappings;
    private readonly IReadOnlyDictionary<string, CodeList> codeLists;
    private readonly IReadOnlyDictionary<string, RulePack> rules;
    private readonly IReadOnlyList<IFormat> formats;
    private readonly PartnerIdentities identities;

    internal Revision(
        RevisionFiles files, IReadOnlyDictionary<string, Partner> partners, PartnerIdentities identities,
        IReadOnlyDictionary<string, Destination> destinations,
        IReadOnlyDictionary<string, CodeList> codeLists, IReadOnlyDictionary<string, RulePack> rules, CompiledMappings mappings,
        IReadOnlyList<DocumentGuide> guides, IReadOnlyList<IFormat> formats)
    {
        (Files, Partners, Destinations, Guides) = (files, partners, destinations, guides);
        this.identities = identities;
        (this.codeLists, this.rules, this.mappings, this.formats) = (codeLists, rules, mappings, formats);
    }

    /// <summary>Digest of the list of all files with their digests.</summary>
    public Digest Digest => Files.Digest;

    /// <summary>Partners by id.</summary>
    public IReadOnlyDictionary<string, Partner> Partners { get; }

    /// <summary>Destinations by name.</summary>
    public IReadOnlyDictionary<string, Destination> Destinations { get; }

    /// <summary>Implementation guides of all formats, in order of their names.</summary>
    public IReadOnlyList<DocumentGuide> Guides { get; }

    /// <summary>Names of the mappings in order: <c>edifact/cuscar</c>.</summary>
    public IReadOnlyList<string> Mappings => mappings.Names;

    /// <summary>Mappings that cannot be used, because schemas that they need are not installed: what is told of each.</summary>
    public IReadOnlyDictionary<string, Finding> UnavailableMappings => mappings.Unavailable;

    /// <summary>Names of the profiles: the mappings in <c>mappings/profiles</c>.</summary>
    public IEnumerable<string> Profiles => Mappings.Where(name => name.StartsWith(CompiledMappings.ProfileFolder, StringComparison.Ordinal))
        .Select(name => name[CompiledMappings.ProfileFolder.Length..]);

    /// <summary>The mapping by which a profile writes a canonical document; null when it has none for its root document, or its
    /// schemas are not installed.</summary>
    public Mapping? ProfileFor(string profile, Schema document) => mappings.ProfileFor(profile, document);

    /// <summary>What a mapping serves; null when there is none of that name.</summary>
    public MappingHead? HeadOf(string mapping) => mappings.HeadOf(mapping);

    /// <summary>Schema of what a mapping makes: a WCO document, or one of an administration.</summary>
    public Schema TargetOf(string mapping) => mappings.TargetOf(mappings.HeadOf(mapping)!)!;

    /// <summary>The text of a mapping with all it refers to; null when there is none of that name.</summary>
    public MappingText? TextOf(string mapping) => mappings.TextOf(mapping);

    /// <summary>A mapping compiled for each structural form that it lists, for whoever studies it; documents get theirs from
    /// <see cref="MappingFor"/>.</summary>
    public IReadOnlyList<(Schema Form, Mapping Mapping)> MappingForEachForm(string mapping) => mappings.ForEachForm(mapping);

    /// <summary>Codes that the rules may report, in order of their files.</summary>
    public IEnumerable<FindingCode> RuleCodes => rules.Values.SelectMany(pack => pack.Codes);

    internal RevisionFiles Files { get; }

    /// <summary>The digest a set of files would have.</summary>
    public static Digest DigestOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new RevisionFiles(files).Digest;

    /// <summary>Loads and checks everything; all faults at once.</summary>
    /// <param name="files">By path: <c>mappings/edifact/cuscar/mapping.yaml</c>, <c>partners/acme.yaml</c>,
    /// <c>destinations/risk.yaml</c>, <c>guides/port.yaml</c>, <c>rules/cargo-report.yaml</c> (named by its root document),
    /// <c>codelists/rec21.csv</c>, <c>directories/D16B.gwdir</c>.</param>
    /// <param name="formats">The formats, for their schemas.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="findings">All faults.</param>
    /// <param name="onDemand">Null to read every mapping now, for <see cref="Check"/>. Else a mapping is read and checked when the first
    /// document needs it, unless it is among these; then a fault is a <see cref="BrokenConfigurationException"/>.</param>
    /// <param name="areMappingsSound">The mappings, with all that <see cref="SoundnessOf"/> looks at, were found sound before: each is read
    /// when the first document needs it.</param>
    /// <returns>Null when there is an error.</returns>
    public static Revision? Load(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, IReadOnlyList<IFormat> formats, ReadText read, Findings findings,
        CheckedMappings? onDemand = null, bool areMappingsSound = false)
        => new RevisionLoad(new RevisionFiles(files), formats, read, findings, onDemand, areMappingsSound).Run();

    /// <summary>The key under which a memory of checks knows that nothing is wrong with the mappings of some files.</summary>
    internal static string SoundnessOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
        => Digest.Of(Encoding.UTF8.GetBytes("sound " + RevisionLoad.Deciding(files).Digest.Hex)).Hex;

    /// <summary>Compiles every mapping for every release that it lists, so that no fault waits for the first document.</summary>
    /// <param name="findings">All faults.</param>
    /// <param name="known">Mappings that were found clean before and are not checked again; gets those found clean now.</param>
    /// <param name="isWhole">False for some mappings out of many: then a path of a shared fragment may be one for those left out.</param>
    /// <returns>False when there is an error.</returns>
    public bool Check(Findings findings, CheckedMappings? known = null, bool isWhole = true)
    {
        var before = findings.Errors;
        mappings.Check(findings, known ?? new CheckedMappings(), isWhole);
        return findings.Errors == before;
    }

    /// <summary>The same for each mapping by itself, in order of their names; after them, what is wrong with fragments that several share.
    /// </summary>
    /// <param name="known">Mappings without errors and warnings, which are not checked again and whose notes are not said again; gets
    /// those of now.</param>
    public IReadOnlyList<CheckedMapping> CheckEach(CheckedMappings known) => mappings.CheckEach(known);

    /// <summary>Every position of the model that a mapping fills, for the data dictionary.</summary>
    public IEnumerable<FilledPosition> Filled() => mappings.Filled();

    /// <summary>The partner that sent: by the channel's scope, else by a UNB sender; null when unknown.</summary>
    public Partner? PartnerOf(string? scope, string? sender)
    {
        if (scope is not null && Partners.TryGetValue(scope, out var known)) return known;
        return sender is null ? null : identities.OfSender(sender);
    }

    /// <summary>The partner with a mail address, or with all of its domain; null when unknown. Whether its mail must be signed is in
    /// <see cref="Partner.Mail"/>.</summary>
    public Partner? PartnerOfMail(string address) => identities.OfMail(address);

    /// <summary>The partner whose file names an SFTP place; null when none does.</summary>
    public Partner? PartnerOfPlace(string place) => identities.OfPlace(place);

    /// <summary>The partner with an API key that opens at a moment; null when there is none.</summary>
    /// <param name="sha256">SHA-256 of the key.</param>
    /// <param name="at">Now: whether a key still opens is asked of the clock, unlike everything about documents.</param>
    public Partner? PartnerOfKey(ReadOnlySpan<byte> sha256, DateTimeOffset at)
    {
        var partner = identities.OfKey(Convert.ToHexStringLower(sha256));
        foreach (var key in partner?.Keys ?? [])
        {
            // What is compared are digests, so time tells nothing of a key; equal time costs nothing either.
            if (CryptographicOperations.FixedTimeEquals(Convert.FromHexString(key.Sha256), sha256) && key.Until.Holds(at)) return partner;
        }

        return null;
    }

    /// <summary>A code list by name; null when there is none.</summary>
    public CodeList? CodeList(string name) => codeLists.GetValueOrDefault(name);

    /// <summary>A format with the definitions that this revision adds to it; null when there is none of that name.</summary>
    public IFormat? Format(string name) => formats.FirstOrDefault(format => format.Name == name);

    /// <summary>The rules for a root document; null when there are none.</summary>
    public RulePack? RulesFor(string root) => rules.GetValueOrDefault(root);

    /// <summary>Every mapping that makes WCO documents, and why it does or does not fit a document.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="partner">Its sender; null when unknown.</param>
    /// <param name="document">The document; null where its structure is not known.</param>
    public IReadOnlyList<MappingChoice> ChoicesFor(DocumentType type, Partner? partner, Tree? document)
        => mappings.ChoicesFor(type, partner, document);

    /// <summary>Names of mappings that read the same type in another edition, or types with a like name; null where there are
    /// none.</summary>
    public string? NearestMappings(DocumentType type) => mappings.NearestTo(type);

    /// <summary>The mapping for a document, compiled on first use and kept. Thread-safe.</summary>
    /// <returns>Null when none fits; <paramref name="reason"/> says why.</returns>
    public Mapping? MappingFor(DocumentType type, Partner? partner, Tree document, out string reason)
        => mappings.For(type, partner, document, out reason);
}

/// <summary>One file of a revision.</summary>
internal sealed record RevisionFile(string Path, ReadOnlyMemory<byte> Bytes);

/// <summary>The files of a revision in ordinal order of their paths, and the list of their digests that addresses it.</summary>
internal sealed class RevisionFiles
{
    private readonly Dictionary<string, RevisionFile> byPath = new(StringComparer.Ordinal);

    public RevisionFiles(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        foreach (var (path, bytes) in files) byPath[path] = new RevisionFile(path, bytes);
        InOrder = [.. byPath.Values];
        Array.Sort(InOrder, (one, other) => string.CompareOrdinal(one.Path, other.Path));
        var text = new StringBuilder();
        foreach (var file in InOrder) text.Append(Digest.Of(file.Bytes.Span).Hex).Append(' ').Append(file.Path).Append('\n');
        Manifest = Encoding.UTF8.GetBytes(text.ToString());
        Digest = Digest.Of(Manifest.Span);
    }

    public RevisionFile[] InOrder { get; }

    /// <summary>The file of that path; null when there is none.</summary>
    public RevisionFile? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>One line a file: digest, blank, path. It is kept too, so that the digest of a revision leads to everything.</summary>
    public ReadOnlyMemory<byte> Manifest { get; }

    public Digest Digest { get; }

    /// <summary>Reads a list: path and digest of each file.</summary>
    public static IEnumerable<(string Path, Digest Digest)> ReadManifest(ReadOnlyMemory<byte> manifest)
    {
        foreach (var line in Encoding.UTF8.GetString(manifest.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return (line[65..], new Digest(line[..64]));
        }
    }
}
