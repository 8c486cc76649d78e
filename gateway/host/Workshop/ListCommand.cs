using System.CommandLine;
using Gateway.Host.Cli;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping list</c>: every mapping, what it reads and what it makes.</summary>
internal static class ListCommand
{
    private sealed record Row(string Name, string From, string To, int Samples, IReadOnlyList<string> Partners);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var command = new Command("list",
            "List the mappings: what each reads, what it makes, how many samples it has, which partners' files name it.\n"
            + "Example: ./run mapping list --json")
        {
            json, folder,
        };
        command.SetAction(result =>
        {
            if (Workbench.Open(result.GetValue(folder), Console.Error) is not { } bench) return ExitCode.Environment;
            var rows = Rows(bench);
            if (result.GetValue(json)) WriteJson(rows);
            else WriteText(Console.Out, rows);
            return ExitCode.Fine;
        });
        return command;
    }

    private static List<Row> Rows(Workbench bench)
    {
        var samples = MappingSamples.Find(bench.Folders, null);
        return [.. bench.Revision.Mappings.Select(name =>
        {
            var head = bench.Revision.HeadOf(name)!;
            var partners = bench.Revision.Partners.Values.Where(p => p.Mappings.Values.Contains(name)).Select(p => p.Id);
            var (first, second) = head.FromFormat == "xml" ? (head.Releases, head.FromTypes) : (head.FromTypes, head.Releases);
            return new Row(
                name, string.Join(' ', [head.FromFormat, .. first, .. second]), $"{head.ToFormat} {head.ToType}",
                samples.Count(s => s.Mapping == name), [.. partners.Order(StringComparer.Ordinal)]);
        })];
    }

    private static void WriteText(TextWriter to, List<Row> rows)
    {
        var (name, target) = (rows.Max(r => r.Name.Length), rows.Max(r => r.To.Length));
        foreach (var row in rows)
        {
            to.WriteLine($"{row.Name.PadRight(name)}  {row.To.PadRight(target)}  {Terminal.Count(row.Samples, "sample"),10}  {row.From}"
                + (row.Partners.Count == 0 ? "" : $"  [{string.Join(", ", row.Partners)}]"));
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
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
