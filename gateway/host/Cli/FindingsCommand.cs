using System.CommandLine;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>findings [CODE]</c>: what a code means, why it comes and what to do.</summary>
internal static class FindingsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var code = new Argument<string?>("CODE")
        {
            Description = "Code of a finding; without it all are listed.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("findings",
            "Say what the code of a finding means, why it comes and what to do.\n"
            + "Example: ./run findings EDI-0013")
        {
            code,
        };
        command.SetAction(result => Run(result.GetValue(code), Console.Out, Console.Error));
        return command;
    }

    /// <summary>Prints one code, or all.</summary>
    internal static int Run(string? asked, TextWriter output, TextWriter error)
    {
        var faults = new Findings();
        var files = ConfigurationFolder.Read([.. Home.Configuration]);
        if (Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, faults) is not { } revision)
        {
            error.WriteLine("The configuration has faults:");
            Terminal.Write(error, faults);
            return ExitCode.Environment;
        }

        var codes = FindingList.Areas(revision.RuleCodes).SelectMany(area => area.Codes);
        if (asked is null)
        {
            foreach (var code in codes) output.WriteLine($"{code.Id} {Terminal.Word(code.Default)}: {code.Sentence}");
            return ExitCode.Fine;
        }

        if (codes.FirstOrDefault(code => code.Id.Equals(asked, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            output.Write(FindingList.Explain(found));
            return ExitCode.Fine;
        }

        error.WriteLine($"There is no code {asked}. ./run findings lists all.");
        return ExitCode.Usage;
    }
}
