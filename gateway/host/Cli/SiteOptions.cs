using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary>The options of verbs that look at a file: with which configuration, and as whose.</summary>
internal sealed class SiteOptions
{
    private readonly Option<string?> partner = new("--partner")
    {
        Description = "Take it as if this partner had sent it; default: by the sender in UNB.",
    };

    private readonly Option<string?> folder = new("--configuration")
    {
        Description = "Configuration folder with partners/, mappings/ and guides/, on top of the gateway's own.", HelpName = "DIR",
    };

    /// <summary>Gives a verb the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(partner);
        command.Options.Add(folder);
    }

    /// <summary>The partner that was named; null for none.</summary>
    public string? Partner(ParseResult result) => result.GetValue(partner);

    /// <summary>The folders of the configuration.</summary>
    public IReadOnlyList<string> Folders(ParseResult result)
        => result.GetValue(folder) is { } site ? [.. Home.Configuration, site] : Home.Configuration;

    /// <summary>Opens a file as the options say; says what is wrong on stderr.</summary>
    /// <returns>Null when it or the configuration cannot be had.</returns>
    public OfflineFile? Open(ParseResult result, string file, string? mapping = null)
        => OfflineFile.Open(file, mapping, Partner(result), null, Folders(result), Console.Error);
}
