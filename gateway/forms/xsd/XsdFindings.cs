using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What loading the XSDs of an administration, or checking a document against them, may find.</summary>
public static class XsdFindings
{
    /// <summary>A file is not a usable XML Schema.</summary>
    public static FindingCode NotASchema { get; } = new(
        "XSD-0001", Severity.Error, "{0} is not a usable XML Schema: {1}",
        "The file is damaged, or a file that it includes or imports is missing.",
        "Fetch the schemas again as a whole, with the folders as their publisher has them.");

    /// <summary>A schema is used with reserve.</summary>
    public static FindingCode Doubtful { get; } = new(
        "XSD-0002", Severity.Warning, "{0}: {1}",
        "The schema refers to something that its files do not hold.",
        "Nothing, if documents use none of it; else add the missing file.");

    /// <summary>A document does not follow its XSD.</summary>
    public static FindingCode Invalid { get; } = new(
        "XSD-0003", Severity.Error, "The document does not follow the schemas of {0}: {1}",
        "The profile writes what the administration's schema does not allow here, or leaves out what it demands.",
        "Correct the mapping of the profile; the sender's data are not at fault.");

    /// <summary>A file that is named as a main schema is not there.</summary>
    public static FindingCode NoFile { get; } = new(
        "XSD-0004", Severity.Error, "There is no schema file {0}.",
        "The path is mistyped, or the schemas of the administration are not installed.",
        "Put the files where the profile says, or correct the path in it.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [NotASchema, Doubtful, Invalid, NoFile];
}
