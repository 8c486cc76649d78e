using System.Globalization;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>A made interchange.</summary>
/// <param name="Seed">Makes the same again.</param>
/// <param name="Release">UNH 0054 of its messages.</param>
/// <param name="Bytes">The interchange.</param>
internal sealed record Manifest(int Seed, string Release, byte[] Bytes);

/// <summary>
/// Makes valid CUSCAR interchanges: the directory's schema says which segments may stand where and how often,
/// <see cref="SegmentContent"/> what stands in them. The same seed makes the same bytes.
/// </summary>
internal sealed class CuscarGenerator
{
    private static readonly string[] Releases =
        ["95B", "96A", "96B", "97A", "97B", "98A", "98B", "99A", "99B", "00B", "01B", "02B", "03B", "09A", "16B",
            "21B"];

    private readonly Dice dice;
    private readonly Schema schema;
    private readonly InterchangeText text;
    private readonly SegmentContent content;

    private CuscarGenerator(int seed, string release, Schema schema)
    {
        dice = new Dice(seed);
        this.schema = schema;
        var odd = dice.Percent(15) ? dice.Pick(new[] { ":+,? '", "|*.! ~", ":+.?*'", "\x1d\x1c.\x1b \x1f" }) : null;
        var services = odd ?? InterchangeText.DefaultServices;
        var level = dice.Pick(new[] { "UNOA:1", "UNOA:2", "UNOC:3", "UNOC:3", "UNOW:4" });
        if (services[4] == '*') level = "UNOC:4";
        if (services[0] == '\x1d') level = "UNOB:1";
        if (services[0] == '|') level = "UNOC:3";
        text = new InterchangeText(
            level, services, odd is not null || dice.Percent(40), dice.Pick(new[] { "", "\r\n", "\n" }), $"R{seed}");
        content = new SegmentContent(dice, text.Mark, level[3] is 'C' or 'W', level[3] == 'W', IsLate(release));
    }

    /// <summary>Makes an interchange.</summary>
    public static Manifest Make(int seed)
    {
        var release = Releases[seed % Releases.Length];
        var form = EdifactDirectory.BuiltIn.Find("CUSCAR", "D", release)
            ?? throw new InvalidOperationException($"no CUSCAR D.{release}");
        var generator = new CuscarGenerator(seed, release, form.Schema);
        return new Manifest(seed, release, generator.Write(release));
    }

    // From D.02B on GEI stands where GIS stood, and lengths are more generous.
    private static bool IsLate(string release) => release[0] is '0' or '1' or '2' && release is not ("00B" or "01B");

    private byte[] Write(string release)
    {
        text.Begin();
        var messages = dice.Percent(80) ? 1 : dice.Between(2, 4);
        for (var i = 1; i <= messages; i++)
        {
            content.BeginMessage();
            text.BeginMessage($"M{i.ToString(CultureInfo.InvariantCulture)}", release);
            Children(Schema.Root, "");
            text.EndMessage();
        }

        return text.End();
    }

    private void Children(int position, string path)
    {
        var shape = schema.ChildrenOf(position);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            var child = schema[i];
            if (child.Kind is not (PositionKind.Segment or PositionKind.Group)) continue;
            if (child.Name is "UNB" or "UNG" or "UNH" or "UNT") continue;
            var place = path.Length == 0 ? child.Name : $"{path}/{child.Name}";
            var times = Times(child, place);
            for (var n = 0; n < times; n++)
            {
                if (!content.Write(place, n, text)) break;
                if (child.Kind == PositionKind.Group) Children(i, place);
            }
        }
    }

    private int Times(Position child, string place)
    {
        var wanted = place switch
        {
            "BGM" or "TDT" => 1,
            "EQD" => dice.Between(0, 8),
            "CNI" => dice.Percent(90) ? dice.Between(1, 5) : 0,
            "CNI/RFF" => dice.Percent(90) ? dice.Between(1, 3) : 0,
            "CNI/RFF/GID" => dice.Between(1, 4),
            "CNI/RFF/GID/SGP" or "EQD/SEL" => dice.Percent(75) ? dice.Between(0, 3) : 0,
            "CNI/RFF/NAD" or "CNI/RFF/LOC" or "CNI/RFF/GID/MEA" or "CNI/RFF/GID/FTX" => dice.Between(0, 4),
            _ => dice.Percent(40) ? dice.Between(1, 3) : 0,
        };
        return Math.Clamp(wanted, child.Min, child.Max);
    }
}
