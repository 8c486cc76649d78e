using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>ISO 9735 syntax 1 to 4 apart from the plain batch envelope.</summary>
public sealed class SyntaxTests
{
    private const string Body = "BGM+85+MAN1+9'DTM+137:20260101:102'CNI+1'RFF+BM:BL1'GID+1+5:PK'";

    [Theory]
    [InlineData("UNA:+.? '", "")]
    [InlineData("UNA:+,? '", "")]
    [InlineData("UNA:+.? '\r\n", "")]
    [InlineData("UNA:+.?*'", "")]
    [InlineData("UNA:+.?X'", "")]
    [InlineData("UNA:+.?+'", "")]
    [InlineData("UNA:+.  '", "")]
    [InlineData("", "")]
    [InlineData("\u00EF\u00BB\u00BFUNA:+.? '", "0003")]
    [InlineData("'UNA:+.? '", "0002")]
    [InlineData("UNA:+.?'", "0004")]
    [InlineData("UNA++.? '", "0004")]
    [InlineData("UNA:+.? '\r\n\0\u001A ", "0026")]
    public void UNA_may_have_any_form(string una, string codes)
    {
        var read = HandMade.Read(HandMade.Message(Body, una));
        Assert.Equal(codes, HandMade.Codes(read.Findings));
        Assert.Equal("M1", Assert.Single(read.Marks).Reference);
    }

    [Fact]
    public void A_line_may_break_right_behind_the_tag_of_UNB()
    {
        var read = HandMade.Read(HandMade.Message("BGM+85+MAN1+9'").Replace("UNB+", "UNB\r\n+"));
        Assert.Contains("0043", HandMade.Codes(read.Findings));
        Assert.Single(read.Marks);
    }

    [Fact]
    public void Service_characters_of_UNA_are_those_of_the_interchange()
    {
        var text = HandMade.Message(Body.Replace("MAN1", "MA=N*~1"), "UNA|;,# ~")
            .Replace('+', ';').Replace(':', '|').Replace("'", "~").Replace("MA=N*~1", "MA=N*#~1");
        var read = HandMade.Read(text);
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Contains("1004=MA=N*~1 ", HandMade.Show(read.Tree));
    }

    [Fact]
    public void Without_a_release_character_a_question_mark_is_data()
    {
        var read = HandMade.Read(HandMade.Message(Body.Replace("MAN1", "WHY?"), "UNA:+.  '"));
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Contains("1004=WHY? ", HandMade.Show(read.Tree));
    }

    [Theory]
    [InlineData("??", "?")]
    [InlineData("A??", "A?")]
    [InlineData("A???'B", "A?'B")]
    [InlineData("A????", "A??")]
    [InlineData("?+?:?'", "+:'")]
    public void Released_characters_are_data_in_pairs_counted_from_the_left(string sent, string text)
    {
        var message = HandMade.Message("BGM+85+9+9'FTX+AAA+++" + sent + "'").Replace("UNT+" + (4 + sent.Count(c => c == '\'')), "UNT+4");
        for (var chunk = 1; chunk < 40; chunk++)
        {
            var read = HandMade.Read(HandMade.Bytes(message.Replace("FTX+AAA+++", "BGM+85+")), chunk: chunk);
            Assert.Equal("0054", HandMade.Codes(read.Findings));
            Assert.Contains("1004=" + text, HandMade.Show(read.Tree));
        }
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n\n", "")]
    [InlineData(" \t", "0026")]
    [InlineData("\0\0", "0026")]
    [InlineData("\u001A", "0026")]
    public void Fill_between_segments_costs_no_data(string fill, string codes)
    {
        var clean = HandMade.Read(HandMade.Message(Body));
        var read = HandMade.Read(HandMade.Message(Body).Replace("'DTM", "'" + fill + "DTM").Replace("'RFF", "'" + fill + "RFF"));
        Assert.Equal(codes, HandMade.Codes(read.Findings));
        Assert.Equal(HandMade.Show(clean.Tree), HandMade.Show(read.Tree));
    }

    [Theory]
    [InlineData("From: x@y.z\r\nSubject: manifest\r\n\r\n", "before", "it looks like a mail header")]
    [InlineData("POST /in HTTP/1.1\r\nHost: a\r\n\r\n", "before", "it looks like an HTTP header")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "before", "it looks like an HTTP header")]
    [InlineData("\u001BE", "before", "it looks like a printer command")]
    [InlineData("--=_part_1\r\n", "before", "it looks like a MIME boundary")]
    [InlineData("$$REQUEST ID=A\r\n", "before", "it looks like a job or mailbox command")]
    [InlineData("\u0001\u0080", "before", "it looks like a transmission header")]
    [InlineData("\u0080\u0081", "before", "it looks like binary data")]
    [InlineData("'", "before", "it is a stray segment terminator")]
    [InlineData("Best regards", "after", "it is text")]
    [InlineData("Best regards", "between", "it is text")]
    public void Text_around_an_interchange_is_told_with_place_and_likeness(string text, string where, string likeness)
    {
        var message = HandMade.Message(Body);
        var whole = where == "before" ? text + message : where == "after" ? message + text : message + text + message;
        var read = HandMade.Read(whole);
        var finding = Assert.Single(read.Findings.All);
        Assert.Equal("EDI-0002", finding.Code.Id);
        Assert.StartsWith($"{text.Length} bytes stand {where} ", finding.Sentence);
        Assert.EndsWith(likeness + ".", finding.Sentence);
        Assert.Equal(text, whole.Substring((int)finding.Span.Start, finding.Span.Length));
        Assert.Equal(where == "between" ? 2 : 1, read.Marks.Count);
    }

