using System.CommandLine;
using System.Globalization;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Serve;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping list</c>: every mapping, what it reads and what it makes, and why it cannot be used where it cannot.</summary>
internal static class ListCommand
{
    // Where more are broken, each is looked at alone.
    private const int BrokenMax = 100;

    private sealed record Row(string Name, string From, string To, int Samples, IReadOnlyList<string> Partners, string? Reason);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var command = new Command("list",
            "List the mappings: what each reads, what it makes, how many samples it has, which partners' files name it, and why it cannot\n"
            + "be used where it cannot. Exits with 1 when one is broken.\n"
            + "Example: ./run mapping list --json")
        {
            json, folder,
        };
        command.SetAction(result => Run(
            result.GetValue(folder) is { } site ? [.. Home.Configuration, site] : [.. Home.Configuration], result.GetValue(json),
            Console.Out));
        return command;
    }

    /// <summary>Lists the mappings of some folders.</summary>
    internal static int Run(IReadOnlyList<string> folders, bool isJson, TextWriter to)
    {
        var files = ConfigurationFolder.Read(folders);
        var findings = new Findings();
        var revision = Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, findings);
        var isFine = revision is not null && CheckMemory.Check(revision, findings);
        var samples = MappingSamples.Find(folders, null).CountBy(sample => sample.Mapping).ToDictionary();
        var sound = isFine ? revision! : Sound(files, findings);
        var names = isFine ? [.. revision!.Mappings] : CheckMappingCommand.NamesOf(files);
        var rows = names.ConvertAll(name => sound?.HeadOf(name) is null ? RowAlone(files, name, samples) : RowOf(sound, name, samples));
        if (isJson) WriteJson(rows);
        else WriteText(to, rows);
        return isFine ? ExitCode.Fine : ExitCode.Faulty;
    }

    // The mappings without faults, in one configuration: loading one for each of them would take a minute on a busy machine.
    private static Revision? Sound(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, Findings findings)
    {
        var broken = new HashSet<string>(StringComparer.Ordinal);
        for (var faults = findings; broken.Count <= BrokenMax;)
        {
            var known = broken.Count;
            foreach (var fault in faults.All.Where(f => f.Code.Default == Severity.Error)) broken.Add($"mappings/{fault.Place.Reference}");
            if (broken.Count == known) return null;
            faults = new Findings();
            var revision = Revision.Load(CheckMappingCommand.Without(files, broken), Adapters.Formats(), Adapters.ReadYaml, faults);
            if (revision?.Check(faults, isWhole: false) == true) return revision;
        }

        return null;
    }

    private static Row RowOf(Revision revision, string name, Dictionary<string, int> samples)
    {
        var head = revision.HeadOf(name)!;
        var partners = revision.Partners.Values.Where(p => p.Mappings.Values.Contains(name)).Select(p => p.Id);
        var (first, second) = head.FromFormat == "xml" ? (head.Releases, head.FromTypes) : (head.FromTypes, head.Releases);
        return new Row(
            name, string.Join(' ', [head.FromFormat, .. first, .. second]), $"{head.ToFormat} {head.ToType}",
            samples.GetValueOrDefault(name), [.. partners.Order(StringComparer.Ordinal)],
            revision.UnavailableMappings.GetValueOrDefault(name)?.Sentence);
    }

    // The configuration is broken: each mapping is looked at without the others, so that one fault does not hide what is fine.
    private static Row RowAlone(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, Dictionary<string, int> samples)
    {
        var result = CheckMappingCommand.Check(files, name, out var revision);
        if (revision is not null) return RowOf(revision, name, samples);
        var faults = result.Findings.Where(finding => finding.Code.Default == Severity.Error)
            .OrderBy(finding => finding.Place.Segment).ToList();
        if (faults.Count == 0) return new Row(name, "", "", samples.GetValueOrDefault(name), [], "broken: it does not load.");
        var (first, place) = (faults[0], faults[0].Place);
        var reason = string.Create(CultureInfo.InvariantCulture,
            $"broken: {place.Reference}:{place.Segment}:{place.Element}: {first.Code.Id} {first.Sentence}");
        if (faults.Count > 1) reason += $" And {faults.Count - 1} more.";
        return new Row(name, "", "", samples.GetValueOrDefault(name), [], reason);
    }

    private static void WriteText(TextWriter to, List<Row> rows)
    {
        if (rows.Count == 0) return;
        var (name, target) = (rows.Max(r => r.Name.Length), rows.Max(r => r.To.Length));
        foreach (var row in rows)
        {
            var line = $"{row.Name.PadRight(name)}  {row.To.PadRight(target)}  {Terminal.Count(row.Samples, "sample"),10}  {row.From}";
            to.WriteLine(line.TrimEnd() + (row.Partners.Count == 0 ? "" : $"  [{string.Join(", ", row.Partners)}]"));
            if (row.Reason is not null) to.WriteLine($"  {row.Reason}");
        }
    }

    private static void WriteJson(List<Row> rows) => Terminal.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("mapping", row.Name);
            json.WriteString("from", row.From);
            json.WriteString("to", row.To);
            json.WriteNumber("samples", row.Samples);
            json.Texts("partners", row.Partners);
            json.WriteBoolean("isUsable", row.Reason is null);
            json.WriteString("reason", row.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
