using System.Globalization;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>What stands in the segments of a made manifest: the qualifiers that the mapping reads and some that it
/// does not.</summary>
internal sealed class SegmentContent(Dice dice, char mark, bool hasAccents, bool isUnicode, bool isLate)
{
    private readonly List<string> pool = [];
    private readonly HashSet<string> placed = [];
    private readonly Dictionary<string, List<string>> qualifiers = [];
    private int equipment;
    private int consignment;
    private int item;
    private int serial;

    public void BeginMessage()
    {
        pool.Clear();
        (equipment, consignment, serial) = (0, 0, dice.Roll(900_000));
        for (var i = 0; i < 10; i++) pool.Add(ContainerNumber.Make("TSTU", (serial + (i * 7)) % 1_000_000));
    }

    /// <summary>Writes one segment.</summary>
    /// <returns>False when there is nothing more to say there.</returns>
    public bool Write(string place, int index, InterchangeText text)
    {
        var tag = place[^3..];
        var elements = tag switch
        {
            "BGM" => ["785", $"MAN{dice.Roll(100000)}", "9"],
            "DTM" => Date(place, index),
            "RFF" => Reference(place, index),
            "NAD" => Party(place, index),
            "CTA" => ["IC", $":{Words(2)}"],
            "COM" => [$"0049{dice.Roll(999999)}:TE"],
            "FTX" => Text(place, index),
            "TDT" => Transport(place, index),
            "LOC" => Place(place, index),
            "GIS" => [dice.Pick(new[] { "23", "24", "28", "22" })],
            "GEI" => ["5", dice.Pick(new[] { "23", "24", "28", "22" })],
            "EQD" => Equipment(),
            "TSR" => [dice.Pick(new[] { "27", "28", "29", "30" })],
            "MEA" => Measure(place, index),
            "DIM" => [dice.Pick(new[] { "5", "6", "9" }), $"CMT:{dice.Between(1, 999)}:{dice.Between(1, 99)}"],
            "SEL" => [$"S{dice.Roll(10_000_000)}", dice.Pick(new[] { "SH", "CA", "CU", "" })],
            "TMP" => ["2", $"{(isLate ? "-18" : "-18" + mark + "0")}:CEL"],
            "RNG" => ["5", "CEL:-20:-16"],
            "CNT" => Total(place, index),
            "CNI" => [Number(++consignment), dice.Percent(80) ? $"BILL{serial}{consignment}" : ""],
            "MOA" => Amount(place, index),
            "CUX" => [$"2:{dice.Pick(new[] { "EUR", "USD", "CNY" })}:9"],
            "CPI" => ["4", dice.Pick(new[] { "CC", "PP" }), dice.Pick(new[] { "P", "C" })],
            "QTY" => [$"118:{dice.Between(1, 900)}"],
            "GID" => GoodsItem(),
            "PAC" => [Number(dice.Between(1, 500)), "", $"{PackageCode()}:67:6"],
            "HAN" => ["EAT:::" + Words(2)],
            "SGP" => Split(),
            "DGS" => ["IMD", "3", "1263", "023:CEL", "2"],
            "PCI" => ["28", $"{Words(1)}:{Words(1)}"],
            "CST" => ["", $"{dice.Pick(new[] { "851679", "610910", "090240", "870422" })}:122"],
            "DOC" => ["380", $"INV{dice.Roll(9999)}"],
            "AUT" => [$"A{dice.Roll(9999)}"],
            "TMD" => ["3"],
            _ => throw new NotSupportedException(place),
        };
        if (elements.Length == 0) return false;
        text.Segment(tag, elements);
        return true;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Decimal(int low, int high)
        => dice.Percent(50) ? Number(dice.Between(low, high)) : $"{dice.Between(low, high)}{mark}{dice.Between(1, 9)}";

    // Below one parent each qualifier stands once; the first of a place starts a new parent.
    private string[] OneOf(string place, int index, params string[] choices)
    {
        if (index == 0 || !qualifiers.TryGetValue(place, out var used)) qualifiers[place] = used = [];
        var left = choices.Where(c => !used.Contains(c)).ToArray();
        if (left.Length == 0) return [];
        used.Add(dice.Pick(left));
        return [used[^1]];
    }

    private string[] Date(string place, int index)
        => OneOf(place, index, "137", "132", "133", "178", "186", "171") switch
    {
        [var q] => [$"{q}:{Moment()}"],
        _ => [],
    };

    private string Moment() => dice.Roll(3) switch
    {
        0 => $"202611{dice.Between(10, 30)}:102",
        1 => $"202611{dice.Between(10, 30)}{dice.Between(10, 23)}30:203",
        _ => $"202611{dice.Between(10, 30)}{dice.Between(10, 23)}3015:204",
    };

    private string[] Reference(string place, int index)
    {
        var kinds = place switch
        {
            "RFF" => new[] { "VON", "ABO", "ACW", "AFM", "XC" },
            "CNI/RFF" => ["BM", "MB", "BH", "UCN", "BN", "AWB", "HWB", "ABT"],
            "CNI/RFF/NAD/RFF" => ["VA"],
            _ => ["BN", "XC"],
        };
        return [$"{dice.Pick(kinds)}:REF{serial}{dice.Roll(10_000)}X{index}"];
    }

    private string[] Party(string place, int index)
    {
        var roles = place switch
        {
            "NAD" => new[] { "MS", "CA", "CG", "DT", "AG", "CB" },
            "EQD/NAD" => ["CF"],
            _ => ["CZ", "CN", "NI", "N1", "FW", "CS", "EX", "IM", "UC", "ST"],
        };
        if (OneOf(place, index, roles) is not [var role]) return [];
        return dice.Percent(30)
            ? [role, $"ID{dice.Roll(99999)}:160:ZZZ", $"{Words(2)}:{Words(2)}:{Words(1)}"]
            : [role, "", "", $"{Words(2)}:{Words(1)}", $"{Words(2)}:{Words(1)}", Words(1), "",
                Number(dice.Between(10000, 99999)), "DE"];
    }

    private string[] Text(string place, int index)
    {
        var subject = place.EndsWith("GID/FTX", StringComparison.Ordinal) && index == 0 ? "AAA"
            : dice.Pick(new[] { "AAI", "AAC", "ACB", "ACD" });
        var lines = Enumerable.Range(0, dice.Between(1, 5)).Select(_ => Words(dice.Between(1, 5)));
        return [subject, "", "", string.Join(':', lines)];
    }

    private string[] Transport(string place, int index)
    {
        var stages = place == "TDT" ? new[] { "20" } : ["10", "20", "30"];
        if (OneOf(place, index, stages) is not [var stage]) return [];
        return [stage, $"V{dice.Roll(999)}E", "1", "", "TSTL:172:20:" + Words(2), "", "",
            $"9412073:146:11:{Words(2)}:LR"];
    }

    private string[] Place(string place, int index)
    {
        var kinds = place switch
        {
            "LOC" => new[] { "41", "42", "60" },
            "TDT/LOC" => ["5", "60", "61", "94", "92", "125"],
            "EQD/LOC" => ["147"],
            "CNI/RFF/LOC" => ["9", "11", "88", "7", "8", "83", "13", "20", "14", "28", "76"],
            "CNI/RFF/GID/LOC" => ["27", "28"],
            _ => ["9", "11", "13"],
        };
        if (OneOf(place, index, kinds) is not [var kind]) return [];
        var port = dice.Pick(new[] { "NLRTM", "DEHAM", "CNSHA", "SGSIN", "KEMBA", "USNYC" });
        return dice.Percent(80) ? [kind, $"{port}:139:6"] : [kind, $"{port}:139:6:{Words(1)}"];
    }

    private string[] Equipment()
    {
        if (equipment >= pool.Count) return [];
        var number = pool[equipment++];
        if (dice.Percent(15)) number = $"{number[..4]} {number[4..10]}-{number[10]}";
        return ["CN", number, $"{dice.Pick(new[] { "22G1", "42G1", "45R1" })}:102:5", "", "3",
            dice.Pick(new[] { "5", "4", "5" })];
    }

    private string[] Measure(string place, int index)
    {
        var choices = place switch
        {
            "EQD/MEA" => new[] { "AAE+T", "AAE+G", "AAE+VGM" },
            "CNI/RFF/GID/MEA" => ["AAE+G", "AAE+AAA", "VOL+", "AAE+X"],
            _ => ["AAE+X"],
        };
        if (OneOf(place, index, choices) is not [var choice]) return [];
        var at = choice.IndexOf('+', StringComparison.Ordinal);
        var unit = choice == "VOL+" ? "MTQ" : choice == "AAE+G" && dice.Percent(10) ? "TNE" : "KGM";
        if (choice == "AAE+G" && dice.Percent(20)) return ["WT", "", $"{unit}:{Decimal(1, 24000)}"];
        return [choice[..at], choice[(at + 1)..], $"{unit}:{Decimal(1, 24000)}"];
    }

    private string[] Total(string place, int index) => OneOf(place, index, "7", "11", "16") switch
    {
        ["7"] => [$"7:{Decimal(1, 99999)}:KGM"],
        [var kind] => [$"{kind}:{dice.Between(1, 999)}"],
        _ => [],
    };

    private string[] Amount(string place, int index) => OneOf(place, index, "44", "64", "134") switch
    {
        [var kind] => [$"{kind}:{Decimal(10, 99999)}:USD"],
        _ => [],
    };

    private string[] GoodsItem()
    {
        placed.Clear();
        return dice.Roll(4) switch
        {
            0 => [Number(++item)],
            1 => [Number(++item), $"{dice.Between(1, 900)}:{PackageCode()}:67:6", $"{dice.Between(1, 90)}:PX:67:6"],
            _ => [Number(++item), $"{dice.Between(1, 900)}:{PackageCode()}:67:6"],
        };
    }

    private string PackageCode() => dice.Pick(new[] { "CT", "BX", "PX", "BG", "DR", "PK" });

    // Most containers of goods are described by an EQD, some are not, and some EQD have no goods.
    private string[] Split()
    {
        var declared = equipment == 0 || dice.Percent(6) ? pool[^1] : pool[dice.Roll(equipment)];
        if (!placed.Add(declared)) return [];
        return dice.Percent(80) ? [declared, Number(dice.Between(1, 99))] : [declared];
    }

    private string Words(int count)
    {
        string[] plain =
            ["HARBOUR", "O'NEIL", "NORTH + SOUTH",
            "KEY? NO", "BOX 17", "AT|SEA", "LTD", "RED TOYS", "50 %", "X"];
        string[] accents = ["GÖTEBORG", "SÃO PAULO", "ÅSA", "L'ÎLE", "ñandú"];
        string[] wide = ["上海", "Ростов"];
        var from = isUnicode && dice.Percent(15) ? wide : hasAccents && dice.Percent(20) ? accents : plain;
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => dice.Pick(from)))[..];
    }
}
