using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Edifact;

public sealed class AperakTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private static readonly FindingCode Rule = new(
        "MAP-0104", Severity.Error, "The weight of {0} is missing.", "It was left out.", "Send the weight of {0} in MEA+WT.");

    private static Finding At(long start, int segment, string tag, string what = "item 1")
        => new(Rule, new SourceSpan(0, start, 3), new Place(1, segment) { Tag = tag }, 0, [what]);

    private static string Clean(byte[] answer)
    {
        var text = Encoding.Latin1.GetString(answer);
        var again = HandMade.Read(answer, EdifactDirectory.BuiltIn.Find);
        Assert.True(again.Findings.Count == 0, text + string.Join("; ", again.Findings.All.Select(f => f.Sentence)));
        Assert.All(again.Marks, m => Assert.Equal(("APERAK", true), (m.Type, m.IsReadable)));
        return text;
    }

    private static string Answer(string text, bool isAccepted, params Finding[] faults)
    {
        var bytes = HandMade.Bytes(text);
        var start = text.IndexOf("UNH", StringComparison.Ordinal);
        return Clean(Aperak.Write(HandMade.Raw(bytes),
            new AperakInterchange(new SourceSpan(0, 0, bytes.Length), [new AperakMessage(start, isAccepted, faults)]), "A77", Moment));
    }

    private static readonly string Manifest = HandMade.Message("BGM+85+MAN1+9'CNI+1'RFF+BM:BL4711'GID+1'CNI+2'RFF+BM:BL4712'GID+1'");

    [Fact]
    public void A_message_without_faults_is_accepted_without_reserves()
        => Assert.Equal(
            "UNA:+.? 'UNB+UNOC:3+RECIPIENT+SENDER+260102:0304+A77'UNH+1+APERAK:D:95B:UN'BGM+312+A77-1+44+AP'DTM+137:202601020304:203'"
            + "RFF+INO:REF1'RFF+ACW:M1'RFF+AGO:MAN1'UNT+7+1'UNZ+1+A77'",
            Answer(Manifest, true));

    [Fact]
    public void A_fault_is_told_with_its_code_its_place_in_plain_words_and_the_document_it_stands_in()
    {
        var second = Manifest.LastIndexOf("GID+1", StringComparison.Ordinal);
        var first = Manifest.IndexOf("GID+1", StringComparison.Ordinal);
        var answer = Answer(Manifest, false, At(second, 8, "GID"), At(first, 5, "GID"));
        Assert.Contains("BGM+313+A77-1+27+RE'", answer);
        Assert.Contains(
            "ERC+MAP-0104'FTX+AAO+++Segment 5 GID?: The weight of item 1 is missing. Send the weight of:item 1 in MEA?+WT.'"
            + "RFF+BM:BL4711'", answer);
        Assert.Contains("is missing. Send the weight of:item 1 in MEA?+WT.'RFF+BM:BL4712'UNT+", answer);
    }

    [Fact]
    public void An_accepted_message_with_faults_is_conditionally_accepted()
        => Assert.Contains("BGM+305+A77-1+11+CA'", Answer(Manifest, true, At(0, 1, "UNH")));

    [Theory]
    [InlineData("D:95B", "APERAK:D:95B:UN")]
    [InlineData("D:99B", "APERAK:D:99B:UN")]
    [InlineData("D:16B", "APERAK:D:16B:UN")]
    [InlineData("D:93A", "APERAK:D:96A:UN")]
    [InlineData("S:93A", "APERAK:D:96A:UN")]
    public void The_release_is_that_of_the_message_where_APERAK_has_one(string release, string expected)
        => Assert.Contains(expected, Answer(Manifest.Replace("D:95B", release), false, At(0, 1, "UNH")));

    [Fact]
    public void Level_A_gets_capital_letters_and_a_long_text_five_lines()
    {
        var answer = Answer(Manifest.Replace("UNOC", "UNOA"), false, At(0, 1, "UNH", string.Concat(Enumerable.Repeat("many words ", 60))));
        Assert.Contains("UNB+UNOA:3+", answer);
        var text = answer[answer.IndexOf("FTX", StringComparison.Ordinal)..];
        text = text[..text.IndexOf('\'', StringComparison.Ordinal)];
        Assert.Equal(text.ToUpperInvariant(), text);
        Assert.Equal(5, text.Replace("?:", "").Split(':').Length);
    }

    [Fact]
    public void Neither_CONTRL_nor_APERAK_is_answered()
    {
        foreach (var type in new[] { "CONTRL:D:3", "APERAK:D:95B" })
        {
            var bytes = HandMade.Bytes(Manifest.Replace("CUSCAR:D:95B", type));
            var start = Manifest.IndexOf("UNH", StringComparison.Ordinal);
            Assert.Empty(Aperak.Write(HandMade.Raw(bytes),
                new AperakInterchange(new SourceSpan(0, 0, bytes.Length), [new AperakMessage(start, true, [])]), "A77", Moment));
        }
    }

    [Fact]
    public void Every_answer_to_a_file_of_the_corpus_is_clean_to_our_own_reader()
    {
        var answered = 0;
        foreach (var row in Corpus.Rows)
        {
            var bytes = Corpus.Bytes(row["path"]);
            var read = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
            var messages = read.Marks.Select(m => new AperakMessage(
                m.Span.Start, false, [.. read.Findings.All.Where(f => f.Place.Message == m.Ordinal)]));
            var answer = Aperak.Write(
                HandMade.Raw(bytes), new AperakInterchange(new SourceSpan(0, 0, bytes.Length), [.. messages]), "A77", Moment);
            if (answer.Length > 0) Clean(answer);
            if (answer.Length > 0) answered++;
        }

        Assert.True(answered * 10 > Corpus.Rows.Count * 7, $"{answered} answered");
    }

    private sealed class Raw(byte[] bytes) : IRaw
    {
        public int Part => 0;

        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> into) => HandMade.Raw(bytes)(offset, into);
    }

    private static string Files(string[]? answers, params Finding[] faults)
    {
        var bytes = HandMade.Bytes(Manifest);
        var format = new EdifactFormat();
        var scan = format.Scan();
        scan.Feed(bytes);
        var interchanges = scan.End(new Findings());
        var read = HandMade.Read(bytes);
        var mark = read.Marks[0];
        var document = new DocumentMark(
            1, 1, new DocumentType("edifact", mark.Type, mark.Release), mark.Reference, mark.Span, null, mark.DigestOf(read.Tree), true);
        var report = new ReceiptReport("id", 77, Moment, null, new Raw(bytes),
            [.. interchanges.Select(i => new InterchangeReport(i, InterchangeState.Accepted))], [],
            [new DocumentReport(document, faults.Length == 0, [.. faults.Select(f => new JudgedFinding(f, f.Code.Default))])])
        {
            Answers = answers,
        };
        return string.Join('\n', format.Answer(report).Select(f => f.Name + " " + Encoding.Latin1.GetString(f.Bytes.Span)));
    }

    [Fact]
    public void Without_APERAK_a_fault_of_a_rule_rejects_in_CONTRL()
    {
        var files = Files(null, At(0, 1, "UNH"));
        Assert.Contains("contrl.edi", files);
        Assert.Contains("UCM+M1+CUSCAR:D:95B:UN+4+18'", files);
        Assert.DoesNotContain("aperak", files);
    }

    [Fact]
    public void With_APERAK_syntax_is_acknowledged_in_CONTRL_and_the_rule_rejects_in_APERAK()
    {
        var files = Files(["contrl", "aperak"], At(0, 1, "UNH"));
        Assert.Contains("UCI+REF1+SENDER+RECIPIENT+7'UNT", files);
        Assert.Contains("aperak.edi UNA", files);
        Assert.Contains("BGM+313+A77-1+27+RE'", files);
        Assert.DoesNotContain("contrl.edi", Files(["aperak"], At(0, 1, "UNH")));
    }

    [Fact]
    public void With_APERAK_a_fault_of_syntax_rejects_in_CONTRL_alone()
    {
        var fault = At(0, 3, "GID") with { Code = EdifactFindings.All.Single(c => c.Id == "EDI-0050") };
        var files = Files(["contrl", "aperak"], fault);
        Assert.Contains("UCM+M1+CUSCAR:D:95B:UN+4'UCS+3+15'", files);
        Assert.DoesNotContain("aperak.edi", files);
    }
}
