using System.Globalization;
using System.Text;
using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>The answers to a sender: in the standard of what came, and always in plain language.</summary>
internal static class Answers
{
    /// <summary>Name of the answer for people.</summary>
    public const string WordsName = "report.txt";

    private const int NameBytesMax = 120;

    /// <summary>All files that answer a report; none where everything in it answers us, or two sides would answer for ever.</summary>
    public static IReadOnlyList<AnswerFile> Of(ReceiptReport report, ReceiptState state, ReceiptParts parts, Repeats repeats)
    {
        var own = parts.IsContainer ? OfParts(report, parts) : FormatOf(parts, 0)?.Answer(report) ?? [];
        AnswerFile[] files = [.. own, .. repeats.Files.Select(file => own.Any(mine => mine.Name == file.Name)
            ? file with { Name = "before." + file.Name } : file)];
        var isAnswer = report.Documents.Count > 0
            && report.Documents.All(d => FormatOf(parts, d.Mark.Span.Part)?.IsAnswer(d.Mark.Type) == true);
        isAnswer |= report.Documents.Count == 0 && repeats.IsUnanswered;
        if (isAnswer && files.Length == 0) return [];
        return [.. files, new AnswerFile(WordsName, "text/plain; charset=utf-8", PlainReport.Write(report, state, parts, repeats))];
    }

    private static IFormat? FormatOf(ReceiptParts parts, int part) => parts.Readers.Format(parts.All[part].Reader);

    // Each part is answered as if it had come alone, under names and references that tell which one it is.
    private static List<AnswerFile> OfParts(ReceiptReport report, ReceiptParts parts)
    {
        var files = new List<AnswerFile>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.All)
        {
            if (FormatOf(parts, part.Number) is not { } format) continue;
            var own = report with
            {
                FileName = part.Name,
                Raw = parts.Raw(part.Number),
                Interchanges = [.. report.Interchanges.Where(i => i.Interchange.Span.Part == part.Number)],
                Envelope = [.. report.Envelope.Where(f => f.Finding.Span.Part == part.Number)],
                Documents = [.. report.Documents.Where(d => d.Mark.Span.Part == part.Number)],
                ControlReference = string.Create(CultureInfo.InvariantCulture, $"{report.Sequence}P{part.Number}"),
            };
            var name = Safe(part.Name ?? "");
            if (name.Length == 0 || !names.Add(name)) name = string.Create(CultureInfo.InvariantCulture, $"{part.Number}-{name}");
            files.AddRange(format.Answer(own).Select(file => file with { Name = $"{name}.{file.Name}" }));
        }

        return files;
    }

    // The name goes into folders and headers: only letters of any script, digits, and nothing of a path are left of it.
    private static string Safe(string fileName)
    {
        var (safe, left) = (new StringBuilder(), NameBytesMax);
        foreach (var rune in fileName.Split('/', '\\')[^1].EnumerateRunes())
        {
            var kept = Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' ? rune : new Rune('_');
            left -= kept.Utf8SequenceLength;
            if (left < 0) break;
            safe.Append(kept.ToString());
        }

        return safe.ToString().TrimStart('.');
    }

    /// <summary>What the sender of a mail is told whom nobody knows: that nothing is lost, and what to do.</summary>
    public static IReadOnlyList<AnswerFile> HowToRegister(ReceiptFacts facts) =>
        [new AnswerFile("register.txt", "text/plain; charset=utf-8", Registration.Write(facts))];

    /// <summary>The sender's own file name with the answer's ending; the receipt's id when there was no name.</summary>
    public static string NameOf(ReceiptFacts facts, AnswerFile file) => Stem(facts.Arrival, facts.Id) + "." + file.Name;

    /// <summary>The ending that <see cref="NameOf"/> gave an answer: <c>contrl.edi</c>.</summary>
    public static string SuffixOf(ReceiptView receipt, string fileName)
    {
        var stem = Stem(receipt.Arrival, receipt.Receipt.Id) + ".";
        return fileName.StartsWith(stem, StringComparison.Ordinal) ? fileName[stem.Length..] : fileName;
    }

    private static string Stem(Arrival arrival, string id)
    {
        var safe = Safe(arrival.FileName ?? "");
        return safe.Trim('.').Length == 0 ? id : safe;
    }
}
