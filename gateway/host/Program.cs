using System.CommandLine;
using System.CommandLine.Parsing;
using Gateway.Core;
using Gateway.Host.Cli;
using Gateway.Host.Serve;

namespace Gateway.Host;

internal static class Program
{
    // What a verb that ends at once would generate and compile (a pattern's code, for one) costs more than it saves.
    private const string DynamicCode = "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported";

    private static async Task<int> Main(string[] arguments)
    {
        if (!IsLong(arguments)) AppContext.SetSwitch(DynamicCode, false);
        using var signals = arguments is ["serve" or "demo", ..] ? new StopSignals() : null;
        var stop = signals?.Token ?? CancellationToken.None;
        var parsed = CommandTree.Create(arguments).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine($"See: ./run {string.Join(' ', Verb(parsed).Append("--help"))}");
            return ExitCode.Usage;
        }

        try
        {
            // A verb that serves ends by itself within its own limit; nothing shall cut that short.
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Fine;
        }
        catch (BrokenConfigurationException broken)
        {
            Console.Error.WriteLine(broken.Message);
            Terminal.Write(Console.Error, broken.Faults);
            return ExitCode.Environment;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The environment's fault: say it in one line and let scripts see it.
            Console.Error.WriteLine(fault.Message);
            return ExitCode.Environment;
        }
    }

    private static bool IsLong(string[] arguments) => arguments is ["serve" or "demo" or "bench", ..];

    // A verb below another is found by both names.
    private static List<string> Verb(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = command.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return names;
    }
}
