using System.Text;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Character sets in both directions; the tables are compared with those of the platform.</summary>
public sealed class CharacterSetTests
{
    private static readonly Dictionary<string, int> CodePages = new()
    {
        ["UNOC"] = 28591, ["UNOD"] = 28592, ["UNOE"] = 28595, ["UNOF"] = 28597, ["UNOG"] = 28593, ["UNOH"] = 28594,
        ["UNOI"] = 28596, ["UNOJ"] = 28598, ["UNOK"] = 28599, ["UNOL"] = 28605, ["ANSI"] = 1252, ["WINDOWS-1251"] = 1251,
        ["WINDOWS-1252"] = 1252, ["CP850"] = 850, ["CP500"] = 500,
    };

    // ISO 8859-7:2003 and ISO 8859-8:1999 changed these; the platform has the older editions.
    private const string Newer = "\u20AC\u20AF\u037A\u2018\u2019\u00AF\u200E\u200F";

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var name in CharacterSet.Names) names.Add(name);
        return names;
    }

    public static TheoryData<string> Tables()
    {
        var names = new TheoryData<string>();
        foreach (var name in CodePages.Keys) names.Add(name);
        return names;
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_says_what_the_platform_says(string name)
    {
        var set = CharacterSet.Find(name)!;
        var platform = CodePagesEncodingProvider.Instance.GetEncoding(CodePages[name]) ?? Encoding.GetEncoding(CodePages[name]);
        for (var i = 0; i < 256; i++)
        {
            var theirs = platform.GetString([(byte)i])[0];
            var ours = Decode(set, [(byte)i])[0];
            // What is no character there is a private or control one in the platform's older tables.
            if (!set.Allows((byte)i) || Newer.Contains(ours)) continue;
            Assert.Equal(((int)theirs).ToString("X4", null), ((int)ours).ToString("X4", null));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_character_of_a_set_comes_back(string name)
    {
        var set = CharacterSet.Find(name)!;
        var seen = 0;
        var lost = new List<Rune>();
        var into = new byte[CharacterSet.EncodedLengthMax(4)];
        Span<byte> utf8 = stackalloc byte[4];
        for (var code = 0x20; code < 0x30000; code++)
        {
            if (!Rune.TryCreate(code, out var rune)) continue;
            var text = utf8[..rune.EncodeToUtf8(utf8)];
            lost.Clear();
            var bytes = into.AsSpan(0, set.Encode(text, ServiceCharacters.Default, into, lost));
            if (lost.Count > 0) continue;
            seen++;
            var back = Decode(set, bytes.ToArray());
            Assert.Equal(rune.ToString(), back);
            Assert.Equal(-1, set.FirstForeign(name == "CP500" ? [] : bytes));
            Assert.Equal(1, set.CharacterCount(bytes, (byte)'?'));
        }

        var expected = name switch
        {
            "UNOA" or "IATA" => 56, "UNOJ" or "ISO-8859-8" => 155, "UNOB" or "IATB" or "ASCII" => 95,
            "UNOW" or "UNOY" or "UTF-8" => 0x30000 - 0x20 - 33 - 2048,
            "KECA" or "EUC-KR" => 8000, "UNOX" => 400, "UNOI" or "ISO-8859-6" => 95 + 48, _ => 95 + 80,
        };
        if (name.StartsWith("UN", StringComparison.Ordinal) && set.IsAscii || set.IsUtf8) Assert.Equal(expected, seen);
        else Assert.InRange(seen, expected, 70_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_byte_of_a_single_byte_set_comes_back(string name)
    {
        var set = CharacterSet.Find(name)!;
        if (set.IsUtf8 || set.HasEscapes || name is "KECA" or "EUC-KR") return;
        for (var i = 0; i < 256; i++)
        {
            byte[] raw = [(byte)i];
            if (!set.Allows((byte)i) || ServiceCharacters.Default.IsService((byte)i)) continue;
            Assert.Equal(raw, Encode(set, Decode(set, raw), out var lost));
            Assert.Empty(lost);
        }
    }

    [Fact]
    public void Service_characters_are_released_and_come_back()
    {
        var set = CharacterSet.Find("UNOA")!;
        var bytes = Encode(set, "IT'S 1+1:2?*", out var lost);
        Assert.Equal("IT?'S 1?+1?:2??*", Encoding.Latin1.GetString(bytes));
        Assert.Empty(lost);
        Assert.Equal("IT'S 1+1:2?*", Decode(set, bytes));
    }

    [Fact]
    public void Without_a_release_character_a_service_character_cannot_be_carried()
    {
        var characters = ServiceCharacters.Read("UNA:+.  '"u8, out _);
        var into = new byte[64];
        var lost = new List<Rune>();
        var count = CharacterSet.Find("UNOC")!.Encode("A+B?"u8, characters, into, lost);
        Assert.Equal("A.B?", Encoding.Latin1.GetString(into, 0, count));
        Assert.Equal(["+"], lost.Select(r => r.ToString()));
    }

    [Fact]
    public void What_a_set_cannot_carry_is_told()
    {
        Assert.Equal("CAF.", Encoding.Latin1.GetString(Encode(CharacterSet.Find("UNOA")!, "CAF\u00C9", out var lost)));
        Assert.Equal(["\u00C9"], lost.Select(r => r.ToString()));
        Encode(CharacterSet.Find("UNOE")!, "\u041Fa\u6F22\U0001F600\n", out lost);
        Assert.Equal(["\u6F22", "\U0001F600", "\n"], lost.Select(r => r.ToString()));
    }

    [Theory]
    [InlineData("UNOX", "A\u0416\u00E9\u03B1!", 3)]
    [InlineData("KECA", "\uD55C\uAD6D ABC", 0)]
    [InlineData("UNOY", "\u6F22\u00E9", 0)]
    public void A_text_of_several_alphabets_comes_back(string name, string text, int escapes)
    {
        var set = CharacterSet.Find(name)!;
        var bytes = Encode(set, text, out var lost);
        Assert.Empty(lost);
        Assert.Equal(text, Decode(set, bytes));
        Assert.Equal(text.Length, set.CharacterCount(bytes, (byte)'?'));
        Assert.Equal(-1, set.FirstForeign(bytes));
        Assert.Equal(escapes, bytes.Count(b => b == 0x1B) is var e && e > 0 ? e - 1 : 0);
    }

    [Theory]
    [InlineData("UNOA:3", "M\u00E9", "0xE9", "in UNOC it would be \u00E9")]
    [InlineData("UNOA:3", "M\u00C3\u00A9", "0xC3", "the bytes C3 A9 look like UTF-8 for \u00E9")]
    [InlineData("UNOA:3", "Ma", "0x61", "in UNOB it would be a")]
    [InlineData("UNOC:3", "M\u0080", "0x80", "in WINDOWS-1252 it would be \u20AC")]
    [InlineData("UNOW:4", "M\u00E9X", "0xE9", "in UNOC it would be \u00E9")]
    [InlineData("UNOI:3", "M\u00F3", "0xF3", "in UNOC it would be \u00F3")]
    public void A_wrong_byte_is_told_with_what_it_looks_like(string level, string sent, string hex, string likeness)
    {
        var text = HandMade.Message("BGM+85+" + sent + "+9'", level: level);
        if (level.EndsWith('4')) text = text.Replace("260101:1200", "20260101:1200");
        var finding = HandMade.Read(text).Findings.All.First(f => f.Code.Id is "EDI-0040" or "EDI-0042");
        Assert.Equal(text.IndexOf(sent, StringComparison.Ordinal) + 1, finding.Span.Start);
        Assert.Contains(hex, finding.Sentence);
        Assert.EndsWith(likeness + ".", finding.Sentence);
    }

    [Theory]
    [InlineData("UNOX:3", "\u001B-L\u00B6\u001B-A\u00E9", "\u0416\u00E9", "")]
    [InlineData("UNOX:3", "\u001B$B0!\u001B(B", "\u4E9C", "")]
    [InlineData("KECA:3", "\u00C7\u00D1\u00B1\u00B9", "\uD55C\uAD6D", "")]
    [InlineData("KECA:3", "\u00C7!", "\u00C7!", "0040")]
    [InlineData("IATB:3", "lower", "lower", "")]
    [InlineData("UNOA:4::3", "M\u0081", "M\u00FC", "")]
    [InlineData("UNOC:4::7", "M\u00C3\u00BC", "M\u00FC", "")]
    [InlineData("UNOC:4::2", "M\u00FC", "M\u00FC", "")]
    [InlineData("UNOC:4::8", "M\u00FC", "M\u00FC", "0024")]
    public void Identifier_and_encoding_of_UNB_decide(string level, string sent, string text, string codes)
    {
        var message = HandMade.Message("BGM+85+" + sent + "+9'", level: level);
        if (level.Contains(":4")) message = message.Replace("260101:1200", "20260101:1200");
        var read = HandMade.Read(message);
        Assert.Contains("1004=" + text + " ", HandMade.Show(read.Tree));
        Assert.True(codes == HandMade.Codes(read.Findings), string.Join(" ", read.Findings.All.Select(f => f.Sentence)));
    }

    [Fact]
    public void A_partners_rule_holds_only_for_the_set_it_names_and_is_noted()
    {
        var bytes = HandMade.Bytes(HandMade.Message("BGM+85+\u00CC+9'", level: "UNOB:3"));
        var rule = new CharacterSetRule("WINDOWS-1251", "UNOB", "their terminal writes it");
        var read = HandMade.Read(bytes, rule);
        Assert.Contains("1004=\u041C ", HandMade.Show(read.Tree));
        var note = Assert.Single(read.Findings.All);
        Assert.Equal(Severity.Note, note.Code.Default);
        Assert.Contains("WINDOWS-1251 instead of \"UNOB\", as the partner's file says: their terminal writes it", note.Sentence);
        read = HandMade.Read(bytes, rule with { InsteadOf = "UNOC" });
        Assert.Equal("0040", HandMade.Codes(read.Findings));
    }

    [Fact]
    public void A_rule_with_a_set_that_does_not_exist_is_told()
        => Assert.Equal("0025", HandMade.Codes(HandMade.Read(
            HandMade.Bytes(HandMade.Message("BGM+85+A+9'")), new CharacterSetRule("KOI8")).Findings));

    private static string Decode(CharacterSet set, byte[] raw)
    {
        var utf8 = new byte[raw.Length * 3];
        return Encoding.UTF8.GetString(utf8, 0, set.Decode(raw, (byte)'?', utf8));
    }

    private static byte[] Encode(CharacterSet set, string text, out List<Rune> lost)
    {
        lost = [];
        var utf8 = Encoding.UTF8.GetBytes(text);
        var into = new byte[CharacterSet.EncodedLengthMax(utf8.Length)];
        return into[..set.Encode(utf8, ServiceCharacters.Default, into, lost)];
    }
}
