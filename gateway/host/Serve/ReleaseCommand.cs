namespace Gateway.Host.Serve;

/// <summary>The verb <c>release</c>: lets a held receipt go on.</summary>
internal static class ReleaseCommand
{
    /// <summary>Releases it, in the gateway that runs or, when none runs, in its store.</summary>
    /// <returns>0; 1 when there is no such receipt or it is not held; 3 when there is nothing to look at.</returns>
    public static Task<int> Run(
        ServeOptions options, string id, string by, string reason, TextWriter output, TextWriter err, TimeProvider clock,
            CancellationToken stop)
        => OperatorCommand.Run(options, err, clock, async view =>
        {
            var refusal = await view.Post($"/v1/interchanges/{Uri.EscapeDataString(id)}/release", json =>
            {
                json.WriteString("by", by);
                json.WriteString("reason", reason);
            }, stop);
            (refusal is null ? output : err).WriteLine(refusal ?? $"Receipt {id} goes on.");
            return refusal is null ? 0 : 1;
        }, stop);
}
