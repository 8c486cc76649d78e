using System.Text;

namespace Gateway.Host.Demo;

/// <summary>Writes the demo's configuration from what is in the program.</summary>
internal static class DemoFiles
{
    private const string Prefix = "demo/";

    /// <summary>Writes what is missing; what is there stays, but for the address of the risk system, which follows
    /// ours.</summary>
    public static void Write(string folder, string address)
    {
        var assembly = typeof(DemoFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            var path = Path.Combine(folder, name[Prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
            {
                using var from = assembly.GetManifestResourceStream(name)!;
                using var to = File.Create(path);
                from.CopyTo(to);
            }
        }

        PointRiskSystem(Path.Combine(folder, "destinations", "risk.yaml"), address);
    }

    private static void PointRiskSystem(string path, string address)
    {
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("address: http://127.0.0.1:", StringComparison.Ordinal))
            {
                lines[i] = $"address: http://{address}/demo/risk";
            }
        }

        var text = string.Join('\n', lines) + "\n";
        if (text != File.ReadAllText(path)) File.WriteAllText(path, text, new UTF8Encoding(false));
    }
}
