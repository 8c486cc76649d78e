using System.Globalization;
using System.Text.Json;

namespace Gateway.Host.Bench;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ratio">The figure divided by its limit, measured in the same run; null where there is none.</param>
/// <param name="To">What the ratio is to.</param>
internal sealed record Row(string Name, double Value, string Unit, double? Ratio = null, string To = "");

/// <summary>Prints rows for people or for machines.</summary>
internal static class Table
{
    /// <summary>Writes the rows to stdout.</summary>
    public static void Write(IReadOnlyList<Row> rows, bool isJson)
    {
        if (isJson)
        {
            using var output = Console.OpenStandardOutput();
            using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("name", row.Name);
                json.WriteNumber("value", Math.Round(row.Value, 3));
                json.WriteString("unit", row.Unit);
                if (row.Ratio is { } ratio)
                {
                    json.WriteNumber("ratio", Math.Round(ratio, 4));
                    json.WriteString("to", row.To);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            return;
        }

        var width = rows.Max(r => r.Name.Length);
        foreach (var row in rows)
        {
            var ratio = row.Ratio is { } r ? string.Create(CultureInfo.InvariantCulture, $"  {r,7:0.000} of {row.To}") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Name.PadRight(width)}  {row.Value,12:N1} {row.Unit,-11}{ratio}"));
        }
    }
}
