using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Writes findings for people and for machines.</summary>
internal static class Terminal
{
    /// <summary>Standard output as bytes; the caller disposes it before the process ends.</summary>
    public static Stream Output() => new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);

    /// <summary>Writes one JSON document, indented, to standard output.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var output = Output();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true })) write(json);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes findings like a good compiler: place, sentence, the bytes with carets, cause, fix.</summary>
    public static void Write(TextWriter to, string file, IRaw raw, IEnumerable<JudgedFinding> findings)
    {
        foreach (var judged in findings)
        {
            to.WriteLine(FindingText.Of(judged.Finding, judged.Severity, raw.Read, file));
        }
    }

    /// <summary>Writes findings of a file and of what was unpacked from it.</summary>
    public static void Write(TextWriter to, string file, ReceiptParts parts, IEnumerable<JudgedFinding> findings)
    {
        foreach (var judged in findings) to.WriteLine(parts.Show(judged.Finding, judged.Severity, file));
    }

    /// <summary>Writes configuration faults: file, line, column, sentence, fix.</summary>
    public static void Write(TextWriter to, Findings findings)
    {
        foreach (var finding in findings.All)
        {
            var place = finding.Place;
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{place.Reference}:{place.Segment}:{place.Element}: {Word(finding.Code.Default)} {finding.Code.Id}: {finding.Sentence}"));
            if (finding.Fix.Length > 0) to.WriteLine($"  fix: {finding.Fix}");
        }

        if (findings.Count > findings.All.Count) to.WriteLine($"and {findings.Count - findings.All.Count} more");
    }

    /// <summary>The word for a severity.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    /// <summary>A count with its noun: <c>1 message</c>, <c>2 messages</c>.</summary>
    public static string Count(long count, string noun)
        => new StringBuilder().Append(count.ToString("N0", CultureInfo.InvariantCulture)).Append(' ').Append(noun)
            .Append(count == 1 ? "" : "s").ToString();
}
