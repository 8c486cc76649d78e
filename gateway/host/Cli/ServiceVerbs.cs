using System.CommandLine;
using Gateway.Host.Demo;
using Gateway.Host.Schedules;
using Gateway.Host.Serve;

namespace Gateway.Host.Cli;

/// <summary>The verbs around a running gateway: serve, demo, status, find, schedule.</summary>
internal static class ServiceVerbs
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary><c>serve</c>.</summary>
    public static Command Serve()
    {
        var config = Config();
        var data = Data();
        var listen = Listen();
        var faults = new Option<bool>("--allow-faults")
        {
            Description = "Let GATEWAY_FAULTS name points to fail at; for tests alone.", Hidden = true,
        };
        var command = new Command("serve",
            "Run the gateway until it is stopped.\n"
            + "Example: ./run serve --config /etc/gateway/gateway.yaml")
        {
            config, data, listen, faults,
        };
        command.SetAction((result, stop) => ServeCommand.Run(
            new ServeOptions(result.GetRequiredValue(config))
            {
                DataFolder = result.GetValue(data), Listen = result.GetValue(listen), Home = Home.Folder,
                AllowFaults = result.GetValue(faults),
            },
            Console.Out, Console.Error, Clock, stop));
        return command;
    }

    /// <summary><c>demo</c>.</summary>
    public static Command Demo()
    {
        var folder = new Option<string?>("--data")
        {
            Description = "Where the demo keeps everything; .demo of this checkout unless given.",
        };
        var listen = Listen();
        var once = new Option<bool>("--once") { Description = "End when everything is delivered and answered." };
        var reset = new Option<bool>("--reset") { Description = "Forget what an earlier demo did and start over." };
        var command = new Command("demo",
            "Run the gateway with a demo risk system and feed it the samples.\n"
            + "Example: ./run demo --reset")
        {
            folder, listen, once, reset,
        };
        command.SetAction((result, stop) => DemoCommand.Run(
            new DemoOptions(Home.Folder, result.GetValue(folder) ?? Path.Combine(Home.Folder, ".demo"))
            {
                Listen = result.GetValue(listen), Once = result.GetValue(once), Reset = result.GetValue(reset),
            },
            Console.Out, Console.Error, Clock, stop));
        return command;
    }

    /// <summary><c>status [ID]</c>.</summary>
    public static Command Status()
    {
        var id = new Argument<string?>("ID")
        {
            Description = "A receipt or message; without it the state of everything.", Arity = ArgumentArity.ZeroOrOne,
        };
        var (config, data, json) = (OptionalConfig(), Data(), Json());
        var command = new Command("status",
            "Say what became of a receipt or message, or how everything stands.\n"
            + "Example: ./run status")
        {
            id, config, data, json,
        };
        command.SetAction((result, stop) => StatusCommand.Run(
            Options(result, config, data), result.GetValue(id), result.GetValue(json), Console.Out, Console.Error, Clock, stop));
        return command;
    }

    /// <summary><c>find TEXT</c>.</summary>
    public static Command Find()
    {
        var text = new Argument<string>("TEXT") { Description = "A reference, bill, container, voyage or UCR, or how one begins." };
        var (config, data, json) = (OptionalConfig(), Data(), Json());
        var command = new Command("find",
            "Find the messages that carry a reference, bill, container or voyage.\n"
            + "Example: ./run find CSQU3054383")
        {
            text, config, data, json,
        };
        command.SetAction((result, stop) => FindCommand.Run(
            Options(result, config, data), result.GetRequiredValue(text), result.GetValue(json), Console.Out, Console.Error, Clock, stop));
        return command;
    }

    /// <summary><c>rebuild ID</c>.</summary>
    public static Command Rebuild()
    {
        var id = new Argument<string>("ID") { Description = "A message." };
        var to = new Option<string>("--to") { Description = "wco-json (default) or wco-xml.", DefaultValueFactory = _ => "wco-json" };
        to.AcceptOnlyFromAmong("wco-json", "wco-xml");
        var (config, data) = (OptionalConfig(), Data());
        var command = new Command("rebuild",
            "Make the output of a past message again, with the configuration of then, and compare it with what was kept.\n"
            + "Example: ./run rebuild 5f0c1d2e3f405162738495a6b7c8d9e0 > again.json")
        {
            id, to, config, data,
        };
        command.SetAction(async (result, stop) =>
        {
            await using var output = Terminal.Output();
            return await PastCommands.Rebuild(
                Options(result, config, data), result.GetRequiredValue(id), result.GetValue(to) == "wco-xml", output, Console.Error,
                Clock, stop);
        });
        return command;
    }

    /// <summary><c>replay --dry-run</c>.</summary>
    public static Command Replay()
    {
        var mapping = new Option<string?>("--mapping") { Description = "Only messages that this mapping made, or none did." };
        var from = new Option<DateTimeOffset?>("--from")
        {
            Description = "Only messages that arrived then or later: 2026-11-01, or with a time.",
        };
        var dry = new Option<bool>("--dry-run") { Description = "Compare and change nothing. The only way there is.", Required = true };
        var (config, data, json) = (OptionalConfig(), Data(), Json());
        var command = new Command("replay",
            "Say which past messages the mappings of now would make differently, by element and by rule.\n"
            + "Exits with 1 when any would.\n"
            + "Example: ./run replay --dry-run --mapping edifact/cuscar --from 2026-11-01")
        {
            mapping, from, dry, config, data, json,
        };
        command.SetAction(async (result, stop) =>
        {
            await using var output = Terminal.Output();
            return await PastCommands.Replay(
                Options(result, config, data), result.GetValue(mapping), result.GetValue(from), result.GetValue(json), output,
                Console.Error, Clock, stop);
        });
        return command;
    }

    /// <summary><c>schedule list</c>.</summary>
    public static Command Schedule()
    {
        var (config, data, json) = (OptionalConfig(), Data(), Json());
        var list = new Command("list",
            "List the scheduled destinations with their next and last runs.\n"
            + "Example: ./run schedule list")
        {
            config, data, json,
        };
        list.SetAction((result, stop) => ScheduleCommand.List(
            Options(result, config, data), result.GetValue(json), Console.Out, Console.Error, Clock, stop));
        return new Command("schedule",
            "Scheduled deliveries.\n"
            + "Example: ./run schedule list") { list };
    }

    internal static ServeOptions Options(ParseResult result, Option<string?> config, Option<string?> data)
        => new(result.GetValue(config) ?? Path.Combine(Home.Folder, ".demo", "gateway.yaml"))
        {
            DataFolder = result.GetValue(data), Home = Home.Folder,
        };

    private static Option<string> Config() => new("--config", "-c") { Description = "The file gateway.yaml.", Required = true };

    internal static Option<string?> OptionalConfig()
        => new("--config", "-c") { Description = "The file gateway.yaml; the demo's unless given." };

    internal static Option<string?> Data() => new("--data") { Description = "Data folder instead of the configured one." };

    private static Option<string?> Listen() => new("--listen")
    {
        Description = "Address and port instead of the configured ones: 127.0.0.1:8080.",
    };

    private static Option<bool> Json() => new("--json") { Description = "The answer as JSON." };
}
