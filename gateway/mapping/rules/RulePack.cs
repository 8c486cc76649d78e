using Gateway.Documents;

namespace Gateway.Mappings;

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