    [Theory]
    [InlineData("\u00FF\u00FEU\0N\0B\0+\0", "UTF-16")]
    [InlineData("\0U\0N\0B\0+", "UTF-16")]
    [InlineData("U\0\0\0N\0\0\0B\0\0\0", "UCS-4")]
    [InlineData("\0\0\0U\0\0\0N\0\0\0B", "UCS-4")]
    [InlineData("\u00E4\u00D5\u00C2\u004E", "EBCDIC")]
    [InlineData("", "it is empty")]
    [InlineData("\r\n \u001A", "it is empty")]
    [InlineData("\u00EF\u00BB\u00BF", "it is empty")]
    [InlineData("ISA*00*", "ANSI X12")]
    public void What_is_no_interchange_is_told_for_what_it_is(string text, string kind)
        => Assert.Contains(kind, HandMade.Read(text).Findings.All.Single(f => f.Code.Id == "EDI-0001").Sentence);

    [Theory]
    [InlineData("BGM:1", "UNOC:3", "")]
    [InlineData("BGM:1:12", "UNOC:2", "")]
    [InlineData("BGM:1", "UNOC:4", "0102")]
    [InlineData("BGM:A", "UNOC:3", "0102")]
    public void Explicit_nesting_is_read_where_it_is_allowed(string tag, string level, string codes)
    {
        var text = HandMade.Message(Body.Replace("BGM", tag), level: level);
        if (level.EndsWith('4')) text = text.Replace("260101:1200", "20260101:1200");
        var read = HandMade.Read(text);
        Assert.Equal(codes, HandMade.Codes(read.Findings));
        Assert.Contains("1004=MAN1 ", HandMade.Show(read.Tree));
        if (codes.Length == 0) return;
        Assert.Equal((34, 2), (read.Findings.All[0].Code.ControlCode, read.Findings.All[0].Place.Segment));
        Assert.Equal(tag, text.Substring((int)read.Findings.All[0].Span.Start, read.Findings.All[0].Span.Length));
    }

    [Fact]
    public void Nesting_indicators_in_the_envelope_are_not_allowed()
        => Assert.Equal("0102", HandMade.Codes(HandMade.Read(HandMade.Message(Body).Replace("UNT+", "UNT:1+")).Findings));

