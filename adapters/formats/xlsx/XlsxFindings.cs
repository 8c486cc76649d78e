using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What reading a workbook may find.</summary>
public static class XlsxFindings
{
    /// <summary>The workbook is encrypted.</summary>
    public static FindingCode Encrypted { get; } = new(
        "XLS-0001", Severity.Error, "The workbook is protected with a password to open it; nothing of it can be read.",
        "It was saved with 'Encrypt with password'.",
        "Remove the password (File, Info, Protect workbook), save it and send it again.");

    /// <summary>The workbook is in the old binary format.</summary>
    public static FindingCode OldFormat { get; } = new(
        "XLS-0002", Severity.Error, "The workbook is {0}, which is not read.",
        "It was saved in another format than that of Excel since 2007.",
        "Open it, choose 'Save as' and 'Excel workbook (.xlsx)', and send that file.");

    /// <summary>The file cannot be read as a workbook.</summary>
    public static FindingCode Broken { get; } = new(
        "XLS-0003", Severity.Error, "The workbook cannot be read: {0}.",
        "The file was cut off on its way, or changed by a program that does not keep to the format.",
        "Open it in a spreadsheet program, save it under a new name and send that file.");

    /// <summary>A limit was reached.</summary>
    public static FindingCode TooLarge { get; } = new(
        "XLS-0004", Severity.Error, "The workbook has {0}; at most {1} are read.",
        "Much more is in the file than a list of goods needs, or it was made to do harm.",
        "Copy the table that matters into a new workbook, or send it in several files.");

    /// <summary>A cell shows an error.</summary>
    public static FindingCode ErrorCell { get; } = new(
        "XLS-0005", Severity.Error, "The cell shows the error {0}.",
        "A formula could not be calculated: it refers to what is missing, or divides by zero.",
        "Correct the formula, or write the value itself into the cell.");

    /// <summary>A formula without its result.</summary>
    public static FindingCode NoResult { get; } = new(
        "XLS-0006", Severity.Error, "The cell holds a formula without its result.",
        "The workbook was written by a program that does not calculate.",
        "Open it in a spreadsheet program, let it calculate, save it and send it again.");

    /// <summary>A number has lost digits.</summary>
    public static FindingCode LongNumber { get; } = new(
        "XLS-0007", Severity.Warning, "The number {0} has more than 15 digits; a spreadsheet program has replaced the last ones by zeros.",
        "A long identifier was typed into a cell that is not formatted as text.",
        "Format the cell as text and type the identifier again.");

    /// <summary>A date that does not exist.</summary>
    public static FindingCode BadDate { get; } = new(
        "XLS-0008", Severity.Warning, "The cell is formatted as a date, but {0} is none; it was read as a number.",
        "The number is negative, too large, or that of 29 February 1900, which never was.",
        "Type the date again.");

    /// <summary>Hidden rows or columns.</summary>
    public static FindingCode HiddenCells { get; } = new(
        "XLS-0009", Severity.Note, "Sheet '{0}' has hidden {1}; they were read like the others.",
        "A filter is set, or rows or columns were hidden by hand.",
        "Nothing, if they belong to the document; else delete them.");

    /// <summary>A sheet was not read.</summary>
    public static FindingCode OtherSheet { get; } = new(
        "XLS-0010", Severity.Note, "Sheet '{0}' holds no table that a mapping reads; it was left out.",
        "Workbooks have sheets with notes, lists and sums beside the one that matters.",
        "Nothing, if the other sheets hold everything.");

    /// <summary>A hidden sheet was not read.</summary>
    public static FindingCode HiddenSheet { get; } = new(
        "XLS-0011", Severity.Note, "Sheet '{0}' is hidden; it was left out.",
        "Hidden sheets hold lists and calculations.",
        "If it belongs to the document, show it, save the workbook and send it again.");

    /// <summary>A cell that stands where no cell can.</summary>
    public static FindingCode BadReference { get; } = new(
        "XLS-0012", Severity.Error, "A cell says that it stands at {0}, where none can stand or one stands already; it was left out.",
        "The workbook was written by a program that does not keep to the format.",
        "Open it in a spreadsheet program, save it under a new name and send that file.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        Encrypted, OldFormat, Broken, TooLarge, ErrorCell, NoResult, LongNumber, BadDate, HiddenCells, OtherSheet, HiddenSheet,
        BadReference,
    ];
}
