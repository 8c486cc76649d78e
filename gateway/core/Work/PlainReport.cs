using System.Globalization;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The answer that people read, in the sender's language: what came in, what became of each document, every finding at its
/// bytes, and what happens next.</summary>
internal sealed class PlainReport
{
    /// <summary>Documents listed one by one; of more only those with findings are told.</summary>
    private const int ListedMax = 200;

    /// <summary>Findings of documents that are not accepted, written out; nobody reads more, and a mail must carry them.</summary>
    private const int FindingsMax = 5000;

    private readonly StringBuilder text = new();
    private readonly ReceiptReport report;
    private readonly ReceiptParts parts;
    private readonly Language language;

    private PlainReport(ReceiptReport report, ReceiptParts parts) => (this.report, this.parts, language) = (report, parts, report.Language);

    public static ReadOnlyMemory<byte> Write(ReceiptReport report, ReceiptState state, ReceiptParts parts, Repeats repeats)
    {
        var words = new PlainReport(report, parts);
        words.Head(state);
        foreach (var interchange in report.Interchanges.Where(i => i.Interchange is not { Reference: null, Sender: null }))
        {
            words.Interchange(interchange);
        }

        words.Findings(words.language.Say("About the file as a whole"), report.Envelope);
        words.Documents();
        words.Line("");
        words.Line(words.language.Say("What happens next"));
        words.Line("  " + (repeats.Earlier.Count > 0 && report.Documents.Count == 0 ? words.NextOf(repeats, state) : words.Next(state)));
        foreach (var earlier in repeats.Words) words.Before(earlier);
        if (repeats.Untold > 0) words.Untold(repeats.Untold);
        return Encoding.UTF8.GetBytes(words.text.ToString());
    }

    private void Head(ReceiptState state)
    {
        Line($"{language.Say(Title(state))}: {report.FileName ?? language.Say("your message")}");
        Line("");
        var accepted = report.Documents.Count(document => document.IsAccepted);
        var arrived = report.ArrivedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        (string Label, string Value)[] rows =
        [
            (language.Say("Receipt"), report.ReceiptId),
            (language.Say("Received"), language.Say("{0} UTC, {1} bytes", arrived, report.Raw.Length)),
            (language.Say("Documents"), language.Say(
                "{0} read, {1} accepted, {2} not accepted", report.Documents.Count, accepted, report.Documents.Count - accepted)),
            (language.Say("Objects"), language.Say("{0} kept as evidence", report.Objects)),
        ];
        var width = rows.Max(row => SafeText.Columns(row.Label));
        foreach (var (label, value) in report.Objects > 0 ? rows : rows[..^1])
        {
            Line($"  {label}{new string(' ', width - SafeText.Columns(label))} {value}");
        }
    }

    private static string Title(ReceiptState state) => state switch
    {
        ReceiptState.Accepted => "Accepted",
        ReceiptState.PartlyAccepted => "Partly accepted",
        ReceiptState.Parked => "Held",
        _ => "Not accepted",
    };

    private void Interchange(InterchangeReport said)
    {
        var (interchange, state) = (said.Interchange, said.State);
        var what = state switch
        {
            InterchangeState.Accepted => language.Say("was read"),
            InterchangeState.Conflict => language.Say("is NOT accepted: its reference came before with other content"),
            InterchangeState.Rejected => language.Say("is NOT accepted: its envelope is faulty"),
            InterchangeState.Repeat => language.Say("came before with the same content and is not worked on again"),
            _ => "",
        };
        var test = interchange.IsTest ? language.Say(", a test that does not go on to customs,") : "";
        Line("  " + language.Say("Interchange {0} from {1}{2} {3}.",
            interchange.Reference ?? language.Say("(no reference)"), interchange.Sender ?? language.Say("(no sender)"), test, what));
    }

