using System.Globalization;
using System.Text;
using Gateway.Host.Bench;

namespace Gateway.Tests.Real.Storm;

/// <summary>What a sender must be told in the first word of the answer.</summary>
internal enum StormVerdict
{
    Accepted,
    PartlyAccepted,
    Held,
    NotAccepted,
}

/// <summary>One input of the storm with what must become of it, known from how it was made.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">File name; it begins with the number.</param>
/// <param name="Bytes">The content.</param>
/// <param name="Verdict">What the sender must be told.</param>
/// <param name="Deliveries">Documents of its receipt that must reach the sink, each once.</param>
/// <param name="IsEarly">Others repeat or contradict it, so it must have arrived before the storm begins.</param>
internal sealed record StormItem(int Number, string Name, byte[] Bytes, StormVerdict Verdict, int Deliveries, bool IsEarly = false)
{
    /// <summary>Whether it was made to do harm.</summary>
    public bool IsHostile { get; init; }

    /// <summary>A number that chooses its channel.</summary>
    public int Way { get; init; }

    /// <summary>What it is.</summary>
    public string Kind => Path.GetFileNameWithoutExtension(Name)[5..];
}

/// <summary>Makes the inputs: the same seed gives the same ones.</summary>
internal sealed class StormItems
{
    private const int EarlyCount = 24;

    private readonly Random random;
    private readonly List<StormItem> items = [];
    private readonly string json = Sample("delivery-erp.json"), invoice = Sample("invoice-ubl.xml"), packing = Sample("packing-list.csv");
    private int reference = 400_000;

    private StormItems(int seed) => random = new Random(seed);

    /// <summary>Makes as many as wanted, a third of them hostile.</summary>
    public static IReadOnlyList<StormItem> Make(int seed, int count)
    {
        var all = new StormItems(seed);
        Action[] good = [.. all.Good], hostile = [.. all.Hostile];
        for (var i = 0; i < EarlyCount; i++) all.Add("original", "edi", Interchange(all.Next()), StormVerdict.Accepted, 1, isEarly: true);
        for (var (i, j) = (0, 0); all.items.Count < count;)
        {
            // All kinds come, in an order that the seed gives.
            if (all.items.Count % 3 == 0) hostile[j++ % hostile.Length]();
            else good[i++ % good.Length]();
        }

        return [.. all.items.Where(item => item.IsEarly), .. all.items.Where(item => !item.IsEarly).OrderBy(_ => all.random.Next())];
    }

    private IEnumerable<Action> Good =>
    [
        () => Add("manifest", "edi", Interchange(Next()), StormVerdict.Accepted, 1),
        () => Add("manifest", "edi", Interchange(Next()), StormVerdict.Accepted, 1),
        () => Add("messages", "edi", Messages(out var count), StormVerdict.Accepted, count),
        () => Add("partly", "edi", Text(Messages(out var count), t => t.Replace("+2'UNH+3", "9+2'UNH+3", StringComparison.Ordinal)), StormVerdict.PartlyAccepted, count - 1),
        () => Add("delivery", "json", Bytes(json.Replace("8001447201", $"80{Next():D8}", StringComparison.Ordinal)), StormVerdict.Accepted, 1),
        () => Add("invoice", "xml", Bytes(invoice.Replace("NT-2026-0815", $"NT-{Next()}", StringComparison.Ordinal)), StormVerdict.Accepted, 1),
        () => Add("invoice-wide", "xml", Wide(invoice.Replace("NT-2026-0815", $"NT-{Next()}", StringComparison.Ordinal)), StormVerdict.Accepted, 1),
        () => Add("packing", "csv", Bytes(packing.Replace("NFW-260311", $"NFW-{Next()}", StringComparison.Ordinal)), StormVerdict.Accepted, 1),
        () => Add("packing", "xlsx", Workbook(packing.Replace("NFW-260311", $"NFW-{Next()}", StringComparison.Ordinal)), StormVerdict.Accepted, 1),
        () => Add("packed", "zip", Packed.Honest(("a.edi", Interchange(Next())), ("b/c.edi", Interchange(Next())), ("b/c.json", Bytes(json.Replace("8001447201", $"80{Next():D8}", StringComparison.Ordinal)))), StormVerdict.Accepted, 3),
        () => Add("packed", "gz", Bombs.Gzip(Interchange(Next())), StormVerdict.Accepted, 1),
        () => Add("packed-repeat", "zip", Packed.Honest(($"{Next()}.edi", Early().Bytes)), StormVerdict.Accepted, 0),
        () => Add("one-bad-neighbour", "zip", Packed.Honest(("a.edi", Interchange(Next())), ("b.edi", Cut(Interchange(Next())))), StormVerdict.PartlyAccepted, 1),
        () => Add("other-letter", "edi", Text(Interchange(Next()), t => t.Replace("SPEDITION", "SPEDITIOM", StringComparison.Ordinal)), StormVerdict.Accepted, 1),
        () => Add("unknown-table", "csv", Bytes($"a,b,c\n{Next()},2,3\n4,5,6\n7,8,9\n"), StormVerdict.Held, 0),
    ];

