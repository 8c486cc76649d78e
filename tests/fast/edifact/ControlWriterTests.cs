using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>CONTRL row by row: what stands where, at every level.</summary>
public sealed class ControlWriterTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    /// <summary>Reads a text, rejects each message that has an error, and gives the CONTRL from UCI to UNT, or all of it.</summary>
    private static string Answer(string text, ControlVerdict verdict = ControlVerdict.Accepted, bool isWhole = false, bool rejects = true)
        => Answer(HandMade.Bytes(text), verdict, isWhole, rejects);

    private static string Answer(byte[] bytes, ControlVerdict verdict, bool isWhole, bool rejects = true)
    {
        var findings = new Findings(100_000);
        var tree = new Tree();
        var marks = new List<MessageMark>();
        using (var reader = new EdifactReader(HandMade.Raw(bytes), HandMade.Find, findings))
        {
            while (reader.Read(tree, out var mark)) marks.Add(mark);
        }

        var errors = findings.All.Where(f => f.Code.Default == Severity.Error || rejects).ToList();
        var messages = marks.Select(m => new ControlMessage(
            m.Span.Start, errors.Exists(e => e.Place.Message == m.Ordinal), [.. errors.Where(e => e.Place.Message == m.Ordinal)]));
        var interchange = new ControlInterchange(
            new SourceSpan(0, 0, bytes.Length), verdict, [.. errors.Where(e => e.Place.Message == 0)], [.. messages]);
        return Clean(Control.Write(HandMade.Raw(bytes), interchange, "77", Moment), isWhole);
    }

    private static string Clean(byte[] answer, bool isWhole = false)
    {
        var again = HandMade.Read(answer, EdifactDirectory.BuiltIn.Find);
        var text = Encoding.Latin1.GetString(answer);
        Assert.True(again.Findings.Count == 0, text + string.Join("; ", again.Findings.All.Select(f => f.Sentence)));
        var start = text.IndexOf("UCI", StringComparison.Ordinal);
        return isWhole || start < 0 ? text : text[start..(text.IndexOf("'UNT+", start, StringComparison.Ordinal) + 1)];
    }

    private static string Unb(string text, string unb) => text.Replace("260101:1200+REF1'", "260101:1200+REF1" + unb + "'");

    private static readonly string Good = HandMade.Message("BGM+85+MAN1+9'");

    private const string Uci = "UCI+REF1+SENDER+RECIPIENT+";

    [Fact]
    public void Good_messages_are_acknowledged_and_not_listed() => Assert.Equal(Uci + "7'", Answer(Good));

    [Fact]
    public void A_receipt_says_8_and_nothing_of_the_messages()
        => Assert.Equal(Uci + "8'", Answer(Good, ControlVerdict.Received));

    [Fact]
    public void An_indication_of_receipt_that_was_asked_for_is_given_while_nothing_is_wrong()
    {
        var asked = Unb(Good, "++++2");
        Assert.Equal(Uci + "8'", Answer(asked));
        Assert.StartsWith(Uci + "7'UCM+M1", Answer(asked.Replace("UNT+3", "UNT+4")));
        Assert.Equal(Uci + "7'", Answer(Unb(Good, "++++1")));
    }

    [Fact]
    public void A_test_is_answered_by_a_test_and_no_answer_to_the_answer_is_asked_for()
    {
        Assert.Contains("+77++++++1'UNH", Answer(Unb(Good, "++++1++1"), isWhole: true));
        Assert.Contains("+77'UNH", Answer(Unb(Good, "++++1"), isWhole: true));
    }

    [Fact]
    public void Qualifiers_and_routing_addresses_are_copied_and_turned_round()
    {
        var text = Good.Replace("+SENDER+RECIPIENT+", "+SENDER:ZZ:BACK+RECIPIENT:14:ON+");
        Assert.Contains("UNB+UNOC:3+RECIPIENT:14:ON+SENDER:ZZ:BACK+260102:0304+77'", Answer(text, isWhole: true));
        Assert.StartsWith("UCI+REF1+SENDER:ZZ:BACK+RECIPIENT:14:ON+7'", Answer(text));
    }

    [Fact]
    public void An_error_of_the_envelope_is_told_in_UCI_with_its_place()
    {
        Assert.Equal(Uci + "7+13+UNB+5:2'", Answer(Good.Replace("260101:1200", "260101")));
        Assert.Equal("UCI+-+SENDER+RECIPIENT+4+13+UNB+6'", Answer(Good.Replace("+REF1'UNH", "'UNH"), ControlVerdict.Rejected));
        Assert.Equal(Uci + "4+13+UNZ'", Answer(Good[..Good.IndexOf("UNZ", StringComparison.Ordinal)], ControlVerdict.Rejected));
    }

    [Fact]
    public void A_segment_between_messages_is_told_one_level_higher()
        => Assert.Equal(Uci + "7+33'", Answer(Good.Replace("UNZ+", "DTM+137'UNZ+")));

    [Fact]
    public void An_error_of_UNH_or_UNT_is_told_in_UCM()
    {
        Assert.Equal(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4+28+UNT+3'", Answer(Good.Replace("UNT+3+M1", "UNT+3+M2")));
        Assert.Equal(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4+13+UNT'", Answer(Good.Replace("UNT+3+M1'", "")));
        Assert.Equal(Uci + "7'UCM+M1+CUSCAR:-:95B:UN+4+13+UNH+3:2'", Answer(Good.Replace("CUSCAR:D:95B", "CUSCAR::95B")));
    }

    [Fact]
    public void A_segment_missing_before_UNT_is_told_at_the_last_segment_and_not_in_UCM()
        => Assert.Equal(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+4+13'",
            Answer(HandMade.Message("BGM+85+MAN1+9'CNI+1'RFF+BM:1'").Replace("CNI+1'", "")
                .Replace("RFF+BM:1'", "CNI+1'RFF+BM:1'")));

    [Fact]
    public void Two_segments_missing_at_one_place_are_two_errors()
        => Assert.Equal(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+1+13'UCS+3+13'",
            Answer(HandMade.Message("CNI+1'RFF+BM:1'")));

    [Fact]
    public void An_error_of_an_element_has_its_place_and_in_syntax_4_its_occurrence()
    {
        Assert.Equal(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+3'UCD+39+2:1'",
            Answer(HandMade.Message("BGM+85+MAN1+9'DTM+137X:20260101:102'")));
        var four = HandMade.Message("BGM+85+MAN1+9'DTM+137:20260101:102*137X:20260101:102'", "UNA:+.?*'", "UNOC:4")
            .Replace("260101:1200", "20260101:1200");
        Assert.Contains("UCS+3'UCD+16+2'UCD+39+2:1:2'", Answer(four));
    }

    [Fact]
    public void Groups_are_rejected_whole_only_when_nothing_of_them_went_on()
    {
        var group = HandMade.Message("BGM+85+MAN1+9'").Replace("UNH+M1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1")
            .Replace("UNZ", "UNE+1+G1'UNZ");
        Assert.Equal(Uci + "7'", Answer(group));
        Assert.Equal(Uci + "7'UCF+G1+A+B+7+29+UNE+2'", Answer(group.Replace("UNE+1", "UNE+2")));
        Assert.Equal(Uci + "7'UCF+G1+A+B+4+29+UNE+2'", Answer(group.Replace("UNE+1", "UNE+2").Replace("UNT+3", "UNT+9")));
        Assert.Equal(Uci + "7'UCF+G1+A+B+7'UCM+M1+CUSCAR:D:95B:UN+4+29+UNT+2'", Answer(group.Replace("UNT+3", "UNT+9")));
        Assert.Equal(Uci + "7'UCF+-+A+B+7+13+UNG+6'", Answer(group.Replace("+G1+UN", "++UN")));
    }

    [Fact]
    public void A_message_outside_of_the_groups_is_told_in_UCI()
    {
        var one = HandMade.Message("BGM+85+MAN1+9'");
        var message = one[one.IndexOf("UNH", StringComparison.Ordinal)..one.IndexOf("UNZ", StringComparison.Ordinal)];
        var mixed = one.Replace("UNH+M1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1")
            .Replace("UNZ", "UNE+1+G1'" + message.Replace("M1", "M2") + "UNZ");
        Assert.Equal(Uci + "7+30+UNH'", Answer(mixed));
    }

    [Fact]
    public void A_fault_of_UNZ_is_told_in_UCI_and_not_at_the_last_group()
    {
        var group = HandMade.Message("BGM+85+MAN1+9'").Replace("UNH+M1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1")
            .Replace("UNZ", "UNE+1+G1'UNZ");
        Assert.Equal(Uci + "4+29+UNZ+2'", Answer(group.Replace("UNZ+1", "UNZ+2"), ControlVerdict.Rejected));
    }

    [Fact]
    public void A_UNA_that_cannot_be_used_is_told()
        => Assert.Equal(Uci + "7+20+UNA'", Answer(HandMade.Message("BGM+85+MAN1+9'", "UNA:+.?'")));

    [Fact]
    public void What_is_no_fault_of_syntax_is_rejected_with_18()
    {
        var bytes = HandMade.Bytes(Good);
        var start = Good.IndexOf("UNH", StringComparison.Ordinal);
        var interchange = new ControlInterchange(
            new SourceSpan(0, 0, bytes.Length), ControlVerdict.Accepted, [], [new ControlMessage(start, true, [])]);
        Assert.Equal(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4+18'", Clean(Control.Write(HandMade.Raw(bytes), interchange, "77", Moment)));
    }

    [Fact]
    public void More_than_99_faults_of_a_segment_go_on_in_another_UCS_and_more_than_999_segments_are_cut()
    {
        var bytes = HandMade.Bytes(Good);
        var start = Good.IndexOf("UNH", StringComparison.Ordinal);
        string Of(IEnumerable<Place> places)
        {
            var code = EdifactFindings.All.Single(c => c.Id == "EDI-0065");
            var errors = places.Select(p => new Finding(code, new SourceSpan(0, start, 1), p, 0, [])).ToList();
            var interchange = new ControlInterchange(
                new SourceSpan(0, 0, bytes.Length), ControlVerdict.Accepted, [], [new ControlMessage(start, true, errors)]);
            return Clean(Control.Write(HandMade.Raw(bytes), interchange, "77", Moment));
        }

        var elements = Of(Enumerable.Range(2, 150).Select(e => new Place(1, 7, e)));
        Assert.Equal((2, 150), (Count(elements, "UCS+7'"), Count(elements, "UCD+39+")));
        var segments = Of(Enumerable.Range(2, 1200).Select(s => new Place(1, s, 2)));
        Assert.Equal((999, 999), (Count(segments, "UCS+"), Count(segments, "UCD+")));
        // No number of CONTRL goes that far.
        Assert.EndsWith("+4'UCS+7+39'", Of([new Place(1, 7, 1000)]));
        Assert.EndsWith("+4+18'", Of([new Place(1, 1_000_000, 2)]));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [Theory]
    [InlineData("UNOA:2", "UNB+UNOA:2+")]
    [InlineData("UNOA:1", "UNB+UNOA:2+")]
    [InlineData("UNOZ:3", "UNB+UNOA:3+")]
    [InlineData("UNOC:4", "UNB+UNOC:4+")]
    [InlineData("UNOW:4", "UNB+UNOW:4+")]
    [InlineData("UNOC", "UNB+UNOC:3+")]
    public void The_answer_has_syntax_and_character_set_of_the_interchange(string level, string expected)
        => Assert.Contains(expected, Answer(HandMade.Message("BGM+85+MAN1+9'", level: level), isWhole: true));

    [Fact]
    public void What_the_character_set_does_not_have_is_carried_in_the_next_larger_one()
    {
        Assert.Contains("UNB+UNOB:3+RECIPIENT+sender+", Answer(Good.Replace("UNOC", "UNOA").Replace("SENDER", "sender"), isWhole: true));
        Assert.Contains("UNB+UNOC:3+RECIPIENT+S\xC9NDER+",
            Answer(Good.Replace("UNOC", "UNOA").Replace("SENDER", "S\xC9NDER"), isWhole: true));
    }

    [Fact]
    public void Whatever_stands_in_the_envelope_the_answer_is_clean()
    {
        var pieces = new[]
        {
            "+", ":", "?+", "??", "?'", "UNOA", ":1", ":4", "SENDER", "\xE4", "\n", "\x01", "260101:1200", "REF1", "CUSCAR", ":D:95B:UN",
            "A123456789012345678901234567890123456789", " ", "*",
        };
        var piece = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
        Gen.Select(piece.Array[0, 14], piece.Array[0, 8], piece.Array[0, 8]).Sample((unb, unh, unt) =>
        {
            var text = $"UNB+UNOC:3+S{string.Concat(unb)}'UNH+{string.Concat(unh)}'BGM+85'ZZZ+1'UNT+{string.Concat(unt)}'UNZ+1+REF1'";
            Answer(text);
            Answer("UNA:+.?*'" + text, ControlVerdict.Rejected);
        });
    }
}
