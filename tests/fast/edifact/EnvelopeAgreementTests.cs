using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>The scan of arriving bytes and the reader find the same interchanges, whatever the bytes and their pieces are.</summary>
public sealed class EnvelopeAgreementTests
{
    private static readonly byte[][] Files = [.. Corpus.Rows.Select(r => Corpus.Bytes(r["path"])).Concat(Made())];

    [Fact]
    public void Scan_and_reader_count_alike_in_every_file()
    {
        foreach (var bytes in Files) Agree(bytes, 1000);
    }

    [Fact]
    public void Scan_and_reader_count_alike_in_changed_files()
    {
        var small = Files.Where(f => f.Length is > 0 and < 8_000).ToArray();
        Gen.Select(Gen.Int[0, small.Length - 1], Change, Gen.Int[1, 300]).Each(Iterations, Seed, sample =>
        {
            var (file, change, piece) = sample;
            var bytes = change(small[file]);
            if (!HasObject(bytes)) Agree(bytes, piece);
        });
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_findings_trees_and_marks()
    {
        var small = Files.Where(f => f.Length is > 0 and < 5_000).ToArray();
        Gen.Select(Gen.Int[0, small.Length - 1], Change, Gen.Int[1, 200]).Each(Iterations, Seed, sample =>
        {
            var (file, change, piece) = sample;
            var bytes = change(small[file]);
            Assert.Equal(Told(bytes, int.MaxValue), Told(bytes, piece));
            Assert.Equal(Scanned(bytes, int.MaxValue), Scanned(bytes, piece));
        });
    }

    [Fact]
    public void Texts_with_escape_sequences_are_cut_alike_whatever_is_changed_in_them()
    {
        const string Text = "UNB+UNOX:3+A+B+260101:1200+R'UNH+M1+CUSCAR:D:95B:UN'BGM+785+\u001B$B'!+F|\u001B(B?+X+9'"
            + "NAD+CZ+\u001B$@:;?'\u001B(J+\u001B$)C\u000E+!'?\u000F:\u001B(I'''\u001B(B'RFF+BM:\u001B$(C''\u001B$B++\u001B(B'UNT+5+M1'UNZ+1+R'";
        var file = HandMade.Bytes(Text + Text);
        var place = Gen.Int[0, file.Length - 1];
        Gen.Select(place, Gen.Int[0, 40], place, Gen.Int[0, 5], Gen.Int[1, 40]).Each(Iterations, Seed, sample =>
        {
            var (from, length, to, kind, piece) = sample;
            var cut = file.AsSpan(from, Math.Min(length, file.Length - from)).ToArray();
            byte[] bytes = kind switch
            {
                0 => [.. file[..from], .. file[(from + cut.Length)..]],
                1 => [.. file[..to], .. cut, .. file[to..]],
                2 => [.. file[..from], 0x1B, .. file[from..]],
                3 => [.. file[..from], "'+\u001B\u000E\u000F!("u8[length % 7], .. file[(from + 1)..]],
                4 => file[..from],
                _ => [.. file[..from], .. "\u001B$B"u8, .. file[from..]],
            };
            Agree(bytes, piece);
            Assert.Equal(Told(bytes, int.MaxValue), Told(bytes, piece));
            Assert.Equal(Scanned(bytes, int.MaxValue), Scanned(bytes, piece));
        });
    }

    [Fact]
    public void Whatever_is_changed_in_a_file_ends_in_findings_within_its_bytes()
    {
        Gen.Select(Gen.Int[0, Files.Length - 1], Change).Each(Iterations, Seed, sample =>
        {
            var (file, change) = sample;
            var bytes = change(Files[file]);
            if (bytes.Length > 200_000) return;
            var read = Read(bytes);
            foreach (var finding in read.Findings.All)
            {
                Assert.InRange(finding.Span.Start, 0, bytes.Length);
                Assert.InRange(finding.Span.End, 0, bytes.Length);
                for (var i = finding.Arguments.Length; i < 9; i++)
                {
                    Assert.DoesNotContain("{" + i + "}", finding.Code.Sentence + finding.Code.Fix);
                }
            }
        });
    }

    // Deterministic, so that a failure is the same everywhere.
    private const string Seed = "0000KOIPe2e3";
    private const int Iterations = 3000;

    private static readonly Gen<Func<byte[], byte[]>> Change = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Byte,
        (kind, a, b, value) => (Func<byte[], byte[]>)(bytes =>
        {
            if (bytes.Length == 0) return bytes;
            var (from, to) = (Math.Min(a % bytes.Length, b % bytes.Length), Math.Max(a % bytes.Length, b % bytes.Length));
            var copy = bytes.ToArray();
            switch (kind)
            {
                case 0: return bytes[..from];
                case 1: copy[from] = value; return copy;
                case 2: return [.. bytes[..to], .. bytes[from..]];
                case 3: return [.. bytes[..from], .. bytes[to..]];
                case 4: return [.. bytes[..from], value, .. bytes[from..]];
                case 5: copy[from] = "'+:?*U\n \0"u8[value % 9]; return copy;
                default: return [.. bytes[..from], .. "UNA=*.? ~UNB*UNOA=1*A*B*260101=1200*R~UNZ*0*R~"u8, .. bytes[from..]];
            }
        }));

