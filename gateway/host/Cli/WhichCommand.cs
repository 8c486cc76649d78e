using System.CommandLine;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Http;
using Gateway.Host.Serve;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>which FILE</c>: what a file is, who says so, and what would be done with it.</summary>
internal static class WhichCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file to look at." };
        var json = new Option<bool>("--json") { Description = "The verdict as JSON on stdout." };
        var site = new SiteOptions();
        var command = new Command("which",
            "Say what a file is, which mapping, guide, profiles and partner settings apply to its documents, and why the others do not.\n"
            + "Example: ./run which samples/d95b-short.edi\n"
            + "Example: ./run which manifests.zip --json\n"
            + "Example: ./run which manifest.edi --partner oceanline --configuration /etc/gateway")
        {
            file, json,
        };
        site.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using var opened = site.Open(result, result.GetRequiredValue(file));
            return opened is null ? ExitCode.Environment : await Run(opened, result.GetValue(json), stop);
        });
        return command;
    }

    private static async Task<int> Run(OfflineFile file, bool isJson, CancellationToken stop)
    {
        var name = file.Name;
        using var translation = file.Translate(null);
        var kinds = await WhichKinds.Of(translation, file.Revision, stop);
        if (isJson) Terminal.WriteJson(output => WriteJson(output, translation, name, kinds));
        else WriteText(Console.Out, translation, name, kinds);
        return translation.Parts.All.Any(part => part.Reader is not null) ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static IReadOnlyList<(string Name, bool IsContainer, Recognition Recognition)> Judge(ReceiptParts parts, ReceiptPart part)
    {
        Span<byte> head = stackalloc byte[Readers.HeadBytes];
        return parts.Readers.Judge(Readers.HeadOf(parts.Raw(part.Number), head), part.Name);
    }

    // A broken archive looks like an archive; that nothing of it can be read has to be said.
    private static IEnumerable<Finding> FaultsOf(OfflineTranslation translation, ReceiptPart part)
        => translation.Envelope.Where(f => f.Severity == Severity.Error && f.Finding.Span.Part == part.Number && part.Reader is not null)
            .Select(f => f.Finding);

    private static void WriteText(TextWriter output, OfflineTranslation translation, string name, IReadOnlyList<WhichKind> kinds)
    {
        var parts = translation.Parts;
        foreach (var part in parts.All)
        {
            var what = part.Use switch
            {
                PartUse.Evidence => "a paper, kept as evidence",
                PartUse.Note => "shown with the message, not read",
                _ when parts.Raw(part.Number).Length == 0 => "empty",
                _ => part.Reader ?? "in no form that the gateway reads",
            };
            output.WriteLine($"{parts.NameOf(part.Number, name)}: {what}");
            if (part.Use != PartUse.Note && parts.Raw(part.Number).Length > 0)
            {
                foreach (var (reader, _, recognition) in Judge(parts, part))
                {
                    output.WriteLine($"  {recognition.Score,3}  {reader,-8} {recognition.Reason}");
                }
            }

            foreach (var fault in FaultsOf(translation, part)) output.WriteLine($"  {fault.Code.Id} {fault.Sentence}");
            foreach (var kind in kinds.Where(kind => kind.Part == part.Number)) Write(output, kind);
        }

        if (kinds.Count > 0) output.WriteLine(PartnerText(translation.Partner));
    }

    private static void Write(TextWriter output, WhichKind kind)
    {
        output.WriteLine($"  {Terminal.Count(kind.Count, "document")} {kind.Type}");
        output.WriteLine($"       mapping  {(kind.Mapping is { } mapping ? $"{mapping}, to {kind.Root}" : "none: " + kind.Reason)}");
        if (kind.Nearest is { } nearest) output.WriteLine($"       nearest  {nearest}");
        output.WriteLine($"       guide    {kind.Guide ?? "none holds for it"}");
        if (kind.Profiles.Count > 0) output.WriteLine($"       profiles {string.Join(", ", kind.Profiles)}");
        var others = kind.Choices.Where(choice => !choice.Fits).ToList();
        foreach (var other in others.Where(choice => choice.IsOfFormat)) output.WriteLine($"       not      {other.Name}: {other.Reason}");
        var rest = others.Count(choice => !choice.IsOfFormat);
        if (rest > 0) output.WriteLine($"       not      {Terminal.Count(rest, "mapping")} of other formats");
    }

    private static string PartnerText(Partner? partner)
    {
        if (partner is null) return "No partner's file holds for it: the defaults do.";
        var settings = new List<string>();
        if (partner.Types.Count > 0) settings.Add("may send " + string.Join(", ", partner.Types));
        if (partner.Mappings.Count > 0) settings.Add("chooses " + string.Join(", ", partner.Mappings.Values.Distinct()));
        if (partner.Guides.Count > 0) settings.Add("guides " + string.Join(", ", partner.Guides));
        if (partner.CharacterSet is not null) settings.Add("a character set of its own");
        if (partner.Severities.Count > 0) settings.Add(Terminal.Count(partner.Severities.Count, "changed code"));
        var trust = partner.Trust == PartnerTrust.Test ? ", in test: nothing would go on" : "";
        var own = settings.Count == 0 ? "" : ": " + string.Join("; ", settings);
        return $"The partner's file is that of {partner.Id} ({partner.Name}){trust}{own}.";
    }

    private static void WriteJson(Utf8JsonWriter json, OfflineTranslation translation, string name, IReadOnlyList<WhichKind> kinds)
    {
        var parts = translation.Parts;
        json.WriteStartObject();
        json.Text("partner", translation.Partner?.Id);
        json.List("parts", parts.All, part =>
        {
            json.WriteStartObject();
            json.WriteNumber("part", part.Number);
            json.WriteString("name", parts.NameOf(part.Number, name));
            json.WriteString("use", Json.Word(part.Use));
            json.Text("is", part.Reader);
            json.List("faults", FaultsOf(translation, part), fault =>
            {
                json.WriteStartObject();
                json.WriteString("code", fault.Code.Id);
                json.WriteString("sentence", fault.Sentence);
                json.WriteEndObject();
            });
            json.List("documents", kinds.Where(kind => kind.Part == part.Number), kind => Write(json, kind));
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

    private static void Write(Utf8JsonWriter json, WhichKind kind)
    {
        json.WriteStartObject();
        json.WriteString("type", kind.Type.ToString());
        json.WriteNumber("count", kind.Count);
        json.Text("mapping", kind.Mapping);
        json.Text("root", kind.Root);
        json.WriteString("reason", kind.Reason);
        json.Text("nearest", kind.Nearest);
        json.Text("guide", kind.Guide);
        json.List("profiles", kind.Profiles, json.WriteStringValue);
        json.List("mappings", kind.Choices, choice =>
        {
            json.WriteStartObject();
            json.WriteString("name", choice.Name);
            json.WriteBoolean("fits", choice.Fits);
            json.WriteString("reason", choice.Reason);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
