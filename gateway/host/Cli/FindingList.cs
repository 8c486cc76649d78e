using System.Globalization;
using System.Text;
using Gateway.Channels;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Host.Serve;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Host.Cli;

/// <summary>Codes that belong together.</summary>
/// <param name="Title">As a heading.</param>
/// <param name="About">What these findings are about, one sentence.</param>
/// <param name="Codes">In order of their numbers.</param>
internal sealed record FindingArea(string Title, string About, IReadOnlyList<FindingCode> Codes);

/// <summary>Every code the gateway can report, for <c>findings</c> and docs/findings.md.</summary>
internal static class FindingList
{
    /// <summary>All areas.</summary>
    /// <param name="rules">Codes of the rule files.</param>
    public static IReadOnlyList<FindingArea> Areas(IEnumerable<FindingCode> rules) =>
    [
        Area("EDIFACT", "Syntax, envelope and structure of an EDIFACT interchange.", EdifactFindings.All),
        Area("Guides", "The file of an implementation guide; what a message does against it is EDI-0110 to EDI-0118.", GuideFindings.All),
        Area("Directories", "The files of a UN/EDIFACT release, and what an import made of them.", DirectoryFindings.All),
        Area("Gateway", "What arrived as a whole, and what the gateway did with it.", GatewayCodes.All),
        Area("Files in files", "Archives, mails and papers.", [.. PartFindings.All, .. ZipFindings.All, .. PdfFindings.All]),
        Area("Mapping", "Up to MAP-0099 a mapping file itself; from MAP-0101 the values of a document.", MappingFindings.All),
        Area("Model", "The made document against the WCO model.", WcoFindings.All),
        Area("Rules", "Data quality, from the files in rules/.", rules),
        Area("XML and JSON", "A document in XML or JSON.", [.. FormFindings.All, .. XmlFormatFindings.All, .. JsonFormatFindings.All]),
        Area("Mail", "What a mail holds, and how it is put together.", MailFindings.All),
        Area("Documents and their schemas", "A document in XML or JSON against the XSD or JSON Schema of its type.", SchemaFindings.All),
        Area("Tables", "A table in a CSV file or a workbook.", [.. CsvFindings.All, .. TableFindings.All, .. XlsxFindings.All]),
        Area("Schemas", "The files that describe XML and JSON documents.", [.. XsdFindings.All, .. OutlineFindings.All,
            .. JsonSchemaFindings.All]),
        Area("Folders", "A watched folder; on the status and in the log.", FolderFindings.All),
        Area("SFTP", "A server that files are fetched from or delivered to; on the status and in the log.", SftpFindings.All),
        Area("Mailboxes", "A mailbox, and the mail servers that mails come from and answers go to.", MailboxFindings.All),
        Area("YAML", "The text of a configuration file.", YamlFindings.All),
        Area("Configuration", "The content of a configuration file.", [.. ConfigurationCodes.All, .. HostCodes.All]),
    ];

    /// <summary>Everything about one code, for the terminal.</summary>
    public static string Explain(FindingCode code)
    {
        var text = new StringBuilder();
        text.Append(code.Id).Append(' ').Append(Terminal.Word(code.Default)).Append(": ").Append(code.Sentence).Append('\n');
        text.Append("  why: ").Append(code.Cause).Append('\n');
        text.Append("  fix: ").Append(code.Fix).Append('\n');
        if (Answer(code) is { } answer) text.Append("  CONTRL: ").Append(answer).Append('\n');
        return text.ToString();
    }

    /// <summary>The list as docs/findings.md has it.</summary>
    public static string Markdown(IReadOnlyList<FindingArea> areas)
    {
        var text = new StringBuilder("""
            # Findings

            Every code that the gateway reports. Codes are stable and never used again for something else. The severity is the default;
            `severities` in a partner's file sets another one. `{0}`, `{1}` stand for what was found. `./run findings EDI-0013` prints one.

            """);
        foreach (var area in areas)
        {
            text.Append("\n## ").Append(area.Title).Append("\n\n").Append(area.About).Append('\n');
            foreach (var code in area.Codes)
            {
                text.Append("\n### ").Append(code.Id).Append("\n\n**").Append(Terminal.Word(code.Default)).Append("**: ");
                text.Append(Plain(code.Sentence)).Append("\n\n");
                text.Append("- Why: ").Append(Plain(code.Cause)).Append('\n');
                text.Append("- Fix: ").Append(Plain(code.Fix)).Append('\n');
                if (Answer(code) is { } answer) text.Append("- CONTRL: ").Append(answer).Append('\n');
            }
        }

        return text.ToString();
    }

    private static FindingArea Area(string title, string about, IEnumerable<FindingCode> codes)
        => new(title, about, [.. codes.OrderBy(code => code.Id, StringComparer.Ordinal)]);

    private static string? Answer(FindingCode code) => code.ControlCode == 0
        ? null : "0085 = " + code.ControlCode.ToString(CultureInfo.InvariantCulture);

    private static string Plain(string text) => text
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
