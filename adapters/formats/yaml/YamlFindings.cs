using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What can be wrong with a YAML file before anybody looks at its meaning.</summary>
public static class YamlFindings
{
    /// <summary>The text is not YAML.</summary>
    public static readonly FindingCode NotYaml = new("YML-0001", Severity.Error,
        "The file is not YAML: {0}",
        "A quote or bracket is not closed, or the lines are not indented evenly.",
        "Look at the place named; put text with special characters between single quotes.");

    /// <summary>A tag such as <c>!x</c>.</summary>
    public static readonly FindingCode Tag = new("YML-0002", Severity.Error,
        "'{0}' is a YAML tag and would vanish from the value.",
        "A value that begins with an exclamation mark is a tag to YAML.",
        "Put the whole value between single quotes.");

    /// <summary>An anchor such as <c>&amp;x</c>.</summary>
    public static readonly FindingCode Anchor = new("YML-0003", Severity.Error,
        "'&{0}' is a YAML anchor and would vanish from the value.",
        "A value that begins with an ampersand is an anchor to YAML.",
        "Put the whole value between single quotes; to share text between places use a part.");

    /// <summary>An alias such as <c>*x</c>.</summary>
    public static readonly FindingCode Alias = new("YML-0004", Severity.Error,
        "'*{0}' is a YAML alias; files here do not use aliases.",
        "A value that begins with an asterisk is an alias to YAML.",
        "Put the whole value between single quotes; to share text between places use a part.");

    /// <summary>The merge key.</summary>
    public static readonly FindingCode MergeKey = new("YML-0005", Severity.Error,
        "The merge key '<<' is not used here.",
        "YAML 1.1 merges with it; YAML 1.2 takes it as an ordinary key, so programs differ.",
        "Write the keys out, or share them as a part.");

    /// <summary>A key twice in one mapping.</summary>
    public static readonly FindingCode DuplicateKey = new("YML-0006", Severity.Error,
        "The key '{0}' stands twice in one block; the first is in line {1}.",
        "One of the two would silently win.",
        "Keep one of them; several sources of one value are written as a list.");

    /// <summary>Nested too deeply.</summary>
    public static readonly FindingCode TooDeep = new("YML-0007", Severity.Error,
        "The file nests deeper than {0} levels.",
        "No configuration needs that; the file is damaged or was made to do harm.",
        "Flatten the file.");

    /// <summary>Too large.</summary>
    public static readonly FindingCode TooLarge = new("YML-0008", Severity.Error,
        "The file has {0} bytes; at most {1} are read.",
        "Large tables do not belong into a configuration file.",
        "Move the table to a CSV file and name that file.");

    /// <summary>Not UTF-8.</summary>
    public static readonly FindingCode NotUtf8 = new("YML-0009", Severity.Error,
        "The file is not UTF-8 text from byte {0} on.",
        "It was saved in another character set.",
        "Save it as UTF-8.");

    /// <summary>More than one document.</summary>
    public static readonly FindingCode SeveralDocuments = new("YML-0010", Severity.Error,
        "A second YAML document begins here.",
        "A line with three hyphens divides documents.",
        "Keep one document in the file.");

    /// <summary>A key that is no scalar, or an empty one.</summary>
    public static readonly FindingCode BadKey = new("YML-0011", Severity.Error,
        "A key must be plain text that is not empty.",
        "A bracket or brace stands where a key should be, or nothing does.",
        "Name the key; quote it if it begins with a special character.");

    /// <summary>All codes of this reader.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [NotYaml, Tag, Anchor, Alias, MergeKey, DuplicateKey, TooDeep, TooLarge, NotUtf8, SeveralDocuments, BadKey];
}
