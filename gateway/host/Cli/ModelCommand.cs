using System.CommandLine;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>model generate</c>: writes what is generated from schemas/wco/model.csv.</summary>
internal static class ModelCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var folder = new Option<string?>("--out") { Description = "Folder to write to; schemas/wco of this checkout unless given." };
        var generate = new Command("generate",
            "Write XSD, JSON Schema and data dictionary from the model table and the mappings.\n"
            + "Example: ./run model generate --out /tmp/model") { folder };
        generate.SetAction(result =>
        {
            var findings = new Findings();
            var files = ConfigurationFolder.Read([.. Home.Configuration]);
            if (Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, findings) is not { } revision)
            {
                Terminal.Write(Console.Error, findings);
                return ExitCode.Environment;
            }

            var to = result.GetValue(folder) ?? Path.Combine(Home.Folder, "schemas", "wco");
            Directory.CreateDirectory(to);
            foreach (var (name, bytes) in ModelGenerator.Files(revision.Filled()))
            {
                File.WriteAllBytes(Path.Combine(to, name), bytes.ToArray());
                Console.WriteLine(Path.Combine(to, name));
            }

            return ExitCode.Fine;
        });
        return new Command("model",
            "The canonical model.\n"
            + "Example: ./run model generate") { generate };
    }
}
