using System.Globalization;
using System.Text;

namespace Gateway.Host.Bench;

/// <summary>Writes CUSCAR D.95B manifests of any size for measuring: the same number gives the same bytes.</summary>
internal static class ManifestText
{
    private static readonly string[] Goods =
    [
        "COTTON YARN ON CONES", "CERAMIC TILES, GLAZED", "MACHINE PARTS (GEARBOXES)", "COFFEE, GREEN, IN BAGS", "FURNITURE O?'BRIEN",
    ];

    // What is measured says of itself how large it is.
    private const int HeaderBytes = 350, BillBytes = 497;

    private static readonly string[] Ports = ["CNSHA", "SGSIN", "DEHAM", "EGPSD", "BRSSZ", "INNSA"];

    /// <summary>An interchange with one message.</summary>
    /// <param name="reference">Makes the interchange and its values different from others.</param>
    /// <param name="bytes">The message stops growing when the interchange has about this size.</param>
    public static byte[] Interchange(int reference, int bytes) => Interchange(reference, 0, bytes);

    /// <summary>An interchange of about <paramref name="bytes"/> with messages of about <paramref name="messageBytes"/>.</summary>
    public static byte[] Interchange(int reference, long bytes, int messageBytes)
    {
        var all = new MemoryStream((int)Math.Min(bytes + 4096, int.MaxValue / 2));
        Write(all, reference, bytes, messageBytes);
        return all.ToArray();
    }

    /// <summary>Writes the same to a stream, in constant memory.</summary>
    public static void Write(Stream to, int reference, long bytes, int messageBytes)
    {
        var text = new StringBuilder(messageBytes + 1024);
        text.Append(CultureInfo.InvariantCulture, $"UNB+UNOC:3+OCEANLINE:ZZ+CUSTOMS:ZZ+261123:0915+B{reference:D8}'");
        var messages = 0;
        long written = 0;
        do
        {
            Message(text, ++messages, reference, messageBytes);
            written += text.Length;
            to.Write(Encoding.Latin1.GetBytes(text.ToString()));
            text.Clear();
        }
        while (written < bytes - 100);
        to.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"UNZ+{messages}+B{reference:D8}'")));
    }

    private static void Message(StringBuilder text, int number, int reference, int bytes)
    {
        var segments = 0;
        void Add(FormattableString segment)
        {
            text.Append(segment.ToString(CultureInfo.InvariantCulture)).Append('\'');
            segments++;
        }

        Add($"UNH+{number}+CUSCAR:D:95B:UN");
        Add($"BGM+785+MAN{reference:D6}{number:D5}+9");
        Add($"DTM+137:202611230915:203");
        Add($"NAD+MS+OCEANLINE::ZZZ++OCEAN LINE AGENCIES LTD");
        Add($"TDT+20+{100 + (number % 800)}W+1++OCLN:172:20+++9321483:146::MV NORTHERN STAR:PA");
        Add($"LOC+61+DEHAM:139:6");
        Add($"DTM+132:202612011200:203");
        var bills = Math.Max(1, (bytes - HeaderBytes) / BillBytes);
        for (var bill = 1; bill <= bills; bill++) Equipment(Add, reference, number, bill);
        for (var bill = 1; bill <= bills; bill++) Bill(Add, reference, number, bill);
        Add($"UNT+{segments + 1}+{number}");
    }

    private static void Equipment(Action<FormattableString> add, int reference, int number, int bill)
    {
        add($"EQD+CN+{Container(reference, number, bill)}+45G1:102:5++3+5");
        add($"MEA+AAE+T+KGM:3800");
        add($"SEL+SL{reference % 1000:D3}{bill:D5}+CA");
    }

    private static void Bill(Action<FormattableString> add, int reference, int number, int bill)
    {
        var packages = 10 + (bill % 90);
        add($"CNI+{bill}");
        add($"RFF+BM:OCL{reference % 10000:D4}{number % 1000:D3}{bill:D5}");
        add($"CNT+11:{packages}");
        add($"LOC+9+{Ports[bill % Ports.Length]}:139:6");
        add($"LOC+11+DEHAM:139:6");
        add($"NAD+CZ+++SHIPPER {bill % 97} TRADING CO LTD+{bill} HARBOUR ROAD+SHANGHAI++200120+CN");
        add($"NAD+CN+++IMPORT HAUS {bill % 89} GMBH+HAFENSTRASSE {bill % 200}+HAMBURG++20457+DE");
        add($"NAD+NI+++SPEDITION NORD AG+AM KAI 3+HAMBURG++20457+DE");
        add($"GID+1+{packages}:CT");
        add($"FTX+AAA+++{Goods[bill % Goods.Length]}:STC AS PER INVOICE {reference}-{bill}");
        add($"MEA+AAE+G+KGM:{1000 + (bill % 20000)}.5");
        add($"SGP+{Container(reference, number, bill)}+{packages}");
        add($"PCI++MARKS {bill}:HAMBURG:C/NO 1-{packages}");
        add($"CST++52051{bill % 10}:122");
    }

    /// <summary>A container number with its ISO 6346 check digit.</summary>
    public static string Container(int reference, int number, int bill)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"OCLU{(reference * 131 + number * 7919 + bill) % 1_000_000:D6}");
        const string Values = "0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ";
        var sum = 0;
        for (var i = 0; i < body.Length; i++) sum += Values.IndexOf(body[i], StringComparison.Ordinal) << i;
        return body + (char)('0' + (sum % 11 % 10));
    }
}