    private static IEnumerable<byte[]> Made()
    {
        const string One = "UNB+UNOC:3+ME:ZZ+YOU+260101:1200+R1'UNH+1+CUSCAR:D:95B:UN'BGM+85+X'UNT+3+1'UNZ+1+R1'";
        const string Own = "UNA=*,| ~\r\nUNB*UNOA=2*A*B*260101=1200*R2~UNH*1*X=D=95B=UN~UNT*2*1~UNZ*1*R2~";
        string[] texts =
        [
            One + Own + One, One.Replace("UNZ+1+R1'", "") + Own + One, Own.Replace("UNZ*1*R2~", "") + One,
            "'" + Own, "\u00EF\u00BB\u00BF" + One,
            "From: me\r\n\r\n" + One + "\r\n-- \r\n" + Own + "bye", One.Replace("UNT+3+1'", "") + One, One.Replace("'", "'\0\u001A\t\r\n"),
            "UNA:+.?'" + One, "UNA:+.? '" + "UNA:+.? '" + One, One.Replace("BGM+85+X", "BGM+85+" + new string('x', 5000)),
            "UNB+UNOA:4+A+B+20260101:1200+R'UNO+OBJ+ABC:1+1:T+12'UNZ+'UNB+X?'UNP+12+OBJ'UNZ+1+R'",
            "UIB+UNOA:4+D1++++A+B'UIH+ICSDEC:D:99B::UN+M1'XYZ+1'UIT+M1+3'UIZ+D1+1'" + One,
            One.Replace("UNH", "USH+1+1'USA+1'UNH").Replace("UNT+3", "UGH+1'XXX'UGT+1'UST+1+2'UNT+7"),
            One.Replace(':', '\u001F').Replace('+', '\u001D').Replace('\'', '\u001C') + One, One.Replace("'", "?''") + One,
            "BGM+1'" + One, One + "BGM+1'UNT+1+1'", "UNH+1+A:B'XXX'UNT+3+1'UNH+2+A:B'UNT+2+2'" + One,
            "UNG+1'UNE+1'" + One, "UNA", "U", "", "\r\n",
            "UNB+++++4'UNB" + Own.Replace("\r\n", "") + "+UNOC:3+A+B+260101:1200+R'UNZ+0+R'", "UNB+A'UIB" + Own + "'" + One,
            One.Replace("UNZ", "UNB" + Own + "+UNZ"), One.Replace("BGM", "UNB" + Own + "+BGM"),
        ];
        return texts.Select(HandMade.Bytes);
    }

    // With a length that lies, the scan goes by the length, for it cannot look ahead; the reader looks for the trailer.
    private static bool HasObject(ReadOnlySpan<byte> bytes)
    {
        for (int next; (next = bytes.IndexOf("UNO"u8)) >= 0; bytes = bytes[(next + 3)..])
        {
            if (next + 3 == bytes.Length || !char.IsAsciiLetterOrDigit((char)bytes[next + 3])) return true;
        }

        return false;
    }

    private static void Agree(byte[] bytes, int piece)
    {
        using var scan = new EnvelopeScan();
        for (var at = 0; at < bytes.Length; at += piece) scan.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        var found = new Findings();
        var marks = scan.End(found);
        var read = Read(bytes);
        Assert.True(read.Counts == scan.Counts, $"{read.Counts} {scan.Counts} {Encoding.Latin1.GetString(bytes)}");
        Assert.Equal(read.Counts.Interchanges, marks.Count);
        Assert.Equal(GroupFaults(read.Findings).Intersect(Inside(marks, read.Findings)), GroupFaults(found));
        var perInterchange = read.Marks.Where(m => m.Interchange > 0).GroupBy(m => m.Interchange).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(marks.Select((_, i) => perInterchange.GetValueOrDefault(i + 1)), marks.Select(m => m.Messages));
        foreach (var mark in marks)
        {
            Assert.Equal(Digest.Of(bytes.AsSpan((int)mark.Span.Start, mark.Span.Length)), mark.Digest);
        }
    }

    // Missing data elements the scan tells as a wrong count or reference; the reader calls them missing.
    private static IEnumerable<(string, long)> GroupFaults(Findings findings) => findings.All
        .Where(f => f.Code.Id is "EDI-0012" or "EDI-0015" or "EDI-0016" && !f.Arguments[0].Equals("", StringComparison.Ordinal))
        .Select(f => (f.Code.Id, f.Span.Start));

    private static IEnumerable<(string, long)> Inside(IReadOnlyList<EnvelopeMark> marks, Findings findings) => GroupFaults(findings)
        .Where(fault => marks.Any(mark => fault.Item2 >= mark.Span.Start && fault.Item2 <= mark.Span.End));

    private static (Findings Findings, Tree Tree, List<MessageMark> Marks, ReadCounts Counts) Read(byte[] bytes)
    {
        try
        {
            return HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(Encoding.Latin1.GetString(bytes), e);
        }
    }

    private static string Told(byte[] bytes, int chunk)
    {
        var read = HandMade.Read(bytes, chunk: chunk);
        var findings = read.Findings.All.Select(f => $"{f.Code.Id} {f.Span} {f.Place} {f.Sentence}");
        return $"{read.Counts}\n{string.Join('\n', read.Marks)}\n{string.Join('\n', findings)}\n"
            + (read.Marks.Count > 0 ? HandMade.Show(read.Tree) : "");
    }

    private static string Scanned(byte[] bytes, int piece)
    {
        using var scan = new EnvelopeScan();
        piece = Math.Min(piece, bytes.Length);
        for (var at = 0; at < bytes.Length; at += piece) scan.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        var findings = new Findings();
        return string.Join('\n', scan.End(findings)) + scan.Counts + string.Join('\n', findings.All.Select(f => $"{f.Span} {f.Sentence}"));
    }
}
