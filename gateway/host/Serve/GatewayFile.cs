using System.Net;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>Reads gateway.yaml (schemas/config/gateway.schema.json).</summary>
internal static class GatewayFile
{
    /// <summary>Reads the file; all faults at once.</summary>
    /// <returns>Null when there is an error.</returns>
    public static GatewaySettings? Read(ServeOptions options, Findings findings)
        => ReadAsFarAsPossible(options, findings) is { } settings && findings.Errors == 0 ? settings : null;

    /// <summary>Reads what there is of a file that may have faults, for whoever is still writing it.</summary>
    /// <returns>Null when it is no YAML.</returns>
    public static GatewaySettings? ReadAsFarAsPossible(ServeOptions options, Findings findings)
    {
        var path = Path.GetFullPath(options.ConfigFile);
        var root = Path.GetDirectoryName(path)!;
        var tree = new Tree();
        if (!Adapters.ReadYaml(File.ReadAllBytes(path), 0, Path.GetFileName(path), tree, findings)
            || tree.Nodes.Length == 0) return null;
        var file = new Section(tree, 0, Path.GetFileName(path), Path.GetFileName(path), findings);
        file.Only("gateway", "listen", "data", "store", "folders", "sftp", "mail", "workers", "log", "configuration",
            "diskReserveMegabytes");
        if (file.Required("gateway", "the version of the file's format, 1") is not ("1" or ""))
        {
            file.Wrong("gateway", file.Text("gateway")!, "1");
        }

        file.Word("store", "sqlite", "sqlite");
        var listen = options.Listen ?? file.Text("listen") ?? "127.0.0.1:8080";
        if (!IPEndPoint.TryParse(listen, out var address))
        {
            file.Wrong("listen", listen, "an address and port such as 127.0.0.1:8080");
        }

        var data = options.DataFolder ?? file.Text("data") ?? "data";
        var dataFolder = options.DataFolder is null ? Path.GetFullPath(data, root) : Path.GetFullPath(data);
        var secrets = new Secrets(root);
        CheckNames(file);
        return new GatewaySettings(
            root, address ?? new IPEndPoint(IPAddress.Loopback, 8080), dataFolder, Folders(file, root), [.. options.Home is null ? []
                : (string[])[options.Home], root, .. file.List("configuration").Select(f => Path.GetFullPath(f, root))])
        {
            Sftp = SftpPlaces.Read(file, dataFolder, secrets),
            Mail = MailPlaces.Read(file, root, dataFolder, secrets),
            LogsJson = file.Word("log", "plain", "plain", "json") == "json",
            Workers = file.Number("workers", Math.Clamp(Environment.ProcessorCount, 1, 8), 1, 64),
            DiskReserveBytes = file.Number("diskReserveMegabytes", 256, 0, 1_000_000) * 1024L * 1024,
        };
    }

    /// <summary>Answers go back by the name of the channel, so no two may have one name.</summary>
    private static void CheckNames(Section file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { RunningGateway.HttpChannel };
        foreach (var kind in (ReadOnlySpan<string>)["folders", "sftp", "mail"])
        {
            foreach (var (name, _, block) in file.Entries(kind))
            {
                if (!names.Add(name)) block.Wrong("", name, "another name: this one is taken by another channel");
            }
        }
    }

    private static List<WatchedFolder> Folders(Section file, string root)
    {
        var folders = new List<WatchedFolder>();
        foreach (var (name, text, block) in file.Entries("folders"))
        {
            if (text is not null)
            {
                block.Wrong("", text, "a block with the key path");
                continue;
            }

            block.Only("path", "partner", "quietSeconds", "pollSeconds");
            var path = block.Required("path", "the folder to watch");
            folders.Add(new WatchedFolder(
                name, Path.GetFullPath(path, root), block.Text("partner"), block.Number("quietSeconds", 30, 1, 86_400),
                block.Number("pollSeconds", 1, 1, 3600)));
        }

        return folders;
    }
}
