using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Every kind of fault: its code, its exact bytes, its place as CONTRL counts.</summary>
public sealed class FaultTests
{
    private const string Clean = "BGM+85+MAN1+9'DTM+137:20260101:102'CNI+1'RFF+BM:BL1'GID+1+5:PK'";

    public static TheoryData<string, string, string> Faults() => new()
    {
        { Clean.Replace("BGM+85+MAN1+9'", ""), "0052", "DTM|2.0.0" },
        { Clean.Replace("CNI+1'RFF+BM:BL1'GID+1+5:PK'", "CNI+1'RFF+BM:BL1'CNI+2'"), "0053 ", "CNI|6.0.0" },
        { Clean.Replace("GID+1", "ZZZ+1'GID+1"), "0056", "ZZZ+1|6.0.0" },
        { Clean + "BGM+1'", "0051", "BGM+1|7.0.0" },
        { Clean.Replace("DTM", string.Concat(Enumerable.Repeat("DTM+1:1:1'", 9)) + "DTM"), "0054", "DTM+137:20260101:102|12.0.0" },
        { Clean.Replace("RFF+BM:BL1", "RFF+:BL1"), "0061", "|5.2.1" },
        { Clean.Replace("RFF+BM:BL1", "RFF"), "0060", "|5.2.0" },
        { Clean.Replace("BM:BL1", "BM:BL1:X"), "0063", "X|5.2.3" },
        { Clean.Replace("CNI+1", "CNI+1+2"), "0062", "2|4.3.0" },
        { Clean.Replace("5:PK", "5:PACKAGES"), "0065", "PACKAGES|6.3.2" },
        { Clean.Replace("5:PK", "5X:PK"), "0067", "5X|6.3.1" },
        { Clean.Replace("5:PK", "5,5:PK"), "0068", "5,5|6.3.1" },
        { Clean.Replace("5:PK", ".5:PK"), "0069", ".5|6.3.1" },
        { Clean.Replace("MAN1", "MA\nN1"), "0043", "\n|2.3.0" },
        { Clean.Replace("MAN1", "MA\u0001N1"), "0041", "\u0001|2.3.0" },
        { Clean.Replace("DTM", "  DTM"), "0026", "DTM|3.0.0" },
        { Clean.Replace("DTM", "dtm"), "0007", "dtm|3.0.0" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_bytes_and_its_place(string body, string code, string expected)
    {
        var text = HandMade.Message(body);
        var read = HandMade.Read(text);
        Assert.NotEmpty(read.Findings.All);
        var finding = read.Findings.All[0];
        Assert.Equal(code.Trim(), finding.Code.Id[4..]);
        if (!code.EndsWith(' ')) Assert.Equal(code, HandMade.Codes(read.Findings));
        var bytes = text.Substring((int)finding.Span.Start, finding.Span.Length);
        var place = finding.Place;
        Assert.Equal(expected, $"{bytes}|{place.Segment}.{place.Element}.{place.Component}");
        Assert.Equal(("M1", 1), (place.Reference, place.Message));
    }

    [Theory]
    [InlineData("UNT+7+M1", "UNT+8+M1", "0013")]
    [InlineData("UNT+7+M1", "UNT+7+M2", "0014")]
    [InlineData("UNZ+1+REF1", "UNZ+2+REF1", "0017")]
    [InlineData("UNZ+1+REF1", "UNZ+1+REF2", "0018")]
    [InlineData("UNZ+1+REF1'", "", "0010")]
    [InlineData("UNT+7+M1'", "", "0011")]
    [InlineData("UNZ+1+REF1'", "UNZ+1+REF1", "0005")]
    [InlineData("UNH+M1+", "XXX+1'UNH+M1+", "0008")]
    [InlineData("SENDER", "", "0023")]
    [InlineData("UNOC:3", "UNOC:7", "0024")]
    [InlineData("UNOC:3", "XXXA:3", "0025")]
    [InlineData("D:95B", "D:96B", "0081")]
    [InlineData("CUSCAR", "CUSXYZ", "0080")]
    [InlineData("UNA:+.? '", "UNA++.? '", "0004")]
    [InlineData("UNA:+.? '", "Dear Sirs, UNA:+.? '", "0002")]
    [InlineData("UNZ+1+REF1'", "UNZ+1+REF1'\r\nthank you", "0002")]
    [InlineData("UNA:+.? '", "\u00EF\u00BB\u00BFUNA:+.? '", "0003")]
    public void A_fault_of_the_envelope_is_told(string what, string with, string codes)
        => Assert.Equal(codes, HandMade.Codes(HandMade.Read(HandMade.Message(Clean).Replace(what, with)).Findings));

    [Fact]
    public void Two_messages_of_one_reference_are_told()
    {
        var text = HandMade.Message(Clean);
        var message = text[text.IndexOf("UNH", StringComparison.Ordinal)..text.IndexOf("UNZ", StringComparison.Ordinal)];
        var read = HandMade.Read(text.Replace("UNZ+1", message + "UNZ+2"));
        Assert.Equal("0019", HandMade.Codes(read.Findings));
        Assert.Equal(2, read.Findings.All[0].Place.Message);
    }

    [Fact]
    public void One_bad_message_never_costs_its_neighbours()
    {
        var text = HandMade.Message(Clean);
        var message = text[text.IndexOf("UNH", StringComparison.Ordinal)..text.IndexOf("UNZ", StringComparison.Ordinal)];
        var bad = message.Replace("M1", "M2").Replace("BGM", "???").Replace("UNT+7", "UNT+99");
        var read = HandMade.Read(text.Replace("UNZ+1", bad + message.Replace("M1", "M3") + "UNZ+3"));
        Assert.Equal(["M1", "M2", "M3"], read.Marks.Select(m => m.Reference));
        Assert.All(read.Findings.All, f => Assert.Equal(2, f.Place.Message));
    }

    [Fact]
    public void Lower_case_in_UNOA_is_a_warning_and_the_text_is_kept()
    {
        var read = HandMade.Read(HandMade.Message(Clean.Replace("MAN1", "man\u00C3\u00A9"), level: "UNOA:3"));
        Assert.Equal("0040", HandMade.Codes(read.Findings));
        Assert.Equal(Severity.Warning, read.Findings.All[0].Code.Default);
        Assert.Contains("1004=man\u00E9", HandMade.Show(read.Tree));
    }

    [Theory]
    [InlineData("UNOC:3", "M\u00FCller", "M\u00FCller", "")]
    [InlineData("UNOE:3", "\u00BC\u00DE", "\u041C\u043E", "")]
    [InlineData("UNOL:3", "\u00A4", "\u20AC", "")]
    [InlineData("UNOY:4", "\u00C3\u00BC", "\u00FC", "")]
    [InlineData("UNOW:4", "a\u00FFb", "a\u00FFb", "0042")]
    public void Bytes_become_text_as_UNB_says(string level, string sent, string text, string codes)
    {
        var read = HandMade.Read(HandMade.Message(Clean.Replace("MAN1", sent), level: level)
            .Replace("260101:1200", level.EndsWith('4') ? "20260101:1200" : "260101:1200"));
        Assert.Contains("1004=" + text + " ", HandMade.Show(read.Tree));
        Assert.Equal(codes, HandMade.Codes(read.Findings));
    }

    [Fact]
    public void A_partners_character_set_overrides_UNB()
    {
        var bytes = HandMade.Bytes(HandMade.Message(Clean.Replace("MAN1", "\u00CC")));
        Assert.Contains("1004=\u041C ", HandMade.Show(HandMade.Read(bytes, new CharacterSetRule("WINDOWS-1251")).Tree));
    }

    [Fact]
    public void A_repetition_takes_one_place_in_syntax_4_only()
    {
        var old = HandMade.Read(HandMade.Message(Clean.Replace("MAN1", "A*B")));
        Assert.Contains("1004=A*B ", HandMade.Show(old.Tree));
        var text = HandMade.Message(Clean.Replace("MAN1", "A*B"), "UNA:+.?*'", "UNOC:4").Replace("260101:1200", "20260101:1200");
        var read = HandMade.Read(text);
        Assert.Equal("0064", HandMade.Codes(read.Findings));
        Assert.Contains("1004=A 1004=B ", HandMade.Show(read.Tree));
    }

    [Fact]
    public void Information_separators_are_found_without_UNA()
    {
        var text = HandMade.Message(Clean, "").Replace(':', '\u001F').Replace('+', '\u001D').Replace('\'', '\u001C');
        var read = HandMade.Read(text);
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Single(read.Marks);
    }

    [Fact]
    public void A_file_without_terminator_ends_in_one_finding_with_flat_memory()
    {
        const long Length = 100_000_000;
        var findings = new Findings();
        var head = "UNB+UNOA:3+A+B+260101:1200+R'UNH+1+CUSCAR:D:95B:UN'FTX+"u8.ToArray();
        using var reader = new EdifactReader((offset, into) =>
        {
            var count = (int)Math.Min(into.Length, Length - offset);
            if (count > 0) into[..count].Fill((byte)'A');
            if (offset < head.Length) head.AsSpan((int)offset, Math.Min(count, head.Length - (int)offset)).CopyTo(into);
            return Math.Max(0, count);
        }, HandMade.Find, findings);
        var tree = new Tree();
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(tree, out _)) { }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
        Assert.Equal("0006", HandMade.Codes(findings).Split(' ')[0]);
        Assert.InRange(findings.Count, 1, 4);
    }

    [Fact]
    public void Any_cut_or_flip_of_a_real_file_ends_in_findings()
    {
        var files = Corpus.Rows.Where(r => int.Parse(r["bytes"], null) < 30_000).Select(r => Corpus.Bytes(r["path"])).ToArray();
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, 30_000], Gen.Byte, Gen.Bool).Sample((file, at, value, isCut) =>
        {
            var bytes = files[file].ToArray();
            if (bytes.Length == 0) return;
            at %= bytes.Length;
            if (isCut) bytes = bytes[..at];
            else bytes[at] = value;
            var read = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
            foreach (var finding in read.Findings.All)
            {
                Assert.InRange(finding.Span.Start, 0, bytes.Length);
                Assert.InRange(finding.Span.End, 0, bytes.Length);
            }
        }, iter: 500);
    }

    [Fact]
    public void How_bytes_come_in_chunks_changes_nothing()
    {
        foreach (var row in Corpus.Rows.Where(r => int.Parse(r["bytes"], null) < 5_000).Take(40))
        {
            var bytes = Corpus.Bytes(row["path"]);
            var whole = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
            var pieces = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find, chunk: 7);
            Assert.Equal(whole.Marks, pieces.Marks);
            Assert.Equal(whole.Counts, pieces.Counts);
            Assert.Equal(Texts(whole.Findings, bytes), Texts(pieces.Findings, bytes));
        }
    }

    [Fact]
    public void Places_of_nodes_are_counted_as_CONTRL_counts()
    {
        var tree = HandMade.Read(HandMade.Message(Clean)).Tree;
        var node = Enumerable.Range(0, tree.Nodes.Length).Single(n => tree.NameOf(n) == "7065");
        Assert.Equal(new Place(1, 6, 3, 2) { Reference = "M1", Tag = "GID" }, tree.PlaceOf(node));
    }

    [Fact]
    public void Work_that_goes_on_skips_what_was_settled()
    {
        var text = HandMade.Message(Clean);
        var message = text[text.IndexOf("UNH", StringComparison.Ordinal)..text.IndexOf("UNZ", StringComparison.Ordinal)];
        var bytes = HandMade.Bytes(text.Replace("BGM+", "ZZZ'BGM+").Replace("UNZ+1", message.Replace("M1", "M2") + "UNZ+2"));
        var read = HandMade.Read(bytes, fromMessage: 2);
        Assert.Equal([2], read.Marks.Select(m => m.Ordinal));
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Equal(2, read.Counts.Messages);
    }

    [Fact]
    public void A_clean_message_allocates_nothing_for_each_segment_or_value()
    {
        var small = Measure(10);
        var large = Measure(5_000);
        Assert.Equal(small, large);
    }

    private static long Measure(int items)
    {
        var body = Clean + string.Concat(Enumerable.Repeat("GID+2+5:PK'FTX+AAA+++IT?'S'", items));
        var bytes = HandMade.Bytes(HandMade.Message(body).Replace("IT?'S'", "IT?'S'")
            .Replace($"UNT+{body.Count(c => c == '\'') + 2}", $"UNT+{7 + (2 * items)}"));
        var (tree, findings) = (new Tree(), new Findings());
        var read = HandMade.Raw(bytes);
        long allocated = 0;
        for (var i = 0; i < 3; i++)
        {
            using var reader = new EdifactReader(read, HandMade.Find, findings);
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (reader.Read(tree, out _)) { }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal("", HandMade.Codes(findings));
        return allocated;
    }

    private static string Texts(Findings findings, byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var finding in findings.All)
        {
            text.Append(FindingText.Of(finding, finding.Code.Default, HandMade.Raw(bytes), "a.edi"));
        }

        return text.ToString();
    }
}
