namespace Gateway.Edifact;

/// <summary>The service segments, as each syntax version of ISO 9735 defines them.</summary>
internal static class ServiceSegments
{
    // One version is what a process meets as a rule; the others are not made for nothing.
    private static readonly Lazy<MessagePlan>[] Plans =
        [.. Enumerable.Range(1, 4).Select(syntax => new Lazy<MessagePlan>(() => Make(syntax)))];

    /// <summary>The plan for a syntax version from 1 to 4; its steps are the service segments.</summary>
    public static MessagePlan Plan(int syntax) => Plans[Math.Clamp(syntax, 1, 4) - 1].Value;

    private static MessagePlan Make(int syntax) => MessagePlan.Of(EdifactDirectory.ServiceSegments(syntax), syntax == 4);
}
