using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What reading a CSV file may find.</summary>
public static class CsvFindings
{
    /// <summary>The character set was guessed.</summary>
    public static FindingCode Guessed { get; } = new(
        "CSV-0001", Severity.Warning, "The file does not say its character set; it was read as {0}.",
        "Spreadsheet programs save CSV in the character set of the computer.",
        "Save it as 'CSV UTF-8', or let the partner's file name the character set.");

    /// <summary>The bytes follow no character set.</summary>
    public static FindingCode NotText { get; } = new(
        "CSV-0002", Severity.Error, "The bytes are no text in {0}.",
        "The file is no CSV file, or the partner's file names another character set than it has.",
        "Save the table as 'CSV UTF-8'.");

    /// <summary>A quote that is not closed.</summary>
    public static FindingCode OpenQuote { get; } = new(
        "CSV-0003", Severity.Error, "The quote that opens here is not closed; the rest of the file was read as one cell.",
        "A quote inside of a cell was not doubled, or the file was cut off.",
        "Double quotes inside of quoted cells, and send the file whole.");

    /// <summary>Text after a closing quote.</summary>
    public static FindingCode AfterQuote { get; } = new(
        "CSV-0004", Severity.Warning, "Text stands after the closing quote of a cell; the cell was read with its quotes.",
        "A quote inside of a cell was not doubled.",
        "Double quotes inside of quoted cells.");

    /// <summary>A row of another length.</summary>
    public static FindingCode Ragged { get; } = new(
        "CSV-0005", Severity.Warning, "Row {0} has {1} cells; most rows have {2}.",
        "A separator stands in a text without quotes, or the row was cut off.",
        "Put texts with separators into quotes.");

    /// <summary>Too many rows.</summary>
    public static FindingCode TooManyRows { get; } = new(
        "CSV-0006", Severity.Error, "The table has more than {0} rows; the rest was not read.",
        "Several tables were put into one file.",
        "Send them one by one.");

    /// <summary>Too many cells in a row.</summary>
    public static FindingCode TooManyCells { get; } = new(
        "CSV-0007", Severity.Error, "Row {0} has more than {1} cells; the rest of it was not read.",
        "The file is no table, or line ends are missing.",
        "Send the table as a spreadsheet program writes it.");

    /// <summary>A cell is too large.</summary>
    public static FindingCode CellTooLarge { get; } = new(
        "CSV-0008", Severity.Error, "A cell has {0} bytes; at most {1} are read.",
        "A quote is not closed, or the file is no table.",
        "Close the quote.");

    /// <summary>The file is too large.</summary>
    public static FindingCode TooLarge { get; } = new(
        "CSV-0009", Severity.Error, "The file has {0} bytes; at most {1} are read.",
        "Several tables were put into one file.",
        "Send them one by one.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [Guessed, NotText, OpenQuote, AfterQuote, Ragged, TooManyRows, TooManyCells, CellTooLarge, TooLarge];
}
