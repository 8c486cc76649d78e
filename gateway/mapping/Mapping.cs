using System.Collections.Concurrent;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>The moment a document is mapped for. No rule sees a clock.</summary>
/// <param name="ArrivedAt">When the bytes were kept.</param>
public readonly record struct Moment(DateTimeOffset ArrivedAt);

/// <summary>A rule, as <c>explain</c> shows it.</summary>
/// <param name="Number">Number in its mapping, from 1; what <see cref="Tree.Sources"/> gives.</param>
/// <param name="File">File of the mapping, below the mappings folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Target">Path of the target: <c>Consignment/UCR/ID</c>.</param>
/// <param name="Text">The expression as its author wrote it, without the mark of a required value.</param>
public sealed record Rule(int Number, string File, int Line, int Column, string Target, string Text)
{
    /// <summary>Whether it says for which nodes a block is made, rather than what a value is.</summary>
    public bool IsMove => Text.StartsWith("each: ", StringComparison.Ordinal) || Text.StartsWith("at: ", StringComparison.Ordinal);
}

/// <summary>A compiled mapping from one source schema to one target schema. Immutable and thread-safe.</summary>
public sealed class Mapping
{
    // A file of a few small documents ends before it would gain anything.
    private const int LargeNodes = 500;
    private const int ManyRuns = 16;

    private readonly Plan plan;
    private readonly Lock drawing = new();
    private bool isDrawn;
    private int runs;
    private readonly ConcurrentBag<(Run Run, CarryState Carry)> idle = [];

    internal Mapping(MappingText text, Plan plan, IReadOnlyList<Rule> rules) => (Text, this.plan, Rules) = (text,
        plan, rules);

    /// <summary>The text it was compiled from.</summary>
    public MappingText Text { get; }

    /// <summary>All rules; index 0 is rule number 1.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Whether what no rule reads goes into the target (<c>carry</c>) rather than into findings.</summary>
    public bool IsCarrying => plan.Carry.IsCarried;

    /// <summary>What the paths of the rules lead to in the form that it is compiled for.</summary>
    internal IReadOnlyList<PathUse> Uses => plan.Uses;

    /// <summary>Checks and compiles.</summary>
    /// <param name="text">The mapping.</param>
    /// <param name="forms">Every structural form of the source that the mapping names: each rule is checked against each. Empty to
    /// compile only: then a path that this form has not is taken to be in another one.</param>
    /// <param name="from">The form to compile for.</param>
    /// <param name="to">Target schema; the mapping fills the class named by <c>to:</c>, a child of the root (or the
    /// root itself).</param>
    /// <param name="fragmentTarget">Schema of a class that a fragment names (<c>to: wco Party</c>).</param>
    /// <param name="codeLists">Code lists for <c>listed</c>.</param>
    /// <param name="findings">All faults, each with file, line, column and the nearest valid name.</param>
    /// <param name="codeListNames">Names of the code lists, for the nearest ones; null where they are not known.</param>
    /// <param name="fragments">Collects the paths of shared fragments over all mappings; without it, a path that this mapping has in no
    /// form is a fault.</param>
    /// <param name="further">Schemas of the further documents that the mapping names (<c>also</c>).</param>
    /// <param name="isRun">False for whoever only asks for faults: what comes back must not be run then.</param>
    /// <returns>Null when there is an error.</returns>
    public static Mapping? Compile(
        MappingText text, IReadOnlyList<Schema> forms, Schema from, Schema to, Func<string, Schema?> fragmentTarget,
        Func<string, CodeList?> codeLists, Findings findings, IEnumerable<string>? codeListNames = null,
        FragmentPaths? fragments = null, FurtherSchemas? further = null, bool isRun = true)
    {
        var shared = new Compilation(findings, codeLists, forms.Count > 0, fragments)
        {
            CodeListNames = [.. codeListNames ?? []], IsRun = isRun,
        };
        return MappingCompiler.Compile(text, forms, from, to, fragmentTarget, further ?? FurtherSchemas.None, shared, findings);
    }

    /// <summary>Whether the mapping's <c>when</c> holds for the document.</summary>
    public bool Applies(Tree source)
    {
        var root = RootOf(source);
        if (plan.When is null || root < 0) return true;
        var rented = Rent();
        rented.Run.KnowsPatterns = false;
        rented.Run.Begin(source, rented.Carry.Draft, root, default, NoConstants, new Findings(0));
        var holds = plan.When.Test(rented.Run, root);
        rented.Run.End();
        idle.Add(rented);
        return holds;
    }

