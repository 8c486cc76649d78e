using System.Buffers;
using System.Text;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Reading a real file and writing it again.</summary>
public sealed class WriterCorpusTests
{
    /// <summary>Reads a file and writes each message with the envelope it came in.</summary>
    internal static (byte[] Bytes, string Trees) Again(byte[] bytes, EdifactWriterOptions options, Findings? refused = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var shown = new StringBuilder();
        var tree = new Tree();
        using var reader = new EdifactReader(HandMade.Raw(bytes), EdifactDirectory.BuiltIn.Find, new Findings());
        using var writer = new EdifactWriter(output, options, refused);
        while (reader.Read(tree, out _))
        {
            writer.Write(tree);
            shown.Append(Shown(tree)).Append('\n');
        }

        writer.Complete();
        return (output.WrittenSpan.ToArray(), shown.ToString());
    }

    internal static string Trees(byte[] bytes)
    {
        var shown = new StringBuilder();
        var tree = new Tree();
        using var reader = new EdifactReader(HandMade.Raw(bytes), EdifactDirectory.BuiltIn.Find, new Findings());
        while (reader.Read(tree, out _)) shown.Append(Shown(tree)).Append('\n');
        return shown.ToString();
    }

    // The trailer's count and reference are the writer's own work, whatever the sender counted.
    private static string Shown(Tree tree)
    {
        var text = HandMade.Show(tree);
        var trailer = text.LastIndexOf(" UNT", StringComparison.Ordinal);
        return trailer < 0 ? text : text[..trailer];
    }

    [Fact]
    public void A_canonical_file_is_written_as_the_same_bytes()
    {
        var compared = 0;
        var wrong = new List<string>();
        foreach (var row in Corpus.Rows)
        {
            var bytes = Corpus.Bytes(row["path"]);
            var form = CanonicalFile.Judge(bytes);
            if (form.Reason.Length > 0) continue;
            compared++;
            var options = new EdifactWriterOptions { LineBreak = form.LineBreak, EndsWithLineBreak = form.EndsWithLineBreak };
            var written = Again(bytes, options).Bytes;
            if (!bytes.AsSpan().SequenceEqual(written)) wrong.Add(row["path"] + " at " + bytes.AsSpan().CommonPrefixLength(written));
        }

        Assert.Empty(wrong);
        // Two files of three take no liberty; were it fewer, the criterion would hide what it should compare.
        Assert.True(compared * 5 >= Corpus.Rows.Count * 3, $"{compared} of {Corpus.Rows.Count} files are canonical");
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_trees()
    {
        var wrong = new List<string>();
        foreach (var row in Corpus.Rows)
        {
            var (bytes, trees) = Again(Corpus.Bytes(row["path"]), new EdifactWriterOptions());
            if (Trees(bytes) != trees) wrong.Add(row["path"]);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Other_service_characters_carry_the_same_values()
    {
        var characters = new ServiceCharacters((byte)'=', (byte)'*', (byte)',', (byte)'!', (byte)'^', (byte)'~');
        var wrong = new List<string>();
        foreach (var row in Corpus.Rows)
        {
            var (bytes, trees) = Again(Corpus.Bytes(row["path"]), new EdifactWriterOptions { Characters = characters });
            var again = Again(bytes, new EdifactWriterOptions { Characters = ServiceCharacters.Default, LineBreak = "\r\n" });
            if (Trees(again.Bytes).Replace(',', '.') != trees.Replace(',', '.')) wrong.Add(row["path"]);
        }

        Assert.Empty(wrong);
    }
}
