using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>How the bytes of a file come in says nothing about what it is.</summary>
public sealed class ChunkTests
{
    private static readonly byte[][] Files =
        [.. Corpus.Rows.Where(r => int.Parse(r["bytes"], null) < 20_000).Select(r => Corpus.Bytes(r["path"]))];

    [Fact]
    public void Chunks_of_any_size_give_the_same_components()
        => Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[1, 300]).Sample(
            (file, chunk) => Assert.Equal(Components(Files[file], int.MaxValue), Components(Files[file], chunk)), iter: 300);

    [Fact]
    public void Chunks_of_any_size_give_the_same_trees_and_findings()
        => Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[1, 300], Gen.Int[0, 20_000], Gen.Byte).Sample(
            (file, chunk, at, value) =>
            {
                var bytes = Files[file].ToArray();
                if (bytes.Length == 0) return;
                // A fault somewhere, so that the ways around clean segments are taken too.
                bytes[at % bytes.Length] = value;
                Assert.Equal(Trees(bytes, int.MaxValue), Trees(bytes, chunk));
            },
            iter: 300);

    [Fact]
    public void A_reader_that_had_another_file_reads_like_a_new_one()
    {
        using var used = new EdifactReader((_, _) => 0, EdifactDirectory.BuiltIn.Find, new Findings());
        var (tree, cut) = (new Tree(), 0);
        foreach (var file in Files)
        {
            // Some files end in the middle, so that what is open when the next one begins differs.
            var bytes = cut++ % 3 == 0 ? file[..(file.Length * 2 / 3)] : file;
            var findings = new Findings();
            var told = new StringBuilder();
            used.Open(HandMade.Raw(bytes), EdifactDirectory.BuiltIn.Find, findings);
            while (used.Read(tree, out var mark)) told.Append(mark).Append(HandMade.Show(tree)).Append('\n');
            var read = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
            Assert.Equal(read.Counts, used.Counts);
            Assert.Equal(read.Findings.All.Select(f => f.ToString()), findings.All.Select(f => f.ToString()));
            Assert.Equal(New(bytes), told.ToString());
        }
    }

    private static string New(byte[] bytes)
    {
        var (tree, told) = (new Tree(), new StringBuilder());
        using var reader = new EdifactReader(HandMade.Raw(bytes), EdifactDirectory.BuiltIn.Find, new Findings());
        while (reader.Read(tree, out var mark)) told.Append(mark).Append(HandMade.Show(tree)).Append('\n');
        return told.ToString();
    }

    // A byte at a time no two segments are ever known together, and each goes the long way; otherwise most go the short one.
    [Fact]
    public void The_short_way_through_clean_segments_finds_what_the_long_one_finds()
    {
        foreach (var file in Files) Assert.Equal(Trees(file, 1), Trees(file, int.MaxValue));
        var manifest = HandMade.Message(
            "BGM+785+A+9'\r\nDTM+137:20260101:102'\r\n\r\nNAD+CZ+++SHIPPER'CNI+1'RFF+BM:1'CNT+11:5'CNT+11:5.5'CNT+11:x'LOC+9+CNSHA'LOC+9+'"
            + "LOC+:::+'LOC'GID+1+5:CT'FTX+AAA+++GOODS?+MORE:'FTX+AAA+++" + new string('A', 600) + "'MEA+AAE+G+KGM:-1,5'MEA+AAE+G+:5'"
            + "GID+123456+5:CT:::++++++'EQD+CN+X'ZZZ+1'CNI+2+++'RFF+BM'");
        Assert.Equal(Trees(HandMade.Bytes(manifest), 1), Trees(HandMade.Bytes(manifest), int.MaxValue));
    }

    [Fact]
    public void A_wrong_date_or_code_in_a_clean_segment_is_told_alike_on_both_ways()
    {
        var clean = string.Concat(Enumerable.Repeat("RFF+ON:1'DTM+171:20260228:102'", 20));
        var invoice = HandMade.Message(
                "BGM+380+1+9'DTM+137:20260101:102'" + clean + "RFF+ON:2'DTM+171:20260230:102'" + clean + "RFF+ON:3'DTM+171:202612:610'"
                + "RFF+ON:4'DTM+171:202613011260:203'RFF+ON:5'DTM+171:20241:102'" + clean + "RFF+ON:6'DTM+171:20240229:102'"
                + "RFF+ON:7'DTM+171:250229:101'RFF+ON:8'DTM+171:ABCDEF:101'RFF+ON:9'DTM+171:20260101235960:204'RFF+ON:A'DTM+171:X:999'"
                + "RFF+ON:B'DTM+171:202601012400:203'RFF+ON:C'DTM+171:202601012401:203'NAD+BY+1::9'LIN+1'UNS+S'MOA+79:1'")
            .Replace("CUSCAR:D:95B", "INVOIC:D:96A", StringComparison.Ordinal);
        var whole = HandMade.Read(HandMade.Bytes(invoice), EdifactDirectory.BuiltIn.Find).Findings.All;
        var bytewise = HandMade.Read(HandMade.Bytes(invoice), EdifactDirectory.BuiltIn.Find, chunk: 1).Findings.All;
        Assert.Equal(bytewise.Select(f => f.ToString()), whole.Select(f => f.ToString()));
        Assert.All(whole, f => Assert.Equal(EdifactFindings.BadDate, f.Code));
        Assert.Equal([45, 89, 91, 135, 137, 139, 145], whole.Select(f => f.Place.Segment));
        Assert.All(whole, f => Assert.Equal(invoice.IndexOf("DTM", (int)f.Span.Start - 8, StringComparison.Ordinal) + 8, f.Span.Start));
    }

    [Fact]
    public void A_release_character_at_the_end_of_a_chunk_belongs_to_the_byte_that_follows()
    {
        var bytes = HandMade.Bytes(HandMade.Message("BGM+785+A?'B??+9'FTX+AAA+++???'??:?+?:'"));
        var whole = Components(bytes, int.MaxValue);
        Assert.Contains("3.2.1=A'B?", whole, StringComparison.Ordinal);
        for (var chunk = 1; chunk <= bytes.Length; chunk++) Assert.Equal(whole, Components(bytes, chunk));
    }

    [Fact]
    public void A_segment_without_end_is_passed_over_however_it_comes()
    {
        var junk = new string('A', Limits.SegmentBytesMax + 100_000);
        foreach (var tail in (string[])["'", "??'", "???''"])
        {
            var bytes = HandMade.Bytes(HandMade.Message("FTX+AAA+++" + junk + tail + "BGM+785+X+9'"));
            var whole = Trees(bytes, int.MaxValue);
            foreach (var chunk in (int[])[1000, 4099, 65_536]) Assert.Equal(whole, Trees(bytes, chunk));
        }
    }

    [Fact]
    public void Line_breaks_that_are_terminators_separate_nothing_twice()
    {
        var text = HandMade.Message("BGM+785+A+9'", "UNA:+.? \n").Replace('\'', '\n').Replace("\nBGM", "\n\n\nBGM");
        var read = HandMade.Read(text);
        Assert.Equal(HandMade.Codes(HandMade.Read(HandMade.Message("BGM+785+A+9'")).Findings), HandMade.Codes(read.Findings));
        Assert.Equal(Trees(HandMade.Bytes(text), int.MaxValue), Trees(HandMade.Bytes(text), 5));
    }

    private static string Components(byte[] bytes, int chunk)
    {
        var told = new StringBuilder();
        using var reader = new SegmentReader(HandMade.Raw(bytes, chunk));
        for (var segment = 1; reader.Read(); segment++)
        {
            told.Append(reader.Offset).Append(' ').Append(Encoding.Latin1.GetString(reader.Tag)).Append('\n');
            foreach (var value in reader.Values)
            {
                told.Append(segment).Append('.').Append(value.Element).Append('.').Append(value.Component).Append('=')
                    .Append(reader.Text.Text(value.Raw)).Append('\n');
            }
        }

        return told.ToString();
    }

    private static string Trees(byte[] bytes, int chunk)
    {
        var read = HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find, chunk: chunk);
        var told = new StringBuilder().AppendJoin('\n', read.Marks).Append('\n').Append(read.Counts).Append('\n');
        foreach (var finding in read.Findings.All)
        {
            told.Append(finding.Code.Id).Append(finding.Span).Append(finding.Place).Append(finding.Sentence).Append('\n');
        }

        if (read.Marks.Count > 0) told.Append(HandMade.Show(read.Tree)).Append(Encoding.Latin1.GetString(read.Tree.Window));
        return told.ToString();
    }
}
