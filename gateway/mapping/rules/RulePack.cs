using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Rules over a WCO document in the language of mappings: conditions that must hold, each with code and
/// severity.</summary>
/// <remarks>
/// A file has <c>pack: 1</c>, <c>on: wco CargoReport</c> and a list <c>rules</c>. A rule has <c>code</c>,
/// <c>each</c> or
/// <c>at</c> (a path or a list of paths; without one the document), <c>when</c> (the rule says nothing unless it
/// holds),
/// <c>that</c> (must hold), <c>say</c> (with expressions in braces), <c>cause</c>, <c>fix</c>, <c>severity</c>
/// (warning unless
/// said) and <c>place</c> (where the finding points; the node of <c>each</c> unless said).
/// </remarks>
public sealed class RulePack
{
    private static readonly Dictionary<string, string> NoConstants = [];

    // As for mappings: a file of a few small documents ends before patterns would gain anything.
    private const int LargeNodes = 500;
    private const int ManyRuns = 16;

    private readonly IReadOnlyList<RuleOfPack> rules;
    private readonly IReadOnlyList<RulesAt> groups;
    private readonly int position;
    private readonly RunPlan plan;
    private readonly ConcurrentBag<Run> idle = [];
    private readonly Lock drawing = new();
    private bool isDrawn;
    private int runs;

    internal RulePack(IReadOnlyList<RuleOfPack> rules, IReadOnlyList<RulesAt> groups, int position, RunPlan plan)
        => (this.rules, this.groups, this.position, this.plan) = (rules, groups, position, plan);

    /// <summary>The finding codes it may report, for docs/findings.md.</summary>
    public IReadOnlyList<FindingCode> Codes => [.. rules.Select(r => r.Code).DistinctBy(c => c.Id)];

    /// <summary>Checks and compiles a rule file.</summary>
    /// <param name="name">Name of the file, for findings.</param>
    /// <param name="text">The file.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="on">Schema of the document in its envelope.</param>
    /// <param name="codeLists">Code lists for <c>listed</c>.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>Null when there is an error.</returns>
    public static RulePack? Compile(
        string name, ReadOnlyMemory<byte> text, ReadText read, Schema on, Func<string, CodeList?> codeLists,
            Findings findings)
    {
        var tree = new Tree();
        return read(text, 0, name, tree, findings) ? new RuleCompiler(on, codeLists, findings).Compile(Entry.Of(tree))
            : null;
    }

    /// <summary>Runs all rules; findings carry source spans, WCO pointer and JSON pointer through <paramref
    /// name="pointers"/>.
    /// </summary>
    public void Run(Tree document, Moment moment, Func<Tree, int, (string Wco, string Json)> pointers,
        Findings findings)
        => Run(document, moment, pointers, findings, isApart: false);

    /// <summary>The same; apart, each rule goes through the document by itself, as if no others were there.</summary>
    internal void Run(
        Tree document, Moment moment, Func<Tree, int, (string Wco, string Json)> pointers, Findings findings, bool isApart)
    {
        var root = RootOf(document);
        if (root < 0) return;
        if (!idle.TryTake(out var run)) run = new Run(plan);
        run.KnowsPatterns = !isApart && (Volatile.Read(ref isDrawn)
            || ((document.Nodes.Length > LargeNodes || Interlocked.Increment(ref runs) > ManyRuns) && Draw()));
        if (isApart || !Together(run, document, root, moment, findings, pointers))
        {
            run.Begin(document, document, root, moment, NoConstants, findings);
            foreach (var rule in rules) rule.Test(run, pointers);
        }

        if (run.IsExhausted) run.Report(MappingFindings.Exhausted, root, "very many");
        run.End();
        if (document.Nodes.Length <= Limits.KeptNodesMax) idle.Add(run);
    }

    // All rules of one place at each of its nodes, then what is broken in the order of the rules. Where values cannot be calculated with,
    // each rule says so when its turn comes.
    private bool Together(
        Run run, Tree document, int root, Moment moment, Findings findings, Func<Tree, int, (string Wco, string Json)> pointers)
    {
        var said = new Findings(0);
        run.Begin(document, document, root, moment, NoConstants, said);
        run.Broken.Clear();
        foreach (var group in groups) group.Test(run);
        if (said.Count > 0 || run.IsExhausted) return false;
        if (run.Broken.Count == 0) return true;
        run.Heard(findings);
        foreach (var (rule, node) in run.Broken.OrderBy(broken => broken.Rule)) rules[rule].ReportAt(run, node, pointers);
        return true;
    }

    private bool Draw()
    {
        lock (drawing)
        {
            if (!isDrawn)
            {
                foreach (var group in groups) group.Draw();
            }

            Volatile.Write(ref isDrawn, true);
        }

        return true;
    }

    private int RootOf(Tree document)
    {
        var nodes = document.Nodes;
        if (nodes.Length == 0) return -1;
        if (nodes[0].Position == position) return 0;
        for (var child = 1; child < nodes.Length; child = nodes[child].Next)
        {
            if (nodes[child].Position == position) return child;
        }

        return -1;
    }
}

/// <summary>One rule of a pack.</summary>
internal sealed record RuleOfPack(
    FindingCode Code, ScopeTable Table, Expression? Each, Expression? When, Expression That, IReadOnlyList<Expression> Shown,
        Expression? Place)
{
    /// <summary>Tests it wherever it applies.</summary>
    public void Test(Run run, Func<Tree, int, (string Wco, string Json)> pointers)
    {
        if (Each is null)
        {
            TestAt(run, run.Root, pointers);
            return;
        }

        var from = run.Top;
        var count = Each.Select(run, run.Root);
        for (var i = from; i < from + count && !run.IsExhausted; i++) TestAt(run, run.NodeAt(i), pointers);
        run.Top = from;
    }

    private void TestAt(Run run, int node, Func<Tree, int, (string Wco, string Json)> pointers)
    {
        run.Enter(1, node, Table);
        if ((When is null || When.Test(run, node)) && !That.Test(run, node)) Report(run, node, pointers);
        run.EndValue();
    }

    /// <summary>Says that it is broken at a node.</summary>
    public void ReportAt(Run run, int node, Func<Tree, int, (string Wco, string Json)> pointers)
    {
        run.Enter(1, node, Table);
        Report(run, node, pointers);
        run.EndValue();
    }

    private void Report(Run run, int node, Func<Tree, int, (string Wco, string Json)> pointers)
    {
        if (run.IsOnlyCounted(Code)) return;
        var top = run.Top;
        var at = Place is not null && Place.Select(run, node) > 0 ? run.NodeAt(top) : node;
        run.Top = top;
        var (wco, json) = pointers(run.Source, at);
        run.Findings.Add(new Finding(
            Code, run.SpanOf(at), new Place(run.Source.Ordinal, 0), run.Source.Nodes[at].Position, [.. Shown.Select(s
                => Text(run, s, node))])
        {
            WcoPointer = wco,
            JsonPointer = json,
        });
    }

    private static string Text(Run run, Expression shown, int node)
    {
        var from = run.ValueTop;
        var text = shown.Values(run, node) == 0 ? "" : Encoding.UTF8.GetString(run.TextOf(run.ValueAt(from)));
        run.ValueTop = from;
        return text.Length > 80 ? string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 80)}...") : text;
    }
}
