using System.Globalization;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Mappings;

namespace Gateway.Host.Workshop;

/// <summary>Coverage for the terminal.</summary>
internal static class CoverageText
{
    private const int LinesMax = 40;

    /// <summary>Coverage over documents.</summary>
    public static void Write(TextWriter to, string mapping, string path, CoverageReport report, Schema target, bool isAll)
    {
        var values = report.Total;
        to.WriteLine($"{mapping} over {path}: {Terminal.Count(report.Files.Count, "file")}, "
            + $"{Terminal.Count(report.Files.Sum(f => f.Documents), "document")}, "
            + $"{Terminal.Count(values.All, "value")} that are not empty");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{values.Percent,5} % are read by a rule ({values.Read:N0}) or left with a reason ({values.Left:N0}); {values.Unread:N0} are "
            + $"{(report.IsCarrying ? "kept by carry alone" : "lost: no rule reads them, and there is no carry")}"));
        Section(to, "Values that no rule reads, most frequent first", report.Unread, isAll,
            "  times     of  files  place", Unread);
        var idle = report.Idle.Sum(i => 1 + i.Inside.Count);
        Section(to, $"Rules that never made anything: {idle} of {report.Rules}", report.Idle, isAll, null, Idle);
        Gaps(to, report, target, isAll);
        Section(to, "Files, least covered first", [.. report.Files.OrderBy(f => f.Values.Percent)], isAll, null,
            file => string.Create(CultureInfo.InvariantCulture,
                $"{file.Values.Percent,5} %  {file.File}: {file.Values.Unread:N0} of {file.Values.All:N0} unread"));
    }

    /// <summary>Coverage of the structural forms.</summary>
    public static void Write(TextWriter to, string mapping, StructureReport report, bool isAll)
    {
        to.WriteLine($"{mapping} over {Terminal.Count(report.Forms.Count, "structural form")}, whatever documents carry");
        foreach (var form in report.Forms)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{form.Values.Percent,5} %  {form.Form}: {form.Values.Read:N0} places read, {form.Values.Left:N0} left, "
                + $"{form.Values.Unread:N0} unread"));
        }

        Section(to, "Places that no rule reads", report.Unread, isAll, null, place =>
            $"{place.Path}{(place.IsWhole ? $" ({Terminal.Count(place.Values, "place")})" : "")}"
            + (place.Name is null ? "" : $"  {place.Name}")
            + (place.Forms.Count < report.Forms.Count ? $"  [{string.Join(", ", place.Forms)}]" : ""));
    }

    /// <summary>A position of the target with what the model says of it.</summary>
    public static string Gap(TargetGap gap, Schema target)
    {
        var position = target[gap.Position];
        var missing = gap.IsMandatory && gap.Made > 0
            ? string.Create(CultureInfo.InvariantCulture, $"missing in {gap.Instances - gap.Made:N0} of {gap.Instances:N0}  ") : "";
        var number = position.Tded > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({position.Tded:0000})") : "";
        return $"{missing}{gap.Path}{number}{(position.Description is { } text ? "  " + text : "")}";
    }

    private static void Gaps(TextWriter to, CoverageReport report, Schema target, bool isAll)
    {
        Section(to, "Mandatory positions of the target that are missing", [.. report.Gaps.Where(g => g.IsMandatory)], isAll, null,
            gap => Gap(gap, target));
        Section(to, "Positions that have a rule and were never made", [.. report.Gaps.Where(g => !g.IsMandatory && g.HasRule)], isAll, null,
            gap => Gap(gap, target));
        var others = report.Gaps.Where(g => !g.IsMandatory && !g.HasRule).ToList();
        if (isAll) Section(to, "Positions without a rule", others, true, null, gap => Gap(gap, target));
        else if (others.Count > 0)
        {
            to.WriteLine($"\n{Terminal.Count(others.Count, "optional position")} of the classes made have no rule; --all lists them.");
        }
    }

    private static string Unread(UnreadPlace place)
    {
        var texts = string.Join(", ", place.Texts.Select(Quoted));
        return string.Create(CultureInfo.InvariantCulture, $"{place.Unread,7:N0}{place.Values,7:N0}{place.Files,7:N0}  {place.Path}"
            + $"{(place.IsWhole ? " (nothing of it)" : "")}  {texts}  ({place.File}{At(place.Span)})");
    }

    // What an administration's document is made of may be from no bytes of the sender.
    private static string At(SourceSpan span) => span.Start < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" byte {span.Start}");

    private static string Idle(IdleRule idle)
    {
        var rule = idle.Rule;
        var inside = idle.Inside.Count == 0 ? "" : $"  (with {Terminal.Count(idle.Inside.Count, "rule")} in it)";
        return string.Create(CultureInfo.InvariantCulture, $"{rule.File}:{rule.Line}  {rule.Target}: {rule.Text}{inside}");
    }

    private static string Quoted(string text) => $"\"{SafeText.Of(text)}\"";

    private static void Section<T>(TextWriter to, string title, IReadOnlyList<T> rows, bool isAll, string? head, Func<T, string> line)
    {
        if (rows.Count == 0) return;
        to.WriteLine();
        to.WriteLine(title);
        if (head is not null) to.WriteLine(head);
        foreach (var row in rows.Take(isAll ? int.MaxValue : LinesMax)) to.WriteLine("  " + line(row));
        if (!isAll && rows.Count > LinesMax) to.WriteLine($"  and {rows.Count - LinesMax} more; --all lists them");
    }
}
