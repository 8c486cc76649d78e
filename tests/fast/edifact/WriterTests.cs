using System.Buffers;
using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

public sealed class WriterTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private static readonly InterchangeHeader Header = new("SENDER", "RECIPIENT", "REF1", Moment);

    private static readonly MessageHeader Cuscar = new("CUSCAR", "D", "95B");

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Written(Action<EdifactWriter> write, EdifactWriterOptions? options = null, Findings? findings = null)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new EdifactWriter(output, options, findings);
        write(writer);
        writer.Complete();
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }

    private static string Segment(Action<EdifactWriter> write, EdifactWriterOptions? options = null, Findings? findings = null)
        => Written(w =>
        {
            write(w.Begin("FTX"));
            w.End();
        }, options, findings);

    private static string Again(string text, EdifactWriterOptions? options = null, Findings? refused = null)
        => Encoding.Latin1.GetString(
            WriterCorpusTests.Again(HandMade.Bytes(text), options ?? new EdifactWriterOptions(), refused).Bytes);

    [Fact]
    public void Counts_and_references_of_the_trailers_are_computed()
        => Assert.Equal(
            "UNB+UNOC:3+SENDER+RECIPIENT+260102:0304+REF1'UNH+1+CUSCAR:D:95B:UN'BGM+85'UNT+3+1'UNH+B+CUSCAR:D:95B:UN'UNT+2+B'UNZ+2+REF1'",
            Written(w => w.OpenInterchange(Header).OpenMessage(Cuscar).Begin("BGM").Element("85").End()
                .OpenMessage(Cuscar, "B").CloseInterchange()));

    [Fact]
    public void An_interactive_interchange_is_written_with_its_own_trailers_and_counts()
    {
        const string Text = "UIB+UNOA:4+D1++++CARRIER:ZZ+CUSTOMS'UIH+CUSCAR:D:95B::UN+M1'BGM+785+X'UIT+M1+3'"
            + "UIH+CUSCAR:D:95B::UN+M2'BGM+785+Y'DTM+137:20260102:102'UIT+M2+4'UIZ+D1+2'";
        Assert.Equal(Text, Again(Text));
        Assert.Equal(Text, Again(Text.Replace("M1+3'", "M1+9'").Replace("D1+2'", "D1'")));
    }

    [Fact]
    public void Groups_are_counted_in_UNZ_and_their_messages_in_UNE()
        => Assert.Equal(
            "UNB+UNOC:3+SENDER+RECIPIENT+260102:0304+REF1'UNG+CUSCAR+A+B+260102:0304+1+UN+D:95B'UNH+1+CUSCAR:D:95B:UN'UNT+2+1'"
            + "UNH+2+CUSCAR:D:95B:UN'UNT+2+2'UNE+2+1'"
            + "UNG+CUSCAR+A+B+260102:0304+2+UN+D:95B'UNH+3+CUSCAR:D:95B:UN'UNT+2+3'UNE+1+2'UNZ+2+REF1'",
            Written(w => w.OpenInterchange(Header).OpenGroup(Cuscar, "A", "B", Moment).OpenMessage(Cuscar).OpenMessage(Cuscar)
                .OpenGroup(Cuscar, "A", "B", Moment).OpenMessage(Cuscar)));

    [Fact]
    public void Syntax_4_has_a_long_date_and_the_flags_keep_their_places()
        => Assert.Equal(
            "UNB+UNOC:4+SENDER:ZZ+RECIPIENT:30+20260102:0304+REF1++++1++1'UNZ+0+REF1'",
            Written(w => w.OpenInterchange(Header with
            {
                Syntax = 4, SenderQualifier = "ZZ", RecipientQualifier = "30", AsksForAcknowledgement = true, IsTest = true,
            })));

    [Fact]
    public void Empty_values_at_the_end_are_left_out_and_inner_ones_keep_their_separator()
        => Assert.Equal("FTX+AAA++:b+x::z'", Segment(w => w.Element("AAA").Element().Element().Component("b").Component()
            .Element("x").Component().Component("z").Component().Element().Element()));

    [Theory]
    [InlineData(3, "GIN+BN+a+b+c'")]
    [InlineData(4, "GIN+BN+a*b+c'")]
    public void A_repetition_has_a_separator_in_syntax_4_and_a_place_of_its_own_before(int syntax, string expected)
        => Assert.Contains(expected, Written(w => w.OpenInterchange(Header with { Syntax = syntax }).Begin("GIN").Element("BN")
            .Element("a").Repetition("b").Element("c").End()));

    [Fact]
    public void Service_characters_in_data_are_released()
        => Assert.Equal("FTX+AAA+5 ?+ 5?: 10?? ?'*!'", Segment(w => w.Element("AAA").Element("5 + 5: 10? '*!")));

    [Fact]
    public void A_number_has_the_decimal_mark_of_UNA()
    {
        var comma = ServiceCharacters.Default with { DecimalMark = (byte)',' };
        Assert.Contains("QTY+1,5:-0,25'", Written(
            w => w.OpenInterchange(Header).Begin("QTY").Element(1.5m).Component(-0.25m).End(),
            new EdifactWriterOptions { Characters = comma }));
    }

    [Fact]
    public void A_number_that_was_read_gets_the_decimal_mark_of_UNA_and_a_text_does_not()
    {
        var comma = ServiceCharacters.Default with { DecimalMark = (byte)',' };
        var text = HandMade.Message("BGM+85+1.5+9'GID+1+2.5:A.B'");
        Assert.Contains("BGM+85+1.5+9'GID+1+2,5:A.B'", HandAgain(text, new EdifactWriterOptions { Characters = comma }));
    }

    [Theory]
    [InlineData("UNOA", "A", "a")]
    [InlineData("UNOB", "a", "ü")]
    [InlineData("UNOC", "ü", "Ł")]
    [InlineData("UNOD", "Ł", "Ж")]
    [InlineData("UNOE", "Ж", "ü")]
    [InlineData("UNOF", "λ", "Ж")]
    public void A_character_that_the_set_lacks_is_named(string set, string carried, string refused)
    {
        var findings = new Findings();
        var options = new EdifactWriterOptions { CharacterSet = CharacterSet.Find(set) };
        Segment(w => w.Element(carried), options, findings);
        Assert.Empty(findings.All);
        Segment(w => w.Element(refused), options, findings);
        var finding = Assert.Single(findings.All);
        Assert.Equal("EDI-0090", finding.Code.Id);
        Assert.Contains($"\"{refused}\"", finding.Sentence);
        Assert.Contains(set, finding.Sentence);
        Assert.Equal("FTX", finding.Place.Tag);
    }

    [Fact]
    public void A_file_can_be_written_in_a_larger_character_set()
    {
        var text = HandMade.Message("BGM+85+M\xFCller?+S\xF6hne+9'");
        var written = Again(text, new EdifactWriterOptions { CharacterSet = CharacterSet.Find("UNOW") });
        Assert.Contains("UNB+UNOW:3+SENDER", written);
        Assert.Contains("BGM+85+M\xC3\xBCller?+S\xC3\xB6hne+9'", written);
    }

    [Fact]
    public void Liberties_are_taken_out()
    {
        var text = HandMade.Message("BGM+85:::+MA?N1+9++'\r\n \r\nDTM+137:20260101:102'").Replace("UNT+4", "UNT+00009");
        Assert.Contains("'BGM+85+MAN1+9'DTM+137:20260101:102'UNT+4+M1'", Again(text));
    }

    [Fact]
    public void A_line_break_stands_after_each_terminator_where_it_is_wanted()
    {
        var text = HandMade.Message("BGM+85+M1?++9'DTM+137:20260101:102'");
        var expected = text.Replace("'", "'\r\n");
        Assert.Equal(expected, Again(text, new EdifactWriterOptions { LineBreak = "\r\n" }));
        Assert.Equal(expected, Again(expected, new EdifactWriterOptions { LineBreak = "\r\n" }));
        Assert.Equal(text, Again(expected));
    }

    [Fact]
    public void Several_interchanges_keep_their_own_envelopes()
    {
        var one = HandMade.Message("BGM+85+1+9'");
        var two = "UNA=*,! ~" + HandMade.Message("BGM+85+2+9'", "").Replace(':', '=').Replace('+', '*').Replace('\'', '~');
        Assert.Equal(one + two + one, Again(one + two + one));
    }

    [Fact]
    public void Messages_can_be_gathered_in_an_interchange_of_ones_own()
    {
        var tree = new Tree();
        var bytes = HandMade.Bytes(HandMade.Message("BGM+85+A?+B+9'") + HandMade.Message("BGM+85+2+9'"));
        var written = Written(w =>
        {
            w.OpenInterchange(Header);
            using var reader = new EdifactReader(HandMade.Raw(bytes), HandMade.Find, new Findings());
            for (var i = 1; reader.Read(tree, out _); i++) w.Write(tree, $"N{i}");
        });
        Assert.EndsWith(
            "UNH+N1+CUSCAR:D:95B:UN'BGM+85+A?+B+9'UNT+3+N1'UNH+N2+CUSCAR:D:95B:UN'BGM+85+2+9'UNT+3+N2'UNZ+2+REF1'", written);
    }

    /// <summary>Any message of the table, with any text in it, made as a tree by hand: what is read back is that tree.</summary>
    [Fact]
    public void A_tree_made_by_hand_is_read_back_as_it_was()
    {
        var text = Gen.String[Gen.Char["AB c?+:'*.,\u00FC\u20AC=~"], 1, 12].Where(t => t.Trim() == t);
        var sets = OneOf("UNOC", "UNOL", "UNOW");
        var characters = OneOf(
            ServiceCharacters.Default, new ServiceCharacters((byte)'=', (byte)'*', (byte)',', (byte)'!', 0, (byte)'~'));
        Gen.Select(text.Array[1, 6], sets, characters, Gen.Int[0, 3], OneOf("", "\n")).Sample((values, set, service, skip, lineBreak) =>
        {
            if (set == "UNOC" && Array.Exists(values, v => v.Contains('\u20AC'))) return;
            var tree = MadeByHand(values, skip);
            var output = new ArrayBufferWriter<byte>();
            var findings = new Findings();
            var options = new EdifactWriterOptions { Characters = service, CharacterSet = CharacterSet.Find(set), LineBreak = lineBreak };
            using (var writer = new EdifactWriter(output, options, findings))
            {
                writer.OpenInterchange(Header);
                writer.Write(tree, "M1");
                writer.Complete();
            }

            var read = HandMade.Read(output.WrittenSpan.ToArray());
            Assert.Empty(findings.All);
            Assert.DoesNotContain(read.Findings.All, f => f.Code.Default == Severity.Error);
            Assert.Equal(Values(tree), Values(read.Tree));
        });
    }

    [Fact]
    public void Any_message_written_anew_is_the_same_message()
    {
        var piece = OneOf("+", ":", "'", "?'", "??", "?+", "A", "12.5", " ", "BGM", "FTX+AAA+++", "GID+1+2,5:CT", "\r\n", "\xFC", "ZZZ+1");
        piece.Array[0, 30].Sample(pieces =>
        {
            var body = "BGM+85+1+9'" + string.Concat(pieces) + "'";
            var bytes = HandMade.Bytes(HandMade.Message(body));
            var (written, trees) = WriterCorpusTests.Again(bytes, new EdifactWriterOptions());
            Assert.Equal(trees, WriterCorpusTests.Trees(written));
            // What is canonical once stays as it is.
            Assert.Equal(written, WriterCorpusTests.Again(written, new EdifactWriterOptions()).Bytes);
        });
    }

    [Fact]
    public void Nothing_is_allocated_for_a_segment()
    {
        var body = string.Concat(Enumerable.Range(1, 3000).Select(i => $"FTX+AAA+++Line {i}?: 5?+5::c'GID+{i}+2.5:CT'"));
        var tree = HandMade.Read(HandMade.Bytes(HandMade.Message("BGM+85+1+9'" + body))).Tree;
        var others = new ServiceCharacters((byte)'=', (byte)'*', (byte)',', (byte)'!', 0, (byte)'~');
        foreach (var characters in new[] { ServiceCharacters.Default, others })
        {
            using var writer = new EdifactWriter(Stream.Null, new EdifactWriterOptions { Characters = characters });
            // The least of some: the runtime itself allocates now and then, when it compiles a method again.
            var least = Enumerable.Range(0, 4).Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                writer.Write(tree);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
            Assert.InRange(least, 0, 1000);
        }
    }

    private static string HandAgain(string text, EdifactWriterOptions options)
    {
        var tree = new Tree();
        using var reader = new EdifactReader(HandMade.Raw(HandMade.Bytes(text)), HandMade.Find, new Findings());
        return Written(w =>
        {
            while (reader.Read(tree, out _)) w.Write(tree);
        }, options);
    }

    private static Tree MadeByHand(string[] values, int skip)
    {
        var schema = HandMade.Cuscar;
        var tree = new Tree();
        tree.Reset(schema, null);
        var root = tree.Open(Schema.Root);
        void Value(int position, string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var start = tree.Append(bytes);
            tree.Add(position, start, bytes.Length, NodeFlags.HasValue);
        }

        var unh = schema.Child(Schema.Root, "UNH");
        var node = tree.Open(unh);
        Value(schema.Child(unh, "0062"), "M1");
        var s009 = schema.Child(unh, "S009");
        var composite = tree.Open(s009);
        foreach (var (name, text) in new[] { ("0065", "CUSCAR"), ("0052", "D"), ("0054", "95B"), ("0051", "UN") })
        {
            Value(schema.Child(s009, name), text);
        }

        tree.Close(composite);
        tree.Close(node);
        var cni = schema.Child(Schema.Root, "CNI");
        var rff = schema.Child(cni, "RFF");
        var gid = schema.Child(rff, "GID");
        var bgm = schema.Child(Schema.Root, "BGM");
        node = tree.Open(bgm);
        if (skip != 1) Value(schema.Child(bgm, "1004"), values[0]);
        tree.Close(node);
        var groups = new List<int> { tree.Open(cni), tree.Open(rff) };
        composite = tree.Open(schema.Child(rff, "C506"));
        Value(schema.Child(schema.Child(rff, "C506"), "1153"), "BM");
        tree.Close(composite);
        groups.Add(tree.Open(gid));
        var ftx = schema.Child(gid, "FTX");
        node = tree.Open(ftx);
        Value(schema.Child(ftx, "4451"), "AAA");
        var c108 = schema.Child(ftx, "C108");
        composite = tree.Open(c108);
        var shape = schema.ChildrenOf(c108);
        for (var i = 0; i < Math.Min(values.Length, 5); i++) Value(i == 0 ? shape.First : shape.First + 1, values[i]);
        tree.Close(composite);
        tree.Close(node);
        for (var i = groups.Count - 1; i >= 0; i--) tree.Close(groups[i]);
        tree.Close(root);
        return tree;
    }

    private static List<string> Values(Tree tree)
    {
        var values = new List<string>();
        var isIn = false;
        for (var i = 1; i < tree.Nodes.Length; i++)
        {
            if (tree.NameOf(i) is "UNB" or "UNH" or "UNT") isIn = tree.NameOf(i) == "UNH";
            if (isIn && (tree.Nodes[i].Flags & NodeFlags.HasValue) != 0) values.Add(tree.NameOf(i) + "=" + tree.Text(i));
        }

        return values;
    }
}
