using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What reading the JSON or XML form of a document may find.</summary>
public static class FormFindings
{
    /// <summary>The text is not JSON.</summary>
    public static FindingCode NotJson { get; } = new(
        "JSON-0001", Severity.Error, "From line {0}, column {1} on this is not JSON.",
        "A bracket, quote or comma is missing, the file was cut off, or objects nest too deep.",
        "Correct the file at that place; a JSON editor shows what is missing.");

    /// <summary>The bytes are not UTF-8.</summary>
    public static FindingCode NotUtf8 { get; } = new(
        "JSON-0002", Severity.Error, "The bytes from offset {0} on are not UTF-8.",
        "The file was saved in another character set.",
        "Save it as UTF-8.");

    /// <summary>A name stands twice in one object.</summary>
    public static FindingCode DuplicateName { get; } = new(
        "JSON-0003", Severity.Error, "{0} stands twice in one object; the second is not read.",
        "The program that wrote the file repeats a name where it should write an array.",
        "Write each name once; several values go into an array.");

    /// <summary>The document type does not have the name.</summary>
    public static FindingCode UnknownName { get; } = new(
        "JSON-0004", Severity.Error, "The document type has no {0} here.",
        "The name is mistyped or belongs elsewhere.",
        "Use the names of the data dictionary.");

    /// <summary>A value is of another kind.</summary>
    public static FindingCode WrongKind { get; } = new(
        "JSON-0005", Severity.Error, "{0} is {1}; {2} is expected.",
        "Numbers are in quotes or texts are not, or an array stands for a single value or the other way round.",
        "Write {0} as {2}.");

    /// <summary>The JSON document is too large.</summary>
    public static FindingCode JsonTooLarge { get; } = new(
        "JSON-0006", Severity.Error, "The document has {0} bytes; at most {1} are read.",
        "Several documents were put into one.",
        "Send the documents one by one.");

    /// <summary>The text is not XML.</summary>
    public static FindingCode NotXml { get; } = new(
        "XML-0001", Severity.Error, "From line {0}, column {1} on this is not well-formed XML.",
        "A tag is not closed, a character is not allowed, or the file was cut off.",
        "Correct the file at that place; an XML editor shows what is wrong.");

    /// <summary>The XML document is too large.</summary>
    public static FindingCode XmlTooLarge { get; } = new(
        "XML-0002", Severity.Error, "The document has {0} bytes; at most {1} are read.",
        "Several documents were put into one.",
        "Send the documents one by one.");

    /// <summary>The document type does not have the element.</summary>
    public static FindingCode UnknownElement { get; } = new(
        "XML-0003", Severity.Error, "The document type has no element {0} here.",
        "The name is mistyped, belongs elsewhere, or is of another namespace.",
        "Use the elements and the namespace of the schema.");

    /// <summary>The document element is another one.</summary>
    public static FindingCode WrongRoot { get; } = new(
        "XML-0004", Severity.Error, "The document begins with {0}; {1} is expected.",
        "It is a document of another type or of another namespace.",
        "Send the document as the type that it is.");

    /// <summary>Text stands between elements.</summary>
    public static FindingCode TextBetween { get; } = new(
        "XML-0005", Severity.Error, "Text stands in {0}, which holds only elements.",
        "A tag around the text is missing.",
        "Put the text into the element that it belongs to.");

    /// <summary>The document type does not have the attribute.</summary>
    public static FindingCode UnknownAttribute { get; } = new(
        "XML-0006", Severity.Error, "The element {1} has no attribute {0}.",
        "The name is mistyped or belongs elsewhere.",
        "Use the attributes of the schema.");

    /// <summary>An element stands in a value.</summary>
    public static FindingCode ElementInValue { get; } = new(
        "XML-0007", Severity.Error, "The element {0} stands in {1}, which holds only text.",
        "A tag is not closed, or the text has markup.",
        "Write the text without tags.");

    /// <summary>The document has a document type declaration.</summary>
    public static FindingCode DoctypeRefused { get; } = new(
        "XML-0008", Severity.Error, "The document has a document type declaration (DOCTYPE), which is refused.",
        "Old tools write one; it can also be an attempt to read files of the receiver.",
        "Send the document without it.");

    /// <summary>Elements nest too deep.</summary>
    public static FindingCode TooDeep { get; } = new(
        "XML-0009", Severity.Error, "Elements nest deeper than {0}.",
        "Tags are not closed, or the document is not a trade document.",
        "Send a document that follows the schema.");

