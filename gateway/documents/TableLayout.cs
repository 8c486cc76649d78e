namespace Gateway.Documents;

/// <summary>How a table becomes a tree with names (mapping language, section 2.6). Patterns fit texts whatever their case, width and
/// blanks; <c>*</c> stands for any characters.</summary>
/// <param name="Name">The document type that mappings read: <c>packing-list</c>.</param>
/// <param name="Sheets">Patterns of sheet names; empty for any sheet.</param>
/// <param name="Cells">Values that stand beside or below a label.</param>
/// <param name="Rows">The rows of the table; null when only labelled cells are read.</param>
public sealed record TableLayout(string Name, IReadOnlyList<string> Sheets, IReadOnlyList<TableLabel> Cells, TableRows? Rows)
{
    /// <summary>Both read every table in the same way.</summary>
    public bool IsSameAs(TableLayout other)
        => Name == other.Name && Sheets.SequenceEqual(other.Sheets)
        && Same(Cells, other.Cells,
            (mine, its) => mine.Name == its.Name && mine.Lines == its.Lines && mine.Patterns.SequenceEqual(its.Patterns))
        && (Rows is { } rows && other.Rows is { } others ? rows.IsSameAs(others) : Rows == other.Rows);

    internal static bool Same<T>(IReadOnlyList<T> some, IReadOnlyList<T> others, Func<T, T, bool> isSame)
        => some.Count == others.Count && some.Zip(others).All(pair => isSame(pair.First, pair.Second));
}

/// <summary>A value that stands to the right of a label, or else below it.</summary>
/// <param name="Name">Name of its node.</param>
/// <param name="Patterns">Patterns of the label.</param>
/// <param name="Lines">How many cells below one another are taken, a node each.</param>
public sealed record TableLabel(string Name, IReadOnlyList<string> Patterns, int Lines = 1);

/// <summary>The rows below a header.</summary>
/// <param name="Name">Name of the node of each row.</param>
/// <param name="HeaderRows">Rows that the header takes at most.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Needs">Columns whose headers must all be found; empty for all columns.</param>
/// <param name="Stop">Patterns of the first filled cell of the row that ends the table; that row becomes the node <c>Total</c>.</param>
public sealed record TableRows(
    string Name, int HeaderRows, IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Needs, IReadOnlyList<string> Stop)
{
    internal bool IsSameAs(TableRows other)
        => Name == other.Name && HeaderRows == other.HeaderRows && Needs.SequenceEqual(other.Needs) && Stop.SequenceEqual(other.Stop)
        && TableLayout.Same(Columns, other.Columns,
            (mine, its) => mine.Name == its.Name && mine.FillsDown == its.FillsDown && mine.Headers.SequenceEqual(its.Headers));
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Name of the node of its cells.</param>
/// <param name="Headers">Patterns of its header; the texts of several header rows are joined by <c> / </c>.</param>
/// <param name="FillsDown">An empty cell has the value of the one above.</param>
public sealed record TableColumn(string Name, IReadOnlyList<string> Headers, bool FillsDown = false);
