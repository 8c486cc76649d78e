using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>One loading of a revision: reads every file once, and goes on after each fault, so that all are reported at once.</summary>
internal sealed class RevisionLoad(RevisionFiles files, IReadOnlyList<IFormat> formats, ReadText read, Findings findings,
    CheckedMappings? onDemand, bool areMappingsSound)
{
    private const string MappingEnd = "/mapping.yaml";

    // Codes that lists had in older releases, and those that trades and administrations agreed on.
    private static readonly string[] Supplements = ["withdrawn", "agreed"];

    private readonly Dictionary<string, CodeList> codeLists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RulePack> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownMapping> mappings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Partner> partners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Destination> destinations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Language?> languages = new(StringComparer.Ordinal);

    private bool isMappingBroken;

    private bool IsReadWhole => onDemand is null && !areMappingsSound;

    public Revision? Run()
    {
        var before = findings.Errors;
        var definitions = Array.FindAll(files.InOrder, IsDefinition);
        var configured = definitions.Length == 0 ? [.. formats] : Extended(definitions);
        foreach (var file in files.InOrder)
        {
            if (IsKnown(file.Path)) continue;
            findings.Add(ConfigurationCodes.UnreadFile, default, new Place(0, 0) { Reference = file.Path }, 0, file.Path);
        }

        foreach (var (path, bytes) in Below("codelists/", ".csv")) ReadCodeList(path, bytes);
        foreach (var supplement in Supplements) AddTo(codeLists.GetValueOrDefault(supplement));
        foreach (var (path, bytes) in Below("rules/", ".yaml")) ReadRules(path, bytes);
        var mappingFiles = files.InOrder.Where(file => file.Path.StartsWith("mappings/", StringComparison.Ordinal))
            .Select(file => file.Path["mappings/".Length..]).ToList();
        foreach (var (path, _) in Below("mappings/", MappingEnd)) ReadMapping(path["mappings/".Length..^MappingEnd.Length], mappingFiles);
        var layouts = Layouts();
        if (layouts.Count > 0) configured = [.. configured.Select(format => format.WithLayouts(layouts))];
        var guides = ReadGuides(configured);
        foreach (var (path, bytes) in Below("destinations/", ".yaml"))
        {
            if (Open(path, bytes) is not { } section) continue;
            destinations[NameOf(path)] = DestinationFile.Read(NameOf(path), section, [.. mappings.Keys]);
        }

        var identities = ReadPartners(guides);
        var compiled = new CompiledMappings(mappings, configured, codeLists, CodesDigest(), onDemand, areMappingsSound);
        // Whoever mends one fault of a mapping should not then be told of the next.
        if (isMappingBroken) compiled.Check(findings, new CheckedMappings(), isWhole: false);
        if (findings.Errors > before) return null;
        return new Revision(files, partners, identities, destinations, codeLists, rules, compiled, guides, configured);
    }

    private List<IFormat> Extended(RevisionFile[] definitions)
    {
        var files = Array.ConvertAll(definitions, file => KeyValuePair.Create(file.Path, file.Bytes));
        var extended = new List<IFormat>();
        foreach (var format in formats) extended.Add(format.With(files, findings));
        // Where everything is read at the start, a broken schema stops it; else the first document would find it.
        if (IsReadWhole) extended.ForEach(format => format.CheckSchemas(findings));
        return extended;
    }

    /// <summary>The files that decide whether the mappings are sound: their own, code lists, and the definitions of formats.</summary>
    public static RevisionFiles Deciding(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
        => new(files.Where(file => FolderOf(file.Key) is "mappings" or "codelists" || IsDefinition(file.Key)).ToDictionary());

    private static bool IsDefinition(RevisionFile file) => IsDefinition(file.Path);

    // What formats take: directories, schema sets, outlines, JSON Schemas.
    private static bool IsDefinition(string path) => FolderOf(path) is "directories" or "xsd" or "xml" or "json";

    private static string FolderOf(string path) => path.Split('/')[0];

    // Fragments, tables and base mappings lie below mappings/ too: whoever refers to them reads them.
    private static bool IsKnown(string path)
        => path.Split('/')[0] is "mappings" or "xsd" or "xml" or "json"
        || (path.Split('/') is [var folder, var file]
            && (folder is "codelists" ? file.EndsWith(".csv", StringComparison.Ordinal)
                : folder is "directories" ? file.EndsWith(".gwdir", StringComparison.Ordinal)
                : folder is "partners" && IsCertificate(file) ? true
                : folder is "rules" or "guides" or "languages" or "partners" or "destinations"
                    && file.EndsWith(".yaml", StringComparison.Ordinal)));

    private static bool IsCertificate(string file) => Path.GetExtension(file) is ".pem" or ".crt" or ".cer";

    private IEnumerable<RevisionFile> Below(string folder, string ending)
        => files.InOrder.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal)
            && file.Path.EndsWith(ending, StringComparison.Ordinal) && file.Path.Length > folder.Length + ending.Length);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private Section? Open(string path, ReadOnlyMemory<byte> bytes)
    {
        var tree = new Tree();
        return read(bytes, 0, path, tree, findings) && tree.Nodes.Length > 0 ? new Section(tree, 0, path, path, findings) : null;
    }

    private List<DocumentGuide> ReadGuides(IReadOnlyList<IFormat> configured)
    {
        var texts = new List<(string Format, GuideText Text)>();
        foreach (var (path, bytes) in Below("guides/", ".yaml"))
        {
            var tree = new Tree();
            if (!read(bytes, 0, path, tree, findings) || tree.Nodes.Length == 0) continue;
            var section = new Section(tree, 0, path, path, findings);
            var format = (section.Text("for") ?? "").Split(' ')[0];
            var known = configured.Select(f => f.Name).ToList();
            if (known.Contains(format)) texts.Add((format, new GuideText(NameOf(path), tree)));
            else section.Fault(ConfigurationCodes.UnknownFormat, "for", format, NameOf(path), string.Join(", ", known));
        }

        return [.. configured.SelectMany(format => format.ReadGuides(
            [.. texts.Where(text => text.Format == format.Name).Select(text => text.Text)], findings))];
    }

    private void ReadCodeList(string path, ReadOnlyMemory<byte> bytes)
    {
        if (CodeListFile.Read(bytes, path, findings) is not { } list) return;
        if (!codeLists.TryAdd(list.Name, list))
        {
            findings.Add(ConfigurationCodes.SharedName, default, new Place(0, 1) { Reference = path }, 0, list.Name, path);
        }
    }

    // A code of a supplement is preceded by the list that it belongs to: "3035 N1".
    private void AddTo(CodeList? supplement)
    {
        if (supplement is null) return;
        foreach (var further in supplement.Codes.Where(code => code.Value.Contains(' ', StringComparison.Ordinal))
            .GroupBy(code => code.Value.Split(' ')[0], StringComparer.Ordinal))
        {
            if (!codeLists.TryGetValue(further.Key, out var list)) continue;
            var codes = further.Select(code => code with { Value = code.Value[(further.Key.Length + 1)..] });
            codeLists[further.Key] = new CodeList(list.Name, list.Edition, [.. codes, .. list.Codes]);
        }
    }

    private void ReadRules(string path, ReadOnlyMemory<byte> bytes)
    {
        var name = NameOf(path).Replace("-", "", StringComparison.Ordinal);
        var root = WcoModel.Roots.FirstOrDefault(root => root.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (root is null)
        {
            findings.Add(ConfigurationCodes.UnknownRoot, default, new Place(0, 0) { Reference = path }, 0,
                NameOf(path), Nearest.To(name, WcoModel.Roots));
        }
        else if (RulePack.Compile(path, bytes, read, WcoModel.Root(root), list => codeLists.GetValueOrDefault(list), findings) is { } pack)
        {
            rules[root] = pack;
        }
    }

    private void ReadMapping(string name, IReadOnlyList<string> mappingFiles)
    {
        ReadOnlyMemory<byte>? File(string path) => files.Find("mappings/" + path)?.Bytes;
        MappingText? Load(Findings faults) => MappingText.Load(name, File, read, faults, mappingFiles, IsReadWhole);
        var glance = IsReadWhole ? null : MappingText.Glance(name, File, read);
        if (glance is not null) mappings[name] = new KnownMapping(name, glance, Load);
        else
        {
            var before = findings.Errors;
            if (Load(findings) is { } text) mappings[name] = new KnownMapping(text);
            isMappingBroken |= findings.Errors > before && IsReadWhole;
        }
    }

    // A copied mapping that changes only its rules lays its table out as the original does; two ways for one table are a fault.
    private List<TableLayout> Layouts()
    {
        var layouts = new Dictionary<string, (TableLayout Layout, string Mapping)>(StringComparer.Ordinal);
        foreach (var mapping in mappings.Values)
        {
            if (mapping.Layout is not { } layout || layouts.TryAdd(layout.Name, (layout, mapping.Name))) continue;
            var (first, owner) = layouts[layout.Name];
            if (first.IsSameAs(layout)) continue;
            var place = mapping.From with { Reference = "mappings/" + mapping.From.Reference };
            findings.Add(ConfigurationCodes.SharedLayout, default, place, 0, owner, mapping.Name, layout.Name);
        }

        return [.. layouts.Values.Select(known => known.Layout)];
    }

    private Digest CodesDigest()
    {
        var text = new StringBuilder();
        foreach (var (_, bytes) in Below("codelists/", ".csv")) text.Append(Digest.Of(bytes.Span).Hex);
        return Digest.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private PartnerIdentities ReadPartners(List<DocumentGuide> guides)
    {
        var names = new PartnerFileNames(
            mappings.Keys, [.. mappings.Values.SelectMany(mapping => mapping.Head.FromTypes).Distinct()],
            [.. guides.Select(guide => guide.Name)], destinations.Keys, Certificate, LanguageOf);
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        foreach (var (path, bytes) in Below("partners/", ".yaml"))
        {
            if (Open(path, bytes) is not { } section) continue;
            sections[NameOf(path)] = section;
            partners[NameOf(path)] = PartnerFile.Read(NameOf(path), section, names);
        }

        return new PartnerIdentities(partners.Values, (earlier, later, key, words) => sections[later.Id].Fault(
            ConfigurationCodes.SharedSender, key, $"partners/{earlier.Id}.yaml", $"partners/{later.Id}.yaml", words));
    }

    // Read when a partner wants it: its texts are many. A tag of a country falls back to that of the language.
    private Language? LanguageOf(string tag)
    {
        if (languages.TryGetValue(tag, out var known)) return known;
        var path = $"languages/{tag}.yaml";
        known = files.Find(path) is { } file
            ? Open(path, file.Bytes) is { } section ? LanguageFile.Read(tag, section) : null
            : tag.LastIndexOf('-') is > 0 and var end ? LanguageOf(tag[..end]) : tag == "en" ? Language.English : null;
        return languages[tag] = known;
    }

    private PartnerCertificate? Certificate(string name)
    {
        if (files.Find("partners/" + name) is not { } file) return null;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(file.Bytes.Span);
            return new PartnerCertificate(
                Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span)), name,
                new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
