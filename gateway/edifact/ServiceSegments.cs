using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The service segments that no message table names, as each syntax version of ISO 9735 defines them.</summary>
internal static class ServiceSegments
{
    private const string Batch = "UNB UNG UNH UNT UNE UNZ";

    // Interactive messages, objects, security and anti-collision groups came with syntax 4.
    private const string Syntax4 = " UIB UIH UIR UIT UIZ UNO UNP UGH UGT USH USA USC USR UST USB USX USY USD USU USE USF USL";

    // One version is what a process meets as a rule; the others are not made for nothing.
    private static readonly Lazy<MessagePlan>[] Plans =
        [.. Enumerable.Range(1, 4).Select(syntax => new Lazy<MessagePlan>(() => Make(syntax)))];

    /// <summary>The plan for a syntax version from 1 to 4; its steps are the service segments.</summary>
    public static MessagePlan Plan(int syntax) => Plans[Math.Clamp(syntax, 1, 4) - 1].Value;

    private static MessagePlan Make(int syntax)
    {
        var maker = new SchemaOfMessage(DirectoryFiles.BuiltIn, 0, DirectoryFiles.LastOfSyntax(syntax), 0);
        var schema = maker.Build("service segments", [.. TableText.Rows(Batch + (syntax >= 4 ? Syntax4 : ""))]);
        return MessagePlan.Of(schema, syntax == 4);
    }
}
