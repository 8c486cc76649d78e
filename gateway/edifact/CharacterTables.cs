using System.Globalization;

namespace Gateway.Edifact;

/// <summary>
/// The single-byte character sets as differences from ISO 8859-1: <c>AE-EF:040E</c> says that bytes AE to EF are the
/// characters from U+040E on, <c>A5</c> alone that the byte is not used.
/// </summary>
internal static class CharacterTables
{
    /// <summary>ISO 8859-1: no difference.</summary>
    public const string Latin1 = "";

    /// <summary>ISO 8859-2.</summary>
    public const string Latin2 =
        "A1:0104 A2:02D8 A3:0141 A5:013D A6:015A A9:0160 AA:015E AB:0164 AC:0179 AE:017D AF:017B B1:0105 B2:02DB " +
        "B3:0142 B5:013E B6:015B B7:02C7 B9:0161 BA:015F BB:0165 BC:017A BD:02DD BE:017E BF:017C C0:0154 C3:0102 " +
        "C5:0139 C6:0106 C8:010C CA:0118 CC:011A CF:010E D0:0110 D1:0143 D2:0147 D5:0150 D8:0158 D9:016E DB:0170 " +
        "DE:0162 E0:0155 E3:0103 E5:013A E6:0107 E8:010D EA:0119 EC:011B EF:010F F0:0111 F1:0144 F2:0148 F5:0151 " +
        "F8:0159 F9:016F FB:0171 FE:0163 FF:02D9";

    /// <summary>ISO 8859-3.</summary>
    public const string Latin3 =
        "A1:0126 A2:02D8 A5 A6:0124 A9:0130 AA:015E AB:011E AC:0134 AE AF:017B B1:0127 B6:0125 B9:0131 BA:015F " +
        "BB:011F BC:0135 BE BF:017C C3 C5:010A C6:0108 D0 D5:0120 D8:011C DD:016C DE:015C E3 E5:010B E6:0109 F0 " +
        "F5:0121 F8:011D FD:016D FE:015D FF:02D9";

    /// <summary>ISO 8859-4.</summary>
    public const string Latin4 =
        "A1:0104 A2:0138 A3:0156 A5:0128 A6:013B A9:0160 AA:0112 AB:0122 AC:0166 AE:017D B1:0105 B2:02DB B3:0157 " +
        "B5:0129 B6:013C B7:02C7 B9:0161 BA:0113 BB:0123 BC:0167 BD:014A BE:017E BF:014B C0:0100 C7:012E C8:010C " +
        "CA:0118 CC:0116 CF:012A D0:0110 D1:0145 D2:014C D3:0136 D9:0172 DD:0168 DE:016A E0:0101 E7:012F E8:010D " +
        "EA:0119 EC:0117 EF:012B F0:0111 F1:0146 F2:014D F3:0137 F9:0173 FD:0169 FE:016B FF:02D9";

    /// <summary>ISO 8859-5.</summary>
    public const string Cyrillic =
        "A1-AC:0401 AE-EF:040E F0:2116 F1-FC:0451 FD:00A7 FE-FF:045E";

    /// <summary>ISO 8859-6.</summary>
    public const string Arabic =
        "A1-A3 A5-AB AC:060C AE-BA BB:061B BC-BE BF:061F C0 C1-DA:0621 DB-DF E0-F2:0640 F3-FF";

    /// <summary>ISO 8859-7 (2003).</summary>
    public const string Greek =
        "A1-A2:2018 A4:20AC A5:20AF AA:037A AE AF:2015 B4-B6:0384 B8-BA:0388 BC:038C BE-D1:038E D2 D3-FE:03A3 FF";

    /// <summary>ISO 8859-8.</summary>
    public const string Hebrew =
        "A1 AA:00D7 BA:00F7 BF-DE DF:2017 E0-FA:05D0 FB-FC FD-FE:200E FF";

    /// <summary>ISO 8859-9.</summary>
    public const string Latin5 =
        "D0:011E DD:0130 DE:015E F0:011F FD:0131 FE:015F";

    /// <summary>ISO 8859-15.</summary>
    public const string Latin9 =
        "A4:20AC A6:0160 A8:0161 B4:017D B8:017E BC-BD:0152 BE:0178";

    /// <summary>Windows-1251.</summary>
    public const string Windows1251 =
        "80-81:0402 82:201A 83:0453 84:201E 85:2026 86-87:2020 88:20AC 89:2030 8A:0409 8B:2039 8C:040A 8D:040C " +
        "8E:040B 8F:040F 90:0452 91-92:2018 93-94:201C 95:2022 96-97:2013 98 99:2122 9A:0459 9B:203A 9C:045A 9D:045C " +
        "9E:045B 9F:045F A1:040E A2:045E A3:0408 A5:0490 A8:0401 AA:0404 AF:0407 B2:0406 B3:0456 B4:0491 B8:0451 " +
        "B9:2116 BA:0454 BC:0458 BD:0405 BE:0455 BF:0457 C0-FF:0410";

    /// <summary>Windows-1252.</summary>
    public const string Windows1252 =
        "80:20AC 81 82:201A 83:0192 84:201E 85:2026 86-87:2020 88:02C6 89:2030 8A:0160 8B:2039 8C:0152 8D 8E:017D " +
        "8F-90 91-92:2018 93-94:201C 95:2022 96-97:2013 98:02DC 99:2122 9A:0161 9B:203A 9C:0153 9D 9E:017E 9F:0178";

