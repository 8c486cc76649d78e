using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What can be wrong with an outline of a document type (schemas/xml).</summary>
public static class OutlineFindings
{
    /// <summary>A line that cannot be read.</summary>
    public static FindingCode Line { get; } = new(
        "OUT-0001", Severity.Error, "This line of the outline cannot be read: {0}",
        "A word is misspelt, or the line is not indented as its neighbours.",
        "Write 'namespace', 'values', 'classes', 'kind', 'document' or 'class' at the margin, and below the last two "
            + "indented lines NAME[*] KIND.");

    /// <summary>A name that is not defined.</summary>
    public static FindingCode Unknown { get; } = new(
        "OUT-0002", Severity.Error, "The outline has no {0} '{1}'.",
        "The name is misspelt, or its definition is missing.",
        "Correct it, or add its definition; classes and kinds may stand anywhere in the file, namespaces before their use.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Line, Unknown];
}
