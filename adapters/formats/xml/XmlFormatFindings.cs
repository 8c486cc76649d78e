using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What choosing the description of an XML document may find.</summary>
public static class XmlFormatFindings
{
    /// <summary>Two sets have the document element.</summary>
    public static FindingCode SeveralSets { get; } = new(
        "XML-0015", Severity.Warning, "Both {1} and {2} describe the document {0}; {1} is used.",
        "Two administrations share a namespace, or a set was configured twice.",
        "Leave only the set that is meant in the folder schemas/xsd.");

    /// <summary>A set without main schema.</summary>
    public static FindingCode NoMain { get; } = new(
        "XML-0016", Severity.Error, "The schema set {0} names no main schema.",
        "Its set.yaml is missing, or lacks the key main.",
        "Write 'main: PATH' into schemas/xsd/{0}/set.yaml, and 'folder: PATH' when the schemas lie elsewhere.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [SeveralSets, NoMain];
}
