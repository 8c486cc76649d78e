using System.Text.Json;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Host.Cli;

/// <summary><c>check FILE --against SENT</c>: what a CONTRL or APERAK that came back says, at the bytes of what was sent.</summary>
internal static class AnswerCheck
{
    /// <summary>Reads both files and writes the findings.</summary>
    /// <returns>Exit code: 1 when something was rejected, or the answer speaks of another file.</returns>
    public static int Run(string answerFile, string sentFile, bool isJson)
    {
        using var answer = Open(answerFile);
        using var sent = Open(sentFile);
        if (answer is null || sent is null) return ExitCode.Environment;
        var findings = new Findings();
        var answers = ControlReader.Report(Reading(answer), Reading(sent), findings);
        var isFine = answers > 0 && findings.All.All(f => f.Code.Default == Severity.Note);
        if (isJson) WriteJson(findings, answers, isFine);
        else WriteText(answerFile, sentFile, Reading(sent), findings, answers, isFine);
        return isFine ? ExitCode.Fine : ExitCode.Faulty;
    }

    private static void WriteText(
        string answerFile, string sentFile, ReadRaw sent, Findings findings, int answers, bool isFine)
    {
        var output = Console.Out;
        foreach (var finding in findings.All)
        {
            // What the answer names and the file does not have stands nowhere.
            var read = finding.Span.Start < 0 ? null : sent;
            output.WriteLine(FindingText.Of(finding, finding.Code.Default, read, sentFile));
        }

        if (findings.Count > findings.All.Count) output.WriteLine($"and {findings.Count - findings.All.Count} more");
        if (answers == 0) output.WriteLine($"{answerFile} holds neither CONTRL nor APERAK.");
        else output.WriteLine($"{answerFile}: {Terminal.Count(answers, "answer")} about {sentFile}: {(isFine ? "fine" : "not fine")}");
    }

    private static void WriteJson(Findings findings, int answers, bool isFine)
    {
        using var output = Terminal.Output();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verdict", isFine ? "ok" : "error");
            json.WriteNumber("answers", answers);
            json.WriteStartArray("findings");
            foreach (var finding in findings.All) CheckCommand.WriteFinding(json, new JudgedFinding(finding, finding.Code.Default));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static FileStream? Open(string name)
    {
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{name} cannot be read: {e.Message}");
            return null;
        }
    }

    private static ReadRaw Reading(FileStream file) => (offset, into) => RandomAccess.Read(file.SafeFileHandle, into, offset);
}
