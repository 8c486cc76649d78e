using Gateway.Host.Cli;
using Gateway.Host.Http;

namespace Gateway.Host.Serve;

/// <summary>The verbs <c>rebuild</c> and <c>replay</c>: what was made, made again; and what would be made today.</summary>
internal static class PastCommands
{
    /// <summary>Writes the output of a message, made again with the configuration of then, to <paramref name="output"/>.</summary>
    /// <returns>0 when it is byte for byte what was kept; 1 when not, or there is no such message; 3 when there is nothing to look
    /// at.</returns>
    public static Task<int> Rebuild(
        ServeOptions options, string id, bool asXml, Stream output, TextWriter err, TimeProvider clock, CancellationToken stop)
        => OperatorCommand.Run(options, err, clock, async view =>
        {
            var path = $"/v1/messages/{Uri.EscapeDataString(id)}/rebuilt.{(asXml ? "xml" : "json")}";
            if (await view.GetBytes(path, PastReads.RebuiltHeader, stop) is not { } rebuilt)
            {
                err.WriteLine($"There is no message {id} with an output, or its bytes were deleted.");
                return ExitCode.Faulty;
            }

            await output.WriteAsync(rebuilt.Body, stop);
            var words = rebuilt.Header.Split(' ', 3);
            var isSame = words[0] == "same";
            err.WriteLine($"{(isSame ? "The same bytes as then" : "NOT the bytes of then")}, made by {words[^1]} in revision {words[1]}.");
            return isSame ? ExitCode.Fine : ExitCode.Faulty;
        }, stop);

    /// <summary>Says which kept messages the active configuration would make differently.</summary>
    /// <returns>0 when none; 1 when any; 3 when there is nothing to look at.</returns>
    public static Task<int> Replay(
        ServeOptions options, string? mapping, DateTimeOffset? from, bool asJson, Stream output, TextWriter err, TimeProvider clock,
        CancellationToken stop)
        => OperatorCommand.Run(options, err, clock, async view =>
        {
            var path = $"/v1/replay?mapping={Uri.EscapeDataString(mapping ?? "")}&from={from?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"
                + (asJson ? "&form=json" : "");
            var (header, body) = (await view.GetBytes(path, PastReads.ReplayHeader, stop))!.Value;
            await output.WriteAsync(body, stop);
            var words = header.Split(' ');
            if (words is [_, _, not "0" and var lost])
            {
                err.WriteLine($"{lost} documents could not be compared: their bytes or configuration are gone.");
            }

            return words[0] == "0" ? ExitCode.Fine : ExitCode.Faulty;
        }, stop);
}
