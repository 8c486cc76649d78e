using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Mappings;

public sealed class YamlTextTests
{
    private static (Tree Tree, Findings Findings) Read(string text)
    {
        var tree = new Tree();
        var findings = new Findings();
        YamlText.Read(Encoding.UTF8.GetBytes(text), 3, "a.yaml", tree, findings);
        return (tree, findings);
    }

    [Fact]
    public void Every_scalar_is_text()
    {
        var (tree, findings) = Read("a: NO\nb: 007\nc: ~\nd: [1.0, true]\n");
        Assert.Empty(findings.All);
        Assert.Equal(["NO", "007", "~", "", "1.0", "true"], Enumerable.Range(1, 6).Select(n => n == 4 ? ""
            : tree.Text(n)));
        Assert.Equal(["", "a", "b", "c", "d", "", ""], Enumerable.Range(0, 7).Select(tree.NameOf));
    }

    [Fact]
    public void Spans_are_bytes_and_places_are_lines_and_columns()
    {
        const string text = "ä: 1\nb:\n  - 'x'\n";
        var (tree, _) = Read(text);
        var span = tree.SpanOf(3);
        Assert.Equal("x", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), (int)span.Start, span.Length));
        Assert.Equal(3, span.Part);
        var place = tree.PlaceOf(3);
        Assert.Equal((3, 6, "a.yaml"), (place.Segment, place.Element, place.Reference));
    }

    [Theory]
    [InlineData("a: !x b", "YML-0002")]
    [InlineData("a: &x b", "YML-0003")]
    [InlineData("a: *x", "YML-0004")]
    [InlineData("<<: { a: b }", "YML-0005")]
    [InlineData("a: 1\nb: 2\na: 3", "YML-0006")]
    [InlineData("a: 'open", "YML-0001")]
    [InlineData("a: 1\n---\nb: 2", "YML-0010")]
    [InlineData("'': 1", "YML-0011")]
    public void Hidden_meanings_are_faults(string text, string code)
    {
        var (_, findings) = Read(text);
        Assert.Contains(findings.All, f => f.Code.Id == code && f.Place.Segment > 0 && f.Place.Element > 0);
    }

    [Fact]
    public void A_duplicate_key_is_reported_at_its_own_line()
        => Assert.Equal(3, Read("a: 1\nb: 2\na: 3").Findings.All.Single().Place.Segment);

    [Fact]
    public void Whatever_is_changed_in_a_file_ends_in_findings()
    {
        var file = File.ReadAllText(Path.Combine(Repository.Root, "mappings/csv/invoice/mapping.yaml"));
        string[] pieces =
        [
            "\n", "\r\n", "\t", " ", "- ", ": ", ":", "#", "'", "\"", "|", ">", "{", "}", "[", "]", ",", "&x ", "*x", "!t ", "? ",
            "%", "---", "...", "\\", "\u0085", "\u2028", "\uFEFF", "\0", "é",
        ];
        var piece = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
        Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 20], piece.Array[0, 4]).Sample((at, cut, added) =>
        {
            var begin = Math.Min(at, file.Length);
            var text = string.Concat(file.AsSpan(Math.Max(0, begin - 200), Math.Min(begin, 200)), string.Concat(added),
                file.AsSpan(Math.Min(begin + cut, file.Length), Math.Min(200, file.Length - Math.Min(begin + cut, file.Length))));
            var (tree, findings) = Read(text);
            Assert.True(findings.Errors > 0 || tree.Nodes.Length > 0);
            Assert.All(findings.All, f => Assert.True(f.Place.Segment > 0 && f.Place.Element > 0));
        }, iter: 20_000);
    }

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        Assert.Contains(Read(new string('[', 5000)).Findings.All, f => f.Code.Id is "YML-0007");
        Assert.Contains(Read("a: " + new string('x', YamlText.FileBytesMax)).Findings.All, f
            => f.Code.Id == "YML-0008");
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_named()
    {
        var findings = new Findings();
        Assert.False(YamlText.Read(new byte[] { (byte)'a', (byte)':', 0x20, 0xE4, 0x20 }, 0, "a.yaml", new Tree(),
            findings));
        Assert.Equal("3", findings.All.Single().Arguments[0]);
    }
}
