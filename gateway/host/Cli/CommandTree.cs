using System.CommandLine;

namespace Gateway.Host.Cli;

/// <summary>All verbs of the program.</summary>
internal static class CommandTree
{
    /// <summary>Makes the command line.</summary>
    public static RootCommand Create() => new("Gateway: trade documents in, WCO Data Model documents out, an answer to every sender.\n"
        + "Example: ./run translate samples/d95b-short.edi")
    {
        ServiceVerbs.Demo(), ServiceVerbs.Serve(), TranslateCommand.Create(), CheckCommand.Create(),
        InspectCommand.Create(), ExplainCommand.Create(), FindingsCommand.Create(), DirectoryCommand.Create(),
        ServiceVerbs.Status(), ServiceVerbs.Find(), ServiceVerbs.Schedule(), ModelCommand.Create(), BenchCommand.Create(),
    };
}
