using System.CommandLine;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;
using Gateway.Host.Bench;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>bench NAME</c>: measures this machine; benchmarks report, tests assert.</summary>
internal static class BenchCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What to measure: edifact, pipeline, translate or intake." };
        name.AcceptOnlyFromAmong("edifact", "pipeline", "translate", "intake");
        var json = new Option<bool>("--json") { Description = "Rows as JSON." };
        var command = new Command("bench",
            "Measure speed and memory beside the limit of this machine.\n"
            + "Example: ./run bench pipeline --json") { name, json };
        command.SetAction((result, stop) => Run(result.GetRequiredValue(name), result.GetValue(json), stop));
        return command;
    }

    private static async Task<int> Run(string name, bool isJson, CancellationToken stop)
    {
        var findings = new Findings();
        var revision = Revision.Load(ConfigurationFolder.Read([.. Home.Configuration]), Adapters.Formats(), Adapters.ReadYaml, findings);
        if (revision is null)
        {
            Terminal.Write(Console.Error, findings);
            return ExitCode.Environment;
        }

        var rows = new List<Row>();
        Console.Error.WriteLine("Measuring; nothing else should run on this machine.");
        if (name is "edifact") rows.AddRange(new EdifactBench(Console.Error).Run());
        if (name is "pipeline" or "translate") rows.AddRange(new TranslateBench(revision, Console.Error).Run());
        if (name is "pipeline" or "intake") rows.AddRange(await new IntakeBench(Console.Error).Run(stop));
        Table.Write(rows, isJson);
        return ExitCode.Fine;
    }
}
