using System.Globalization;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Formats;

/// <summary>
/// The answers to a receipt: CONTRL for the syntax, and for a partner who wants it APERAK for what rules and mapping found.
/// Without APERAK a message that only they reject is rejected in CONTRL, with 0085 = 18.
/// </summary>
internal static class EdifactAnswer
{
    private const string MediaType = "application/EDIFACT";

    /// <summary>The files; none where nothing is to be answered in EDIFACT.</summary>
    public static IReadOnlyList<AnswerFile> Of(ReceiptReport report)
    {
        var hasAperak = report.Answers?.Contains("aperak") == true;
        var files = new List<AnswerFile>();
        if (report.Answers?.Contains("contrl") != false)
        {
            Add(files, "contrl.edi", report, (i, reference)
                => Control.Write(report.Raw.Read, ControlOf(report, i, hasAperak), reference, report.ArrivedAt));
        }

        if (hasAperak)
        {
            Add(files, "aperak.edi", report, (i, reference)
                => Aperak.Write(report.Raw.Read, AperakOf(report, i), reference, report.ArrivedAt));
        }

        return files;
    }

    private static void Add(List<AnswerFile> files, string name, ReceiptReport report, Func<int, string, byte[]> write)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < report.Interchanges.Count; i++)
        {
            // What came before is answered by what was answered then.
            if (report.Interchanges[i].State == InterchangeState.Repeat) continue;
            // The two answers are two interchanges of ours, so their references differ.
            var reference = (name[0] == 'a' ? "A" : "") + report.ControlReference;
            if (report.Interchanges.Count > 1) reference += string.Create(CultureInfo.InvariantCulture, $"-{i + 1}");
            bytes.AddRange(write(i, reference));
        }

        if (bytes.Count > 0) files.Add(new AnswerFile(name, MediaType, bytes.ToArray()));
    }

    private static ControlInterchange ControlOf(ReceiptReport report, int index, bool hasAperak)
    {
        var (interchange, state) = report.Interchanges[index];
        var verdict = state switch
        {
            InterchangeState.Conflict => ControlVerdict.Duplicate,
            InterchangeState.Rejected => ControlVerdict.Rejected,
            // Only objects: there is no message to acknowledge.
            InterchangeState.Accepted when interchange.Messages == 0 => ControlVerdict.Received,
            _ => ControlVerdict.Accepted,
        };
        var span = interchange.Span;
        var errors = Errors(report.Envelope).Where(f => f.Span.Start >= span.Start && f.Span.Start <= span.End).OrderBy(f => f.Span.Start);
        var messages = DocumentsOf(report, index).Select(d => new ControlMessage(
            d.Mark.Span.Start, hasAperak ? IsRejectedForSyntax(d) : IsRejected(d),
            [.. Errors(d.Findings)]));
        return new ControlInterchange(span, verdict, [.. errors], [.. messages]);
    }

    // A document that waits for us (no mapping, a fault of ours) is answered when we know.
    private static AperakInterchange AperakOf(ReceiptReport report, int index)
    {
        var (interchange, state) = report.Interchanges[index];
        if (state != InterchangeState.Accepted) return new AperakInterchange(interchange.Span, []);
        var messages = DocumentsOf(report, index).Where(d => !IsRejectedForSyntax(d) && (d.IsAccepted || IsRejected(d)))
            .Select(d => new AperakMessage(d.Mark.Span.Start, d.IsAccepted, [.. d.Findings
                .Where(f => f.Finding.Code.ControlCode == 0 && f.Severity != Severity.Note).Select(f => f.Finding)]));
        return new AperakInterchange(interchange.Span, [.. messages]);
    }

    private static IEnumerable<DocumentReport> DocumentsOf(ReceiptReport report, int index)
        => report.Documents.Where(d => d.Mark.Interchange == index + 1);

    // A document that waits for us (no mapping, a fault of ours) has no error of the sender's and is not rejected.
    private static bool IsRejected(DocumentReport document) => !document.IsAccepted && Errors(document.Findings).Any();

    private static bool IsRejectedForSyntax(DocumentReport document)
        => IsRejected(document) && Errors(document.Findings).Any(f => f.Code.ControlCode > 0);

    private static IEnumerable<Finding> Errors(IEnumerable<JudgedFinding> findings)
        => findings.Where(f => f.Severity == Severity.Error).Select(f => f.Finding);
}
