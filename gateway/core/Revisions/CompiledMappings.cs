using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>The mappings of a revision, each compiled on first use for each structural form it meets. Thread-safe.</summary>
internal sealed class CompiledMappings(
    IReadOnlyDictionary<string, MappingText> texts, IReadOnlyList<IFormat> formats,
    IReadOnlyDictionary<string, CodeList> codeLists)
{
    private const int CheckedMax = 10_000;

    private readonly ConcurrentDictionary<Key, Lazy<Mapping?>> compiled = new();

    /// <summary>The folder of the profiles below the mappings.</summary>
    public const string ProfileFolder = "profiles/";

    // A class: the runtime has compiled code for tables of objects, for those of other values it must first make it.
    private sealed record Key(string Name, string Form);

    public IReadOnlyList<string> Names { get; } = [.. texts.Keys];

    public MappingHead? HeadOf(string name) => texts.GetValueOrDefault(name)?.Head;

    /// <summary>Names of the mappings that cannot be used, because schemas that they need are not installed.</summary>
    public IReadOnlyList<string> Unavailable => [.. texts.Values.Where(text => MissingFor(text) is not null).Select(text => text.Name)];

    /// <summary>Compiles everything for every form, with all faults.</summary>
    /// <param name="findings">The faults.</param>
    /// <param name="isWhole">Whether all mappings are there, so that a path of a fragment must exist in one of them.</param>
    public void Check(Findings findings, bool isWhole = true)
    {
        // Errors first: a collector that is full only counts.
        var all = new Findings(CheckedMax);
        CheckAll(all, isWhole);
        foreach (var finding in all.All.OrderByDescending(f => f.Code.Default)) findings.Add(finding);
    }

    private void CheckAll(Findings findings, bool isWhole)
    {
        var fragments = new FragmentPaths();
        foreach (var text in texts.Values)
        {
            if (MissingFor(text) is var (set, missing))
            {
                Report(ConfigurationCodes.NotInstalled, text, "from", findings, text.Name, missing, $"schemas/xsd/{set}/set.yaml");
                continue;
            }

            var forms = FormsOf(text, findings);
            if (TargetOf(text, findings) is null) continue;
            // Compiling for one form checks all that the mapping lists.
            if (forms is [var first, ..]) Compile(text, forms, first, findings, fragments);
        }

        if (isWhole) fragments.Report();
    }

    /// <summary>The text of a mapping; null when there is none of that name.</summary>
    public MappingText? TextOf(string name) => texts.GetValueOrDefault(name);

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

    /// <summary>The targets of all rules, each mapping compiled for the last form that it lists.</summary>
    public IEnumerable<FilledPosition> Filled()
    {
        foreach (var text in texts.Values.Where(text => text.Head.ToFormat == "wco" && MissingFor(text) is null))
        {
            if (FormsOf(text, new Findings()) is not [.., var form] || MappingOf(text, form) is not { } mapping) continue;
            foreach (var rule in mapping.Rules) yield return new FilledPosition(text.Name, text.Head.ToType, rule.Target);
        }
    }

    /// <summary>The mapping of a profile for a canonical document; null when it has none, or it cannot be used.</summary>
    public Mapping? ProfileFor(string profile, Schema document)
        => texts.TryGetValue(ProfileFolder + profile, out var text) && text.Head.FromFormat == "wco" && MissingFor(text) is null
            && text.Head.FromTypes.Any(type => ReferenceEquals(WcoModel.Root(type), document)) ? MappingOf(text, document) : null;

    /// <summary>The one mapping that fits a document.</summary>
    public Mapping? For(DocumentType type, Partner? partner, Tree document, out string reason)
    {
        reason = "";
        if (document.Schema is not { } form)
        {
            reason = $"the structure of {type.Name} {type.Release} is not known.";
            return null;
        }

        string? chosen = null;
        partner?.Mappings.TryGetValue(type.Name, out chosen);
        Mapping? found = null;
        foreach (var text in texts.Values)
        {
            if (!Fits(text, type, chosen) || MappingOf(text, form) is not { } mapping || !mapping.Applies(document)) continue;
            if (found is not null)
            {
                reason = $"both {found.Text.Name} and {text.Name} fit, and no partner file decides.";
                return null;
            }

            found = mapping;
        }

        if (found is null) reason = $"no mapping fits {type.Name} {type.Release}.";
        return found;
    }

    // An overlay (it has a base) serves only the partners whose files name it.
    private static bool Fits(MappingText text, DocumentType type, string? chosen)
        => text.Head.FromFormat == type.Format && text.Head.Serves(type.Name, type.Release) && text.Head.ToFormat == "wco"
        && (chosen is null ? !text.HasBase : text.Name == chosen);

    // All forms were checked when the revision was; a document needs its own alone.
    private Mapping? MappingOf(MappingText text, Schema form)
        => compiled.GetOrAdd(
            new Key(text.Name, form.Digest.Hex), _ => new Lazy<Mapping?>(() => Compile(text, [], form, new Findings()))).Value;

    private Mapping? Compile(
        MappingText text, IReadOnlyList<Schema> forms, Schema form, Findings findings, FragmentPaths? fragments = null)
        => TargetOf(text, new Findings()) is { } target
            ? Mapping.Compile(text, forms, form, target, name => FragmentTarget(text, name),
                name => codeLists.GetValueOrDefault(name), findings, codeLists.Keys, fragments) : null;

    // A class of the model, or of the administration whose document the mapping makes.
    private static Schema? FragmentTarget(MappingText text, string name) => text.Head.ToFormat == "wco" ? WcoModel.Class(name) : null;

    private Schema? TargetOf(MappingText text, Findings findings)
    {
        var head = text.Head;
        if (head.ToFormat == "wco")
        {
            if (WcoModel.Roots.Contains(head.ToType)) return WcoModel.Root(head.ToType);
            var nearest = NearestNames.Of(head.ToType, WcoModel.Roots);
            Report(ConfigurationCodes.UnknownTarget, text, "to", findings, head.ToType, text.Name, nearest);
            return null;
        }

        var type = TypeOfTarget(head);
        var target = FormatOf(type.Format)?.SchemaOf(type);
        if (target is null) Report(ConfigurationCodes.UnknownForm, text, "to", findings, $"{head.ToFormat} {head.ToType}", text.Name);
        return target;
    }

    /// <summary>The type of the documents that a mapping makes: <c>xml hmrc-cds MetaData</c>.</summary>
    public static DocumentType TypeOfTarget(MappingHead head)
    {
        var words = head.ToFormat.Split(' ');
        return new DocumentType(words[0], head.ToType, words.Length > 1 ? words[1] : null);
    }

    private IFormat? FormatOf(string name) => formats.FirstOrDefault(format => format.Name == name);

    private (string Set, string Missing)? MissingFor(MappingText text)
    {
        foreach (var type in TypesOf(text.Head).Append(TypeOfTarget(text.Head)))
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
            var form = type.Format == "wco" ? WcoModel.Roots.Contains(type.Name) ? WcoModel.Root(type.Name) : null
                : FormatOf(type.Format)?.SchemaOf(type);
            if (form is not null) forms.Add(form);
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