    private IEnumerable<Action> Hostile =>
    [
        () => Bad("cut", "edi", Cut(Interchange(Next()))),
        () => Bad("no-bgm", "edi", Text(Interchange(Next()), t => t.Replace("BGM+", "BGX+", StringComparison.Ordinal))),
        () => Bad("unt-count", "edi", Text(Interchange(Next()), t => t.Replace("'UNT+", "'UNT+9", StringComparison.Ordinal))),
        () => Bad("unz-count", "edi", Text(Interchange(Next()), t => t.Replace("'UNZ+", "'UNZ+9", StringComparison.Ordinal))),
        () => Bad("unz-reference", "edi", Text(Interchange(Next()), t => t.Replace("'UNZ+1+B", "'UNZ+1+C", StringComparison.Ordinal))),
        () => Bad("other-sender", "edi", Text(Interchange(Next()), t => t.Replace("+OCEANLINE:ZZ+", "+NORDKAP:ZZ+", StringComparison.Ordinal))),
        () => Bad("conflict", "edi", Text(Early().Bytes, t => t.Replace("HAFENSTRASSE", $"HAFENGASSE {Next()}", StringComparison.Ordinal))),
        () => Again(Early()),
        () => Bad("wide", "edi", Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(Interchange(Next())))),
        () => Bad("latin", "json", Encoding.Latin1.GetBytes(json.Replace("8001447201", $"é{Next():D8}", StringComparison.Ordinal))),
        () => Bad("wide", "json", Wide(json.Replace("8001447201", $"80{Next():D8}", StringComparison.Ordinal))),
        () => Bad("latin", "xml", Encoding.Latin1.GetBytes(invoice.Replace("NT-2026-0815", $"NTé-{Next()}", StringComparison.Ordinal))),
        () => Bad("cut", "xml", Cut(Bytes(invoice.Replace("NT-2026-0815", $"NT-{Next()}", StringComparison.Ordinal)))),
        () => Bad("cut", "json", Cut(Bytes(json.Replace("8001447201", $"80{Next():D8}", StringComparison.Ordinal)))),
        () => Bad("laughs", "xml", Bombs.Laughs(Next())),
        () => Bad("deep", "xml", Bytes($"<a{Next()}>" + Bombs.Times("<a>", 10_000))),
        () => Bad("deep", "json", Bytes($"{{\"a\":{Next()},\"b\":" + Bombs.Times("[", 10_000))),
        () => Bad("random", "bin", Random(1 + random.Next(3000))),
        () => Bad("random", "edi", [.. "UNB+"u8, .. Random(1000)]),
        () => Bad("empty", "edi", []),
        () => Bad("bomb", "zip", Packed.Zip(new ZipEntry($"{Next()}", Packed.Deflate("", new byte[1 << 20], 100, ""), Length: 100 << 20))),
        () => Bad("bomb", "gz", Packed.Gzip(Packed.Deflate($"{Next()}", new byte[1 << 20], 100, ""))),
        () => Bad("bomb", "xlsx", Bombs.Workbook($"<sheetData><row><c><v>{Next()}</v></c></row>", "<a>", 5)),
        () => Add("traversal", "zip", Packed.Honest(($"../../../../tmp/gateway-storm-{Next()}/x.edi", Interchange(Next())), ($"/etc/gateway-{Next()}.edi", Interchange(Next()))), StormVerdict.Accepted, 2, isHostile: true),
        () => Bad("encrypted", "zip", Packed.Zip(new ZipEntry($"{Next()}.edi", Random(100), 0) { Flags = 1 })),
        () => Bad("damaged", "zip", Cut(Packed.Honest(("a.edi", Interchange(Next()))))),
        () => Bad("deep", "zip", Enumerable.Range(0, 8).Aggregate(Interchange(Next()), (inner, i) => Packed.Honest(($"{i}.zip", inner)))),
        () => Bad("broken", "pdf", Bytes($"%PDF-1.7\n{Next()}")),
        () => Bad("old", "xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Random(600), .. Encoding.Unicode.GetBytes("Workbook")]),
        () => Bad("no-terminator", "edi", Bytes($"UNB+UNOC:3+OCEANLINE:ZZ+CUSTOMS:ZZ+261123:0915+B{Next()}'UNH+1+CUSCAR:D:95B:UN'BGM+" + new string('x', 300_000))),
    ];

