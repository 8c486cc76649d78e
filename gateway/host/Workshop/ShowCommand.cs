using System.CommandLine;
using System.Globalization;
using Gateway.Host.Cli;
using Gateway.Mappings;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping show NAME [--partner P]</c>: the merged mapping with the file and line of everything.</summary>
internal static class ShowCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the mapping, such as edifact/cuscar." };
        var partner = new Option<string?>("--partner")
        {
            Description = "Show what this partner's documents get: its file may name an overlay of the mapping.",
        };
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var command = new Command("show",
            "Show a mapping with its base merged in and its fragments, each line with the file and line it is written in.\n"
            + "Example: ./run mapping show edifact/cuscar\n"
            + "Example: ./run mapping show edifact/cuscar --partner acme --configuration /etc/gateway")
        {
            name, partner, json, folder,
        };
        command.SetAction(result =>
        {
            if (Workbench.Open(result.GetValue(folder), Console.Error) is not { } bench) return ExitCode.Environment;
            if (bench.Find(result.GetRequiredValue(name), Console.Error) is not { } mapping) return ExitCode.Usage;
            if (For(bench, mapping, result.GetValue(partner), Console.Error) is not { } shown) return ExitCode.Usage;
            if (result.GetValue(json)) WriteJson(bench, shown);
            else WriteText(Console.Out, bench, shown);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>The mapping that a partner's documents get instead; the same one where its file names none.</summary>
    internal static string? For(Workbench bench, string mapping, string? partner, TextWriter error)
    {
        if (partner is null) return mapping;
        if (!bench.Revision.Partners.TryGetValue(partner, out var sender))
        {
            var known = string.Join(", ", bench.Revision.Partners.Keys.Order(StringComparer.Ordinal));
            error.WriteLine($"There is no partner {partner}. There are: {known}.");
            return null;
        }

        var types = bench.Revision.HeadOf(mapping)!.FromTypes;
        return types.Select(type => sender.Mappings.GetValueOrDefault(type)).FirstOrDefault(named => named is not null) ?? mapping;
    }

    /// <summary>Writes the merged text.</summary>
    internal static void WriteText(TextWriter to, Workbench bench, string mapping)
    {
        var text = bench.Revision.TextOf(mapping)!;
        var lines = MergedText.Of(text);
        var places = lines.Select(line => line.Line == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{line.File}:{line.Line}")).ToList();
        var width = places.Max(place => place.Length);
        to.WriteLine($"{mapping}@{text.Digest.Short()}");
        for (var i = 0; i < lines.Count; i++) to.WriteLine($"{places[i].PadRight(width)}  {lines[i].Text}".TrimEnd());
    }

    private static void WriteJson(Workbench bench, string mapping) => Terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("mapping", mapping);
        json.WriteString("hash", bench.Revision.TextOf(mapping)!.Digest.Hex);
        json.WriteStartArray("rules");
        foreach (var rule in bench.Revision.MappingForEachForm(mapping).SelectMany(form => form.Mapping.Rules)
            .Where(rule => rule.Text.Length > 0).DistinctBy(rule => (rule.File, rule.Line, rule.Column, rule.Target)))
        {
            json.WriteStartObject();
            json.WriteString("file", rule.File);
            json.WriteNumber("line", rule.Line);
            json.WriteNumber("column", rule.Column);
            json.WriteString("target", rule.Target);
            json.WriteString("rule", rule.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
