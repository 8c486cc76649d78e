using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>Reads <c>destinations/NAME.yaml</c> (schemas/config/destination.schema.json).</summary>
internal static class DestinationFile
{
    public static Destination Read(string name, Section file, IReadOnlyList<string> mappings)
    {
        file.Only(
            "destination", "channel", "address", "form", "types", "schedule", "timeoutSeconds", "retrySeconds", "receiptProperty",
            "acceptAny2xx", "tokenVariable", "tests");
        if (file.Required("destination", "the version of the file's format, 1") is not ("1" or ""))
        {
            file.Wrong("destination", file.Text("destination")!, "1");
        }

        file.Required("channel", "http, folder, sftp or mail");
        var address = file.Required("address", "the URL, the folder, NAME:/remote/folder, or NAME:ADDRESS");
        var channel = file.Word("channel", "", "http", "folder", "sftp", "mail");
        if (channel == "http" && address.Length > 0 && !IsHttp(address)) file.Wrong("address", address, "an http or https URL");
        if (channel == "sftp" && address.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            file.Wrong("address", address, "NAME:/remote/folder with a name below sftp in gateway.yaml");
        }

        if (channel == "mail" && (address.Split(':') is not [{ Length: > 0 }, var to] || to.StartsWith('@') || !PartnerMail.IsAddress(to)))
        {
            file.Wrong("address", address, "NAME:somebody@customs.example with a name below mail in gateway.yaml");
        }

        foreach (var type in file.List("types"))
        {
            if (!WcoModel.Roots.Contains(type))
            {
                file.Fault(ConfigurationCodes.UnknownRoot, "types", type, Nearest.To(type, WcoModel.Roots));
            }
        }

        return new Destination(
            name, channel, address, FormOf(file, mappings), file.List("types"), file.Text("schedule"))
        {
            TimeoutSeconds = file.Number("timeoutSeconds", 30, 1, 600),
            RetrySeconds = file.Number("retrySeconds", 5, 1, 900),
            ReceiptProperty = file.Yes("acceptAny2xx") ? "" : file.Text("receiptProperty") ?? "receipt",
            TokenVariable = file.Text("tokenVariable"),
            Tests = file.Word("tests", "no", "no", "also", "only") switch
            {
                "also" => DestinationTests.Also,
                "only" => DestinationTests.Only,
                _ => DestinationTests.No,
            },
        };
    }

    private static string FormOf(Section file, IReadOnlyList<string> mappings)
    {
        const string folder = CompiledMappings.ProfileFolder;
        var known = mappings.Where(mapping => mapping.StartsWith(folder, StringComparison.Ordinal))
            .Select(mapping => Destination.ProfilePrefix + mapping[folder.Length..]);
        return file.Word("form", "wco-json", ["wco-json", "wco-xml", .. known]);
    }

    private static bool IsHttp(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