    /// <summary>A document with the further documents that the mapping names (<c>also</c>), to be run in its place.</summary>
    /// <param name="source">The sender's document.</param>
    /// <param name="further">By name; one that is missing has no nodes.</param>
    public Tree With(Tree source, IReadOnlyDictionary<string, Tree> further)
    {
        if (plan.Joined is null) return source;
        var joined = new Tree();
        plan.Joined.Join(source, further, joined);
        return joined;
    }

    /// <summary>Adds the target document below the innermost open node of <paramref name="target"/>. Pure and
    /// bounded; every
    /// value gets its rule and origins.</summary>
    /// <param name="source">The sender's document.</param>
    /// <param name="target">Reset by the caller, <see cref="Tree.KeepProvenance"/> called.</param>
    /// <param name="moment">When it arrived.</param>
    /// <param name="partner">Constants of the partner, for <c>partner(key)</c>.</param>
    /// <param name="findings">What was wrong with the values, at their bytes.</param>
    /// <param name="marks">Gets which nodes of the source were read; null when nobody asks.</param>
    /// <param name="addresses">Makes the addresses of findings in the target; null where nobody needs them.</param>
    public void Run(Tree source, Tree target, Moment moment, IReadOnlyDictionary<string, string> partner,
        Findings findings, ReadMarks? marks = null, AddressOfNext? addresses = null)
    {
        var root = RootOf(source);
        if (root < 0) return;
        var rented = Rent();
        var (run, carry) = rented;
        var before = target.Mark();
        run.KnowsPatterns = Volatile.Read(ref isDrawn) || (IsWorthDrawing(source) && Draw());
        run.Begin(source, target, root, moment, partner, findings);
        run.OwnerTop = 0;
        run.AddressOf = addresses;
        var made = 0;
        plan.Document.Make(run, root, ref made);
        if (run.IsExhausted) run.Report(MappingFindings.Exhausted, 0, "very many");
        foreach (var check in plan.Checks) check.Test(run);
        marks?.TakeRead(run);
        plan.Leave.Mark(run);
        marks?.TakeLeft(run);
        Restoration.Write(run, target, before, carry.Draft);
        plan.Carry.Find(run, carry);
        plan.Carry.Report(run, carry);
        if (plan.Carry.IsCarried) plan.Carry.Write(run, target, before, carry);
        run.End();
        // What a giant needed is not kept for the usual ones that follow.
        if (source.Nodes.Length <= Limits.KeptNodesMax) idle.Add(rented);
    }

    private bool IsWorthDrawing(Tree source)
        => source.Nodes.Length > LargeNodes || Interlocked.Increment(ref runs) > ManyRuns;

    // Once for good: what is drawn numbers the words of all keys.
    private bool Draw()
    {
        lock (drawing)
        {
            if (!isDrawn) plan.Document.Draw();
            Volatile.Write(ref isDrawn, true);
        }

        return true;
    }

    private static readonly Dictionary<string, string> NoConstants = [];

    /// <summary>The node that paths start at: the document, or the WCO document within its envelope; -1 when there is none.</summary>
    internal int RootOf(Tree source)
    {
        var nodes = source.Nodes;
        if (nodes.Length == 0) return -1;
        if (plan.Root == Schema.Root) return 0;
        var child = 1;
        while (child < nodes[0].Next && nodes[child].Position != plan.Root) child = nodes[child].Next;
        return child < nodes[0].Next ? child : -1;
    }

    private (Run Run, CarryState Carry) Rent()
    {
        if (idle.TryTake(out var rented)) return rented;
        var state = new CarryState();
        state.Draft.KeepProvenance();
        return (new Run(plan.Run), state);
    }
}

/// <summary>A compiled mapping's parts.</summary>
internal sealed record Plan(
    Member Document, Expression? When, IReadOnlyList<Check> Checks, Leaves Leave, Carry Carry,
    RunPlan Run, IReadOnlyList<PathUse> Uses, int Root, JoinedSchema? Joined);

/// <summary>A condition that must hold for the whole document.</summary>
internal sealed record Check(Expression That, FindingCode Code, string Say)
{
    /// <summary>Tests it.</summary>
    public void Test(Run run)
    {
        if (That.Test(run, run.Root)) return;
        run.Announce(null);
        run.Report(Code, run.Root, Say);
    }
}
