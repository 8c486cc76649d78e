using System.Buffers.Binary;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Says in words what the four characters of a container's size and type code mean (ISO 6346: length, height and width,
/// type). A code with a part that is not known is left alone: half a meaning misleads.</summary>
internal sealed class ContainerSizeType : IEnricher
{
    private const string Source = "iso6346 1995";
    private const int KnownMax = 1000;

    private readonly Dictionary<uint, string?> known = [];

    /// <inheritdoc/>
    public string Name => "iso6346";

    /// <inheritdoc/>
    public ValueTask Enrich(Tree document, DateOnly on, IAdditions additions, CancellationToken stop)
    {
        var nodes = document.Nodes;
        for (var node = 1; node < nodes.Length; node++)
        {
            if (nodes[node].Length != 4 || document.NameOf(node) != "CharacteristicCode") continue;
            if (KnownMeaning(document.Bytes(node)) is { } meaning)
            {
                additions.Add(document.Parent(node), "CharacteristicDescription", meaning, Source, on);
            }
        }

        return ValueTask.CompletedTask;
    }

    // Few codes stand in many places.
    private string? KnownMeaning(ReadOnlySpan<byte> code)
    {
        var key = BinaryPrimitives.ReadUInt32BigEndian(code);
        if (known.TryGetValue(key, out var meaning)) return meaning;
        if (known.Count >= KnownMax) known.Clear();
        return known[key] = Meaning(Encoding.UTF8.GetString(code));
    }

    /// <summary>For example <c>20 ft, 8 ft 6 in high, general purpose, ventilated</c>; null when a part is not known.</summary>
    public static string? Meaning(string code)
        => code.Length == 4 && LengthOf(code[0]) is { } length && HeightOf(code[1]) is { } height && TypeOf(code[2], code[3]) is { } type
            ? $"{length}, {height}, {type}"
            : null;

    private static string? LengthOf(char code) => code switch
    {
        '1' => "10 ft", '2' => "20 ft", '3' => "30 ft", '4' => "40 ft",
        'B' => "24 ft", 'C' => "24 ft 6 in", 'G' => "41 ft", 'H' => "43 ft", 'L' => "45 ft", 'M' => "48 ft", 'N' => "49 ft",
        _ => null,
    };

    private static string? HeightOf(char code) => code switch
    {
        '0' => "8 ft high", '2' => "8 ft 6 in high", '4' => "9 ft high", '5' => "9 ft 6 in high",
        '6' => "over 9 ft 6 in high", '8' => "4 ft 3 in high", '9' => "4 ft high or less",
        'C' => "8 ft 6 in high, wider than 8 ft", 'D' => "9 ft high, wider than 8 ft", 'E' => "9 ft 6 in high, wider than 8 ft",
        'F' => "over 9 ft 6 in high, wider than 8 ft",
        _ => null,
    };

    private static string? TypeOf(char group, char detail) => group switch
    {
        'G' => "general purpose",
        'V' => detail switch { '0' or '1' => "ventilated", '2' or '3' => "ventilated mechanically", _ => null },
        'B' => detail switch { >= '0' and <= '2' => "dry bulk", >= '3' and <= '6' => "dry bulk, pressurised", _ => null },
        'S' => detail switch { '0' => "for livestock", '1' => "for cars", '2' => "for live fish", _ => "for named cargo" },
        'R' => detail switch
        {
            '0' => "refrigerated", '1' => "refrigerated and heated", '2' or '3' => "refrigerated, own power", _ => null,
        },
        'H' => detail switch
        {
            >= '0' and <= '2' => "insulated, with removable equipment", '5' or '6' => "insulated", _ => null,
        },
        'U' => detail switch { >= '0' and <= '5' => "open top", _ => null },
        'P' => detail switch
        {
            '0' => "platform", '1' or '2' => "flat with fixed ends", '3' or '4' => "flat with folding ends",
            '5' => "flat with full frame", _ => null,
        },
        'T' => detail switch
        {
            >= '0' and <= '2' => "tank for harmless liquids", >= '3' and <= '6' => "tank for dangerous liquids",
            >= '7' and <= '9' => "tank for gases", _ => null,
        },
        'A' when detail == '0' => "air and surface",
        _ => null,
    };
}
