using System.CommandLine;
using Gateway.Host.Partners;
using Gateway.Host.Workshop;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary>All verbs of the program.</summary>
internal static class CommandTree
{
    private static readonly string[] Verbs =
    [
        "demo", "serve", "translate", "check", "inspect", "explain", "where-used", "which", "findings", "directory", "mapping",
        "template", "partner", "status", "release", "channel", "find", "rebuild", "replay", "schedule", "model", "bench",
    ];

    /// <summary>Makes the command line; the other verbs are not made when the arguments begin with one.</summary>
    public static RootCommand Create(string[] arguments)
    {
        var root = new RootCommand("Gateway: trade documents in, WCO Data Model documents out, an answer to every sender.\n"
            + "Example: ./run translate samples/d95b-short.edi");
        if (arguments.Length > 0 && Array.IndexOf(Verbs, arguments[0]) >= 0) root.Add(Verb(arguments[0]));
        else Array.ForEach(Verbs, name => root.Add(Verb(name)));
        return root;
    }

    private static Command Verb(string name) => name switch
    {
        "demo" => ServiceVerbs.Demo(),
        "serve" => ServiceVerbs.Serve(),
        "translate" => TranslateCommand.Create(),
        "check" => CheckCommand.Create(),
        "inspect" => InspectCommand.Create(),
        "explain" => ExplainCommand.Create(),
        "where-used" => WhereUsedCommand.Create(),
        "which" => WhichCommand.Create(),
        "findings" => FindingsCommand.Create(),
        "directory" => DirectoryCommand.Create(),
        "mapping" => MappingCommand.Create(),
        "template" => TemplateCommand.Create(),
        "partner" => PartnerCommand.Create(),
        "status" => ServiceVerbs.Status(),
        "release" => ReleaseVerb.Create(),
        "channel" => ChannelCommand.Create(),
        "find" => ServiceVerbs.Find(),
        "rebuild" => ServiceVerbs.Rebuild(),
        "replay" => ServiceVerbs.Replay(),
        "schedule" => ServiceVerbs.Schedule(),
        "model" => ModelCommand.Create(),
        _ => BenchCommand.Create(),
    };
}
