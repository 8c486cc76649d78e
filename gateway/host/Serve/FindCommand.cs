namespace Gateway.Host.Serve;

/// <summary>The verb <c>find</c>: which messages carry a reference, container, bill or voyage.</summary>
internal static class FindCommand
{
    /// <summary>Writes what was found.</summary>
    /// <returns>0; 1 when nothing was found; 3 when there is nothing to look at.</returns>
    public static Task<int> Run(
        ServeOptions options, string text, bool asJson, TextWriter output, TextWriter err, TimeProvider clock,
            CancellationToken stop)
        => OperatorCommand.Run(options, err, clock, async view =>
        {
            using var found = (await view.Get("/v1/find?text=" + Uri.EscapeDataString(text), stop))!;
            if (asJson) return OperatorCommand.AsJson(output, found);
            var hits = found.RootElement.GetProperty("hits");
            foreach (var hit in hits.EnumerateArray())
            {
                output.WriteLine($"{hit.Text("message")}  {hit.Text("kind"),-20} {hit.Text("value")}");
            }

            if (hits.GetArrayLength() > 0) return 0;
            err.WriteLine($"Nothing carries {text}.");
            return 1;
        }, stop);
}
