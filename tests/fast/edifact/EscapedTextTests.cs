using System.Text;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>UNOX with the sets of East Asia: ISO 2022, whose bytes may be those of separators.</summary>
public sealed class EscapedTextTests
{
    private const string Service = "'+:?*";

    private static readonly CharacterSet Set = CharacterSet.Find("UNOX")!;
    private static readonly Encoding Jis = CodePagesEncodingProvider.Instance.GetEncoding(50220)!;
    private static readonly Encoding JisWithKana = CodePagesEncodingProvider.Instance.GetEncoding(50221)!;
    private static readonly Encoding Korean = CodePagesEncodingProvider.Instance.GetEncoding(50225)!;

    /// <summary>Every character of JIS X 0208 that has the byte of a service character, in texts of thirty.</summary>
    private static readonly string[] Dangerous = [.. Characters().Chunk(30).Select(c => new string(c))];

    [Fact]
    public void Kanji_with_the_bytes_of_separators_separate_nothing()
    {
        Assert.True(Dangerous.Length > 20);
        foreach (var text in Dangerous)
        {
            var bytes = Message(Jis.GetBytes(text));
            Assert.Contains(bytes, b => Service.Contains((char)b));
            foreach (var chunk in (int[])[1, 2, 3, 7, 64, int.MaxValue])
            {
                var read = HandMade.Read(bytes, chunk: chunk);
                Assert.Equal("", HandMade.Codes(read.Findings));
                Assert.Contains("4440=" + text + ")", HandMade.Show(read.Tree), StringComparison.Ordinal);
                Assert.Equal(new ReadCounts(1, 0, 1, 10), read.Counts);
            }

            Assert.Equal(new ReadCounts(1, 0, 1, 10), Scanned(bytes, 5));
        }
    }

    [Fact]
    public void Kanji_are_written_as_the_platform_writes_ISO_2022_JP()
    {
        foreach (var text in Dangerous) Assert.Equal(Jis.GetBytes("A\u65E5" + text + "B"), Encode("A\u65E5" + text + "B"));
        Assert.Equal(JisWithKana.GetBytes("\u65E5\uFF76\uFF85"), Encode("\u65E5\uFF76\uFF85"));
    }

