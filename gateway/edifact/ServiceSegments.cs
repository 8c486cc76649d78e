using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The service segments of the envelope, as each syntax version of ISO 9735 defines them.</summary>
internal static class ServiceSegments
{
    private static readonly MessagePlan[] Plans = [.. Enumerable.Range(1, 4).Select(Make)];

    /// <summary>The plan for a syntax version from 1 to 4; its steps are the service segments.</summary>
    public static MessagePlan Plan(int syntax) => Plans[Math.Clamp(syntax, 1, 4) - 1];

    private static MessagePlan Make(int syntax)
    {
        var maker = new SchemaOfMessage(DirectoryFiles.BuiltIn, 0, DirectoryFiles.LastOfSyntax(syntax), 0);
        var schema = maker.Build("service segments", [.. TableText.Rows("UNB UNG UNH UNT UNE UNZ")]);
        return MessagePlan.Of(schema, syntax == 4);
    }
}
