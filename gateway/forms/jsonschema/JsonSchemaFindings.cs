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
        "JSC-0002", Severity.Error, "{0}: the reference {1} leads nowhere.",
        "The schema refers to another file, or the name is misspelt.",
        "Put everything that the schema refers to into its own $defs or into the folder of the schema; nothing is fetched from a network.");

    /// <summary>The schema is too large.</summary>
    public static FindingCode TooLarge { get; } = new(
        "JSC-0003", Severity.Error, "{0} describes more than {1} places.",
        "The schema nests definitions in very many variants.",
        "Leave out the parts of the schema that documents never use.");

    /// <summary>A pattern cannot be used.</summary>
    public static FindingCode Pattern { get; } = new(
        "JSC-0004", Severity.Error, "{0}: the pattern {1}.",
        "It is no pattern of ECMA-262, or uses look-behind or a reference to an earlier group, which no limit of time could hold.",
        "Write the pattern without that construct.");

    /// <summary>A schema refers to itself without looking at anything smaller.</summary>
    public static FindingCode Endless { get; } = new(
        "JSC-0005", Severity.Error, "{0}: a schema refers to itself without end{1}.",
        "A $ref leads back to the schema that it stands in, for the same value.",
        "Take the reference out, or put it below a property or the items of an array.");

    /// <summary>A keyword has a value that it cannot have.</summary>
    public static FindingCode Keyword { get; } = new(
        "JSC-0006", Severity.Error, "{0}: {1}",
        "A keyword is misused, or the schema was written for another draft of JSON Schema.",
        "Correct the schema; draft 2020-12 is read.");

    /// <summary>The schema is of another draft.</summary>
    public static FindingCode OtherDraft { get; } = new(
        "JSC-0007", Severity.Warning, "{0} says that it follows {1}; it is read as JSON Schema 2020-12.",
        "The schema was written for an earlier draft or with keywords of its own.",
        "Check that it uses no keyword that has changed: items with several schemas, additionalItems, dependencies, $recursiveRef.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [NotASchema, NoReference, TooLarge, Pattern, Endless, Keyword, OtherDraft];
}
