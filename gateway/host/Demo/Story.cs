using System.Text.Json;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Demo;

/// <summary>Tells in one line what became of a receipt.</summary>
internal static class Story
{
    /// <summary>The line: where it came from, what was understood, what went on, what was answered.</summary>
    public static async ValueTask<string> Of(IStore store, ReceiptView receipt, CancellationToken stop)
    {
        var (consignments, types) = (0, new SortedSet<string>(StringComparer.Ordinal));
        var containers = new HashSet<string>(StringComparer.Ordinal);
        JudgedLine? worst = null;
        string? after = null;
        do
        {
            var page = await store.Read(
                Viewer.Operator, new DocumentsQuery(receipt.Receipt.Id, WithBytes: true, After: after), stop);
            foreach (var document in page.Items)
            {
                var type = document.Result.Mark.Type;
                types.Add($"{type.Name} {type.Release}".TrimEnd());
                if (!document.Result.Json.IsEmpty && document.Result.IsAccepted)
                {
                    consignments += Count(document.Result.Json, containers);
                }

                worst ??= Worst(document.Result);
            }

            after = page.Next;
        }
        while (after is not null);

        var name = receipt.Arrival.FileName ?? receipt.Receipt.Id;
        var way = receipt.Arrival.Channel == Serve.RunningGateway.HttpChannel ? "HTTP" : "folder";
        return $"  {name,-40} {way,-7} {string.Join(", ", types),-13} {Outcome(receipt)}"
            + (consignments > 0 ? $", {Number(consignments, "consignment")}, {Number(containers.Count, "container")}"
                : "")
            + (worst is null || receipt.State == ReceiptState.Accepted ? ""
                : $"\n{"",4}{worst.Code}: {worst.Sentence}");
    }

    private static string Outcome(ReceiptView receipt) => receipt.State switch
    {
        ReceiptState.Accepted => $"accepted: {Number(receipt.Documents, "message")}",
        ReceiptState.PartlyAccepted => $"{receipt.Accepted} of {receipt.Documents} messages accepted",
        ReceiptState.Parked => "parked, answered",
        _ => "not accepted, answered",
    };

    private static string Number(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static JudgedLine? Worst(DocumentResult result)
        => result.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error
            ? new JudgedLine(error.Finding.Code.Id, error.Finding.Sentence)
            : null;

    private static int Count(ReadOnlyMemory<byte> json, HashSet<string> containers)
    {
        using var document = JsonDocument.Parse(json);
        return Count(document.RootElement, containers);
    }

    private static int Count(JsonElement element, HashSet<string> containers)
    {
        var consignments = 0;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) consignments += Count(item, containers);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name == "consignment")
                {
                    consignments += property.Value.ValueKind == JsonValueKind.Array ? property.Value.GetArrayLength()
                        : 1;
                }

                if (property.Name == "transportEquipment") Add(property.Value, containers);
                consignments += Count(property.Value, containers);
            }
        }

        return consignments;
    }

    private static void Add(JsonElement equipment, HashSet<string> containers)
    {
        if (equipment.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in equipment.EnumerateArray()) Add(item, containers);
        }
        else if (equipment.ValueKind == JsonValueKind.Object && equipment.TryGetProperty("id", out var id))
        {
            containers.Add(id.ToString());
        }
    }

    private sealed record JudgedLine(string Code, string Sentence);
}
