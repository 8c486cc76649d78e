using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>WCO pointer and JSON pointer of what is about to be written below the innermost open node of a document.</summary>
/// <param name="document">The document.</param>
/// <param name="position">What would be written next.</param>
/// <param name="isCounted">False for the position as such, without an index.</param>
public delegate (string Wco, string Json) AddressOfNext(Tree document, int position, bool isCounted);

/// <summary>What a run says about values.</summary>
internal sealed partial class Run
{
    private static readonly Rule NoRule = new(0, "", 0, 0, "", "");

    private Member? member;
    private bool isGone;

    /// <summary>Addresses in the target, for findings; null where nobody needs them.</summary>
    public AddressOfNext? AddressOf { get; set; }

    /// <summary>The rule at work.</summary>
    public Rule Rule => member?.Rule ?? NoRule;

    /// <summary>Keeps what is said from now on from being heard.</summary>
    /// <returns>For <see cref="Unmute"/>.</returns>
    public (Findings Heard, Member? Member) Mute()
    {
        var before = (Findings, member);
        Findings = new Findings(0);
        return before;
    }

    /// <summary>Ends that.</summary>
    public void Unmute((Findings Heard, Member? Member) before) => (Findings, member) = before;

    /// <summary>What is said from now on goes here.</summary>
    public void Heard(Findings findings) => (Findings, member) = (findings, null);

    /// <summary>Says whose rule is at work: findings name it and its place in the target.</summary>
    public void Announce(Member? at) => member = at;

    /// <summary>Reports something at a node of the source.</summary>
    public void Report(FindingCode code, int node, params ReadOnlySpan<string> arguments)
    {
        if (IsOnlyCounted(code)) return;
        var span = node < 0 ? Source.SpanOf(Root) : SpanOf(node);
        // A further document stands behind this one, and has no place in it.
        var place = node < Source.Nodes[0].Next ? Source.PlaceOf(Math.Max(node, 0)) : new Place(Source.Ordinal, 0);
        var position = Source.Nodes[Math.Max(node, 0)].Position;
        Add(new Finding(code, span, place, position, [.. arguments]));
    }

    /// <summary>Reports something about an instance that is not in the target: its place has no index there.</summary>
    public void ReportGone(FindingCode code, int node, params ReadOnlySpan<string> arguments)
    {
        isGone = true;
        Report(code, node, arguments);
        isGone = false;
    }

    /// <summary>An instance was taken back: what was said about its values is about the place as such.</summary>
    /// <param name="first">Number of the first finding about it.</param>
    public void Detach(int first)
    {
        if (Findings.Kept == first || AddressOf is null || member is null) return;
        var (wco, json) = AddressOf(Target, member.Target, false);
        Findings.Amend(first, finding => finding with { WcoPointer = wco, JsonPointer = json });
    }

    private void Add(Finding finding)
    {
        if (member is null || AddressOf is null || !Findings.Keeps(finding.Code)) Findings.Add(finding with { WcoPointer = Pointer });
        else
        {
            var (wco, json) = AddressOf(Target, member.Target, !isGone);
            Findings.Add(finding with { WcoPointer = wco, JsonPointer = json });
        }
    }

    /// <summary>Reports something about a value; its text is the first argument.</summary>
    public void ReportValue(FindingCode code, in Value value, string second, string third)
    {
        var shown = Encoding.UTF8.GetString(TextOf(value));
        Report(code, value.Node, shown.Length > 60 ? shown[..60] + "..." : shown, second, third);
    }

    /// <summary>A required value is missing: the isolated instance is refused, or the document has an error.</summary>
    public void Missing(int node)
    {
        if (Isolated > 0) Refusal ??= Rule.Target + " is missing";
        else ReportAfter(MappingFindings.Required, node, Rule.Target, Rule.Text);
    }

    // Lines and columns are counted from the begin of a document: a large one with the same fault everywhere would take hours.
    internal bool IsOnlyCounted(FindingCode code)
    {
        if (Findings.Keeps(code)) return false;
        Findings.Add(code, default, default, 0);
        return true;
    }

    private string? Pointer => member is { Pointer: { Length: > 0 } pointer } ? pointer : null;

    private void ReportAfter(FindingCode code, int node, string first, string second)
    {
        if (IsOnlyCounted(code)) return;
        ref readonly var n = ref Source.Nodes[node];
        var span = Source.SpanOf(n.Start + n.Length, 0);
        Add(new Finding(code, span, Source.PlaceOf(node), n.Position, [first, second]));
    }

    /// <summary>Where a node stood in what the sender sent, through an earlier mapping if there was one.</summary>
    public SourceSpan SpanOf(int node)
    {
        for (var at = node; at >= 0; at = Source.Parent(at))
        {
            foreach (var origin in Source.Sources(at, out _))
            {
                if (origin.Role == OriginRole.Value || at != node || !HasValue(node)) return origin.Span;
            }
        }

        return Source.SpanOf(node);
    }

    private bool HasValue(int node) => (Source.Nodes[node].Flags & NodeFlags.HasValue) != 0;
}
