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
