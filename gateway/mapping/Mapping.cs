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
/// <param name="Text">The expression as its author wrote it.</param>
public sealed record Rule(int Number, string File, int Line, int Column, string Target, string Text);

/// <summary>What a mapping serves, read from its first lines before it is compiled.</summary>
/// <param name="FromFormat"><c>edifact</c>, <c>xml</c>, <c>wco</c> …</param>
/// <param name="FromType">Document type: <c>CUSCAR</c>.</param>
/// <param name="Releases">Structural forms: <c>D.95B</c> …; empty when the format has none.</param>
/// <param name="ToFormat"><c>wco</c>, <c>xml hmrc-cds</c>.</param>
/// <param name="ToType">Root document: <c>CargoReport</c>.</param>
public sealed record MappingHead(
    string FromFormat, string FromType, IReadOnlyList<string> Releases, string ToFormat, string ToType);

/// <summary>The text of a mapping with its base and fragments merged: what is compiled, and what its hash is taken of.</summary>
public sealed class MappingText
{
    /// <summary>Name: the folder below mappings, <c>edifact/cuscar</c>.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>Digest of everything that is compiled: the file, its base, its fragments, its tables.</summary>
    public Digest Digest => throw new NotImplementedException();

    /// <summary>What it serves.</summary>
    public MappingHead Head => throw new NotImplementedException();

    /// <summary>Loads <c>NAME/mapping.yaml</c> with all it refers to.</summary>
    /// <param name="name">Name of the mapping.</param>
    /// <param name="file">Gives a file below the mappings folder; null when there is none.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>Null when there is an error.</returns>
    public static MappingText? Load(string name, Func<string, ReadOnlyMemory<byte>?> file, ReadText read, Findings findings)
        => throw new NotImplementedException();
}

/// <summary>A compiled mapping from one source schema to one target schema. Immutable and thread-safe.</summary>
public sealed class Mapping
{
    /// <summary>The text it was compiled from.</summary>
    public MappingText Text => throw new NotImplementedException();

    /// <summary>All rules; index 0 is rule number 1.</summary>
    public IReadOnlyList<Rule> Rules => throw new NotImplementedException();

    /// <summary>Checks and compiles.</summary>
    /// <param name="text">The mapping.</param>
    /// <param name="forms">Every structural form of the source that the mapping names; each rule is checked against each.</param>
    /// <param name="from">The form to compile for.</param>
    /// <param name="to">Target schema; the mapping fills the class named by <c>to:</c>, a child of the root (or the root itself).</param>
    /// <param name="fragmentTarget">Schema of a class that a fragment names (<c>to: wco Party</c>).</param>
    /// <param name="codeLists">Code lists for <c>listed</c>.</param>
    /// <param name="findings">All faults, each with file, line, column and the nearest valid name.</param>
    /// <returns>Null when there is an error.</returns>
    public static Mapping? Compile(
        MappingText text, IReadOnlyList<Schema> forms, Schema from, Schema to, Func<string, Schema?> fragmentTarget,
        Func<string, CodeList?> codeLists, Findings findings) => throw new NotImplementedException();

    /// <summary>Whether the mapping's <c>when</c> holds for the document.</summary>
    public bool Applies(Tree source) => throw new NotImplementedException();

    /// <summary>Adds the target document below the innermost open node of <paramref name="target"/>. Pure and bounded; every
    /// value gets its rule and origins.</summary>
    /// <param name="source">The sender's document.</param>
    /// <param name="target">Reset by the caller, <see cref="Tree.KeepProvenance"/> called.</param>
    /// <param name="moment">When it arrived.</param>
    /// <param name="partner">Constants of the partner, for <c>partner(key)</c>.</param>
    /// <param name="findings">What was wrong with the values, at their bytes.</param>
    public void Run(Tree source, Tree target, Moment moment, IReadOnlyDictionary<string, string> partner, Findings findings)
        => throw new NotImplementedException();
}

/// <summary>Rules over a WCO document in the language of mappings: conditions that must hold, each with code and severity.</summary>
public sealed class RulePack
{
    /// <summary>Checks and compiles a rule file.</summary>
    /// <returns>Null when there is an error.</returns>
    public static RulePack? Compile(
        string name, ReadOnlyMemory<byte> text, ReadText read, Schema on, Func<string, CodeList?> codeLists, Findings findings)
        => throw new NotImplementedException();

    /// <summary>The finding codes it may report, for docs/findings.md.</summary>
    public IReadOnlyList<FindingCode> Codes => throw new NotImplementedException();

    /// <summary>Runs all rules; findings carry source spans, WCO pointer and JSON pointer through <paramref name="pointers"/>.</summary>
    public void Run(Tree document, Moment moment, Func<Tree, int, (string Wco, string Json)> pointers, Findings findings)
        => throw new NotImplementedException();
}