    private int Next() => ++reference;

    private StormItem Early() => items[random.Next(EarlyCount)];

    private void Again(StormItem original) => Add("again", "edi", original.Bytes, original.Verdict, original.Deliveries, isHostile: true);

    private void Bad(string kind, string ending, byte[] bytes) => Add(kind, ending, bytes, StormVerdict.NotAccepted, 0, isHostile: true);

    private void Add(string kind, string ending, byte[] bytes, StormVerdict verdict, int deliveries, bool isEarly = false, bool isHostile = false)
        => items.Add(new StormItem(
            items.Count + 1, string.Create(CultureInfo.InvariantCulture, $"{items.Count + 1:D4}-{kind}.{ending}"), bytes, verdict, deliveries, isEarly)
        {
            IsHostile = isHostile, Way = isEarly ? 0 : random.Next(1000),
        });

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        // So that no first byte means anything by accident.
        bytes[0] = 0xFE;
        return bytes;
    }

    /// <summary>Cut within its last two thirds: what is left is whole in nothing.</summary>
    private byte[] Cut(byte[] bytes) => bytes[..(bytes.Length - 2 - random.Next(bytes.Length / 2))];

    private byte[] Messages(out int count)
    {
        var bytes = ManifestText.Interchange(Next(), 3300, 1000);
        count = Encoding.Latin1.GetString(bytes).Split("'UNH+").Length - 1;
        return bytes;
    }

    /// <summary>A table as a workbook: each cell a text, but numbers.</summary>
    private static byte[] Workbook(string csv)
    {
        var sheet = new StringBuilder("<sheetData>");
        foreach (var line in csv.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            sheet.Append("<row>");
            foreach (var cell in line.Split(';'))
            {
                var text = cell.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal);
                if (decimal.TryParse(text, CultureInfo.InvariantCulture, out _)) sheet.Append(CultureInfo.InvariantCulture, $"<c><v>{text}</v></c>");
                else sheet.Append(CultureInfo.InvariantCulture, $"<c t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is></c>");
            }

            sheet.Append("</row>");
        }

        return Bombs.Workbook(sheet.ToString(), "", 0);
    }

    private static byte[] Interchange(int number) => ManifestText.Interchange(number, 1000);

    private static byte[] Text(byte[] bytes, Func<string, string> change)
    {
        var changed = Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(bytes)));
        return changed.AsSpan().SequenceEqual(bytes) ? throw new InvalidOperationException("Nothing was changed.") : changed;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Wide(string text)
        => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text.Replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"", StringComparison.Ordinal))];

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Repository.Root, "samples", name));
}
