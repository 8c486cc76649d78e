using System.CommandLine;
using Gateway.Host.Serve;

namespace Gateway.Host.Cli;

/// <summary>The verb <c>release</c>.</summary>
internal static class ReleaseVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("RECEIPT") { Description = "The receipt, as the status shows it." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the journal.", Required = true };
        var by = new Option<string>("--by")
        {
            Description = "Who; the account of this machine unless given.", DefaultValueFactory = _ => Environment.UserName,
        };
        var (config, data) = (ServiceVerbs.OptionalConfig(), ServiceVerbs.Data());
        var command = new Command("release",
            "Let a held receipt go on: a mail from an unknown address, or what failed too often. It keeps the time at which it came.\n"
            + "Example: ./run release 4f1d0c --reason 'known by telephone' --config gateway.yaml")
        {
            id, reason, by, config, data,
        };
        command.SetAction((result, stop) => ReleaseCommand.Run(
            ServiceVerbs.Options(result, config, data), result.GetRequiredValue(id), result.GetRequiredValue(by),
            result.GetRequiredValue(reason), Console.Out, Console.Error, TimeProvider.System, stop));
        return command;
    }
}
