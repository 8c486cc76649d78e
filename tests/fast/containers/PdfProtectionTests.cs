using System.Text;
using Gateway.Contracts;

namespace Gateway.Tests.Fast.Containers;

/// <summary>PDF files that need no password, though they are protected, and streams that are packed in older ways.</summary>
public sealed class PdfProtectionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/fast/containers/protected");

    // Written with qpdf 11.3: --encrypt "" owner, with 40, 128 and 256 bits, RC4 and AES, with and without streams of objects.
    [Theory]
    [InlineData("rc4-40")]
    [InlineData("rc4-128")]
    [InlineData("rc4-v4")]
    [InlineData("aes-128-meta")]
    [InlineData("aes-256-r5")]
    [InlineData("aes-256")]
    public void A_file_that_opens_without_a_password_is_read(string name)
    {
        using var parts = PartTests.Unpacked(File.ReadAllBytes(Path.Combine(Folder, name + ".pdf")));
        Assert.Empty(parts.Findings.All);
        Assert.Equal(("x > factur-x.xml", "text/xml", "xml"), (parts.NameOf(1), parts.All[1].MediaType, parts.All[1].Reader));
        Assert.Equal("<?xml version='1.0'?><a>protected</a>", Text(parts.Raw(1)));
    }

    [Fact]
    public void A_file_that_needs_a_password_is_refused_in_words()
    {
        using var parts = PartTests.Unpacked(File.ReadAllBytes(Path.Combine(Folder, "user-256.pdf")));
        Assert.Equal("PDF-0001", Assert.Single(parts.Findings.All).Code.Id);
    }

    [Fact]
    public void Changed_anywhere_a_protected_file_ends_in_parts_or_findings()
    {
        foreach (var file in Directory.GetFiles(Folder))
        {
            var whole = File.ReadAllBytes(file);
            for (var at = 0; at < whole.Length; at += 11)
            {
                var changed = (byte[])whole.Clone();
                changed[at] ^= 0x11;
                using var parts = PartTests.Unpacked(changed);
                Assert.DoesNotContain(parts.Findings.All, f => f.Code.Id == Gateway.Core.GatewayCodes.OwnFault.Id);
            }
        }
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(3, 12)]
    [InlineData(1, 2)]
    [InlineData(4, 2)]
    public void Rows_of_differences_are_put_together_again(int colours, int predictor)
    {
        var content = Encoding.ASCII.GetBytes(Xml(400));
        var dictionary = $"/Type /EmbeddedFile /DecodeParms << /Predictor {predictor} /Colors {colours} /Columns 11 >>";
        Assert.Equal(Xml(400), Embedded(dictionary + " /Filter /FlateDecode", PdfMaker.Deflate(Predicted(content, 11 * colours, colours, predictor))));
    }

    [Fact]
    public void A_prediction_that_is_not_known_is_told()
    {
        var parts = PartTests.Unpacked(With("/Filter /FlateDecode /DecodeParms << /Predictor 9 >>", PdfMaker.Deflate("<a/>"u8.ToArray())));
        Assert.Equal("PDF-0004", Assert.Single(parts.Findings.All).Code.Id);
        parts.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" /DecodeParms << /EarlyChange 0 >>")]
    public void LZW_is_unpacked(string parameters)
    {
        foreach (var rows in (int[])[1, 40, 3000])
        {
            var packed = Lzw(Encoding.ASCII.GetBytes(Xml(rows)), parameters.Length == 0 ? 1 : 0);
            Assert.Equal(Xml(rows), Embedded("/Filter /LZWDecode" + parameters, packed));
        }
    }

    [Fact]
    public void LZW_of_the_standards_own_example_is_unpacked()
        => Assert.Equal("-----A---B", Embedded("/Filter /LZWDecode", [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]));

    private static string Xml(int rows) => "<a>" + string.Concat(Enumerable.Range(1, rows).Select(i => $"<row n='{i * i}'>{i % 7}</row>")) + "</a>";

    private static byte[] With(string dictionary, byte[] stream)
    {
        var maker = new PdfMaker();
        maker.Add("<< /Type /Catalog /AF [3 0 R] >>");
        maker.AddStream(dictionary, stream, isPacked: false);
        maker.Add("<< /F (a.xml) /EF << /F 2 0 R >> >>");
        return maker.Plain();
    }

    private static string Embedded(string dictionary, byte[] stream)
    {
        using var parts = PartTests.Unpacked(With(dictionary, stream));
        Assert.DoesNotContain(parts.Findings.All, f => f.Code.Id.StartsWith("PDF", StringComparison.Ordinal));
        return Text(parts.Raw(1));
    }

    // The types of PNG take turns, as programs do that try which packs best.
    private static byte[] Predicted(byte[] content, int rowBytes, int pixelBytes, int predictor)
    {
        var (made, above) = (new List<byte>(), new byte[rowBytes]);
        for (var (start, number) = (0, 0); start < content.Length; start += rowBytes, number++)
        {
            var row = content[start..Math.Min(start + rowBytes, content.Length)];
            var kind = predictor == 2 ? 1 : number % 5;
            if (predictor != 2) made.Add((byte)kind);
            for (var i = 0; i < row.Length; i++)
            {
                int left = i < pixelBytes ? 0 : row[i - pixelBytes], corner = i < pixelBytes ? 0 : above[i - pixelBytes], up = above[i];
                var nearest = new[] { left, up, corner }.MinBy(one => Math.Abs(left + up - corner - one));
                var expected = kind switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => nearest };
                made.Add((byte)((row[i] - expected) & 0xFF));
            }

            above = [.. row, .. new byte[rowBytes - row.Length]];
        }

        return [.. made];
    }

    private static byte[] Lzw(byte[] content, int early)
    {
        var (bits, codes, word) = (new List<bool>(), Fresh(), "");
        Write(256);
        foreach (var b in content)
        {
            if (codes.ContainsKey(word + (char)b))
            {
                word += (char)b;
                continue;
            }

            Write(codes[word]);
            codes[word + (char)b] = codes.Count + 2;
            word = ((char)b).ToString();
            if (codes.Count + 2 < 4095) continue;
            Write(256);
            codes = Fresh();
        }

        Write(codes[word]);
        codes[word + "\0"] = codes.Count + 2;
        Write(257);
        return [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, i) => bit ? 128 >> i : 0).Sum())];

        void Write(int code)
        {
            // Who unpacks has made one code less than who packs.
            var width = (codes.Count + 1 + early) switch { < 512 => 9, < 1024 => 10, < 2048 => 11, _ => 12 };
            for (var bit = width - 1; bit >= 0; bit--) bits.Add((code >> bit & 1) != 0);
        }

        static Dictionary<string, int> Fresh() => Enumerable.Range(0, 256).ToDictionary(i => ((char)i).ToString(), i => i);
    }

    private static string Text(IRaw raw)
    {
        var bytes = new byte[raw.Length];
        Assert.Equal(bytes.Length, raw.Read(0, bytes));
        return Encoding.ASCII.GetString(bytes);
    }
}
