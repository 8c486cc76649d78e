using System.Globalization;
using System.Text.Json;
using Gateway.Core;
using Gateway.Host.Cli;
using Gateway.Host.Http;
using Gateway.Host.Serve;

namespace Gateway.Host.Partners;

/// <summary><c>partner list</c> and <c>partner show</c>.</summary>
internal static class PartnerViews
{
    private const int LatelyMax = 10;

    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>All partners.</summary>
    public static int List(ServeOptions options, bool isJson, TextWriter output, TextWriter error)
    {
        if (Site.Open(options, error)?.Load(error) is not { } revision) return ExitCode.Environment;
        var ending = PartnerTerms.Ending(revision, Clock.GetUtcNow())
            .ToLookup(finding => finding.Arguments[1], finding => finding.Sentence);
        var partners = revision.Partners.Values.OrderBy(partner => partner.Id, StringComparer.Ordinal).ToList();
        if (isJson)
        {
            Terminal.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var partner in partners) Write(json, partner, ending[partner.Id], []);
                json.WriteEndArray();
            });
            return ExitCode.Fine;
        }

        var width = partners.Count == 0 ? 0 : partners.Max(partner => partner.Id.Length);
        foreach (var partner in partners)
        {
            output.WriteLine($"{partner.Id.PadRight(width)}  {Json.Word(partner.Trust),-10}  {KnownBy(partner)}");
            foreach (var sentence in ending[partner.Id]) output.WriteLine($"{"".PadRight(width)}  {sentence}");
        }

        if (partners.Count == 0) error.WriteLine("There is no partner yet. ./run partner add NAME registers one.");
        return ExitCode.Fine;
    }

    /// <summary>Everything about one partner.</summary>
    public static async Task<int> Show(
        ServeOptions options, string name, bool isJson, TextWriter output, TextWriter error, CancellationToken stop)
    {
        if (Site.Open(options, error) is not { } site || site.Load(error) is not { } revision) return ExitCode.Environment;
        if (!revision.Partners.TryGetValue(name, out var partner))
        {
            var known = string.Join(", ", revision.Partners.Keys.Order(StringComparer.Ordinal));
            error.WriteLine($"There is no partner {name}. There are: {known}.");
            return ExitCode.Faulty;
        }

        var ending = PartnerTerms.Ending(revision, Clock.GetUtcNow()).Where(f => f.Arguments[1] == name).Select(f => f.Sentence).ToList();
        var lately = await Lately(site.Settings, name, error, stop);
        if (isJson) Terminal.WriteJson(json => Write(json, partner, ending, lately));
        else Write(output, partner, ending, lately);
        return ExitCode.Fine;
    }

    private static void Write(TextWriter output, Partner partner, List<string> ending, List<JsonElement> lately)
    {
        Line("Partner", $"{partner.Id} ({partner.Name})");
        Line("Known by", KnownBy(partner));
        Line("Trust", Json.Word(partner.Trust) + (partner.Trust == PartnerTrust.Test ? ": answered, not delivered" : ""));
        Line("May send", partner.Types.Count == 0 ? "every type" : string.Join(", ", partner.Types));
        foreach (var (type, mapping) in partner.Mappings) Line("Mapping", $"{type}: {mapping}");
        if (partner.Guides.Count > 0) Line("Guides", string.Join(", ", partner.Guides));
        if (partner.CharacterSet is { } set) Line("Character set", set.ToString());
        foreach (var (code, said) in partner.Severities)
        {
            Line("Severity", $"{code} {Terminal.Word(said.Severity)}{Until(said.Until)}{(said.Reason is null ? "" : ": " + said.Reason)}");
        }

        foreach (var key in partner.Keys)
        {
            Line("API key", $"{key.Sha256[..8]}...{Until(key.Until)}{(key.Note is null ? "" : ": " + key.Note)}");
        }

        Line("Answers", string.Join(", ", (partner.Answers ?? ["contrl"]).Append("report"))
            + (partner.AnswersTo.Count == 0 ? "" : $"; copies to {string.Join(", ", partner.AnswersTo)}")
            + $"; in {(partner.Speaks.Tag == "en" ? "English" : partner.Speaks.Tag)}"
            + (partner.Speaks.Tag == partner.Language ? "" : $", {partner.Language} is wanted"));
        Line("Limits", string.Create(CultureInfo.InvariantCulture,
            $"{Most(partner.Limits.RequestsPerMinute)} requests a minute, {Most(partner.Limits.MegabytesPerDay)} MiB a day, ")
            + $"{partner.Limits.Concurrent} at a time");
        foreach (var contact in partner.Contacts)
        {
            Line("Contact", string.Join(", ", new[] { contact.Name, contact.Role, contact.Mail, contact.Phone }.OfType<string>()));
        }

        if (partner.Agreement is { } agreement) Line("Agreement", agreement);
        foreach (var sentence in ending) Line("Attention", sentence);
        foreach (var receipt in lately)
        {
            var (at, state) = (receipt.Text("arrivedAt"), receipt.Text("state"));
            Line("Sent", $"{at} {state,-15} {receipt.Text("receipt")} {receipt.Text("fileName")}".TrimEnd());
        }

        void Line(string title, string text) => output.WriteLine($"{title,-14} {text}");
    }

    private static void Write(Utf8JsonWriter json, Partner partner, IEnumerable<string> ending, List<JsonElement> lately)
    {
        json.WriteStartObject();
        json.WriteString("partner", partner.Id);
        json.WriteString("name", partner.Name);
        json.WriteString("trust", Json.Word(partner.Trust));
        json.List("senders", partner.Senders, json.WriteStringValue);
        json.List("mail", partner.Mail?.Addresses ?? [], json.WriteStringValue);
        json.List("sftp", partner.SftpPlaces, json.WriteStringValue);
        json.List("types", partner.Types, json.WriteStringValue);
        json.WriteStartObject("mappings");
        foreach (var (type, mapping) in partner.Mappings) json.WriteString(type, mapping);
        json.WriteEndObject();
        json.List("guides", partner.Guides, json.WriteStringValue);
        json.List("severities", partner.Severities, one =>
        {
            json.WriteStartObject();
            json.WriteString("code", one.Key);
            json.WriteString("severity", Terminal.Word(one.Value.Severity));
            json.Text("reason", one.Value.Reason);
            json.Text("until", Day(one.Value.Until));
            json.WriteEndObject();
        });
        json.List("keys", partner.Keys, key =>
        {
            json.WriteStartObject();
            json.WriteString("sha256", key.Sha256);
            json.Text("until", Day(key.Until));
            json.Text("note", key.Note);
            json.WriteEndObject();
        });
        json.List("answers", partner.Answers ?? ["contrl"], json.WriteStringValue);
        json.List("answersTo", partner.AnswersTo, json.WriteStringValue);
        json.WriteString("language", partner.Language);
        json.Text("agreement", partner.Agreement);
        json.List("attention", ending, json.WriteStringValue);
        json.List("sent", lately, receipt => receipt.WriteTo(json));
        json.WriteEndObject();
    }

    // The store is asked only where there is one: to look at a partner must not make one.
    private static async Task<List<JsonElement>> Lately(GatewaySettings settings, string partner, TextWriter error, CancellationToken stop)
    {
        if (!File.Exists(Path.Combine(settings.DataFolder, "gateway.db"))) return [];
        await using var view = await OperatorView.Open(settings, error, Clock, stop);
        if (view is null || await view.Get("/v1/interchanges?max=100", stop) is not { } page) return [];
        using (page)
        {
            return [.. page.RootElement.GetProperty("interchanges").EnumerateArray().Where(one => one.Text("partner") == partner)
                .Take(LatelyMax).Select(one => one.Clone())];
        }
    }

    private static string KnownBy(Partner partner)
    {
        var ways = new List<string>();
        if (partner.Senders.Count > 0) ways.Add("UNB " + string.Join(", ", partner.Senders));
        var where = partner.IsLoopbackOnly ? " (this machine alone)" : "";
        if (partner.Keys.Count > 0) ways.Add(Terminal.Count(partner.Keys.Count, "API key") + where);
        if (partner.Mail is { } mail) ways.Add("mail " + string.Join(", ", mail.Addresses) + (mail.RequiresSignature ? ", signed" : ""));
        if (partner.SftpPlaces.Count > 0) ways.Add("SFTP " + string.Join(", ", partner.SftpPlaces));
        return ways.Count == 0 ? "nothing yet" : string.Join("; ", ways);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Until(DateOnly? last)
        => last is null ? "" : last.Holds(Clock.GetUtcNow()) ? $" until {Day(last)}" : $" (ended on {Day(last)})";

    private static string Most(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "any number of";
}
