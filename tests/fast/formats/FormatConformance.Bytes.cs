using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats;

/// <summary>What every format must do with bytes that are not as they should be.</summary>
public abstract partial class FormatConformance
{
    public static TheoryData<string> AllEncodings { get; } = ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    /// <summary>The encodings that the format reads when a byte order mark tells them; of the others it says that it does not.</summary>
    protected abstract IReadOnlyList<string> Read { get; }

    /// <summary>A value of the sample that is a number.</summary>
    protected abstract string Number { get; }

    /// <summary>Whether a document may end anywhere, so that nothing shows that it was cut.</summary>
    protected virtual bool EndsAnywhere => false;

    /// <summary>Bytes to begin and to repeat, which make a document that is too large.</summary>
    protected abstract (byte[] Begin, byte[] Repeated) Large { get; }

    /// <summary>The sample in another encoding with its byte order mark.</summary>
    protected virtual byte[] Encoded(Encoding encoding)
        => [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(Sample).TrimStart('\uFEFF'))];

    /// <summary>The sample with other text.</summary>
    protected virtual byte[] Changed(string text, ReadOnlySpan<byte> by)
    {
        var at = Sample.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at >= 0, text);
        return [.. Sample[..at], .. by, .. Sample[(at + Encoding.UTF8.GetByteCount(text))..]];
    }

    /// <summary>A value with a character that is half of a pair, as text of the format.</summary>
    protected virtual IEnumerable<byte[]> HalfPairs => [[0xED, 0xA0, 0x80]];

    [Theory]
    [MemberData(nameof(AllEncodings))]
    public void A_byte_order_mark_tells_the_encoding_or_is_reported(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = Encoded(encoding);
        var documents = Documents(bytes);
        if (!Read.Contains(name))
        {
            Assert.Contains(Faults(bytes), f => f.Code.Default == Severity.Error);
            return;
        }

        Assert.Equal(Format.Name, TestGateway.Formats.MaxBy(f => f.Recognise(bytes.AsSpan(0, Math.Min(4096, bytes.Length)), null).Score)!.Name);
        Assert.Equal(Values(Documents(Sample)), Values(documents));
        Assert.Empty(documents.SelectMany(d => d.Findings.All).Where(f => f.Code.Default == Severity.Error).Select(f => f.Sentence));
        foreach (var (tree, _, _) in documents)
        {
            for (var node = 0; node < tree.Nodes.Length; node++)
            {
                if (tree.SpanOf(node) is not { Start: >= 0 } span || CellPlace.Of(span) is not null) continue;
                if (tree.Nodes[node].Length == 0 || !tree.IsPlain(node)) continue;
                Assert.Equal(tree.Text(node), encoding.GetString(bytes[(int)span.Start..(int)span.End]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllEncodings))]
    public async Task In_whatever_encoding_it_comes_a_document_becomes_the_same(string name)
    {
        if (!Read.Contains(name)) return;
        var expected = Assert.Single(await TestGateway.Translate("sample", Sample));
        var made = Assert.Single(await TestGateway.Translate("sample", Encoded(Encoding.GetEncoding(name))));
        Assert.Equal((expected.IsAccepted, expected.IsParked, expected.Reason), (made.IsAccepted, made.IsParked, made.Reason));
        Assert.Equal(Content(expected.Json), Content(made.Json));
        // The receipt's id is that of other bytes.
        static string Content(byte[] json) => Encoding.UTF8.GetString(json).Split("\"receiptID\"")[^1] is var text
            ? text[text.IndexOf(',', StringComparison.Ordinal)..] : "";
    }

    [Fact]
    public void A_zero_byte_in_a_value_is_reported() => Reported(Changed(Value.Raw, Middle([0])));

    [Fact]
    public void Half_a_pair_of_surrogates_is_reported()
    {
        foreach (var half in HalfPairs) Reported(Changed(Value.Raw, Middle(half)));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e-400")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    [InlineData("0.00000000000000000000000000000000000000000000000001")]
    [InlineData("NaN")]
    public async Task A_number_that_no_machine_holds_never_becomes_another(string number)
    {
        var made = await TestGateway.Translate("sample", Changed(Number, Encoding.ASCII.GetBytes(number)));
        Assert.NotEmpty(made);
        Assert.All(made, m => Assert.True(
            !m.IsAccepted || m.Findings.Count > 0 || Encoding.UTF8.GetString(m.Json).Contains(number, StringComparison.Ordinal), m.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r\n \t\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF \n")]
    public void Nothing_but_blanks_is_no_document(string blanks)
        => Assert.All(
            Documents(Encoding.UTF8.GetBytes(blanks)),
            d => Assert.True(!d.Mark.IsReadable || Enumerable.Range(0, d.Tree.Nodes.Length).All(node => d.Tree.Bytes(node).Trim(" \t\r\n"u8).IsEmpty)));

    [Fact]
    public void A_cut_at_any_byte_is_reported()
    {
        var end = Sample.AsSpan().TrimEnd(" \t\r\n"u8).Length;
        for (var length = 1; length < end; length++)
        {
            var cut = Sample[..length];
            var documents = Documents(cut);
            foreach (var document in documents) Walk(document.Tree);
            if (EndsAnywhere) continue;
            Assert.True(Faults(cut).Count > 0, $"cut at {length}");
        }
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x20)]
    [InlineData(0x01)]
    public void Any_byte_may_be_another(int difference)
    {
        for (var at = 0; at < Sample.Length; at++)
        {
            var bytes = (byte[])Sample.Clone();
            bytes[at] ^= (byte)difference;
            foreach (var document in Documents(bytes)) Walk(document.Tree);
            Scanned(bytes);
        }
    }

    [Fact]
    public void Scanning_counts_what_reading_counts()
    {
        var scan = Format.Scan();
        scan.Feed(Sample);
        var interchanges = scan.End(new Findings());
        using var reader = Format.Open(new TestBytes(Sample), ReadSettings.Default, new Findings());
        var tree = new Tree();
        var documents = 0;
        while (reader.Read(tree, out _)) documents++;
        Assert.Equal((interchanges.Count, documents), (reader.Counts.Interchanges, reader.Counts.Messages));
        Assert.Equal(documents, interchanges.Sum(i => i.Messages));
    }

    [Fact]
    public void Eight_threads_read_the_same_as_one()
    {
        var expected = Values(Documents(Sample));
        Assert.NotEmpty(expected);
        // The other threads read something faulty meanwhile.
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 2 == 0) Assert.Equal(expected, Values(Documents(Sample)));
            else Documents(Sample[..(Sample.Length * (i % 8) / 8)]);
        });
    }

    [Fact]
    public void A_document_that_is_too_large_is_reported()
    {
        var findings = new Findings();
        using var reader = Format.Open(new RepeatedBytes(Large.Begin, Large.Repeated, Limits.DocumentBytesMax + 4096L), ReadSettings.Default, findings);
        var tree = new Tree();
        while (reader.Read(tree, out _))
        {
            // What is wrong is told with one of them, or at the end.
        }

        Assert.Contains(findings.All, f => f.Sentence.Contains($"{Limits.DocumentBytesMax}", StringComparison.Ordinal));
    }

    [Fact]
    public void Findings_are_kept_up_to_a_limit()
        => Assert.All(Documents(Endless), d => Assert.InRange(d.Findings.All.Count, 1, Limits.FindingsMax));

    private List<(Tree Tree, DocumentMark Mark, Findings Findings)> Documents(byte[] bytes) => ReadAll(bytes);

    private IReadOnlyList<Finding> Scanned(byte[] bytes)
    {
        var (scan, findings) = (Format.Scan(), new Findings());
        scan.Feed(bytes);
        scan.End(findings);
        return findings.All;
    }

    /// <summary>The value with something in its middle.</summary>
    private byte[] Middle(ReadOnlySpan<byte> what)
    {
        var half = Encoding.UTF8.GetBytes(Value.Raw)[..1];
        return [.. half, .. what, .. Encoding.UTF8.GetBytes(Value.Raw)[1..]];
    }

    private void Reported(byte[] bytes)
        => Assert.Contains(Faults(bytes), f => f.Code.Default != Severity.Note);

    /// <summary>Everything that reading and scanning find.</summary>
    private IReadOnlyList<Finding> Faults(byte[] bytes)
    {
        var findings = new Findings();
        using var reader = Format.Open(new TestBytes(bytes), ReadSettings.Default, findings);
        var tree = new Tree();
        while (reader.Read(tree, out _))
        {
            // What is wrong between documents is told at the end.
        }

        return [.. findings.All, .. Scanned(bytes)];
    }

    private static IEnumerable<string> Values(IEnumerable<(Tree Tree, DocumentMark Mark, Findings Findings)> documents)
    {
        foreach (var (tree, mark, _) in documents)
        {
            yield return mark.Type.ToString();
            for (var node = 0; node < tree.Nodes.Length; node++)
            {
                if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) yield return $"{tree.NameOf(node)}={tree.Text(node)}";
            }
        }
    }

    private static void Walk(Tree tree)
    {
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) tree.Text(node);
            tree.SpanOf(node);
            tree.NameOf(node);
        }
    }
}

/// <summary>Bytes that are only made when they are read.</summary>
internal sealed class RepeatedBytes(byte[] begin, byte[] repeated, long length) : IRaw
{
    public int Part => 0;

    public long Length => length;

    public int Read(long offset, Span<byte> into)
    {
        var count = (int)Math.Max(0, Math.Min(into.Length, length - offset));
        for (var done = 0; done < count;)
        {
            var at = offset + done;
            var piece = at < begin.Length ? begin.AsSpan((int)at) : repeated.AsSpan((int)((at - begin.Length) % repeated.Length));
            piece = piece[..Math.Min(piece.Length, count - done)];
            piece.CopyTo(into[done..]);
            done += piece.Length;
        }

        return count;
    }
}
