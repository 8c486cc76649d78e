using System.CommandLine;
using Gateway.Host.Serve;

namespace Gateway.Host.Cli;

/// <summary>The verb <c>channel</c>.</summary>
internal static class ChannelCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A place below sftp, mail or folders in gateway.yaml." };
        var config = new Option<string>("--config", "-c") { Description = "The file gateway.yaml.", Required = true };
        var test = new Command("test",
            "Visit a place and say what is there: the host key or certificate that the server shows, and its folders. Takes and\n"
            + "changes nothing, and sends no password to a server whose key is not in gateway.yaml.\n"
            + "Exits with 1 when something has to be put right.\n"
            + "Example: ./run channel test oceanline --config gateway.yaml")
        {
            name, config,
        };
        test.SetAction((result, stop) => ChannelTest.Run(
            new ServeOptions(result.GetRequiredValue(config)) { Home = Home.Folder }, result.GetRequiredValue(name),
            Console.Out, Console.Error, TimeProvider.System, stop));
        return new Command("channel",
            "The places that documents come from and go to.\n"
            + "Example: ./run channel test oceanline --config gateway.yaml") { test };
    }
}
