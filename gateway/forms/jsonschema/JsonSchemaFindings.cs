using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What loading a JSON Schema may find.</summary>
public static class JsonSchemaFindings
{
    /// <summary>The file is not a JSON Schema.</summary>
    public static FindingCode NotASchema { get; } = new(
        "JSC-0001", Severity.Error, "{0} is not a usable JSON Schema: {1}",
        "The file is damaged, or describes no object and no array of objects.",
        "Fetch or write the file again; at the top it needs 'type: object' with 'properties', or 'type: array' with 'items'.");

    /// <summary>A reference leads nowhere.</summary>
    public static FindingCode NoReference { get; } = new(
        "JSC-0002", Severity.Warning, "{0}: the reference {1} leads nowhere.",
        "The schema refers to another file, or the name is misspelt.",
        "Put everything that the schema refers to into its own $defs.");

    /// <summary>The schema is too large.</summary>
    public static FindingCode TooLarge { get; } = new(
        "JSC-0003", Severity.Error, "{0} describes more than {1} places.",
        "The schema nests definitions in very many variants.",
        "Leave out the parts of the schema that documents never use.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [NotASchema, NoReference, TooLarge];
}