    /// <summary>IBM code page 850.</summary>
    public const string CodePage850 =
        "80:00C7 81:00FC 82:00E9 83:00E2 84:00E4 85:00E0 86:00E5 87:00E7 88-89:00EA 8A:00E8 8B:00EF 8C:00EE 8D:00EC " +
        "8E-8F:00C4 90:00C9 91:00E6 92:00C6 93:00F4 94:00F6 95:00F2 96:00FB 97:00F9 98:00FF 99:00D6 9A:00DC 9B:00F8 " +
        "9C:00A3 9D:00D8 9E:00D7 9F:0192 A0:00E1 A1:00ED A2:00F3 A3:00FA A4:00F1 A5:00D1 A6:00AA A7:00BA A8:00BF " +
        "A9:00AE AA:00AC AB:00BD AC:00BC AD:00A1 AE:00AB AF:00BB B0-B2:2591 B3:2502 B4:2524 B5-B6:00C1 B7:00C0 " +
        "B8:00A9 B9:2563 BA:2551 BB:2557 BC:255D BD:00A2 BE:00A5 BF:2510 C0:2514 C1:2534 C2:252C C3:251C C4:2500 " +
        "C5:253C C6:00E3 C7:00C3 C8:255A C9:2554 CA:2569 CB:2566 CC:2560 CD:2550 CE:256C CF:00A4 D0:00F0 D1:00D0 " +
        "D2-D3:00CA D4:00C8 D5:0131 D6-D8:00CD D9:2518 DA:250C DB:2588 DC:2584 DD:00A6 DE:00CC DF:2580 E0:00D3 " +
        "E1:00DF E2:00D4 E3:00D2 E4:00F5 E5:00D5 E6:00B5 E7:00FE E8:00DE E9-EA:00DA EB:00D9 EC:00FD ED:00DD EE:00AF " +
        "EF:00B4 F0:00AD F1:00B1 F2:2017 F3:00BE F4:00B6 F5:00A7 F6:00F7 F7:00B8 F8:00B0 F9:00A8 FA:00B7 FB:00B9 " +
        "FC:00B3 FD:00B2 FE:25A0 FF:00A0";

    /// <summary>IBM code page 500 (EBCDIC).</summary>
    public const string CodePage500 =
        "04:009C 05:0009 06:0086 07:007F 08:0097 09-0A:008D 14:009D 15:0085 16:0008 17:0087 1A:0092 1B:008F " +
        "20-24:0080 25:000A 26:0017 27:001B 28-2C:0088 2D-2F:0005 30-31:0090 32:0016 33-36:0093 37:0004 38-3B:0098 " +
        "3C-3D:0014 3E:009E 3F:001A 40:0020 41:00A0 42:00E2 43:00E4 44-45:00E0 46:00E3 47:00E5 48:00E7 49:00F1 " +
        "4A:005B 4B:002E 4C:003C 4D:0028 4E:002B 4F:0021 50:0026 51-53:00E9 54:00E8 55-57:00ED 58:00EC 59:00DF " +
        "5A:005D 5B:0024 5C:002A 5D:0029 5E:003B 5F:005E 60:002D 61:002F 62:00C2 63:00C4 64-65:00C0 66:00C3 67:00C5 " +
        "68:00C7 69:00D1 6A:00A6 6B:002C 6C:0025 6D:005F 6E-6F:003E 70:00F8 71-73:00C9 74:00C8 75-77:00CD 78:00CC " +
        "79:0060 7A:003A 7B:0023 7C:0040 7D:0027 7E:003D 7F:0022 80:00D8 81-89:0061 8A:00AB 8B:00BB 8C:00F0 " +
        "8D-8E:00FD 8F:00B1 90:00B0 91-99:006A 9A:00AA 9B:00BA 9C:00E6 9D:00B8 9E:00C6 9F:00A4 A0:00B5 A1:007E " +
        "A2-A9:0073 AA:00A1 AB:00BF AC:00D0 AD-AE:00DD AF:00AE B0-B1:00A2 B2:00A5 B3:00B7 B4:00A9 B5:00A7 B7-B9:00BC " +
        "BA:00AC BB:007C BC:00AF BD:00A8 BE:00B4 BF:00D7 C0:007B C1-C9:0041 CA:00AD CB:00F4 CC:00F6 CD-CE:00F2 " +
        "CF:00F5 D0:007D D1-D9:004A DA:00B9 DB-DC:00FB DD-DE:00F9 DF:00FF E0:005C E1:00F7 E2-E9:0053 EA:00B2 EB:00D4 " +
        "EC:00D6 ED-EE:00D2 EF:00D5 F0-F9:0030 FA:00B3 FB-FC:00DB FD-FE:00D9 FF:009F";

    /// <summary>What stands in a table for a byte that is not used.</summary>
    public const char Unused = '\uFFFD';

    /// <summary>The characters of all 256 bytes.</summary>
    public static char[] Parse(string differences)
    {
        var table = new char[256];
        for (var i = 0; i < 256; i++) table[i] = (char)i;
        foreach (var run in differences.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = run.IndexOf(':', StringComparison.Ordinal);
            var bytes = colon < 0 ? run : run[..colon];
            var (first, last) = (Hex(bytes[..2]), Hex(bytes[^2..]));
            for (var i = first; i <= last; i++) table[i] = colon < 0 ? Unused : (char)(Hex(run[(colon + 1)..]) + i - first);
        }

        return table;
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
