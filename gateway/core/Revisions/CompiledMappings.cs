using System.Collections.Concurrent;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>The mappings of a revision, each compiled on first use for each structural form it meets. Thread-safe.</summary>
/// <param name="mappings">All, by name.</param>
/// <param name="formats">The formats, for the structural forms.</param>
/// <param name="codeLists">Code lists by name.</param>
/// <param name="codes">Digest of these.</param>
/// <param name="onDemand">Null where the revision is checked as a whole; else what was checked before: a mapping that is not in it is
/// checked when the first document needs it.</param>
/// <param name="areSound">They were checked before, and there is nothing to tell but which cannot be used.</param>
internal sealed class CompiledMappings(
    IReadOnlyDictionary<string, KnownMapping> mappings, IReadOnlyList<IFormat> formats,
    IReadOnlyDictionary<string, CodeList> codeLists, Digest codes, CheckedMappings? onDemand, bool areSound)
{
    private const int CheckedMax = 10_000;

    private readonly ConcurrentDictionary<Key, Lazy<Mapping?>> compiled = new();

    /// <summary>The folder of the profiles below the mappings.</summary>
    public const string ProfileFolder = "profiles/";

    // A class: the runtime has compiled code for tables of objects, for those of other values it must first make it.
    private sealed record Key(string Name, string Form);

    public IReadOnlyList<string> Names { get; } = [.. mappings.Keys];

    public MappingHead? HeadOf(string name) => mappings.GetValueOrDefault(name)?.Head;

    /// <summary>The mappings that cannot be used, because schemas that they need are not installed, each with what is told of it.</summary>
    public IReadOnlyDictionary<string, Finding> Unavailable
    {
        get
        {
            var all = new Dictionary<string, Finding>(StringComparer.Ordinal);
            foreach (var mapping in mappings.Values)
            {
                if (UnavailableOf(mapping) is { } finding) all[mapping.Name] = finding;
            }

            return all;
        }
    }

    private Finding? UnavailableOf(KnownMapping mapping) => MissingFor(mapping.Head) is var (set, missing)
        ? new Finding(
            ConfigurationCodes.NotInstalled, default, mapping.From with { Reference = "mappings/" + mapping.From.Reference }, 0,
            [mapping.Name, missing, $"schemas/xsd/{set}/set.yaml"])
        : null;

    /// <summary>Compiles everything for every form, with all faults.</summary>
    /// <param name="findings">Gets the faults.</param>
    /// <param name="known">What was checked before, and gets what is found clean now.</param>
    /// <param name="isWhole">Whether all mappings are there, so that a path of a fragment must exist in one of them.</param>
    public void Check(Findings findings, CheckedMappings known, bool isWhole)
    {
        if (areSound)
        {
            foreach (var finding in Unavailable.Values) findings.Add(finding);
            return;
        }

        // Errors first: a collector that is full only counts.
        var all = CheckAll(known, isWhole).SelectMany(check => check.Findings.All).Take(CheckedMax);
        foreach (var finding in all.OrderByDescending(f => f.Code.Default)) findings.Add(finding);
    }

    /// <summary>The same with the findings of each mapping by themselves, and those of fragments that are none of a mapping after
    /// them.</summary>
    /// <param name="known">What was checked before, and gets what is found clean now. One that has warnings is checked again.</param>
    public IReadOnlyList<CheckedMapping> CheckEach(CheckedMappings known)
    {
        var checks = CheckAll(known, isWhole: true, isQuiet: true);
        var each = checks.OrderBy(check => check.Name, StringComparer.Ordinal).Select(check => new CheckedMapping(
            check.Name, [.. check.Findings.All.Take(check.Own).OrderByDescending(f => f.Code.Default)], check.IsKnown));
        return [.. each, new CheckedMapping(null, [.. checks.SelectMany(check => check.Findings.All.Skip(check.Own))], false)];
    }

    private OneCheck[] CheckAll(CheckedMappings known, bool isWhole, bool isQuiet = false)
    {
        // Side by side, each with findings of its own: they come in the same order whatever the number of processors.
        var each = mappings.Values.ToArray();
        var checks = new OneCheck[each.Length];
        Parallel.For(0, each.Length, i => checks[i] = CheckOne(each[i], known, isQuiet));
        var fragments = new FragmentPaths();
        foreach (var check in checks) fragments.Take(check.Fragments);
        if (isWhole) fragments.Report();
        if (Array.TrueForAll(checks, check => check.Findings.Errors == 0)) return checks;
        // The fault may be a path of a fragment that none of them has: each must be looked at again.
        foreach (var key in checks.SelectMany(check => check.Clean)) known.Remove(key);
        return checks;
    }

    private OneCheck CheckOne(KnownMapping mapping, CheckedMappings known, bool isQuiet)
    {
        var check = new OneCheck(mapping.Name, new Findings(CheckedMax), new FragmentPaths(), []);
        if (UnavailableOf(mapping) is { } finding) check.Findings.Add(finding);
        else CheckOne(mapping.Text, known, isQuiet, check);
        check.Own = check.Findings.All.Count;
        return check;
    }

    private void CheckOne(MappingText text, CheckedMappings known, bool isQuiet, OneCheck check)
    {
        var forms = FormsOf(text, check.Findings);
        if (TargetOf(text, check.Findings) is not { } target || forms is not [var first, ..]) return;
        var keys = forms.ConvertAll(form => KeyOf(text, form, target));
        // Whoever mends mappings is told warnings each time.
        var quiet = QuietKeyOf(keys);
        check.IsKnown = isQuiet ? known.IsClean(quiet) : keys.TrueForAll(known.IsClean);
        // Compiling for one form checks all that the mapping lists.
        if (check.IsKnown) check.Fragments.Skip(text);
        else if (Compile(text, forms, first, check.Findings, check.Fragments) is not null)
        {
            if (check.Findings.All.All(f => f.Code.Default == Severity.Note)) keys.Add(quiet);
            check.Clean.AddRange(keys);
            // At once: a start that is interrupted goes on from there.
            foreach (var key in keys) known.Add(key);
        }
    }

    private static string QuietKeyOf(List<string> keys) => Digest.Of(Encoding.UTF8.GetBytes("quiet " + string.Join(' ', keys))).Hex;

    /// <summary>What the check of one mapping found.</summary>
    private sealed record OneCheck(string Name, Findings Findings, FragmentPaths Fragments, List<string> Clean)
    {
        /// <summary>How many findings are its own; those that follow are about fragments.</summary>
        public int Own { get; set; }

        /// <summary>It was found clean before and not checked again.</summary>
        public bool IsKnown { get; set; }
    }

    // All that the check looks at.
    private string KeyOf(MappingText text, Schema form, Schema target)
        => Digest.Of(Encoding.UTF8.GetBytes($"{text.Digest.Hex} {form.Digest.Hex} {target.Digest.Hex} {codes.Hex}")).Hex;

    private void CheckNow(MappingText text, Schema form, CheckedMappings known)
    {
        var faults = new Findings();
        if (TargetOf(text, faults) is { } target && !known.IsClean(KeyOf(text, form, target)))
        {
            var forms = FormsOf(text, faults);
            // A path of a fragment that this mapping has nowhere may be in another mapping.
            if (Compile(text, forms, form, faults, new FragmentPaths()) is not null)
            {
                foreach (var clean in forms.Append(form)) known.Add(KeyOf(text, clean, target));
            }
        }

        if (faults.Errors == 0) return;
        var worst = new Findings();
        foreach (var fault in faults.All.Where(f => f.Code.Default == Severity.Error)) worst.Add(fault);
        throw new BrokenConfigurationException(worst);
    }

    /// <summary>The text of a mapping; null when there is none of that name.</summary>
    public MappingText? TextOf(string name) => mappings.GetValueOrDefault(name)?.Text;

    /// <summary>A mapping compiled for each form that it lists, those left out for which it has a fault.</summary>
    public IReadOnlyList<(Schema Form, Mapping Mapping)> ForEachForm(string name)
    {
        if (TextOf(name) is not { } text) return [];
        var all = new List<(Schema, Mapping)>();
        foreach (var form in FormsOf(text, new Findings()))
        {
            if (MappingOf(text, form) is { } mapping) all.Add((form, mapping));
        }

        return all;
    }

    /// <summary>The targets of all rules, each mapping compiled for the last form that it lists. A copy of a canonical document says
    /// nothing of what other documents fill.</summary>
    public IEnumerable<FilledPosition> Filled()
    {
        var fillers = mappings.Values.Where(m => m.Head is { ToFormat: "wco", FromFormat: not "wco" } && MissingFor(m.Head) is null);
        foreach (var text in fillers.Select(m => m.Text))
        {
            if (FormsOf(text, new Findings()) is not [.., var form] || MappingOf(text, form) is not { } mapping) continue;
            foreach (var rule in mapping.Rules) yield return new FilledPosition(text.Name, text.Head.ToType, rule.Target);
        }
    }

    /// <summary>The mapping of a profile for a canonical document; null when it has none, or it cannot be used.</summary>
    public Mapping? ProfileFor(string profile, Schema document)
        => mappings.TryGetValue(ProfileFolder + profile, out var known) && known.Head.FromFormat == "wco" && MissingFor(known.Head) is null
            && known.Head.FromTypes.Any(type => ReferenceEquals(WcoModel.Root(type), document)) ? MappingOf(known.Text, document) : null;

    /// <summary>The one mapping that fits a document.</summary>
    public Mapping? For(DocumentType type, Partner? partner, Tree document, out string reason)
    {
        reason = "";
        if (document.Schema is not { } form)
        {
            reason = $"the structure of {NameOf(type)} is not known.";
            return null;
        }

        string? chosen = null;
        partner?.Mappings.TryGetValue(type.Name, out chosen);
        // Whoever names the release goes before whoever only reads its structure: the others need not be compiled.
        foreach (var isNamed in (ReadOnlySpan<bool>)[true, false])
        {
            Mapping? found = null;
            foreach (var known in mappings.Values)
            {
                if (NamesRelease(known, type) != isNamed || !Fits(known, type, chosen)) continue;
                if (MappingOf(known.Text, form) is not { } mapping || !mapping.Applies(document)) continue;
                if (found is not null)
                {
                    reason = $"both {found.Text.Name} and {known.Name} fit, and no partner file decides.";
                    return null;
                }

                found = mapping;
            }

            if (found is not null) return found;
        }

        reason = $"no mapping fits {NameOf(type)}.";
        return null;
    }

    /// <summary>Every mapping that makes WCO documents, and why it does or does not fit.</summary>
    public IReadOnlyList<MappingChoice> ChoicesFor(DocumentType type, Partner? partner, Tree? document)
    {
        string? chosen = null;
        partner?.Mappings.TryGetValue(type.Name, out chosen);
        var choices = new List<MappingChoice>();
        foreach (var known in mappings.Values.Where(known => known.Head.ToFormat == "wco"))
        {
            var why = WhyNot(known, type, chosen, document);
            choices.Add(new MappingChoice(known.Name, why is null, why ?? "It fits.", known.Head.FromFormat == type.Format));
        }

        return choices;
    }

    /// <summary>Mappings that read something like a type; null where there are none.</summary>
    public string? NearestTo(DocumentType type)
    {
        var same = mappings.Values.Where(known => known.Head.FromFormat == type.Format && known.Head.ToFormat == "wco").ToList();
        var named = same.Where(known => known.Head.FromTypes.Contains(type.Name)).Select(known => known.Name).ToList();
        if (named.Count > 0) return string.Join(", ", named);
        var byName = same.SelectMany(known => known.Head.FromTypes.Select(type => (Type: type, known.Name)))
            .ToLookup(one => one.Type, one => one.Name);
        return byName.Count == 0 ? null : string.Join(", ", Nearest.To(type.Name, byName.Select(one => one.Key))
            .Split(", ").SelectMany(name => byName[name].Select(mapping => $"{mapping} ({name})")));
    }

    private string? WhyNot(KnownMapping known, DocumentType type, string? chosen, Tree? document)
    {
        var head = known.Head;
        if (head.FromFormat != type.Format) return $"It reads {head.FromFormat}.";
        if (!head.FromTypes.Contains(type.Name)) return $"It reads {string.Join(", ", head.FromTypes)}.";
        if (!head.Serves(type.Name, type.Release)) return $"It reads {type.Name} of {string.Join(", ", head.Releases)}.";
        if (MissingFor(head) is var (_, missing)) return missing;
        if (chosen is null && known.HasBase) return "It serves only partners whose files name it.";
        if (chosen is not null && chosen != known.Name) return $"The partner's file names {chosen} for {type.Name}.";
        if (document?.Schema is not { } form) return $"The structure of {NameOf(type)} is not known.";
        if (MappingOf(known.Text, form) is not { } mapping) return "It cannot be used for this structure.";
        return mapping.Applies(document) ? null : "Its 'when' does not hold for this document.";
    }

    /// <summary>Type and release of a document, for sentences.</summary>
    public static string NameOf(DocumentType type) => type.Release is null ? type.Name : $"{type.Name} {type.Release}";

    private static bool NamesRelease(KnownMapping known, DocumentType type)
        => type.Release is { } release && known.Head.Releases.Contains(release);

    // An overlay (it has a base) serves only the partners whose files name it.
    private static bool Fits(KnownMapping mapping, DocumentType type, string? chosen)
        => mapping.Head.FromFormat == type.Format && mapping.Head.Serves(type.Name, type.Release) && mapping.Head.ToFormat == "wco"
        && (chosen is null ? !mapping.HasBase : mapping.Name == chosen);

    // All forms are checked with the revision, or now; a document needs its own alone.
    private Mapping? MappingOf(MappingText text, Schema form)
        => compiled.GetOrAdd(new Key(text.Name, form.Digest.Hex), _ => new Lazy<Mapping?>(() =>
        {
            if (onDemand is not null) CheckNow(text, form, onDemand);
            return Compile(text, [], form, new Findings());
        })).Value;

    private Mapping? Compile(
        MappingText text, List<Schema> forms, Schema form, Findings findings, FragmentPaths? fragments = null)
        => TargetOf(text, new Findings()) is { } target
            ? Mapping.Compile(text, forms, form, target, name => FragmentTarget(text, name),
                name => codeLists.GetValueOrDefault(name), findings, codeLists.Keys, fragments,
                new FurtherSchemas(FurtherOf, FurtherNames), isRun: forms.Count == 0) : null;

    private Schema? FurtherOf(FurtherDocument further)
        => SchemaOf(new DocumentType(further.Format, further.Type, further.Release));

    // Formats do not say which types they know; the model does.
    private IEnumerable<string> FurtherNames(FurtherDocument further) => further.Format == "wco" ? WcoModel.Roots : [];

    // A class of the model, or of the administration whose document the mapping makes.
    private static Schema? FragmentTarget(MappingText text, string name) => text.Head.ToFormat == "wco" ? WcoModel.Class(name) : null;

    private Schema? TargetOf(MappingText text, Findings findings)
    {
        var head = text.Head;
        if (head.ToFormat == "wco")
        {
            if (WcoModel.Roots.Contains(head.ToType)) return WcoModel.Root(head.ToType);
            var nearest = Nearest.To(head.ToType, WcoModel.Roots);
            Report(ConfigurationCodes.UnknownTarget, text, "to", findings, head.ToType, text.Name, nearest);
            return null;
        }

        var target = TargetOf(head);
        if (target is null) Report(ConfigurationCodes.UnknownForm, text, "to", findings, $"{head.ToFormat} {head.ToType}", text.Name);
        return target;
    }

    /// <summary>Schema of what a mapping makes; null when it is not known.</summary>
    public Schema? TargetOf(MappingHead head)
        => head.ToFormat == "wco" ? WcoModel.Root(head.ToType) : FormatOf(TypeOfTarget(head).Format)?.SchemaOf(TypeOfTarget(head));

    /// <summary>The type of the documents that a mapping makes: <c>xml hmrc-cds MetaData</c>.</summary>
    public static DocumentType TypeOfTarget(MappingHead head)
    {
        var words = head.ToFormat.Split(' ');
        return new DocumentType(words[0], head.ToType, words.Length > 1 ? words[1] : null);
    }

    private Schema? SchemaOf(DocumentType type)
        => type.Format != "wco" ? FormatOf(type.Format)?.SchemaOf(type)
            : WcoModel.Roots.Contains(type.Name) ? WcoModel.Root(type.Name) : null;

    private IFormat? FormatOf(string name) => formats.FirstOrDefault(format => format.Name == name);

    private (string Set, string Missing)? MissingFor(MappingHead head)
    {
        foreach (var type in TypesOf(head).Append(TypeOfTarget(head)))
        {
            if (FormatOf(type.Format)?.MissingFor(type) is { } missing) return (type.Release!, missing);
        }

        return null;
    }

    private static IEnumerable<DocumentType> TypesOf(MappingHead head)
    {
        IReadOnlyList<string?> releases = head.Releases;
        if (releases.Count == 0) releases = [null];
        return releases.SelectMany(release => head.FromTypes.Select(name => new DocumentType(head.FromFormat, name, release)));
    }

    private List<Schema> FormsOf(MappingText text, Findings findings)
    {
        var forms = new List<Schema>();
        foreach (var type in TypesOf(text.Head))
        {
            if (SchemaOf(type) is { } form) forms.Add(form);
            else Report(ConfigurationCodes.UnknownForm, text, "from", findings, type.ToString(), text.Name);
        }

        return forms;
    }

    private static void Report(FindingCode code, MappingText text, string key, Findings findings, params ReadOnlySpan<string> arguments)
    {
        var place = text.PlaceOf(key);
        findings.Add(code, default, place with { Reference = "mappings/" + place.Reference }, 0, arguments);
    }
}
