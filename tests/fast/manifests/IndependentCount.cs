using System.Globalization;
using System.Text;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>What was counted in one CUSCAR message, or in the document made from it.</summary>
internal sealed record ManifestCount(
    int Consignments, string Containers, int Seals, decimal Packages, decimal GrossMassKilograms);

/// <summary>
/// Counts a manifest straight from its bytes, without the engine: a tokenizer of thirty lines and the order
/// of the segments.
/// </summary>
internal sealed class IndependentCount
{
    private readonly SortedSet<string> containers = new(StringComparer.Ordinal);
    private readonly char mark;
    private int consignments;
    private int seals;
    private decimal packages;
    private decimal mass;
    private bool mayBeBill;
    private bool isAtBill;
    private bool isInGoods;
    private bool isUnderIndicator;
    private bool hasMass;
    private decimal? weight;

    private IndependentCount(char mark) => this.mark = mark;

    /// <summary>One count for each CUSCAR message of the bytes.</summary>
    public static IReadOnlyList<ManifestCount> Of(byte[] bytes)
    {
        var text = Decode(bytes);
        var una = text.StartsWith("UNA", StringComparison.Ordinal) ? text[3..9]
            : text.StartsWith("UNB\x1d", StringComparison.Ordinal) ? "\x1f\x1d.  \x1c" : ":+.? '";
        var counts = new List<ManifestCount>();
        IndependentCount? current = null;
        foreach (var segment in Segments(text.StartsWith("UNA", StringComparison.Ordinal) ? text[9..] : text, una))
        {
            if (segment[0][0] == "UNH") current = segment[2][0] == "CUSCAR" ? new IndependentCount(una[2]) : null;
            current?.Take(segment);
            if (segment[0][0] == "UNT" && current is not null) counts.Add(current.Result());
        }

        return counts;
    }

    /// <summary>A number of a container, however it is written.</summary>
    public static string Compact(string number)
        => new(number.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant).ToArray());

    private static string Decode(byte[] bytes)
    {
        var latin = Encoding.Latin1.GetString(bytes);
        return latin.Contains("UNOW", StringComparison.Ordinal) ? Encoding.UTF8.GetString(bytes) : latin;
    }

    private static IEnumerable<List<List<string>>> Segments(string text, string una)
    {
        var segment = new List<List<string>> { new() };
        var component = new StringBuilder();
        void EndComponent()
        {
            segment[^1].Add(component.ToString());
            component.Clear();
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (component.Length == 0 && segment.Count == 1 && segment[0].Count == 0 && c is '\r' or '\n') continue;
            if (c == una[3] && c != ' ') component.Append(text[++i]);
            else if (c == una[0]) EndComponent();
            else if (c == una[1])
            {
                EndComponent();
                segment.Add([]);
            }
            else if (c == una[5])
            {
                EndComponent();
                yield return segment;
                segment = [new()];
            }
            else component.Append(c);
        }
    }

    private static string At(List<List<string>> segment, int element, int component = 0)
        => element < segment.Count && component < segment[element].Count ? segment[element][component] : "";

    private void Take(List<List<string>> segment)
    {
        switch (segment[0][0])
        {
            case "EQD" or "SGP":
                if (At(segment, segment[0][0] == "EQD" ? 2 : 1) is not { Length: > 0 } number) break;
                containers.Add(Compact(number));
                break;
            case "SEL":
                seals++;
                break;
            case "CNI":
                EndGoods();
                consignments++;                       // its first bill is counted with it
                (mayBeBill, isAtBill, isInGoods) = (true, false, false);
                break;
            case "RFF" when mayBeBill || isInGoods:   // after goods, or as the first of its CNI
                if (isInGoods) consignments++;
                EndGoods();
                (mayBeBill, isAtBill) = (false, true);
                break;
            case "GID" when isAtBill:
                EndGoods();
                (isInGoods, hasMass, isUnderIndicator) = (true, false, false);
                for (var i = 2; i < segment.Count; i++) packages += Number(At(segment, i));
                break;
            case "GIS" or "GEI":                      // packages and masses below it are those of the goods again
                isUnderIndicator = true;
                break;
            case "PAC" when isInGoods && !isUnderIndicator:
                packages += Number(At(segment, 1));
                break;
            case "MEA" when isInGoods && !isUnderIndicator:
                TakeMass(segment);
                break;
            case "AUT":
                EndGoods();
                mayBeBill = false;
                break;
        }
    }

    private void TakeMass(List<List<string>> segment)
    {
        var (purpose, attribute) = (At(segment, 1), At(segment, 2));
        var kilograms = Number(At(segment, 3, 1)) * (At(segment, 3) == "TNE" ? 1000 : 1);
        if (!hasMass && purpose is "AAE" or "WT" or "AAI" && attribute is "G" or "AAB" or "AAD")
        {
            mass += kilograms;
            hasMass = true;
        }
        else if (purpose == "WT" && attribute.Length == 0)
        {
            weight ??= kilograms;
        }
    }

    // A weight that no attribute describes counts as gross mass only where nothing better stands.
    private void EndGoods()
    {
        if (isInGoods && !hasMass) mass += weight ?? 0;
        (weight, isInGoods) = (null, false);
    }

    private decimal Number(string text)
        => text.Length == 0 ? 0
            : decimal.Parse(text.Replace(mark, '.').Replace(',', '.'), CultureInfo.InvariantCulture);

    private ManifestCount Result()
    {
        EndGoods();
        return new ManifestCount(consignments, string.Join(' ', containers), seals, packages, mass);
    }
}
