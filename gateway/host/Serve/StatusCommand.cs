using System.Text.Json;

namespace Gateway.Host.Serve;

/// <summary>The verb <c>status</c>: without an id the state of everything, with one all that became of a receipt or
/// message.</summary>
internal static class StatusCommand
{
    /// <summary>Writes it.</summary>
    /// <param name="options">Which gateway.</param>
    /// <param name="id">Id of a receipt or message; null for everything.</param>
    /// <param name="asJson">As JSON.</param>
    /// <param name="output">Takes the words.</param>
    /// <param name="err">Takes the faults.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>0; 1 when there is no such id; 3 when there is nothing to look at.</returns>
    public static Task<int> Run(
        ServeOptions options, string? id, bool asJson, TextWriter output, TextWriter err, TimeProvider clock,
            CancellationToken stop)
        => OperatorCommand.Run(
            options, err, clock, view => id is null ? All(view, asJson, output, stop)
                : One(view, id, asJson, output, err, stop), stop);

    private static async Task<int> All(OperatorView view, bool asJson, TextWriter output, CancellationToken stop)
    {
        using var status = (await view.Get("/v1/status", stop))!;
        if (asJson) return OperatorCommand.AsJson(output, status);
        foreach (var part in (ReadOnlySpan<string>)["receipts", "entries"])
        {
            output.WriteLine(part == "receipts" ? "Receipts" : "Deliveries and answers");
            foreach (var state in status.RootElement.GetProperty(part).EnumerateObject())
            {
                output.WriteLine($"  {state.Name,-16} {state.Value}");
            }
        }

        output.WriteLine($"Messages           {status.RootElement.Text("documents")}");
        if (status.RootElement.Text("oldestWaiting") is { Length: > 0 } oldest)
        {
            output.WriteLine($"Oldest waiting since {oldest}");
        }

        if (status.RootElement.TryGetProperty("places", out var places)) Places(output, places);
        output.WriteLine($"Configuration      {status.RootElement.Text("revision")}");
        if (status.RootElement.TryGetProperty("refused", out var refused)) Refused(output, refused);
        foreach (var mapping in status.RootElement.GetProperty("unavailable").EnumerateArray())
        {
            output.WriteLine($"Mapping            {mapping.Text("code")} {mapping.Text("sentence")}");
            output.WriteLine($"  {mapping.Text("fix")}");
        }

        foreach (var ending in status.RootElement.GetProperty("attention").EnumerateArray())
        {
            output.WriteLine($"Attention          {ending.Text("code")} {ending.Text("sentence")}");
        }

        return 0;
    }

    private static void Places(TextWriter output, JsonElement places)
    {
        if (places.GetArrayLength() > 0) output.WriteLine("Places");
        foreach (var place in places.EnumerateArray())
        {
            var contact = place.Text("lastContact") is { Length: > 0 } at ? $"last contact {at}" : "no contact yet";
            output.WriteLine($"  {place.Text("name"),-16} {place.Text("channel")} {place.Text("state")}, {contact}, "
                + $"waiting files {place.Text("waiting")}");
            if (place.TryGetProperty("counts", out var counts))
            {
                output.WriteLine("    since the start: " + string.Join(", ", counts.EnumerateObject().Select(c => $"{c.Name} {c.Value}")));
            }

            if (!place.TryGetProperty("fault", out var fault)) continue;
            output.WriteLine($"    {fault.Text("code")} {fault.Text("at")} {fault.Text("sentence")}");
            output.WriteLine($"    {fault.Text("fix")}");
        }
    }

    private static void Refused(TextWriter output, JsonElement refused)
    {
        output.WriteLine($"  {refused.Text("code")} {refused.Text("at")} {refused.Text("sentence")}");
        foreach (var fault in refused.GetProperty("findings").EnumerateArray())
        {
            var place = $"{fault.Text("file")}:{fault.Text("line")}:{fault.Text("column")}";
            output.WriteLine($"  {place} {fault.Text("code")} {fault.Text("sentence")}");
            output.WriteLine($"    {fault.Text("fix")}");
        }
    }

    private static async Task<int> One(
        OperatorView view, string id, bool asJson, TextWriter output, TextWriter err, CancellationToken stop)
    {
        var escaped = Uri.EscapeDataString(id);
        using var receipt = await view.Get("/v1/interchanges/" + escaped, stop);
        using var message = receipt is null ? await view.Get("/v1/messages/" + escaped, stop) : null;
        if ((receipt ?? message) is not { } found)
        {
            err.WriteLine($"There is no receipt and no message {id}.");
            return 1;
        }

        if (asJson) return OperatorCommand.AsJson(output, found);
        if (receipt is not null) Receipt(output, receipt.RootElement);
        else Message(output, found.RootElement, "");
        return 0;
    }

    private static void Receipt(TextWriter output, JsonElement receipt)
    {
        output.WriteLine($"Receipt   {receipt.Text("receipt")}");
        output.WriteLine($"Arrived   {receipt.Text("arrivedAt")} by {receipt.Text("channel")} {receipt.Text("fileName")}".TrimEnd());
        output.WriteLine($"State     {receipt.Text("state")} {receipt.Text("reason")}".TrimEnd());
        output.WriteLine($"Messages  {receipt.Text("documents")}, {receipt.Text("accepted")} accepted");
        if (receipt.TryGetProperty("parts", out var parts))
        {
            foreach (var part in parts.EnumerateArray())
            {
                output.WriteLine($"  Part {part.Text("part")} {part.Text("name")}: {part.Text("format")} {part.Text("bytes")} bytes "
                    + part.Text("use"));
            }
        }

        foreach (var message in receipt.GetProperty("messages").EnumerateArray()) Message(output, message, "  ");
        foreach (var answer in receipt.GetProperty("answers").EnumerateArray())
        {
            output.WriteLine($"Answer    {answer.Text("fileName")}: {answer.Text("state")}");
        }

        foreach (var delivery in receipt.GetProperty("deliveries").EnumerateArray()) Delivery(output, delivery);
    }

    private static void Message(TextWriter output, JsonElement message, string indent)
    {
        output.WriteLine($"{indent}Message {message.Text("id")} {message.Text("type")} {message.Text("release")} "
            + $"{message.Text("reference")}: "
            + (message.GetProperty("accepted").GetBoolean() ? "accepted" : "not accepted. " + message.Text("reason")));
        if (message.TryGetProperty("findings", out var findings))
        {
            foreach (var finding in findings.EnumerateArray())
            {
                output.WriteLine($"{indent}  {finding.Text("severity")} {finding.Text("code")} {finding.Text("sentence")}");
            }
        }

        if (!message.TryGetProperty("deliveries", out var deliveries)) return;
        foreach (var delivery in deliveries.EnumerateArray()) Delivery(output, delivery);
    }

    private static void Delivery(TextWriter output, JsonElement delivery)
        => output.WriteLine($"Delivery  {delivery.Text("destination")} {delivery.Text("state")}, attempts {delivery.Text("attempts")} "
            + delivery.Text("lastReason"));
}
