using System.Text;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Answers that came back to what was sent.</summary>
public sealed class ControlReaderTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private static readonly string Sent = HandMade.Message("BGM+85+MAN1+9'DTM+137:20260101:102'CNI+1'RFF+BM:B1'");

    private static string Contrl(string body)
        => $"UNB+UNOC:3+RECIPIENT+SENDER+260102:0304+77'UNH+1+CONTRL:D:3:UN'{body}UNT+{body.Count(c => c == '\'') + 2}+1'UNZ+1+77'";

    /// <summary>Code, the bytes that are meant in what was sent, and the sentence.</summary>
    private static List<(string Code, string Marked, string Sentence)> Said(string answer, string sent)
    {
        var findings = new Findings();
        ControlReader.Report(HandMade.Raw(HandMade.Bytes(answer)), HandMade.Raw(HandMade.Bytes(sent)), findings);
        string Marked(SourceSpan span) => span.Start < 0 ? "nowhere" : sent.Substring((int)span.Start, span.Length);
        return [.. findings.All.Select(f => (f.Code.Id, Marked(f.Span), f.Sentence))];
    }

    private const string Uci = "UCI+REF1+SENDER+RECIPIENT+";

    [Fact]
    public void An_acknowledgement_is_a_note()
    {
        var said = Assert.Single(Said(Contrl(Uci + "7'"), Sent));
        Assert.Equal("EDI-0200", said.Code);
        Assert.StartsWith("UNB+UNOC", said.Marked);
        Assert.Equal("The recipient acknowledges the interchange REF1.", said.Sentence);
        Assert.Equal("EDI-0201", Assert.Single(Said(Contrl(Uci + "8'"), Sent)).Code);
    }

    [Fact]
    public void A_rejected_interchange_is_told_at_the_element_of_UNB()
    {
        var said = Assert.Single(Said(Contrl(Uci + "4+23+UNB+3:1'"), Sent));
        Assert.Equal(("EDI-0202", "SENDER"), (said.Code, said.Marked));
        Assert.Contains("the sender is not known (0085 = 23) in UNB", said.Sentence);
    }

    [Theory]
    [InlineData("UCS+4+15'", "CNI+1")]
    [InlineData("UCS+3'UCD+12+2:2'", "20260101")]
    [InlineData("UCS+3'UCD+12+2'", "137:20260101:102")]
    [InlineData("UCS+2'UCD+13+5'", "")]
    public void A_fault_of_a_message_is_told_at_its_segment_element_and_component(string body, string marked)
    {
        var said = Said(Contrl(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'" + body), Sent);
        Assert.Equal(["EDI-0200", "EDI-0202", "EDI-0203"], said.ConvertAll(s => s.Code));
        Assert.StartsWith("UNH+M1", said[1].Marked);
        Assert.Equal(marked, said[2].Marked);
    }

    [Fact]
    public void A_missing_segment_is_told_behind_the_one_before_it()
    {
        var findings = new Findings();
        ControlReader.Report(HandMade.Raw(HandMade.Bytes(Contrl(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+2+13'"))),
            HandMade.Raw(HandMade.Bytes(Sent)), findings);
        Assert.Equal(Sent.IndexOf("DTM", StringComparison.Ordinal), findings.All[2].Span.Start);
    }

    [Fact]
    public void Repetitions_of_syntax_4_are_counted()
    {
        var sent = HandMade.Message("BGM+85+MAN1+9'DTM+137:20260101:102*200:X:102'", "UNA:+.?*'", "UNOC:4")
            .Replace("260101:1200", "20260101:1200");
        var answer = Contrl(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+3'UCD+12+2:2:2'").Replace("UNOC:3", "UNOC:4").Replace("D:3:UN", "D:4:UN")
            .Replace("260102", "20260102");
        Assert.Equal("X", Said(answer, sent)[^1].Marked);
    }

    [Fact]
    public void Groups_and_messages_of_the_same_reference_in_two_interchanges_are_kept_apart()
    {
        var group = Sent.Replace("UNH+M1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1").Replace("UNZ", "UNE+1+G1'UNZ");
        var two = Sent.Replace("REF1", "REF0") + group;
        var said = Said(Contrl(Uci + "7'UCF+G1+A+B+4+29+UNE'"), two);
        Assert.Equal(("EDI-0202", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B"), (said[1].Code, said[1].Marked));
        var findings = new Findings();
        ControlReader.Report(HandMade.Raw(HandMade.Bytes(Contrl(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4+29+UNT'"))),
            HandMade.Raw(HandMade.Bytes(two)), findings);
        Assert.True(findings.All[1].Span.Start > Sent.Length);
        Assert.StartsWith("UNT+", two[(int)findings.All[1].Span.Start..]);
    }

    [Fact]
    public void What_was_not_sent_is_said_to_be_so()
    {
        Assert.Equal([("EDI-0205", "nowhere", "The answer speaks of the interchange REF9, which is not in the file that was sent.")],
            Said(Contrl("UCI+REF9+SENDER+RECIPIENT+7'"), Sent));
        var said = Said(Contrl(Uci + "7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+99+15'"), Sent);
        Assert.Equal("The answer speaks of segment 99 of the message M1, which is not in the file that was sent.", said[^1].Sentence);
    }

    [Fact]
    public void An_APERAK_is_told_at_its_message_with_its_own_words()
    {
        var start = Sent.IndexOf("UNH", StringComparison.Ordinal);
        var bytes = HandMade.Bytes(Sent);
        var rule = new FindingCode("MAP-0104", Severity.Error, "The weight is missing.", "It was left out.", "Send it.");
        string Of(bool isAccepted, params Finding[] faults) => Encoding.Latin1.GetString(Aperak.Write(HandMade.Raw(bytes),
            new AperakInterchange(new SourceSpan(0, 0, bytes.Length), [new AperakMessage(start, isAccepted, faults)]), "A77", Moment));

        var said = Assert.Single(Said(Of(false, new Finding(rule, new SourceSpan(0, start, 3), new Place(1, 1), 0, [])), Sent));
        Assert.Equal("EDI-0206", said.Code);
        Assert.StartsWith("UNH+M1", said.Marked);
        Assert.Contains("the message M1: MAP-0104, Segment 1: The weight is missing. Send it.", said.Sentence);
        Assert.Equal("EDI-0207", Assert.Single(Said(Of(true), Sent)).Code);
    }

    /// <summary>What our own check finds in a file and CONTRL tells comes back to the same segments.</summary>
    [Fact]
    public void Our_own_answers_to_the_corpus_lead_back_to_the_bytes_of_the_faults()
    {
        var (told, wrong) = (0, new List<string>());
        foreach (var row in Corpus.Rows)
        {
            var bytes = Corpus.Bytes(row["path"]);
            var read = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
            // A line break in a reference cannot be sent back.
            if (CanonicalFile.Judge(bytes).Reason.StartsWith("a control character", StringComparison.Ordinal)) continue;
            // Two messages of one reference cannot be told apart by it.
            if (read.Marks.Select(m => m.Reference).Distinct().Count() != read.Marks.Count || read.Counts.Interchanges != 1) continue;
            var faults = read.Findings.All
                .Where(f => f.Code.Id is "EDI-0050" or "EDI-0051" or "EDI-0065" or "EDI-0066" && f.Place.Message > 0).ToList();
            if (faults.Count == 0) continue;
            var messages = read.Marks.Select(m => new ControlMessage(
                m.Span.Start, true, [.. faults.Where(f => f.Place.Message == m.Ordinal)]));
            var answer = Control.Write(HandMade.Raw(bytes),
                new ControlInterchange(new SourceSpan(0, 0, bytes.Length), ControlVerdict.Accepted, [], [.. messages]), "77", Moment);
            if (answer.Length == 0) continue;
            var findings = new Findings();
            ControlReader.Report(HandMade.Raw(answer), HandMade.Raw(bytes), findings);
            var places = findings.All.Where(f => f.Code.Id == "EDI-0203").Select(f => f.Span.Start).ToHashSet();
            told += faults.Count;
            wrong.AddRange(faults.Where(f => !places.Contains(f.Span.Start)).Select(f => $"{row["path"]} {f.Place} {f.Span}"));
        }

        Assert.Empty(wrong);
        Assert.True(told >= 10, $"{told} faults");
    }
}