    [Fact]
    public void An_interactive_interchange_is_read_counted_and_checked()
    {
        const string Text = "UIB+UNOA:4+DIALOG1++++CARRIER:ZZ+CUSTOMS'UIR+1'UIH+ICSDEC:D:99B::UN:AB1+M1'XYZ+1:2'UIT+M1+3'"
            + "UIH+ICSDEC:D:99B::UN+M2'UIT+M2+2'UIZ+DIALOG1+2'";
        var read = HandMade.Read(Text);
        Assert.Equal("0080 0080", HandMade.Codes(read.Findings));
        Assert.Equal(new ReadCounts(1, 0, 2, 8), read.Counts);
        Assert.Equal(["M1 ICSDEC D.99B AB1", "M2 ICSDEC D.99B "], read.Marks.Select(m => $"{m.Reference} {m.Type} {m.Release} {m.Guide}"));
        Assert.Equal("ICSDEC(UIB UIH UIT)", HandMade.Show(read.Tree));
        using var scan = new EnvelopeScan();
        scan.Feed(HandMade.Bytes(Text));
        Assert.True(scan.IsComplete);
        var mark = Assert.Single(scan.End(new Findings()));
        Assert.Equal(
            ("CARRIER:ZZ", "CUSTOMS", "DIALOG1", 2, true), (mark.Sender, mark.Recipient, mark.Reference, mark.Messages, mark.IsSound));
        Assert.Equal(100, new EdifactFormat().Recognise(HandMade.Bytes(Text), null).Score);
    }

    [Theory]
    [InlineData("UIT+M2+2", "UIT+M2+9", "0013", "UIT says 9 segments")]
    [InlineData("UIT+M2+2", "UIT+M3+2", "0014", "UIT has the reference \"M3\", UIH has \"M2\"")]
    [InlineData("UIZ+D1+2", "UIZ+D1+5", "0017", "UIZ says 5")]
    [InlineData("UIZ+D1+2", "UIZ+D2+2", "0018", "UIZ has the reference \"D2\", UIB has \"D1\"")]
    [InlineData("UIT+M2+2'", "", "0011", "no end (UIT) before UIZ")]
    [InlineData("UIZ+D1+2'", "", "0010", "no end (UIZ)")]
    [InlineData("UIZ+D1+2", "UIZ+D1", "", "")]
    public void Faults_of_an_interactive_envelope_name_its_segments(string what, string with, string code, string sentence)
    {
        const string Text = "UIB+UNOA:4+D1'UIH+AAA:D:99B::UN+M1'UIT+M1+2'UIH+AAA:D:99B::UN+M2'UIT+M2+2'UIZ+D1+2'";
        var findings = HandMade.Read(Text.Replace(what, with)).Findings.All.Where(f => f.Code.Id != "EDI-0080").ToList();
        Assert.Equal(code, string.Join(' ', findings.Select(f => f.Code.Id[4..])));
        if (code.Length > 0) Assert.Contains(sentence, findings[0].Sentence);
    }

    [Fact]
    public void Security_segments_stay_where_they_stand_and_are_counted()
    {
        var text = HandMade.Message("USH+1+1+1'USA+1:1'USR+1:AF'" + Body + "UST+1+5'USR+1:AF'", level: "UNOC:4")
            .Replace("260101:", "20260101:").Replace("UNH+", "USH+1+2'USA+1'UNH+").Replace("UNZ+", "UST+2+3'UNZ+");
        var read = HandMade.Read(text);
        Assert.DoesNotContain(read.Findings.All, f => EdifactFindings.IsStructure(f.Code) || f.Code.Id is "EDI-0008" or "EDI-0013");
        var shown = HandMade.Show(read.Tree);
        Assert.Matches("UNH\\(.*\\) USH.* USA.* USR.* BGM\\(", shown);
        Assert.Matches("GID\\(.*UST.*USR.*\\).*UNT\\(", shown);
        Assert.Equal(17, read.Counts.Segments);
    }

    [Theory]
    [InlineData("UGH+1'", "UGT+1'", "")]
    [InlineData("UGH+1'", "UGT+2'", "0103")]
    [InlineData("UGH+1'", "", "0103")]
    [InlineData("", "UGT+1'", "0103")]
    public void Anti_collision_groups_are_kept_and_their_ends_checked(string open, string close, string codes)
    {
        var text = HandMade.Message(Body.Replace("GID+1", open + "GID+1") + close, level: "UNOC:4").Replace("260101:1200", "20260101:1200");
        Assert.Equal(codes, HandMade.Codes(HandMade.Read(text).Findings));
    }

