using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>The mappings of a revision, each compiled on first use for each structural form it meets. Thread-safe.</summary>
internal sealed class CompiledMappings(
    IReadOnlyDictionary<string, MappingText> texts, IReadOnlyList<IFormat> formats, Func<string, CodeList?> codeLists)
{
    private readonly ConcurrentDictionary<Key, Lazy<Mapping?>> compiled = new();

    // A class: the runtime has compiled code for tables of objects, for those of other values it must first make it.
    private sealed record Key(string Name, string Form);

    public IReadOnlyList<string> Names { get; } = [.. texts.Keys];

    public MappingHead? HeadOf(string name) => texts.GetValueOrDefault(name)?.Head;

    /// <summary>Compiles everything for every form, with all faults.</summary>
    public void Check(Findings findings)
    {
        var fragments = new FragmentPaths();
        foreach (var text in texts.Values)
        {
            var head = text.Head;
            if (head.ToFormat == "wco" && !WcoModel.Roots.Contains(head.ToType))
            {
                var nearest = NearestNames.Of(head.ToType, WcoModel.Roots);
                Report(ConfigurationCodes.UnknownTarget, text, findings, head.ToType, text.Name, nearest);
            }
            else if (head.ToFormat == "wco")
            {
                var forms = FormsOf(text, findings);
                if (forms.Count > 0) Compile(text, forms, forms[^1], findings, fragments);    // each rule against each form
            }
        }

        fragments.Report();
    }

    /// <summary>The targets of all rules, each mapping compiled for the last form that it lists.</summary>
    public IEnumerable<FilledPosition> Filled()
    {
        foreach (var text in texts.Values)
        {
            if (FormsOf(text, new Findings()) is not [.., var form] || MappingOf(text, form) is not { } mapping) continue;
            foreach (var rule in mapping.Rules) yield return new FilledPosition(text.Name, text.Head.ToType, rule.Target);
        }
    }

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
        => WcoModel.Roots.Contains(text.Head.ToType)
            ? Mapping.Compile(
                text, forms, form, WcoModel.Root(text.Head.ToType), WcoModel.Class, codeLists, findings, fragments)
            : null;

    private List<Schema> FormsOf(MappingText text, Findings findings)
    {
        var head = text.Head;
        var forms = new List<Schema>();
        IReadOnlyList<string?> releases = head.Releases;
        if (releases.Count == 0) releases = [null];
        var format = formats.FirstOrDefault(format => format.Name == head.FromFormat);
        foreach (var type in releases.SelectMany(
            release => head.FromTypes.Select(name => new DocumentType(head.FromFormat, name, release))))
        {
            if (format?.SchemaOf(type) is { } form) forms.Add(form);
            else Report(ConfigurationCodes.UnknownForm, text, findings, type.ToString(), text.Name);
        }

        return forms;
    }

    private static void Report(FindingCode code, MappingText text, Findings findings, params ReadOnlySpan<string> arguments)
        => findings.Add(code, default, new Place(0, 1) { Reference = $"mappings/{text.Name}/mapping.yaml" }, 0, arguments);
}
