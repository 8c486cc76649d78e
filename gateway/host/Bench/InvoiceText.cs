using System.Globalization;
using System.Text;

namespace Gateway.Host.Bench;

/// <summary>Writes INVOIC D.96A invoices of any size for measuring: the same number gives the same bytes.</summary>
internal static class InvoiceText
{
    private static readonly string[] Goods =
    [
        "BALL BEARING 6204-2RS", "HEX BOLT M8X40, GALVANISED", "HYDRAULIC HOSE 2M", "GASKET SET (ENGINE)", "O?'RING KIT 12?+4",
    ];

    /// <summary>An interchange of about <paramref name="bytes"/> with messages of about <paramref name="messageBytes"/>.</summary>
    /// <param name="reference">Makes the interchange and its values different from others.</param>
    /// <param name="bytes">The interchange ends with the message that reaches this size.</param>
    /// <param name="messageBytes">A message stops growing at about this size.</param>
    public static byte[] Interchange(int reference, long bytes, int messageBytes)
    {
        var text = new StringBuilder(messageBytes + 1024);
        var all = new MemoryStream((int)Math.Min(bytes + messageBytes + 4096, int.MaxValue / 2));
        text.Append(CultureInfo.InvariantCulture, $"UNB+UNOC:3+4012345000009:14+4098765000010:14+261123:0915+I{reference:D8}'");
        var messages = 0;
        do
        {
            Message(text, ++messages, reference, messageBytes);
            all.Write(Encoding.Latin1.GetBytes(text.ToString()));
            text.Clear();
        }
        while (all.Length < bytes - 100);
        text.Append(CultureInfo.InvariantCulture, $"UNZ+{messages}+I{reference:D8}'");
        all.Write(Encoding.Latin1.GetBytes(text.ToString()));
        return all.ToArray();
    }

    private static void Message(StringBuilder text, int number, int reference, int bytes)
    {
        var segments = 0;
        void Add(FormattableString segment)
        {
            text.Append(segment.ToString(CultureInfo.InvariantCulture)).Append('\'');
            segments++;
        }

        Add($"UNH+{number}+INVOIC:D:96A:UN:EAN008");
        Add($"BGM+380+INV{reference:D6}{number:D5}+9");
        Add($"DTM+137:20261123:102");
        Add($"RFF+ON:ORD{number:D7}");
        Add($"DTM+171:20261101:102");
        Add($"NAD+BY+4098765000010::9++MASCHINENBAU SUED GMBH+WERKSTRASSE 12+STUTTGART++70173+DE");
        Add($"RFF+VA:DE813456789");
        Add($"NAD+SE+4012345000009::9++NORDTEILE HANDEL AG+SPEICHERSTADT 4+HAMBURG++20457+DE");
        Add($"RFF+VA:DE112233445");
        Add($"CUX+2:EUR:4");
        Add($"PAT+1++5:3:D:30");
        Add($"TOD+3++CIF");
        var lines = Math.Max(1, (bytes - 1000) / 196);
        long total = 0;
        for (var line = 1; line <= lines; line++) total += Line(Add, number, line);
        Add($"UNS+S");
        Add($"CNT+2:{lines}");
        Add($"MOA+79:{total / 100}.{total % 100:D2}");
        Add($"MOA+77:{total * 119 / 10000}.{total * 119 / 100 % 100:D2}");
        Add($"TAX+7+VAT+++:::19+S");
        Add($"MOA+124:{total * 19 / 10000}.{total * 19 / 100 % 100:D2}");
        Add($"UNT+{segments + 1}+{number}");
    }

    private static long Line(Action<FormattableString> add, int number, int line)
    {
        var quantity = 1 + (line % 48);
        var cents = 125 + (((number * 31) + (line * 17)) % 9000);
        var amount = (long)quantity * cents;
        add($"LIN+{line}++{4012345000000 + line}:EN");
        add($"PIA+1+ART-{line:D6}:SA+{8482000000 + line}:HS");
        add($"IMD+F++:::{Goods[line % Goods.Length]}");
        add($"QTY+47:{quantity}:C62");
        add($"ALI+CN");
        add($"MOA+203:{amount / 100}.{amount % 100:D2}");
        add($"PRI+AAA:{cents / 100}.{cents % 100:D2}");
        add($"RFF+ON:ORD{number:D7}:{line}");
        add($"TAX+7+VAT+++:::19+S");
        add($"MOA+124:{amount * 19 / 10000}.{amount * 19 / 100 % 100:D2}");
        return amount;
    }
}
