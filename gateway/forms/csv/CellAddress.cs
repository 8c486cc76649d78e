using System.Globalization;

namespace Gateway.Forms;

/// <summary>Addresses of cells as spreadsheets write them.</summary>
public static class CellAddress
{
    /// <summary>The address, <c>B7</c>, of a row and column, both from 1.</summary>
    public static string Of(int row, int column)
    {
        var letters = "";
        for (var left = column; left > 0; left = (left - 1) / 26) letters = (char)('A' + ((left - 1) % 26)) + letters;
        return string.Create(CultureInfo.InvariantCulture, $"{letters}{row}");
    }
}
