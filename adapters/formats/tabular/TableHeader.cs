using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Where the header of a table stands, and which of its columns are which.</summary>
/// <param name="Row">First row of the header.</param>
/// <param name="Rows">How many it takes.</param>
/// <param name="Columns">For each column of the layout its column in the table; -1 where it was not found.</param>
/// <param name="Texts">For each column of the table its header text.</param>
/// <param name="Doubles">Headers that fit several columns.</param>
internal sealed record TableHeader(int Row, int Rows, int[] Columns, string[] Texts, IReadOnlyList<string> Doubles)
{
    // Packing lists have letterheads above, of some thirty rows at most.
    private const int SearchedRows = 500;

    // Far more than any table that people fill in; each is compared with every pattern.
    private const int ColumnsMax = 1000;

    /// <summary>Header text of a column; empty for one without.</summary>
    public string TextOf(int column) => column < Texts.Length ? Texts[column] : "";

    /// <summary>How many columns were found.</summary>
    public int Found => Columns.Count(c => c >= 0);

    /// <summary>The first place where all needed columns are found; of headers that begin there the one that names most columns.</summary>
    public static TableHeader? Find(TableGrid grid, TableRows layout)
    {
        for (var row = 0; row < Math.Min(grid.Height, SearchedRows); row++)
        {
            if (BeginningAt(grid, layout, row) is not { } found) continue;
            // A label of the letterhead may read like a header: such a row is none if the rows below do without it.
            for (var next = found.Row + 1; next < row + layout.HeaderRows && HeadersIn(grid, layout, found.Row) * 2 < found.Found; next++)
            {
                if (BeginningAt(grid, layout, next) is { } below && below.Found >= found.Found) found = below;
            }

            return found;
        }

        return null;
    }

    private static TableHeader? BeginningAt(TableGrid grid, TableRows layout, int row)
    {
        // What stands above a header is no part of it.
        if (row >= grid.Height || HeadersIn(grid, layout, row) == 0) return null;
        TableHeader? best = null;
        for (var rows = 1; rows <= layout.HeaderRows && row + rows <= grid.Height; rows++)
        {
            // A header in two languages has a second row that names the same columns again.
            var isHeaderToo = best is not null && HeadersIn(grid, layout, row + rows - 1) * 2 >= best.Found;
            var header = At(grid, layout, row, rows);
            if (header is null) continue;
            if (best is null || header.Found > best.Found || (isHeaderToo && header.Found == best.Found)) best = header;
        }

        return best;
    }

    /// <summary>Cells of a row that are headers by themselves.</summary>
    private static int HeadersIn(TableGrid grid, TableRows layout, int row)
    {
        var count = 0;
        for (var column = grid.NextFilled(row, 0); column >= 0; column = grid.NextFilled(row, column + 1))
        {
            if (layout.Columns.Any(c => TablePattern.FitsAny(c.Headers, grid.Folded(row, column)))) count++;
        }

        return count;
    }

    private static TableHeader? At(TableGrid grid, TableRows layout, int row, int rows)
    {
        var texts = new string[Math.Min(grid.Width, ColumnsMax)];
        for (var column = 0; column < texts.Length; column++) texts[column] = TextOf(grid, row, rows, column);
        // Folding takes all blanks away, so the line feed parts what the blanks around the stroke parted.
        var folded = Array.ConvertAll(texts, text => string.Join('\n', TablePattern.Fold(text), FoldedParts(text)));
        var columns = new int[layout.Columns.Count];
        var taken = new HashSet<int>();
        var doubles = new List<string>();
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = -1;
            foreach (var pattern in layout.Columns[i].Headers)
            {
                var fitting = Enumerable.Range(0, texts.Length).Where(c => !taken.Contains(c) && Fits(pattern, folded[c])).ToList();
                if (fitting.Count == 0) continue;
                columns[i] = fitting[0];
                taken.Add(fitting[0]);
                // Parts of a merged header repeat; only equal texts are in doubt.
                if (fitting.Count > 1 && texts[fitting[1]] == texts[fitting[0]]) doubles.Add(texts[fitting[0]]);
                break;
            }
        }

        var needs = layout.Needs.Count > 0 ? layout.Needs : [.. layout.Columns.Select(c => c.Name)];
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] < 0 && needs.Contains(layout.Columns[i].Name)) return null;
        }

        return new TableHeader(row, rows, columns, texts, doubles);
    }

    private static string FoldedParts(string text) => string.Join('\n', text.Split(" / ").Select(TablePattern.Fold));

    // A pattern fits the whole text or one of its parts.
    private static bool Fits(string pattern, string folded)
    {
        foreach (var part in folded.AsSpan().Split('\n'))
        {
            if (!folded.AsSpan(part).IsEmpty && TablePattern.Fits(pattern, folded.AsSpan(part))) return true;
        }

        return false;
    }

    private static string TextOf(TableGrid grid, int row, int rows, int column)
    {
        var parts = new List<string>();
        for (var r = row; r < row + rows; r++)
        {
            var at = column;
            // A workbook says which cells are merged. In CSV a merged cell has lost the columns that it covers: they are empty, and have
            // headers of their own below.
            var first = grid.MergedWith(r, at);
            if (first is null && !grid.HasMerged(r))
            {
                while (at > 0 && r < row + rows - 1 && grid.IsEmpty(r, at) && !grid.IsEmpty(row + rows - 1, column)) at--;
            }

            var text = grid.Text(first?.Row ?? r, first?.Column ?? at).Trim();
            if (text.Length > 0 && !parts.Contains(text)) parts.Add(text);
        }

        return string.Join(" / ", parts);
    }
}
