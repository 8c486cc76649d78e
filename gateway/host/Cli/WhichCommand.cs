using System.CommandLine;
using System.Text.Json;
using Gateway.Core;
using Gateway.Host.Http;
using Gateway.Host.Serve;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>which FILE</c>: what a file is, who says so, and which mapping reads it.</summary>
internal static class WhichCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file to look at." };
        var json = new Option<bool>("--json") { Description = "The verdict as JSON on stdout." };
        var partner = new Option<string?>("--partner") { Description = "Look as if this partner had sent it." };
        var command = new Command("which",
            "Say what a file is, what each format and container thinks of it, and which mapping reads its documents.\n"
            + "Example: ./run which samples/d95b-short.edi\n"
            + "Example: ./run which manifests.zip --json")
        {
            file, json, partner,
        };
        command.SetAction((result, stop) => Run(
            result.GetRequiredValue(file), result.GetValue(json), result.GetValue(partner), stop));
        return command;
    }

    private static async Task<int> Run(string name, bool isJson, string? partner, CancellationToken stop)
    {
        using var file = OfflineFile.Open(name, null, partner, null, Home.Configuration, Console.Error);
        if (file is null) return ExitCode.Environment;
        using var translation = file.Translate(null);
        translation.ReadsRefused = true;
        translation.KeepsReports = false;
        var kinds = new Dictionary<(int Part, string Type, string Said), int>();
        while (await translation.Next(stop) is { } document)
        {
            var said = document.Translation.Mapping is { } mapping ? "mapping " + mapping.Text.Name
                : document.Translation.IsParked ? document.Translation.Reason : "no mapping is needed: " + document.Translation.Reason;
            var kind = (document.Mark.Span.Part, document.Mark.Type.ToString(), said);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        var parts = translation.Parts;
        var isKnown = parts.All.Any(part => part.Reader is not null);
        if (isJson) Terminal.WriteJson(output => WriteJson(output, parts, name, kinds));
        else WriteText(Console.Out, parts, name, kinds);
        return isKnown ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static IReadOnlyList<(string Name, bool IsContainer, Contracts.Recognition Recognition)> Judge(
        ReceiptParts parts, ReceiptPart part)
    {
        Span<byte> head = stackalloc byte[Readers.HeadBytes];
        var readers = new Readers(Adapters.Formats(), Adapters.Containers());
        return readers.Judge(Readers.HeadOf(parts.Raw(part.Number), head), part.Name);
    }

    private static void WriteText(
        TextWriter output, ReceiptParts parts, string name, Dictionary<(int Part, string Type, string Said), int> kinds)
    {
        foreach (var part in parts.All)
        {
            output.WriteLine($"{parts.NameOf(part.Number, name)}: {part.Reader ?? "in no form that the gateway reads"}");
            foreach (var (kind, count) in kinds.Where(kind => kind.Key.Part == part.Number))
            {
                output.WriteLine($"  {Terminal.Count(count, "document")} {kind.Type}: {kind.Said}");
            }

            foreach (var (reader, _, recognition) in Judge(parts, part))
            {
                output.WriteLine($"  {recognition.Score,3}  {reader,-8} {recognition.Reason}");
            }
        }
    }

    private static void WriteJson(
        Utf8JsonWriter json, ReceiptParts parts, string name, Dictionary<(int Part, string Type, string Said), int> kinds)
    {
        json.WriteStartObject();
        json.List("parts", parts.All, part =>
        {
            json.WriteStartObject();
            json.WriteNumber("part", part.Number);
            json.WriteString("name", parts.NameOf(part.Number, name));
            json.Text("is", part.Reader);
            json.List("documents", [.. kinds.Where(kind => kind.Key.Part == part.Number)], kind =>
            {
                json.WriteStartObject();
                json.WriteString("type", kind.Key.Type);
                json.WriteNumber("count", kind.Value);
                json.WriteString("mapping", kind.Key.Said);
                json.WriteEndObject();
            });
            json.List("scores", Judge(parts, part), score =>
            {
                json.WriteStartObject();
                json.WriteString("name", score.Name);
                json.WriteNumber("score", score.Recognition.Score);
                json.WriteString("reason", score.Recognition.Reason);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