    private void Documents()
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
            Document(document);
        }

        if (left > 0)
        {
            Line("");
            Line(language.Say("Not told here: {0} more findings, of {1} documents", untold, left));
            Line("  " + language.Say(
                "Each is kept. Senders by HTTP see them at {0}; else ask the operator of the gateway and name the receipt.",
                "/v1/interchanges/" + report.ReceiptId));
        }

        if (isLong) Line("  " + language.Say("Accepted documents without findings are not listed one by one."));
    }

    private void Document(DocumentReport document)
    {
        var mark = document.Mark;
        var isFaulty = document.Findings.Any(finding => finding.Severity == Severity.Error);
        var verdict = mark.Type.Format == Papers.Format ? language.Say("kept as evidence")
            : document.IsAccepted ? language.Say("accepted") : isFaulty ? language.Say("NOT accepted") : language.Say("held");
        var where = mark.Span.Part == 0 ? "" : language.Say(" in {0}", parts.NameOf(mark.Span.Part));
        var title = language.Say("{0} {1} (document {2}){3}: {4}", mark.Type.Name, mark.Reference, mark.Number, where, verdict);
        Findings(title, document.Findings, true);
    }

    private void Findings(string title, IReadOnlyList<JudgedFinding> findings, bool always = false)
    {
        if (findings.Count == 0 && !always) return;
        Line("");
        Line(title);
        foreach (var finding in findings)
        {
            var said = parts.Show(finding.Finding, finding.Severity, language: language).ToString();
            foreach (var line in said.TrimEnd('\n').Split('\n')) Line("  " + line);
        }
    }

    private string Next(ReceiptState state) => state switch
    {
        ReceiptState.Accepted when report.Documents.Count + report.Objects > 0
            && report.Documents.All(d => d.Mark.Type.Format == Papers.Format) =>
            language.Say("It is kept as evidence. It holds no data for customs: send those too if they did not come in another file."),
        ReceiptState.Accepted or ReceiptState.PartlyAccepted when report.IsTrial =>
            language.Say("You are registered for tests: nothing goes on to customs. The verdicts above are those that you would get."),
        ReceiptState.Accepted or ReceiptState.PartlyAccepted
            when report.Interchanges.Count > 0 && report.Interchanges.All(i => i.Interchange.IsTest) => Tested("UNB 0035"),
        ReceiptState.Accepted or ReceiptState.PartlyAccepted when report.Documents.Count > 0 && report.Documents.All(d => d.Mark.IsTest) =>
            Tested("TestIndicator"),
        ReceiptState.Accepted
            when report.Documents.SelectMany(d => d.Findings).Concat(report.Envelope).Any(f => f.Severity == Severity.Warning) =>
            language.Say("Everything was accepted and goes on to customs as it is. "
                + "Look at the warnings above: if a value is wrong, send it corrected."),
        ReceiptState.Accepted => language.Say("Everything was accepted and goes on to customs. You need not do anything."),
        ReceiptState.PartlyAccepted => language.Say("The accepted documents go on to customs. "
            + "Correct the others and send them again{0}; do not send the accepted ones again.", Anew()),
        ReceiptState.Parked => language.Say("Everything is kept. An operator of the gateway looks at it; you need not send it again."),
        _ when report.Interchanges.Any(i => i.State == InterchangeState.Conflict) =>
            language.Say("Nothing goes on to customs. If the content is right, send it again under a new interchange reference."),
        _ => language.Say("Nothing goes on to customs. Correct what is named above and send it again."),
    };

    private string Tested(string mark) => language.Say(
        "You marked it as a test ({0}): nothing goes on to customs. The verdicts above are those that you would get.", mark);

    private string NextOf(Repeats repeats, ReceiptState state)
        => repeats.IsUnderWay
            ? language.Say("What came before is still worked on under the receipt named above. The answer to that receipt tells the rest.")
            : state == ReceiptState.Accepted
            ? language.Say("Everything was accepted when it came first and goes on to customs, once. You need not do anything.")
            : language.Say("It is not worked on again. What was said when it came first holds; it stands below.");

    private void Before(string words)
    {
        Line("");
        Line(language.Say("What was said when it came first"));
        foreach (var line in words.TrimEnd('\n').Split('\n')) Line(line.Length == 0 ? "" : "  | " + line);
    }

    private void Untold(int receipts)
    {
        Line("");
        Line(language.Say(
            "The answers to {0} receipts named above are too many to be given again; ask the operator of the gateway for one you miss.",
            receipts));
    }

    // What has no envelope has no reference that could be used up.
    private string Anew()
        => report.Interchanges.Any(i => i.Interchange.Reference is not null) ? language.Say(" under a new interchange reference") : "";

    private void Line(string line) => text.Append(line).Append('\n');
}
