using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Edifact;

public sealed class ControlTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private sealed class Raw(byte[] bytes) : IRaw
    {
        public int Part => 0;

        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> into) => HandMade.Raw(bytes)(offset, into);
    }

    private static string Answer(string text, InterchangeState? state = InterchangeState.Accepted)
        => Answer(HandMade.Bytes(text), state);

    /// <summary>The answer to bytes; without a state the one that the envelope earns.</summary>
    private static string Answer(byte[] bytes, InterchangeState? state)
    {
        var raw = new Raw(bytes);
        var format = new EdifactFormat();
        var findings = new Findings();
        var scan = format.Scan();
        scan.Feed(bytes);
        var interchanges = scan.End(new Findings());
        var documents = new List<DocumentReport>();
        var tree = new Tree();
        var envelope = new List<JudgedFinding>();
        using (var reader = format.Open(raw, ReadSettings.Default, findings))
        {
            while (reader.Read(tree, out var mark))
            {
                var all = findings.All.Select(f => new JudgedFinding(f, f.Code.Default)).ToList();
                envelope.AddRange(all.Take(reader.Above));
                var own = all.Skip(reader.Above).ToList();
                documents.Add(new DocumentReport(mark, own.TrueForAll(f => f.Severity != Severity.Error), own));
                findings.Clear();
            }

            envelope.AddRange(findings.All.Select(f => new JudgedFinding(f, f.Code.Default)));
        }

        var reports = interchanges.Select(i => new InterchangeReport(
            i, state ?? (i.IsSound ? InterchangeState.Accepted : InterchangeState.Rejected)));
        var report = new ReceiptReport("id", 77, Moment, null, raw, [.. reports], envelope, documents);
        var files = format.Answer(report);
        if (files.Count == 0) return "";
        var answer = files[0].Bytes.ToArray();
        // What we write must be clean to ourselves.
        var again = HandMade.Read(answer, EdifactDirectory.BuiltIn.Find);
        var faults = string.Join("; ", again.Findings.All.Select(f => f.Sentence));
        Assert.True(faults.Length == 0, Encoding.Latin1.GetString(answer) + faults);
        Assert.All(again.Marks, m => Assert.Equal(("CONTRL", true), (m.Type, m.IsReadable)));
        Assert.Equal("contrl.edi", files[0].Name);
        return Encoding.Latin1.GetString(answer);
    }

    [Fact]
    public void A_clean_interchange_is_acknowledged_with_7()
        => Assert.Equal(
            "UNA:+.? 'UNB+UNOC:3+RECIPIENT+SENDER+260102:0304+77'UNH+1+CONTRL:D:3:UN'UCI+REF1+SENDER+RECIPIENT+7'UNT+3+1'UNZ+1+77'",
            Answer(HandMade.Message("BGM+85+MAN1+9'")));

    [Fact]
    public void A_bad_message_is_rejected_by_name_and_place()
        => Assert.Contains(
            "UCI+REF1+SENDER+RECIPIENT+7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+3+15'UNT+5+1'",
            Answer(HandMade.Message("BGM+85+MAN1+9'ZZZ+1'")));

    [Fact]
    public void A_wrong_UNT_count_is_told_in_UCM()
        => Assert.Contains("UCM+M1+CUSCAR:D:95B:UN+4+29+UNT+2'",
            Answer(HandMade.Message("BGM+85+MAN1+9'").Replace("UNT+3", "UNT+9")));

    [Fact]
    public void A_missing_segment_is_told_at_the_one_before_it()
        => Assert.Contains("UCS+1+13'", Answer(HandMade.Message("DTM+137:20260101:102'")));

    [Fact]
    public void A_conflicting_reference_is_rejected_with_26()
        => Assert.Contains("UCI+REF1+SENDER+RECIPIENT+4+26+UNB+6'UNT+3+1'",
            Answer(HandMade.Message("BGM+85+MAN1+9'"), InterchangeState.Conflict));

    [Fact]
    public void An_interchange_with_a_wrong_UNZ_is_rejected_whole()
        => Assert.Contains("UCI+REF1+SENDER+RECIPIENT+4+29+UNZ+2'UNT+3+1'",
            Answer(HandMade.Message("BGM+85+MAN1+9'").Replace("UNZ+1", "UNZ+2"), InterchangeState.Rejected));

    [Fact]
    public void Syntax_4_and_other_service_characters_are_answered_in_kind()
        => Assert.Equal(
            "UNA=*.! ~UNB*UNOC=4*RECIPIENT*SENDER*20260102=0304*77~UNH*1*CONTRL=D=4=UN~UCI*REF1*SENDER*RECIPIENT*7~UNT*3*1~UNZ*1*77~",
            Answer(HandMade.Message("BGM+85+MAN1+9'", level: "UNOC:4").Replace("UNA:+.? '", "").Replace("260101", "20260101")
                .Replace(':', '=').Replace('+', '*').Replace('\'', '~').Insert(0, "UNA=*.! ~")));

    [Fact]
    public void Groups_are_answered_group_by_group()
    {
        var text = HandMade.Message("BGM+85+MAN1+9'ZZZ'").Replace("UNH+", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+")
            .Replace("UNZ", "UNE+1+G1'UNZ");
        Assert.Contains("UCI+REF1+SENDER+RECIPIENT+7'UCF+G1+A+B+7'UCM+M1+CUSCAR:D:95B:UN+4'UCS+3+15'", Answer(text));
    }

    [Fact]
    public void A_CONTRL_is_never_answered()
        => Assert.Equal("", Answer(Answer(HandMade.Message("BGM+85+MAN1+9'"))));

    [Fact]
    public void Every_answer_to_a_file_of_the_corpus_is_clean_to_our_own_reader()
    {
        var (answered, rejected) = (0, 0);
        foreach (var row in Corpus.Rows)
        {
            var answer = Answer(Corpus.Bytes(row["path"]), null);
            if (answer.Length == 0) continue;
            answered++;
            if (answer.Contains("+4", StringComparison.Ordinal) && row["verdict"] != "ok") rejected++;
        }

        // Nearly every file with UNB is answered; half of the corpus is faulty.
        Assert.True(answered * 10 > Corpus.Rows.Count * 8, $"{answered} answered");
        Assert.True(rejected * 4 > Corpus.Rows.Count, $"{rejected} rejected");
    }
}
