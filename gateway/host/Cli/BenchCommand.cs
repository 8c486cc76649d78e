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
    /// <summary>What can be measured.</summary>
    private static readonly Dictionary<string, Func<Revision, CancellationToken, Task<IReadOnlyList<Row>>>> Benches = new()
    {
        ["pipeline"] = async (revision, stop) => [.. await Translate(revision, stop), .. await Intake(revision, stop)],
        ["translate"] = Translate,
        ["intake"] = Intake,
        ["edifact"] = Edifact,
        ["mapping"] = Map,
        ["memory"] = (_, stop) => new MemoryBench(Console.Error).Run(stop),
        ["serve"] = (_, stop) => new MemoryBench(Console.Error).Serve(stop),
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "What to measure: pipeline (translate and intake), translate, mapping, intake, edifact, memory (of translate and "
                + "serve) or serve (its memory alone).",
        };
        name.AcceptOnlyFromAmong([.. Benches.Keys]);
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

        Console.Error.WriteLine("Measuring; nothing else should run on this machine.");
        Table.Write(await Benches[name](revision, stop), isJson);
        return ExitCode.Fine;
    }

    private static Task<IReadOnlyList<Row>> Translate(Revision revision, CancellationToken stop)
        => Task.FromResult<IReadOnlyList<Row>>([.. new TranslateBench(revision, Console.Error).Run()]);

    private static Task<IReadOnlyList<Row>> Map(Revision revision, CancellationToken stop)
    {
        using var bench = new MappingBench(revision, Console.Error);
        return Task.FromResult<IReadOnlyList<Row>>([.. bench.Run()]);
    }

    private static Task<IReadOnlyList<Row>> Edifact(Revision revision, CancellationToken stop)
    {
        using var bench = new EdifactBench(Console.Error);
        return Task.FromResult<IReadOnlyList<Row>>([.. bench.Run()]);
    }

    private static Task<IReadOnlyList<Row>> Intake(Revision revision, CancellationToken stop) => new IntakeBench(Console.Error).Run(stop);
}
