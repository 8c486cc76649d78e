using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>The answers to a sender: in the standard of what came, and always in plain language.</summary>
internal static class Answers
{
    private const int NameMax = 100;

    /// <summary>All files that answer a report; none where everything in it answers us, or two sides would answer for ever.</summary>
    public static IReadOnlyList<AnswerFile> Of(ReceiptReport report, ReceiptState state, IFormat? format)
    {
        var files = format?.Answer(report) ?? [];
        var isAnswer = report.Documents.Count > 0 && report.Documents.All(document => format!.IsAnswer(document.Mark.Type));
        if (isAnswer && files.Count == 0) return [];
        return [.. files, new AnswerFile("report.txt", "text/plain; charset=utf-8", PlainReport.Write(report, state))];
    }

    /// <summary>What the sender of a mail is told whom nobody knows: that nothing is lost, and what to do.</summary>
    public static IReadOnlyList<AnswerFile> HowToRegister(ReceiptFacts facts) =>
        [new AnswerFile("register.txt", "text/plain; charset=utf-8", Registration.Write(facts))];

    /// <summary>The sender's own file name with the answer's ending; the receipt's id when there was no name.</summary>
    public static string NameOf(ReceiptFacts facts, AnswerFile file)
    {
        // The name goes into folders and headers: only harmless characters, and nothing of a path, are left of it.
        var name = (facts.Arrival.FileName ?? "").Split('/', '\\')[^1];
        var safe = new string([.. name.Take(NameMax).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
        return (safe.Trim('.').Length == 0 ? facts.Id : safe.TrimStart('.')) + "." + file.Name;
    }
}
