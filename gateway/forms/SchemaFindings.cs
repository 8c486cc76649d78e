using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What checking a document against the schema of its type may find, the same for JSON Schema and XSD.</summary>
public static class SchemaFindings
{
    /// <summary>A value is of another kind.</summary>
    public static FindingCode WrongType { get; } = new(
        "SCH-0001", Severity.Error, "{0} should be {1}, it is {2}.",
        "Numbers stand in quotes or have a decimal comma, a date is written in another order, or a list stands for a single value.",
        "Write {0} as the schema of the document type says: {1}.");

    /// <summary>Something that must be there is missing.</summary>
    public static FindingCode Missing { get; } = new(
        "SCH-0002", Severity.Error, "{0} has no {1}, which it must have.",
        "The value was not known when the document was made, or its name is mistyped.",
        "Add {1}.");

    /// <summary>Something stands where nothing of that name may.</summary>
    public static FindingCode NotAllowed { get; } = new(
        "SCH-0003", Severity.Error, "{0} has {1}, which it may not have.",
        "The name is mistyped, belongs elsewhere, or is of another version of the schema.",
        "Use the names of the schema; leave out what it does not have.");

    /// <summary>A value is none of a list.</summary>
    public static FindingCode NotListed { get; } = new(
        "SCH-0004", Severity.Error, "{0} is {2}; allowed is {1}.",
        "The code is mistyped, of another list, or of another edition of it.",
        "Use one of the values that are allowed.");

    /// <summary>A text is too long.</summary>
    public static FindingCode TooLong { get; } = new(
        "SCH-0005", Severity.Error, "{0} has {2} characters; at most {1} are allowed.",
        "Several pieces of information were put into one value.",
        "Shorten {0} to {1} characters.");

    /// <summary>A text is too short.</summary>
    public static FindingCode TooShort { get; } = new(
        "SCH-0006", Severity.Error, "{0} has {2} characters; at least {1} are needed.",
        "The value is empty or was cut off.",
        "Write {0} in full, or leave it out where it may be missing.");

    /// <summary>A text has not the form that is wanted.</summary>
    public static FindingCode WrongForm { get; } = new(
        "SCH-0007", Severity.Error, "{0} is {2}, which does not have the form {1}.",
        "A character is not allowed, blanks stand around the value, or it is a number of another kind.",
        "Write {0} in the form that the schema wants.");

    /// <summary>A value lies outside of what is allowed.</summary>
    public static FindingCode OutOfRange { get; } = new(
        "SCH-0008", Severity.Error, "{0} is {2}; it must be {1}.",
        "The value is in another unit, or a digit is missing or doubled.",
        "Correct {0}.");

    /// <summary>A number has more decimals than allowed, or is no multiple.</summary>
    public static FindingCode NotMultiple { get; } = new(
        "SCH-0009", Severity.Error, "{0} is {2}, which is no multiple of {1}.",
        "The number has more decimals than are allowed.",
        "Round {0} to a multiple of {1}.");

    /// <summary>There are too many entries.</summary>
    public static FindingCode TooMany { get; } = new(
        "SCH-0010", Severity.Error, "{0} has {2} entries; at most {1} are allowed.",
        "Several documents were put into one, or entries stand twice.",
        "Send what is over in another document.");

    /// <summary>There are too few entries.</summary>
    public static FindingCode TooFew { get; } = new(
        "SCH-0011", Severity.Error, "{0} has {2} entries; at least {1} are needed.",
        "A list was left empty.",
        "Add the entries that are missing, or leave {0} out where it may be missing.");

    /// <summary>An entry stands twice.</summary>
    public static FindingCode Repeated { get; } = new(
        "SCH-0012", Severity.Error, "{0} is the same as an earlier entry; each may stand only once.",
        "A line was copied.",
        "Take the second one out.");

    /// <summary>None of several forms fits.</summary>
    public static FindingCode NoForm { get; } = new(
        "SCH-0013", Severity.Error, "{0} is {2} and fits none of the {1} forms that are allowed.",
        "The schema allows several forms here, and each has a condition that is not met.",
        "Compare {0} with the forms in the schema.");

    /// <summary>Several forms fit of which only one may.</summary>
    public static FindingCode SeveralForms { get; } = new(
        "SCH-0014", Severity.Error, "{0} fits {1} forms at once; only one of them may fit.",
        "The schema allows one of several forms, and the values of more than one are there.",
        "Leave out what belongs to the other form.");

    /// <summary>A value is excluded.</summary>
    public static FindingCode Excluded { get; } = new(
        "SCH-0015", Severity.Error, "{0} is {2}, which the schema excludes.",
        "The schema names values or combinations that are not allowed.",
        "Change {0}, or leave it out.");

    /// <summary>Something is missing because something else is there.</summary>
    public static FindingCode MissingBeside { get; } = new(
        "SCH-0016", Severity.Error, "{0} has {2} and therefore must have {1}.",
        "One value has no meaning without the other, as an amount has none without its currency.",
        "Add {1}, or leave {2} out.");

    /// <summary>A list lacks entries of a kind.</summary>
    public static FindingCode NoSuchEntry { get; } = new(
        "SCH-0017", Severity.Error, "{0} has {2} entries of the kind that the schema names; it must have {1}.",
        "A list must hold certain entries, and they are missing or too many.",
        "Compare the entries of {0} with the schema.");

    /// <summary>Checking was given up.</summary>
    public static FindingCode GivenUp { get; } = new(
        "SCH-0018", Severity.Error, "Checking the document against {1} was given up: it takes too long.",
        "The document nests deep or repeats what the schema has to compare again and again.",
        "Send the document in smaller pieces.");

    /// <summary>An element stands where another one is expected.</summary>
    public static FindingCode OutOfPlace { get; } = new(
        "SCH-0019", Severity.Error, "{0} has {1} where {2} is expected.",
        "An element is missing before it, it stands in another order than the schema wants, or its name is of another version.",
        "Write what is expected first, in the order of the schema.");

    /// <summary>Values that must differ or be named elsewhere are not.</summary>
    public static FindingCode Keys { get; } = new(
        "SCH-0020", Severity.Error, "{0} breaks the rule {1} on values that must differ or refer to each other.",
        "A number stands twice, or refers to something that is not in the document.",
        "Number the entries without a gap or repetition, and refer only to what is there.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        WrongType, Missing, NotAllowed, NotListed, TooLong, TooShort, WrongForm, OutOfRange, NotMultiple, TooMany, TooFew, Repeated, NoForm,
        SeveralForms, Excluded, MissingBeside, NoSuchEntry, GivenUp, OutOfPlace, Keys,
    ];
}
