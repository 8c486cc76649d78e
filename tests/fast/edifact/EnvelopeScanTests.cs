using CsCheck;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

public sealed class EnvelopeScanTests
{
    private const string Two = "UNA:+.? '\r\nUNB+UNOC:3+ME:ZZ+YOU+260101:1200+R1++++++1'UNH+1+CUSCAR:D:95B:UN'FTX+?'UNZ+1+X'UNT+3+1'"
        + "UNZ+1+R1'\r\nUNB+UNOA:2+A+B+260101:1200+R2'\nUNH+1+X:D:95B:UN'UNT+2+1'UNH+2+X:D:95B:UN'UNT+2+2'UNZ+2+R2'\n";

    private static (IReadOnlyList<EnvelopeMark> Marks, string Codes) Scan(byte[] bytes, params int[] cuts)
    {
        using var scan = new EnvelopeScan();
        var from = 0;
        foreach (var cut in cuts.Select(c => c % (bytes.Length + 1)).Order())
        {
            scan.Feed(bytes.AsSpan(from, cut - from));
            from = cut;
        }

        scan.Feed(bytes.AsSpan(from));
        var findings = new Findings();
        return (scan.End(findings), HandMade.Codes(findings));
    }

    [Fact]
    public void Interchanges_are_told_with_sender_reference_span_and_digest()
    {
        var bytes = HandMade.Bytes(Two);
        var (marks, codes) = Scan(bytes);
        Assert.Equal("", codes);
        Assert.Equal(["ME:ZZ R1 1 True True True", "A R2 2 True True False"],
            marks.Select(m => $"{m.Sender} {m.Reference} {m.Messages} {m.IsComplete} {m.IsSound} {m.IsTest}"));
        foreach (var mark in marks)
        {
            Assert.Equal(Digest.Of(bytes.AsSpan((int)mark.Span.Start, mark.Span.Length)), mark.Digest);
        }
    }

    [Fact]
    public void How_the_bytes_are_cut_changes_nothing()
    {
        var texts = new[]
        {
            HandMade.Bytes(Two), HandMade.Bytes(Two.Replace("UNZ+1+R1'", "")), HandMade.Bytes("From: me\r\n" + Two + " bye"),
            HandMade.Bytes("UNA:+.? 'UNH+1'" + Two), HandMade.Bytes(Two.Replace("FTX", "FTX+" + new string('x', 3000))),
        };
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, 100_000].Array[0, 9]).Sample((text, cuts) =>
        {
            var (whole, cut) = (Scan(texts[text]), Scan(texts[text], cuts));
            Assert.Equal(whole.Marks, cut.Marks);
            Assert.Equal(whole.Codes, cut.Codes);
        });
    }

    [Fact]
    public void Every_digest_is_that_of_its_span_when_bytes_come_one_by_one()
    {
        foreach (var row in Corpus.Rows.Where(r => int.Parse(r["bytes"], null) < 20_000))
        {
            var bytes = Corpus.Bytes(row["path"]);
            var (marks, _) = Scan(bytes, [.. Enumerable.Range(0, bytes.Length)]);
            Assert.Equal(row["interchanges"], marks.Count.ToString(null, null));
            foreach (var mark in marks)
            {
                Assert.Equal(Digest.Of(bytes.AsSpan((int)mark.Span.Start, mark.Span.Length)), mark.Digest);
            }
        }
    }

    [Fact]
    public void A_wrong_count_or_reference_in_UNZ_makes_an_interchange_unsound()
    {
        var (marks, codes) = Scan(HandMade.Bytes(Two.Replace("UNZ+2+R2", "UNZ+3+R9")));
        Assert.Equal("0017 0018", codes);
        Assert.Equal([true, false], marks.Select(m => m.IsSound));
    }

    [Fact]
    public void Groups_without_UNE_or_with_a_wrong_one_are_told_and_leave_the_interchange_sound()
    {
        const string Message = "UNH+1+X:D:95B:UN'UNT+2+1'";
        const string Groups = "UNB+UNOA:2+A+B+260101:1200+R2'UNG+X+++260101:1200+1'" + Message + "UNE+1+1'UNG+X+++260101:1200+2'" + Message
            + "UNG+X+++260101:1200+3'" + Message + "UNE+2+7'UNZ+3+R2'";
        var (marks, codes) = Scan(HandMade.Bytes(Groups));
        Assert.Equal("0012 0015 0016", codes);
        var mark = Assert.Single(marks);
        Assert.True(mark.IsSound);
        string Text(SourceSpan span) => Groups.Substring((int)span.Start, span.Length);
        Assert.Equal(
            ["UNG+X+++260101:1200+2'" + Message, "UNG+X+++260101:1200+3'" + Message + "UNE+2+7'"], mark.FaultyGroups!.Select(Text));
    }

    [Fact]
    public void More_faulty_groups_than_are_told_make_the_interchange_unsound()
    {
        var groups = string.Concat(Enumerable.Range(0, Limits.FindingsMax + 1).Select(i => $"UNG+++++{i}'UNH+1'UNT+2+1'UNE+2+{i}'"));
        var (marks, _) = Scan(HandMade.Bytes($"UNB+UNOA:2+A+B+260101:1200+R2'{groups}UNZ+{Limits.FindingsMax + 1}+R2'"));
        Assert.False(Assert.Single(marks).IsSound);
    }

    [Fact]
    public void An_interchange_without_UNZ_is_not_complete()
    {
        var (marks, codes) = Scan(HandMade.Bytes(Two.Replace("UNZ+2+R2'\n", "")));
        Assert.Equal("0010", codes);
        Assert.Equal([true, false], marks.Select(m => m.IsComplete));
    }
}