    /// <summary>The character set is not known or the bytes do not follow it.</summary>
    public static FindingCode Encoding { get; } = new(
        "XML-0010", Severity.Error, "The bytes do not follow the character set {0}, or it is not known here.",
        "The XML declaration names another character set than the file was saved in.",
        "Save the file as UTF-8 and say so in its first line.");

    /// <summary>An element stands at the wrong place.</summary>
    public static FindingCode OutOfOrder { get; } = new(
        "XML-0011", Severity.Error, "{0} stands after elements that the schema puts later.",
        "The program that wrote the document does not keep the order of the schema.",
        "Write the elements in the order of the schema.");

    /// <summary>The gateway's description of the type lacks an element or attribute.</summary>
    public static FindingCode NotDescribed { get; } = new(
        "XML-0012", Severity.Note, "{0} is not in the description that the gateway has of this document type; it is kept.",
        "The description holds what trade documents usually carry, not everything that the standard allows.",
        "Nothing for the sender; who wants it mapped adds it to the description.");

    /// <summary>Very much in the document is unknown.</summary>
    public static FindingCode TooMuchUnknown { get; } = new(
        "XML-0013", Severity.Error, "The schema knows more than {0} elements of the document not; the rest of them is not read.",
        "It is a document of another type, or of another version of the schema.",
        "Send the document as the type that it is.");

    /// <summary>The XML declaration is wrong about the character set.</summary>
    public static FindingCode Contradicted { get; } = new(
        "XML-0014", Severity.Error, "The XML declaration names another character set; the bytes are {0} and were read so.",
        "A program made the text in one character set and saved it in another.",
        "Let the declaration name the character set that the file is saved in, best UTF-8.");

    /// <summary>A value of JSON is null.</summary>
    public static FindingCode NullValue { get; } = new(
        "JSON-0007", Severity.Note, "{0} is null; it is read as if it were not there.",
        "Many programs write null for a value that they do not have.",
        "Nothing; leaving the name out says the same.");

    /// <summary>The gateway's description of the type lacks a name.</summary>
    public static FindingCode NameNotDescribed { get; } = new(
        "JSON-0008", Severity.Note, "{0} is not in the description that the gateway has of this document type; it is kept.",
        "The JSON Schema allows further names, and the program that wrote the file used one.",
        "Nothing for the sender; who wants it mapped adds it to the JSON Schema.");

    /// <summary>Very much in the JSON document is unknown.</summary>
    public static FindingCode TooManyNames { get; } = new(
        "JSON-0009", Severity.Error, "The schema knows more than {0} names of the document not; the rest of them is not read.",
        "It is a document of another type, or of another version of the schema.",
        "Send the document as the type that it is.");

    /// <summary>The XML document has too many elements and attributes.</summary>
    public static FindingCode TooManyElements { get; } = new(
        "XML-0019", Severity.Error, "The document has more than {0} elements and attributes; the rest of them is not read.",
        "Several documents were put into one, or it was made to overload whoever reads it.",
        "Send the documents one by one.");

    /// <summary>A tag of the XML document is too long.</summary>
    public static FindingCode TagTooLong { get; } = new(
        "XML-0020", Severity.Error, "A tag has more than {0} bytes; the document is not read.",
        "A quote or bracket is missing, or it was made to overload whoever reads it.",
        "Send a document that follows the schema.");

    /// <summary>The JSON document has too many values.</summary>
    public static FindingCode TooManyValues { get; } = new(
        "JSON-0019", Severity.Error, "The document has more than {0} values; the rest of them is not read.",
        "Several documents were put into one, or it was made to overload whoever reads it.",
        "Send the documents one by one.");

    /// <summary>An escape is half of a character.</summary>
    public static FindingCode HalfPair { get; } = new(
        "JSON-0020", Severity.Error, "{0} is half of a character: the other half is missing.",
        "A program cut a text in the middle of a character, such as an emoji.",
        "Write the whole character, best without an escape.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        NotJson, NotUtf8, DuplicateName, UnknownName, WrongKind, JsonTooLarge, NotXml, XmlTooLarge, UnknownElement, WrongRoot,
        TextBetween, UnknownAttribute, ElementInValue, DoctypeRefused, TooDeep, Encoding, OutOfOrder, NotDescribed, TooMuchUnknown,
        Contradicted, NullValue, NameNotDescribed, TooManyNames, TooManyElements, TagTooLong, TooManyValues, HalfPair,
    ];
}
