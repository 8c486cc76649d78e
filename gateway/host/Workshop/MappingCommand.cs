using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping ...</c>: writing mappings and knowing what they do.</summary>
internal static class MappingCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("mapping",
        "Write mappings and know what they do before they go live.\n"
        + "Example: ./run mapping test\n"
        + "Example: ./run mapping coverage edifact/cuscar --corpus samples")
    {
        NewCommand.Create(), ListCommand.Create(), ShowCommand.Create(), CheckMappingCommand.Create(), TestCommand.Create(),
        CoverageCommand.Create(), DiffCommand.Create(), WatchCommand.Create(),
    };

    /// <summary>The option that names a site's own folder.</summary>
    public static Option<string?> Folder() => new("--configuration")
    {
        Description = "Configuration folder whose mappings/ comes on top of the gateway's own.", HelpName = "DIR",
    };

    /// <summary>The option for machines.</summary>
    public static Option<bool> Json() => new("--json") { Description = "As JSON on stdout." };
}
