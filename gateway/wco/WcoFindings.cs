using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>What the check against the model may find.</summary>
/// <remarks>What a sender's data cause is a warning, so that one bad consignment does not hold up the others; what only a
/// faulty mapping can cause is an error.</remarks>
public static class WcoFindings
{
    /// <summary>A mandatory element is missing.</summary>
    public static FindingCode Missing { get; } = new(
        "WCO-0001", Severity.Warning, "{0} is missing in {1}.",
        "The sender did not give it, or the mapping does not read the place where the sender puts it.",
        "Send {0}; if it is in the document, ask for the mapping to be extended.");

    /// <summary>An element occurs more often than the model allows.</summary>
    public static FindingCode TooMany { get; } = new(
        "WCO-0002", Severity.Error, "{0} stands {1} times in {2}; at most {3} are allowed.",
        "The mapping makes one for each of several places in the source.",
        "Correct the mapping so that it chooses one.");

    /// <summary>A number is not one.</summary>
    public static FindingCode NotANumber { get; } = new(
        "WCO-0003", Severity.Warning, "{0} is \"{1}\", which is not a number as this model writes it.",
        "Blanks, thousands separators, leading zeros or words stand in a field for numbers, or a whole number has decimals.",
        "Send digits only, with the decimal mark that the interchange states.");

    /// <summary>A text is too long.</summary>
    public static FindingCode TooLong { get; } = new(
        "WCO-0004", Severity.Warning, "{0} has {1} characters; at most {2} are allowed.",
        "The field holds more than one datum, or free text is longer than customs can take.",
        "Shorten it, or send the rest in a field for remarks.");

    /// <summary>A text is too short.</summary>
    public static FindingCode TooShort { get; } = new(
        "WCO-0005", Severity.Warning, "{0} has {1} characters; {2} are needed.",
        "A code was cut off or another code was used.",
        "Send the complete code.");

    /// <summary>A number has too many digits.</summary>
    public static FindingCode TooManyDigits { get; } = new(
        "WCO-0006", Severity.Warning, "{0} is {1}; at most {2} digits are allowed, {3} of them decimals.",
        "The number is wrong by a factor or was calculated with more decimals than are meant.",
        "Check the number and round it.");

    /// <summary>A date is not one.</summary>
    public static FindingCode NotAMoment { get; } = new(
        "WCO-0007", Severity.Warning, "{0} is \"{1}\", which is not a date, or a date and time.",
        "The date is not in the calendar, or is not in the format that its qualifier says.",
        "Send a date of the calendar in the format that the qualifier names.");

    /// <summary>A code is not in its list.</summary>
    public static FindingCode NotListed { get; } = new(
        "WCO-0008", Severity.Warning, "{0} is \"{1}\", which the code list {2} does not have.",
        "The code is mistyped, of another list, or newer than the list that is loaded.",
        "Send a code of the list {2}, or load its newer edition.");

    /// <summary>A code is in its list and does not hold on the day.</summary>
    public static FindingCode NotValidOnDay { get; } = new(
        "WCO-0009", Severity.Warning, "{0} is \"{1}\"; the code list {2} has it, but not for {3}.",
        "The code was withdrawn or is not yet in force.",
        "Send the code that holds on that day.");

    /// <summary>An element stands at the wrong place.</summary>
    public static FindingCode OutOfOrder { get; } = new(
        "WCO-0010", Severity.Error, "{0} stands after elements that come later in {1}.",
        "The document was not made in the order of the model.",
        "Report this: it is a fault of the gateway or of the system that wrote the document.");

    /// <summary>The model does not have the element.</summary>
    public static FindingCode NotInModel { get; } = new(
        "WCO-0011", Severity.Error, "The model has no {0} in {1}.",
        "The document was made for another version of the model, or its name is mistyped.",
        "Use the names of the data dictionary, or put the datum into an Extension.");

    /// <summary>A code of letters has other characters.</summary>
    public static FindingCode NotLetters { get; } = new(
        "WCO-0012", Severity.Warning, "{0} is \"{1}\"; only letters are allowed.",
        "A number or a name stands where a code of letters belongs.",
        "Send the code.");

    /// <summary>A truth value is not one.</summary>
    public static FindingCode NotABoolean { get; } = new(
        "WCO-0013", Severity.Warning, "{0} is \"{1}\"; only true and false are allowed.",
        "A code stands where a truth value belongs.",
        "Send true or false.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        Missing, TooMany, NotANumber, TooLong, TooShort, TooManyDigits, NotAMoment, NotListed, NotValidOnDay, OutOfOrder,
        NotInModel, NotLetters, NotABoolean,
    ];
}
