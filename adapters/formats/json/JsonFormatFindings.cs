using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What choosing the JSON Schemas of a configuration may find.</summary>
public static class JsonFormatFindings
{
    /// <summary>A set without main schema.</summary>
    public static FindingCode NoMain { get; } = new(
        "JSON-0021", Severity.Error, "The schema set {0} names no main schema.",
        "Its set.yaml is missing, or lacks the key main.",
        "Write 'main: FILE' into schemas/json/{0}/set.yaml, and 'folder: PATH' when the schema lies elsewhere.");

    /// <summary>A main schema that is not there.</summary>
    public static FindingCode NoSchema { get; } = new(
        "JSON-0022", Severity.Error, "The main schema {1} of the schema set {0} is not there.",
        "Its name in set.yaml is misspelt, or the schema is not installed where the key folder says.",
        "Put the file there, or correct main or folder in schemas/json/{0}/set.yaml.");

    /// <summary>A file of which no set is made.</summary>
    public static FindingCode NoSet { get; } = new(
        "JSON-0023", Severity.Warning, "The file {0} is of no use: a schema of its own is called NAME.schema.json.",
        "It was saved under another name than the one that makes it the schema of a document type.",
        "Rename it to NAME.schema.json, move it into the folder of a set, or remove it.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [NoMain, NoSchema, NoSet];
}