    [Theory]
    [InlineData("\u6771\u4EAC TOKYO?:+' \u5927\u962A", "$B")]
    [InlineData("\uD55C\uAD6D \uBD80\uC0B0", "$(C")]
    [InlineData("\u5E7F\u4E1C \u6E2F\u53E3", "$A")]
    [InlineData("\u65E5\u0416\u00E9\uFF76A\u20AC", "(I")]
    public void A_text_of_East_Asia_comes_back(string text, string sequence)
    {
        var bytes = Encode(text);
        Assert.Contains("\u001B" + sequence, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(text, Decode(bytes));
        Assert.Equal(text.Length, Set.CharacterCount(bytes, (byte)'?'));
        Assert.Equal(-1, Set.FirstForeign(bytes, (byte)'?'));
        var read = HandMade.Read(Message(bytes));
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Contains("4440=" + text + ")", HandMade.Show(read.Tree), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001B$@F|K\\\u001B(JYEN \\~", "\u65E5\u672CYEN \u00A5\u203E")]
    [InlineData("\u001B$(BF|K\\\u001B(B.", "\u65E5\u672C.")]
    [InlineData("\u001B&@\u001B$BF|\u001B$(CGQ\u001B(B.", "\u65E5\uD55C.")]
    [InlineData("\u001B$)A\u00D6\u00D0.\u000EVP\u000F.", "\u4E2D.\u4E2D.")]
    [InlineData("\u001B$)C\u00C7\u00D1?+\u000EGQ\u000F?+", "\uD55C+\uD55C+")]
    [InlineData("\u001B)I\u00B6.\u000E6\u000F.", "\uFF76.\uFF76.")]
    [InlineData("\u001B(I6?\u001B(B?+", "\uFF76\uFF7F+")]
    public void Sequences_of_practice_are_read(string sent, string text)
    {
        var read = HandMade.Read(Message(Encoding.Latin1.GetBytes(sent)));
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Contains("4440=" + text + ")", HandMade.Show(read.Tree), StringComparison.Ordinal);
    }

    [Fact]
    public void Korean_of_the_platform_is_read()
    {
        var bytes = Korean.GetBytes("\uBD80\uC0B0 \uD56D\uB9CC BUSAN");
        Assert.Equal(0x0E, bytes[4]);
        Assert.Equal("\uBD80\uC0B0 \uD56D\uB9CC BUSAN", Decode(bytes));
        Assert.Equal("", HandMade.Codes(HandMade.Read(Message(bytes)).Findings));
    }

    // Row 7 of JIS X 0208 begins with the byte of the terminator: without an end nobody knows what it is.
    [Theory]
    [InlineData("\u001B$BF|K\\", 10, "0105")]
    [InlineData("\u001B$BF|K", 10, "0105")]
    [InlineData("\u001B$BF|'!K\\", 11, "0105 0007")]
    [InlineData("\u001B$BF|\r\nK\\\u001B(B", 10, "0043")]
    [InlineData("\u001B$BF|\u001B$BF|\u001B(B", 10, "")]
    [InlineData("\u001B$(XF|\u001B(B", 10, "0040")]
    [InlineData("\u001B$)CA\u000EGQ", 10, "0105")]
    [InlineData("A\u000EB\u000F", 10, "0041")]
    [InlineData("A\u001B", 10, "0040")]
    public void A_run_without_end_is_told_and_the_next_segment_is_read(string sent, int segments, string codes)
    {
        var bytes = Message(Encoding.Latin1.GetBytes(sent));
        foreach (var chunk in (int[])[1, 5, int.MaxValue])
        {
            var read = HandMade.Read(bytes, chunk: chunk);
            Assert.Equal(segments, read.Counts.Segments);
            Assert.Equal(codes, HandMade.Codes(read.Findings).Replace(" 0013", "", StringComparison.Ordinal));
            Assert.Contains("MEA(6311=AAE", HandMade.Show(read.Tree), StringComparison.Ordinal);
        }

        Assert.Equal(segments, Scanned(bytes, 3).Segments);
    }

    [Fact]
    public void A_run_that_never_ends_is_not_followed_for_ever()
    {
        var run = string.Concat(Enumerable.Repeat("F|'A", 100_000));
        var bytes = Message(Encoding.Latin1.GetBytes("\u001B$B" + run));
        var read = HandMade.Read(bytes, chunk: 4000);
        Assert.Contains("0105", HandMade.Codes(read.Findings), StringComparison.Ordinal);
        Assert.True(read.Counts.Segments > 100_000);
        Assert.Equal(read.Counts, Scanned(bytes, 4000));
    }

    [Fact]
    public void The_sentence_names_the_set_and_the_sequence()
    {
        var open = Assert.Single(HandMade.Read(Message("\u001B$BF|"u8.ToArray())).Findings.All);
        Assert.Equal("The value ends in JIS X 0208 (ESC $ B), and nothing leads back to ISO 646.", open.Sentence);
        var unassigned = Assert.Single(HandMade.Read(Message("\u001B$BF|+F\u001B(B"u8.ToArray())).Findings.All);
        Assert.Equal("Byte 0x2B at this place does not belong to UNOX; it begins no character of the set that the escape sequence before it "
            + "names.", unassigned.Sentence);
        var unknown = Assert.Single(HandMade.Read(Message("\u001B$(DF|\u001B(B"u8.ToArray())).Findings.All);
        Assert.Contains("ESC $ ( D names a set that is not read", unknown.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UNA:+.? '", true)]
    [InlineData("UNA*#,! ~", false)]
    public void What_was_read_is_written_again(string una, bool isSame)
    {
        foreach (var text in Dangerous)
        {
            var bytes = Message([.. "A?+"u8, .. Jis.GetBytes(text), .. "??"u8]);
            var options = new EdifactWriterOptions { Characters = ServiceCharacters.Read(Encoding.ASCII.GetBytes(una), out _) };
            using var into = new MemoryStream();
            var findings = new Findings();
            using (var reader = new EdifactReader(HandMade.Raw(bytes), HandMade.Find, findings))
            using (var writer = new EdifactWriter(into, options))
            {
                var tree = new Tree();
                while (reader.Read(tree, out _)) writer.Write(tree);
                writer.Complete();
            }

            if (isSame) Assert.Equal(bytes, into.ToArray());
            var again = HandMade.Read(into.ToArray());
            Assert.Equal("", HandMade.Codes(again.Findings));
            Assert.Contains("4440=A+" + text + "?)", HandMade.Show(again.Tree), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<char> Characters()
    {
        for (var row = 0x21; row < 0x7F; row++)
        {
            for (var cell = 0x21; cell < 0x7F; cell++)
            {
                if (!Service.Contains((char)row) && !Service.Contains((char)cell)) continue;
                byte[] bytes = [0x1B, (byte)'$', (byte)'B', (byte)row, (byte)cell, 0x1B, (byte)'(', (byte)'B'];
                var text = Jis.GetString(bytes);
                // The platform reads some rows of makers' own that it does not write again.
                if (text.Length == 1 && Jis.GetBytes(text).AsSpan().SequenceEqual(bytes)) yield return text[0];
            }
        }
    }

    private static byte[] Message(byte[] value)
        => [.. Encoding.Latin1.GetBytes("UNA:+.? 'UNB+UNOX:3+SENDER+RECIPIENT+260101:1200+REF1'UNH+M1+CUSCAR:D:95B:UN'BGM+85+X+9'"
                + "CNI+1'RFF+BM:1'GID+1'FTX+AAA+++"),
            .. value, .. "'MEA+AAE+G+KGM:5'UNT+8+M1'UNZ+1+REF1'"u8];

    private static ReadCounts Scanned(byte[] bytes, int piece)
    {
        using var scan = new EnvelopeScan();
        for (var at = 0; at < bytes.Length; at += piece) scan.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        scan.End(new Findings());
        return scan.Counts;
    }

    private static string Decode(byte[] raw)
    {
        var utf8 = new byte[raw.Length * 3];
        return Encoding.UTF8.GetString(utf8, 0, Set.Decode(raw, (byte)'?', utf8));
    }

    private static byte[] Encode(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var into = new byte[CharacterSet.EncodedLengthMax(utf8.Length)];
        var lost = new List<Rune>();
        var bytes = into[..Set.Encode(utf8, ServiceCharacters.Default, into, lost)];
        Assert.Empty(lost);
        return bytes;
    }
}
