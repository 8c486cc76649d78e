using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>check FILE</c>: all findings, and what the sender would be answered; nothing is stored.</summary>
internal static class CheckCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The document to check." };
        var json = new Option<bool>("--json") { Description = "Verdict, counts and findings as JSON on stdout." };
        var guide = new Option<string?>("--guide") { Description = "Check against this implementation guide (a YAML file) too." };
        var site = new SiteOptions();
        var against = new Option<string?>("--against")
        {
            Description = "FILE is a CONTRL or APERAK that came back: show what it says at the bytes of SENT, the file that was sent.",
            HelpName = "SENT",
        };
        var output = new Option<string?>("--out") { Description = "Write the answers into this folder." };
        var command = new Command("check",
            "Say everything that is wrong with a document, and what its sender would be answered.\n"
            + "Example: ./run check samples/faulty-unt-count.edi\n"
            + "Example: ./run check manifest.edi --partner oceanline --configuration /etc/gateway\n"
            + "Example: ./run check answer.contrl.edi --against manifest.edi")
        {
            file, json, guide, against, output,
        };
        site.AddTo(command);
        command.SetAction((result, stop) => result.GetValue(against) is { } sent
            ? Task.FromResult(AnswerCheck.Run(result.GetRequiredValue(file), sent, result.GetValue(json)))
            : Run(result.GetRequiredValue(file), result.GetValue(json), site.Partner(result), result.GetValue(guide),
                site.Folders(result), result.GetValue(output), stop));
        return command;
    }

    /// <summary>Checks a file with the configuration of some folders; the answers go to <paramref name="output"/>, when it is
    /// named.</summary>
    internal static async Task<int> Run(
        string name, bool isJson, string? partner, string? guide, IReadOnlyList<string> folders, string? output,
        CancellationToken stop)
    {
        using var file = OfflineFile.Open(name, null, partner, guide, folders, Console.Error);
        if (file is null) return ExitCode.Environment;
        using var translation = file.Translate(null);
        var all = await AllOf(translation, stop);
        var isFine = all.TrueForAll(f => f.Severity != Severity.Error);
        if (output is not null) WriteAnswers(output, Path.GetFileName(name), translation.Answer());
        if (isJson) WriteJson(translation, all, isFine);
        else WriteText(name, translation, all, isFine);
        return isFine ? ExitCode.Fine : ExitCode.Faulty;
    }

    /// <summary>All findings of a file, those of the documents of a refused interchange too: the answer to the sender does not go that
    /// far, but whoever mends it wants to see them at once.</summary>
    internal static async Task<List<JudgedFinding>> AllOf(OfflineTranslation translation, CancellationToken stop)
    {
        translation.ReadsRefused = true;
        var found = new List<JudgedFinding>();
        while (await translation.Next(stop) is { } document) found.AddRange(document.Translation.Findings);
        return [.. translation.Envelope, .. found];
    }

    private static void WriteAnswers(string folder, string name, IReadOnlyList<AnswerFile> answers)
    {
        Directory.CreateDirectory(folder);
        foreach (var answer in answers)
        {
            using var file = File.Create(Path.Combine(folder, $"{name}.{answer.Name}"));
            file.Write(answer.Bytes.Span);
            Console.Error.WriteLine(file.Name);
        }
    }

    private static void WriteText(string name, OfflineTranslation translation, List<JudgedFinding> all, bool isFine)
    {
        var output = Console.Out;
        Terminal.Write(output, name, translation.Parts, all);
        var errors = all.Count(f => f.Severity == Severity.Error);
        var warnings = all.Count(f => f.Severity == Severity.Warning);
        output.WriteLine($"{name}: {Terminal.Count(translation.Interchanges.Count, "interchange")}, "
            + $"{Terminal.Count(translation.Documents.Count, "message")}, "
            + $"{Terminal.Count(errors, "error")}, {Terminal.Count(warnings, "warning")}: {(isFine ? "fine" : "not fine")}");
        foreach (var answer in translation.Answer())
        {
            output.WriteLine();
            output.WriteLine($"The sender would be answered ({answer.Name}):");
            var isWorkbook = Path.GetExtension(answer.Name) is ".xlsx" or ".xlsm";
            output.WriteLine(isWorkbook ? "the workbook with what is wrong as notes of its cells; --out DIR writes it"
                : Encoding.UTF8.GetString(answer.Bytes.Span).TrimEnd());
        }
    }

    private static void WriteJson(OfflineTranslation translation, List<JudgedFinding> all, bool isFine)
    {
        using var output = Terminal.Output();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verdict", isFine ? "ok" : "error");
            json.WriteString("state", translation.Verdict.State.ToString());
            json.WriteString("format", translation.Format);
            json.WriteNumber("interchanges", translation.Counts.Interchanges);
            json.WriteNumber("groups", translation.Counts.Groups);
            json.WriteNumber("messages", translation.Counts.Messages);
            json.WriteNumber("segments", translation.Counts.Segments);
            json.WriteStartArray("findings");
            foreach (var judged in all) WriteFinding(json, judged);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>One finding as JSON.</summary>
    internal static void WriteFinding(Utf8JsonWriter json, JudgedFinding judged)
    {
        var finding = judged.Finding;
        json.WriteStartObject();
        json.WriteString("code", finding.Code.Id);
        json.WriteString("severity", Terminal.Word(judged.Severity));
        json.WriteString("sentence", finding.Sentence);
        json.WriteString("cause", finding.Code.Cause);
        json.WriteString("fix", finding.Fix);
        if (finding.Code.ControlCode > 0) json.WriteNumber("controlCode", finding.Code.ControlCode);
        json.WriteNumber("part", finding.Span.Part);
        json.WriteNumber("offset", finding.Span.Start);
        json.WriteNumber("length", finding.Span.Length);
        json.WriteNumber("message", finding.Place.Message);
        if (finding.Place.Reference is { } reference) json.WriteString("reference", reference);
        if (finding.Place.Tag is { } tag) json.WriteString("tag", tag);
        json.WriteNumber("segment", finding.Place.Segment);
        json.WriteNumber("element", finding.Place.Element);
        json.WriteNumber("component", finding.Place.Component);
        json.WriteNumber("repetition", finding.Place.Repetition);
        if (finding.Group is { } group) json.WriteString("group", group);
        if (finding.Found is { } found) json.WriteString("found", found);
        if (finding.Expected is { } expected) json.WriteString("expected", expected);
        if (finding.Related is { } related)
        {
            json.WriteStartObject("related");
            json.WriteNumber("offset", related.Start);
            json.WriteNumber("length", related.Length);
            if (finding.RelatedNote is { } note) json.WriteString("note", note);
            json.WriteEndObject();
        }

        if (finding.WcoPointer is { } wco) json.WriteString("wcoPointer", wco);
        if (finding.JsonPointer is { } pointer) json.WriteString("jsonPointer", pointer);
        if (finding.SchemaPointer is { } schema)
        {
            json.WriteString("path", finding.Place.Path);
            json.WriteString("schema", schema);
        }

        json.WriteEndObject();
    }
}
