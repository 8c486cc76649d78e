using System.Globalization;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The answer that people read: what came in, what became of each document, every finding at its bytes, and what
/// happens next.</summary>
internal static class PlainReport
{
    /// <summary>Documents listed one by one; of more only those with findings are told.</summary>
    private const int ListedMax = 200;

    /// <summary>Findings of documents that are not accepted, written out; nobody reads more, and a mail must carry them.</summary>
    private const int FindingsMax = 5000;

    public static ReadOnlyMemory<byte> Write(ReceiptReport report, ReceiptState state, ReceiptParts parts, Repeats repeats)
    {
        var text = new StringBuilder();
        Head(report, state, text);
        foreach (var interchange in report.Interchanges.Where(i => i.Interchange is not { Reference: null, Sender: null }))
        {
            Interchange(interchange, text);
        }

        Findings("About the file as a whole", report.Envelope, parts, text);
        Documents(report, parts, text);
        Line(text, "");
        Line(text, "What happens next");
        Line(text, "  " + (repeats.Earlier.Count > 0 && report.Documents.Count == 0 ? NextOf(repeats, state) : Next(report, state)));
        foreach (var words in repeats.Words) Before(words, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Head(ReceiptReport report, ReceiptState state, StringBuilder text)
    {
        Line(text, $"{Title(state)}: {report.FileName ?? "your message"}");
        Line(text, "");
        Line(text, $"  Receipt   {report.ReceiptId}");
        Line(text, $"  Received  {report.ArrivedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {report.Raw.Length} bytes");
        var accepted = report.Documents.Count(document => document.IsAccepted);
        Line(text, $"  Documents {report.Documents.Count} read, {accepted} accepted, {report.Documents.Count - accepted} not accepted");
        if (report.Objects > 0) Line(text, $"  Objects   {report.Objects} kept as evidence");
    }

    private static string Title(ReceiptState state) => state switch
    {
        ReceiptState.Accepted => "Accepted",
        ReceiptState.PartlyAccepted => "Partly accepted",
        ReceiptState.Parked => "Held",
        _ => "Not accepted",
    };

    private static void Interchange(InterchangeReport report, StringBuilder text)
    {
        var (interchange, state) = (report.Interchange, report.State);
        var what = state switch
        {
            InterchangeState.Accepted => "was read",
            InterchangeState.Conflict => "is NOT accepted: its reference came before with other content",
            InterchangeState.Rejected => "is NOT accepted: its envelope is faulty",
            InterchangeState.Repeat => "came before with the same content and is not worked on again",
            _ => "",
        };
        var test = interchange.IsTest ? ", a test that does not go on to customs," : "";
        Line(text, $"  Interchange {interchange.Reference ?? "(no reference)"} from {interchange.Sender ?? "(no sender)"}{test} {what}.");
    }

    private static void Documents(ReceiptReport report, ReceiptParts parts, StringBuilder text)
    {
        var isLong = report.Documents.Count > ListedMax;
        var (written, left, untold) = (0, 0, 0);
        foreach (var document in report.Documents)
        {
            if (isLong && document is { IsAccepted: true, Findings.Count: 0, Untold: 0 }) continue;
            if (written > FindingsMax || document.Untold > 0)
            {
                left++;
                untold += document.Findings.Count + document.Untold;
                continue;
            }

            // Warnings have their own limit, which leaves the errors theirs.
            written += document.IsAccepted ? 0 : 1 + document.Findings.Count;
            Document(document, parts, text);
        }

        if (left > 0)
        {
            Line(text, "");
            Line(text, $"Not told here: {untold} more findings, of {left} documents");
            Line(text, $"  Each is kept. Senders by HTTP see them at /v1/interchanges/{report.ReceiptId}; else ask the operator of the");
            Line(text, "  gateway and name the receipt.");
        }

        if (isLong) Line(text, "  Accepted documents without findings are not listed one by one.");
    }

    private static void Document(DocumentReport document, ReceiptParts parts, StringBuilder text)
    {
        var mark = document.Mark;
        var isFaulty = document.Findings.Any(finding => finding.Severity == Severity.Error);
        var verdict = mark.Type.Format == Papers.Format ? "kept as evidence"
            : document.IsAccepted ? "accepted" : isFaulty ? "NOT accepted" : "held";
        var where = mark.Span.Part == 0 ? "" : $" in {parts.NameOf(mark.Span.Part)}";
        Findings($"{mark.Type.Name} {mark.Reference} (document {mark.Number}){where}: {verdict}", document.Findings, parts, text, true);
    }

    private static void Findings(
        string title, IReadOnlyList<JudgedFinding> findings, ReceiptParts parts, StringBuilder text, bool always = false)
    {
        if (findings.Count == 0 && !always) return;
        Line(text, "");
        Line(text, title);
        foreach (var finding in findings)
        {
            var said = parts.Show(finding.Finding, finding.Severity).ToString();
            foreach (var line in said.TrimEnd('\n').Split('\n')) Line(text, "  " + line);
        }
    }

    private static string Next(ReceiptReport report, ReceiptState state) => state switch
    {
        ReceiptState.Accepted when report.Documents.Count + report.Objects > 0
            && report.Documents.All(d => d.Mark.Type.Format == Papers.Format) =>
            "It is kept as evidence. It holds no data for customs: send those too if they did not come in another file.",
        ReceiptState.Accepted or ReceiptState.PartlyAccepted when report.IsTrial =>
            "You are registered for tests: nothing goes on to customs. The verdicts above are those that you would get.",
        ReceiptState.Accepted or ReceiptState.PartlyAccepted
            when report.Interchanges.Count > 0 && report.Interchanges.All(i => i.Interchange.IsTest) =>
            "You marked it as a test (UNB 0035): nothing goes on to customs. The verdicts above are those that you would get.",
        ReceiptState.Accepted or ReceiptState.PartlyAccepted when report.Documents.Count > 0 && report.Documents.All(d => d.Mark.IsTest) =>
            "You marked it as a test (TestIndicator): nothing goes on to customs. The verdicts above are those that you would get.",
        ReceiptState.Accepted
            when report.Documents.SelectMany(d => d.Findings).Concat(report.Envelope).Any(f => f.Severity == Severity.Warning) =>
            "Everything was accepted and goes on to customs as it is. Look at the warnings above: if a value is wrong, send it corrected.",
        ReceiptState.Accepted => "Everything was accepted and goes on to customs. You need not do anything.",
        ReceiptState.PartlyAccepted =>
            $"The accepted documents go on to customs. Correct the others and send them again{Anew(report)}; "
            + "do not send the accepted ones again.",
        ReceiptState.Parked =>
            "Everything is kept. An operator of the gateway looks at it; you need not send it again.",
        _ when report.Interchanges.Any(i => i.State == InterchangeState.Conflict) =>
            "Nothing goes on to customs. If the content is right, send it again under a new interchange reference.",
        _ => "Nothing goes on to customs. Correct what is named above and send it again.",
    };

    private static string NextOf(Repeats repeats, ReceiptState state)
        => repeats.IsUnderWay
            ? "What came before is still worked on under the receipt named above. The answer to that receipt tells the rest."
            : state == ReceiptState.Accepted
            ? "Everything was accepted when it came first and goes on to customs, once. You need not do anything."
            : "It is not worked on again. What was said when it came first holds; it stands below.";

    private static void Before(string words, StringBuilder text)
    {
        Line(text, "");
        Line(text, "What was said when it came first");
        foreach (var line in words.TrimEnd('\n').Split('\n')) Line(text, line.Length == 0 ? "" : "  | " + line);
    }

    // What has no envelope has no reference that could be used up.
    private static string Anew(ReceiptReport report)
        => report.Interchanges.Any(i => i.Interchange.Reference is not null) ? " under a new interchange reference" : "";

    private static void Line(StringBuilder text, FormattableString line) => Line(text, line.ToString(CultureInfo.InvariantCulture));

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