    private static string Object(string content, int length, string unp = "UNP+12+OBJ'", string next = "")
        => $"UNB+UNOA:4+A+B+20260101:1200+R'UNO+OBJ+ABC:1+1:T+{length}'{content}{unp}{next}UNZ+{(next.Length > 0 ? 2 : 1)}+R'"
            .Replace("UNP+12", unp.StartsWith("UNP+12", StringComparison.Ordinal) ? "UNP+" + length : "UNP+12");

    [Theory]
    [InlineData("UNZ+'UNB+X?'", 12, "")]
    [InlineData("", 0, "")]
    [InlineData("\0\u00FF'+:??UNT+1", 12, "")]
    [InlineData("UNZ+'UNB+X?'", 5, "0100")]
    public void An_object_is_passed_over_by_its_length(string content, int length, string code)
    {
        for (var chunk = 1; chunk < 50; chunk += 7)
        {
            var read = HandMade.Read(HandMade.Bytes(Object(content, length)), chunk: chunk);
            if (code.Length > 0) Assert.StartsWith(code, HandMade.Codes(read.Findings));
            else Assert.Equal("", string.Join(' ', read.Findings.All.Where(f => f.Code.Default == Severity.Error).Select(f => f.Sentence)));
            if (code.Length == 0) Assert.Equal(new ReadCounts(1, 0, 0, 4) { Objects = 1 }, read.Counts);
        }
    }

    [Theory]
    [InlineData(999)]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void An_object_whose_length_lies_costs_only_itself(int length)
    {
        var message = "UNH+1+CUSCAR:D:95B:UN'" + Body + "UNT+7+1'";
        var read = HandMade.Read(Object("binary data", length, next: message));
        Assert.Contains(read.Findings.All, f => f.Code == EdifactFindings.All.Single(c => c.Id == "EDI-0100"));
        Assert.Equal("1", Assert.Single(read.Marks).Reference);
        Assert.DoesNotContain("EDI-0010", read.Findings.All.Select(f => f.Code.Id));
    }

    [Fact]
    public void The_trailer_of_an_object_repeats_length_and_reference()
        => Assert.Equal("0101 0101 0106", HandMade.Codes(HandMade.Read(Object("ABC", 3, "UNP+4+X'")).Findings));

    [Theory]
    [InlineData("", "")]
    [InlineData("", "UNA:+.? '")]
    [InlineData("UNA=*.# ~", "")]
    [InlineData("UNA=*.# ~", "UNA:+.? '")]
    public void An_interchange_of_five_that_is_cut_off_anywhere_costs_only_itself(string una, string nextUna)
    {
        string[] texts = [.. Enumerable.Range(1, 5).Select(i => HandMade.Message(Body, i % 2 == 0 ? una : nextUna)
            .Replace("REF1", "REF" + i).Replace("M1", "M" + i))];
        if (una.Length > 0) (texts[1], texts[3]) = (Other(texts[1]), Other(texts[3]));
        for (var cut = 1; cut < texts[1].Length - 1; cut++)
        {
            var bytes = HandMade.Bytes(texts[0] + texts[1][..cut] + string.Concat(texts[2..]));
            var read = HandMade.Read(bytes);
            var good = string.Join(' ', read.Marks.Select(m => m.Reference).Where(r => r is "M1" or "M3" or "M4" or "M5"));
            Assert.True(good == "M1 M3 M4 M5", good + " after " + texts[1][..cut]);
            var (start, end) = (texts[0].Length, texts[0].Length + cut);
            Assert.NotEmpty(read.Findings.All);
            Assert.All(read.Findings.All, f => Assert.True(f.Place.Reference == "M2" || (f.Span.Start >= start && f.Span.Start <= end)));
            using var scan = new EnvelopeScan();
            scan.Feed(bytes);
            var marks = scan.End(new Findings());
            Assert.Equal(["REF1", "REF3", "REF4", "REF5"], marks.Where(m => m.IsSound).Select(m => m.Reference));
            Assert.Equal(read.Counts, scan.Counts);
        }
    }

    private static string Other(string text) => text[..9] + text[9..].Replace('+', '*').Replace(':', '=').Replace('\'', '~');
}
