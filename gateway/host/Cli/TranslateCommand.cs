using System.CommandLine;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Host.Workshop;
using Gateway.Mappings;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>translate FILE</c>: bytes in, WCO documents out on stdout; findings on stderr; offline, no store.</summary>
internal static class TranslateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The document to translate." };
        var to = new Option<string>("--to")
        {
            Description = "Form of the output: wco-json or wco-xml.", DefaultValueFactory = _ => "wco-json",
        };
        to.AcceptOnlyFromAmong("wco-json", "wco-xml");
        var mapping = new Option<string?>("--mapping", "-m") { Description = "Mapping to use instead of the one that fits." };
        var profile = new Option<string?>("--profile")
        {
            Description = "Write the documents as an administration wants them: a folder of mappings/profiles.",
        };
        var also = Also();
        var folder = new Option<string?>("--out") { Description = "Write one file a message into this folder." };
        var command = new Command("translate",
            "Translate a document into WCO documents, offline.\n"
            + "Example: ./run translate samples/d95b-short.edi --to wco-xml\n"
            + "Example: ./run translate mappings/xml/hmrc-cds/samples/amendment.xml --profile hmrc-cds")
        {
            file, to, mapping, profile, also, folder,
        };
        var site = new SiteOptions();
        site.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using var opened = site.Open(result, result.GetRequiredValue(file), result.GetValue(mapping));
            if (opened is null) return ExitCode.Environment;
            using var further = FurtherFiles.Open(result.GetRequiredValue(also), opened.Revision, Console.Error);
            if (further is null) return ExitCode.Environment;
            opened.Further = further;
            if (result.GetValue(profile) is { } name)
            {
                return await new ProfileOutput(opened, name, result.GetValue(folder)).Run(result.GetValue(mapping), stop);
            }

            return await Run(opened, result.GetRequiredValue(to) == "wco-xml", result.GetValue(mapping), result.GetValue(folder), stop);
        });
        return command;
    }

    /// <summary>The option that hands over further documents.</summary>
    public static Option<string[]> Also() => new("--also")
    {
        Description = "A further document for a mapping that names some (also): FILE, or NAME=FILE. May be given several times.",
        HelpName = "FILE", DefaultValueFactory = _ => [],
    };

    private static async Task<int> Run(OfflineFile file, bool isXml, string? mapping, string? folder, CancellationToken stop)
    {
        var name = file.Name;
        using var translation = file.Translate(mapping);
        translation.KeepsReports = false;
        using var output = folder is null ? Console.OpenStandardOutput() : Stream.Null;
        var writer = new DocumentWriter(output, folder, isXml);
        var isFine = true;
        while (await translation.Next(stop) is { } document)
        {
            isFine &= document.Translation.IsAccepted;
            Terminal.Write(Console.Error, name, translation.Parts, file.Further!.Write(Console.Error, document.Translation.Findings));
            if (document.Translation.Document is { } tree) writer.Write(tree, document);
            else Console.Error.WriteLine($"message {document.Mark.Reference}: {document.Translation.Reason}");
        }

        writer.End();
        Terminal.Write(Console.Error, name, translation.Parts, translation.Envelope);
        isFine &= translation.Counts.Messages > 0 && translation.Envelope.All(f => f.Severity != Severity.Error);
        return file.Further!.AreUsed(file.Further.Asked, Console.Error) && isFine ? ExitCode.Fine : ExitCode.Faulty;
    }

    /// <summary>Writes documents into one root on a stream, or each into a file of its own.</summary>
    private sealed class DocumentWriter(Stream output, string? folder, bool isXml)
    {
        private readonly StreamOutput buffer = new() { Stream = output };
        private int count;

        public void Write(Tree document, TranslatedDocument from)
        {
            var isFirst = count++ == 0;
            if (folder is not null)
            {
                WriteFile(document, from);
                return;
            }

            if (isFirst) Begin();
            if (isXml) XmlForm.Next(document, buffer);
            else JsonForm.Next(document, isFirst, buffer);
            buffer.Flush();
        }

        public void End()
        {
            if (folder is not null) return;
            if (count == 0) Begin();
            if (isXml) XmlForm.End(buffer);
            else JsonForm.End(buffer);
            buffer.Flush();
        }

        private void Begin()
        {
            if (isXml) XmlForm.Begin(WcoModel.Namespace, buffer);
            else JsonForm.Begin(buffer);
        }

        private void WriteFile(Tree document, TranslatedDocument from)
        {
            using var file = OutputFolder.Create(folder!, from.Mark, isXml ? "xml" : "json");
            buffer.Stream = file;
            if (isXml) XmlForm.Write(document, buffer);
            else JsonForm.Write(document, buffer);
            buffer.Flush();
            Console.Error.WriteLine(file.Name);
        }
    }
}
