using System.CommandLine;
using Gateway.Host.Cli;
using Gateway.Host.Serve;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Partners;

/// <summary><c>partner ...</c>: who may send, and what holds for them.</summary>
internal static class PartnerCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("partner",
        "Register senders, see what holds for them, and try documents in their name.\n"
        + "Example: ./run partner list\n"
        + "Example: ./run partner add oceanline --sender OCEANLINE:ZZ --mail edi@oceanline.example --key")
    {
        Add(), List(), Show(), Test(), Key(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "Id of the partner: small letters, figures and hyphens." };
        var title = new Option<string?>("--name") { Description = "Name for people.", HelpName = "TEXT" };
        var sender = new Option<string[]>("--sender")
        {
            Description = "Its identification in UNB: ID or ID:QUALIFIER. May be repeated.", HelpName = "ID",
        };
        var mail = new Option<string[]>("--mail") { Description = "Its mail address, or @domain. May be repeated.", HelpName = "ADDRESS" };
        var key = new Option<string?>("--key")
        {
            Description = "Give it an API key: a new one, shown once, or KEY when that is strong enough.", HelpName = "KEY",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var trial = new Option<bool>("--test") { Description = "It is still trying out: answered as in production, nothing delivered." };
        var (config, json) = (Config(), Json());
        var command = new Command("add",
            "Register a sender: writes a commented partners/NAME.yaml. A running gateway takes it over within seconds.\n"
            + "Example: ./run partner add oceanline --sender OCEANLINE:ZZ --key\n"
            + "Example: ./run partner add kite --mail @kite.example --test --config /etc/gateway/gateway.yaml")
        {
            name, title, sender, mail, key, trial, config, json,
        };
        command.SetAction(result => NewPartner.Run(
            Options(result, config),
            new NewPartner(
                result.GetRequiredValue(name), result.GetValue(title), result.GetValue(sender) ?? [], result.GetValue(mail) ?? [])
            {
                HasKey = result.GetResult(key) is not null, Key = result.GetValue(key), IsTest = result.GetValue(trial),
            },
            result.GetValue(json), Console.Out, Console.Error));
        return command;
    }

    private static Command List()
    {
        var (config, json) = (Config(), Json());
        var command = new Command("list",
            "List the senders: by what each is known, how far it is trusted, what of its file ends soon.\n"
            + "Example: ./run partner list --json")
        {
            config, json,
        };
        command.SetAction(result => PartnerViews.List(Options(result, config), result.GetValue(json), Console.Out, Console.Error));
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("NAME") { Description = "Id of the partner." };
        var (config, json) = (Config(), Json());
        var command = new Command("show",
            "Show everything that holds for a sender today, and what it sent lately.\n"
            + "Example: ./run partner show demo")
        {
            name, config, json,
        };
        command.SetAction((result, stop) => PartnerViews.Show(
            Options(result, config), result.GetRequiredValue(name), result.GetValue(json), Console.Out, Console.Error, stop));
        return command;
    }

    private static Command Test()
    {
        var name = new Argument<string>("NAME") { Description = "Id of the partner." };
        var file = new Argument<string>("FILE") { Description = "The document." };
        var (config, json) = (Config(), Json());
        var command = new Command("test",
            "Say what would become of a document that this sender sends, and what it would be answered; nothing is stored.\n"
            + "Example: ./run partner test demo samples/faulty-unt-count.edi")
        {
            name, file, config, json,
        };
        command.SetAction(async (result, stop) => Site.Open(Options(result, config), Console.Error) is { } site
            ? await CheckCommand.Run(
                result.GetRequiredValue(file), result.GetValue(json), result.GetRequiredValue(name), null, site.Folders, null, stop)
            : ExitCode.Environment);
        return command;
    }

    private static Command Key()
    {
        var json = Json();
        var command = new Command("key",
            "Make an API key for a file that is there already: the key for the sender, its SHA-256 for the file.\n"
            + "Example: ./run partner key")
        {
            json,
        };
        command.SetAction(result =>
        {
            var made = ApiKey.Make();
            if (!result.GetValue(json))
            {
                Console.Out.WriteLine($"key     {made}");
                Console.Out.WriteLine($"sha256  {ApiKey.Sha256(made)}");
                return ExitCode.Fine;
            }

            Terminal.WriteJson(to =>
            {
                to.WriteStartObject();
                to.WriteString("key", made);
                to.WriteString("sha256", ApiKey.Sha256(made));
                to.WriteEndObject();
            });
            return ExitCode.Fine;
        });
        return command;
    }

    private static ServeOptions Options(ParseResult result, Option<string?> config)
        => new(result.GetValue(config) ?? Path.Combine(Home.Folder, ".demo", "gateway.yaml")) { Home = Home.Folder };

    private static Option<string?> Config() => new("--config", "-c")
    {
        Description = "The file gateway.yaml; the demo's unless given.", HelpName = "FILE",
    };

    private static Option<bool> Json() => new("--json") { Description = "As JSON on stdout." };
}
