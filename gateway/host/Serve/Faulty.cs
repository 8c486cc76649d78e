using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>Tells an operator what is wrong with the configuration: every fault, with its file and line.</summary>
internal static class Faulty
{
    /// <summary>Writes all findings.</summary>
    public static void Write(TextWriter to, Findings findings)
    {
        to.WriteLine($"The configuration has {findings.Errors} fault{(findings.Errors == 1 ? "" : "s")}; nothing was started.");
        foreach (var finding in findings.All)
        {
            var place = finding.Place;
            // A fault of a whole file begins at its top.
            var file = place.Reference is { } name ? $"{name}:{Math.Max(1, place.Segment)}:{Math.Max(1, place.Element)}: " : "";
            to.WriteLine($"{file}{finding.Code.Id} {finding.Sentence}");
            to.WriteLine($"    {finding.Fix}");
        }
    }
}
