using System.Text;
using CsCheck;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats;

/// <summary>What every format must do, whatever it reads.</summary>
public abstract partial class FormatConformance
{
    /// <summary>The format as the repository configures it.</summary>
    protected abstract IFormat Format { get; }

    /// <summary>A sound document that the repository describes.</summary>
    protected abstract byte[] Sample { get; }

    /// <summary>A document that nests or repeats far beyond what is sensible.</summary>
    protected abstract byte[] Endless { get; }

    /// <summary>Text that a value of the sample has, as it stands in the bytes, and as it is meant.</summary>
    protected abstract (string Raw, string Text) Value { get; }

    private protected static IFormat Configured(string name) => TestGateway.Revision.Format(name)!;

    private List<(Tree Tree, DocumentMark Mark, Findings Findings)> ReadAll(byte[] bytes)
    {
        var findings = new Findings();
        var documents = new List<(Tree, DocumentMark, Findings)>();
        using var reader = Format.Open(new TestBytes(bytes), ReadSettings.Default, findings);
        while (true)
        {
            var tree = new Tree();
            if (!reader.Read(tree, out var mark)) break;
            var own = new Findings();
            own.AddAll(findings);
            findings.Clear();
            documents.Add((tree, mark, own));
        }

        return documents;
    }

    [Fact]
    public void Its_own_documents_are_recognised_and_no_others()
    {
        var head = Sample.AsSpan(0, Math.Min(4096, Sample.Length));
        var scores = TestGateway.Formats.Select(f => (f.Name, f.Recognise(Sample.AsSpan(0, Math.Min(4096, Sample.Length)), null).Score)).ToList();
        Assert.Equal(Format.Name, scores.MaxBy(s => s.Score).Name);
        Assert.True(Format.Recognise(head, null).Score > 0);
        foreach (var other in (byte[][])[[], [0], [0, 1, 2, 3, 255, 254], "hello"u8.ToArray(), "%PDF-1.7\n1,2,3\n"u8.ToArray(), [0x50, 0x4B, 3, 4, 20, 0, 0, 0]])
        {
            Assert.Equal(0, Format.Recognise(other, null).Score);
        }
    }

    [Fact]
    public void The_sample_is_read_without_a_finding()
    {
        var documents = ReadAll(Sample);
        Assert.NotEmpty(documents);
        Assert.All(documents, d => Assert.True(d.Mark.IsReadable));
        Assert.Empty(documents.SelectMany(d => d.Findings.All).Where(f => f.Code.Default != Severity.Note).Select(f => f.Sentence));
        Assert.All(documents, d => Assert.NotNull(Format.SchemaOf(d.Mark.Type)));
    }

    [Fact]
    public void The_span_of_a_value_holds_its_bytes()
    {
        var found = false;
        foreach (var (tree, mark, _) in ReadAll(Sample))
        {
            for (var node = 0; node < tree.Nodes.Length; node++)
            {
                var at = tree.Nodes[node];
                if ((at.Flags & NodeFlags.HasValue) == 0 || at.Length == 0) continue;
                var span = tree.SpanOf(node);
                if (span.Start < 0) continue;
                // A cell of a workbook is packed; its place has no bytes of its own.
                if (CellPlace.Of(span) is null) Assert.Equal(tree.Bytes(node).ToArray(), Sample[(int)span.Start..(int)span.End]);
                found |= tree.Text(node) == Value.Text && Encoding.UTF8.GetString(tree.Bytes(node)) == Value.Raw;
            }

            Assert.True(mark.Span.Start >= 0 && mark.Span.End <= Sample.Length);
        }

        Assert.True(found, $"no value is {Value.Text}");
    }

    [Fact]
    public void A_cut_anywhere_ends_without_an_exception()
    {
        for (var length = 0; length < Sample.Length; length += 1 + (Sample.Length / 200)) Survives(Sample[..length]);
    }

    [Fact]
    public void Changed_bytes_anywhere_end_without_an_exception()
        => Gen.Select(Gen.Int[0, Sample.Length - 1], Gen.Byte, Gen.Int[0, Sample.Length - 1], Gen.Byte).Sample(
            (at, value, other, second) =>
            {
                var bytes = (byte[])Sample.Clone();
                (bytes[at], bytes[other]) = (value, second);
                Survives(bytes);
            },
            iter: 400, threads: 1);

    [Fact]
    public void Any_bytes_end_without_an_exception()
        => Gen.Byte.Array[0, 300].Sample(Survives, iter: 400, threads: 1);

    [Fact]
    public void An_empty_part_has_no_document()
    {
        Assert.Empty(ReadAll([]));
        Assert.Empty(Format.Scan().End(new Findings()));
    }

    [Fact]
    public void Endless_nesting_or_repetition_ends_in_a_finding()
        => Assert.NotEmpty(ReadAll(Endless).SelectMany(d => d.Findings.All));

    [Fact]
    public void The_scan_does_not_depend_on_how_the_bytes_arrive()
    {
        var all = new HashSet<string>();
        foreach (var size in (int[])[1, 7, 4096, Sample.Length])
        {
            var scan = Format.Scan();
            foreach (var chunk in Sample.Chunk(size)) scan.Feed(chunk);
            all.Add(string.Join(' ', scan.End(new Findings())));
        }

        Assert.Single(all);
        Assert.NotEqual("", all.Single());
    }

    private void Survives(byte[] bytes)
    {
        foreach (var (tree, mark, findings) in ReadAll(bytes))
        {
            for (var node = 0; node < tree.Nodes.Length; node++)
            {
                if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) tree.Text(node);
                tree.SpanOf(node);
                tree.NameOf(node);
                if (node < 50) tree.PlaceOf(node);
            }

            Assert.True(mark.IsReadable || findings.Count > 0 || tree.Schema is not null);
        }
    }
}

/// <summary>Bytes as a part.</summary>
internal sealed class TestBytes(byte[] bytes) : IRaw
{
    public int Part => 0;

    public long Length => bytes.Length;

    public int Read(long offset, Span<byte> into)
    {
        if (offset >= bytes.Length) return 0;
        var count = Math.Min(into.Length, bytes.Length - (int)offset);
        bytes.AsSpan((int)offset, count).CopyTo(into);
        return count;
    }
}
