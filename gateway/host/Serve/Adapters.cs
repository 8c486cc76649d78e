using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;
using Gateway.Stores;

namespace Gateway.Host.Serve;

/// <summary>The adapters of this program: the one place that chooses them.</summary>
internal static class Adapters
{
    /// <summary>Reads YAML.</summary>
    public static ReadText ReadYaml => YamlText.Read;

    /// <summary>Every format.</summary>
    public static IReadOnlyList<IFormat> Formats()
    {
        var formats = new List<IFormat>();
        formats.AddEdifact().AddXml().AddJson().AddTabular().AddXlsx();
        return formats;
    }

    /// <summary>Forgets what the formats of all revisions share and can make again.</summary>
    public static void LetGo() => EdifactDirectory.BuiltIn.LetGo();

    /// <summary>Every container.</summary>
    public static IReadOnlyList<IContainer> Containers()
    {
        var containers = new List<IContainer>();
        containers.AddArchives().AddPdf().AddMail();
        return containers;
    }

    /// <summary>Opens the store of a data folder.</summary>
    /// <exception cref="StoreUnusableException">Another process has the folder, or it cannot be used.</exception>
    public static IStore Store(string folder, TimeProvider clock) => SqliteStore.Open(folder, clock);

    /// <summary>Opens the index of a data folder.</summary>
    public static IndexDb Index(string folder) => IndexDb.Open(folder);
}
