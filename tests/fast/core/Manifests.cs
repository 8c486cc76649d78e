using System.Globalization;
using System.Text;

namespace Gateway.Tests.Fast.Core;

/// <summary>Small cargo reports, written by hand.</summary>
internal static class Manifests
{
    /// <summary>An interchange of several reports.</summary>
    /// <param name="reference">UNB 0020.</param>
    /// <param name="count">How many messages.</param>
    /// <param name="wrongCount">Number of the message whose UNT miscounts; 0 for none.</param>
    /// <param name="sender">UNB sender.</param>
    /// <param name="voyage">Voyage of all, which is their delivery lane.</param>
    public static byte[] Interchange(
        string reference, int count, int wrongCount = 0, string sender = "HARBRLINE:ZZ", string voyage = "615E")
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"UNB+UNOA:3+{sender}+PORTCUSTOMS:ZZ+261110:2200+{reference}'\n");
        for (var i = 1; i <= count; i++) text.Append(Message(reference, i, i == wrongCount ? 99 : 0, voyage));
        text.Append(CultureInfo.InvariantCulture, $"UNZ+{count}+{reference}'\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string Message(string reference, int number, int told, string voyage)
    {
        string[] segments =
        [
            $"UNH+M{number}+CUSCAR:D:95B:UN",
            $"BGM+785+{reference}-{number}+9",
            "DTM+137:202611020800:203",
            "NAD+MS+HARBRLINE:160:ZZZ++HARBOUR LINE SHIPPING+KAISTRASSE 100+HAMBURG++20459+DE",
            $"TDT+20+{voyage}+1+11+HRBL:172:20:HARBOUR LINE+++9412074:146:11:HARBOUR CONSTANCY:LR",
            "LOC+60+GBFXT:139:6",
            "DTM+132:202611151000:203",
            "EQD+CN+HRBU1500310+42G1:102:5++3+5",
            "CNT+10:1",
            $"CNI+1+BL{reference}{number}",
            $"RFF+BM:BL{reference}{number}",
            "LOC+9+CNSHA:139:6",
            "LOC+11+GBFXT:139:6",
            "NAD+CZ+++RAYONG POLYMERS CO LTD+99 MOO 4, MAP TA PHUT+RAYONG++21150+TH",
            "NAD+CN+++SUFFOLK HOME STORES LTD+UNIT 8, TRIMLEY ESTATE+FELIXSTOWE++IP11 4BA+GB",
            "GID+1+482:CT:67:6",
            "FTX+AAA+++BICYCLES, NOT MOTORISED",
            "MEA+AAE+G+KGM:8435",
            "SGP+HRBU1500310+482",
        ];
        var count = told > 0 ? told : segments.Length + 1;
        return string.Join("'\n", segments) + string.Create(CultureInfo.InvariantCulture, $"'\nUNT+{count}+M{number}'\n");
    }
}
