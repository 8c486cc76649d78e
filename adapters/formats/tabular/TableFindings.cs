using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What giving names to a table may find.</summary>
public static class TableFindings
{
    /// <summary>Two layouts fit equally well.</summary>
    public static FindingCode SeveralLayouts { get; } = new(
        "TAB-0001", Severity.Warning, "The table fits {0} and {1} equally well; {0} is used.",
        "Two mappings read tables with the same headers.",
        "Let one of them need a column that the other has not, or let the partner's file name the mapping.");

    /// <summary>One header fits two columns.</summary>
    public static FindingCode SameHeader { get; } = new(
        "TAB-0002", Severity.Warning, "Several columns have the header {0}; the first of them is read.",
        "A column was copied, or two columns differ only in a line of the header that is missing.",
        "Give each column its own header.");

    /// <summary>Rows follow the end of the table.</summary>
    public static FindingCode TooMuchUnknown { get; } = new(
        "TAB-0003", Severity.Warning, "More than {0} cells of the table have no name; the rest of them is not shown.",
        "The table holds much beside the columns that are read.",
        "Nothing, if the columns that matter are read; else add them to the mapping.");

    /// <summary>A table of blanks and separators.</summary>
    public static FindingCode NoCell { get; } = new(
        "TAB-0004", Severity.Error, "No cell of the table is filled.",
        "The program that wrote the file found nothing to write, or the wrong sheet was saved.",
        "Send the table with its rows.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [SeveralLayouts, SameHeader, TooMuchUnknown, NoCell];
}
