using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Containers;

/// <summary>Every form of archive that the programs in the field write, and every lie that can be told in one.</summary>
public sealed class ArchiveFormTests
{
    private static readonly byte[] Edi = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("UNB+UNOA:3+A+B+261110:2200+1'", 20)));

    public static TheoryData<string> Sound => ["plain", "stored", "descriptor", "zip64", "descriptor of a stored entry"];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Whatever_a_packing_program_writes_is_read(string kind)
    {
        var entry = new Archives.Entry("a.edi"u8.ToArray(), Edi);
        using var parts = PartTests.Unpacked(Archives.Raw(kind switch
        {
            "stored" => entry with { Method = 0 },
            "descriptor" => entry with { HasDescriptor = true },
            "zip64" => entry with { IsZip64 = true },
            "descriptor of a stored entry" => entry with { Method = 0, HasDescriptor = true },
            _ => entry,
        }, new Archives.Entry("b.edi"u8.ToArray(), Edi)));
        Assert.Empty(parts.Findings.All);
        Assert.Equal(["a.edi", "b.edi"], parts.All.Skip(1).Select(part => part.Name));
        Assert.All(parts.All.Skip(1), part => Assert.Equal((Digest.Of(Edi), "edifact"), (part.Sha256, part.Reader)));
    }

    [Fact]
    public void Names_are_read_in_UTF_8_and_in_the_old_code_page_and_are_never_paths()
    {
        var before = Directory.GetFileSystemEntries(Path.GetTempPath(), "gateway-evil*");
        using var parts = PartTests.Unpacked(Archives.Raw(
            new Archives.Entry(Encoding.UTF8.GetBytes("Ladeliste-Köln.edi"), Edi) { Flags = 0x800 },
            new Archives.Entry([(byte)'K', 0x94, (byte)'l', (byte)'n'], Edi), new Archives.Entry("../../tmp/gateway-evil"u8.ToArray(), Edi),
            new Archives.Entry("/tmp/gateway-evil2"u8.ToArray(), Edi), new Archives.Entry("C:\\gateway-evil3"u8.ToArray(), Edi),
            new Archives.Entry([0x1B, (byte)'[', (byte)'3', (byte)'1', (byte)'m', 0], Edi), new Archives.Entry([], Edi)));
        Assert.Equal(["Ladeliste-Köln.edi", "Köln", "../../tmp/gateway-evil", "/tmp/gateway-evil2", "C:\\gateway-evil3"],
            parts.All.Skip(1).Take(5).Select(part => part.Name));
        Assert.DoesNotContain('\u001B', parts.NameOf(6));
        Assert.Equal(8, parts.All.Count);
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetTempPath(), "gateway-evil*"));
    }

    public static TheoryData<string, string> Lies => new()
    {
        { "check sum", "PRT-0006" }, { "size too small", "PRT-0006" }, { "size too large", "PRT-0006" }, { "encrypted", "ZIP-0001" },
        { "method", "ZIP-0002" }, { "packed size beyond the file", "ZIP-0002" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void An_entry_that_lies_costs_only_itself(string kind, string code)
    {
        var entry = new Archives.Entry("a.edi"u8.ToArray(), Edi);
        using var parts = PartTests.Unpacked(Archives.Raw(kind switch
        {
            "check sum" => entry with { LyingCrc = 7 },
            "size too small" => entry with { LyingSize = 10 },
            "size too large" => entry with { LyingSize = 1_000_000_000 },
            "encrypted" => entry with { Flags = 1 },
            "method" => entry with { Method = 14 },
            _ => entry with { LyingPackedSize = 1_000_000_000 },
        }, new Archives.Entry("b.edi"u8.ToArray(), Edi)));
        Assert.Equal(code, Assert.Single(parts.Findings.All).Code.Id);
        Assert.Contains("a.edi", parts.Findings.All[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("b.edi", Assert.Single(parts.All.Skip(1)).Name);
    }

    [Fact]
    public void Entries_that_overlap_count_as_often_as_they_unpack()
    {
        // It cannot be packed, so that only the overlapping makes it grow.
        var (noise, state) = (new byte[1024 * 1024], 1u);
        for (var i = 0; i < noise.Length; i++) noise[i] = (byte)((state = unchecked((state * 1664525) + 1013904223)) >> 24);
        using var parts = PartTests.Unpacked(Archives.Raw([.. Enumerable.Range(0, 1000).Select(i =>
            new Archives.Entry("z"u8.ToArray(), i == 0 ? noise : [1]) { SameAs = 0 })]));
        Assert.Equal("PRT-0004", parts.Findings.All[^1].Code.Id);
        Assert.Single(parts.All);
    }

    [Fact]
    public void An_archive_that_holds_itself_ends_at_the_limit_of_depth()
    {
        // Each one holds the next two times: without limits there are 2 to the 12th, and of one that holds itself no end.
        var bytes = Archives.Zip(("a.edi", Edi));
        for (var i = 0; i < 12; i++) bytes = Archives.Zip(("left.zip", bytes), ("right.zip", bytes));
        using var parts = PartTests.Unpacked(bytes);
        Assert.All(parts.Findings.All, finding => Assert.Equal("PRT-0005", finding.Code.Id));
        Assert.True(parts.All.Count <= Limits.PartsMax);
    }

    [Fact]
    public void Gzip_of_several_members_is_one_file_and_a_cut_one_is_refused()
    {
        byte[] two = [.. Archives.Gzip(Edi), .. Archives.Gzip(Edi)];
        using var parts = PartTests.Unpacked(two);
        Assert.Equal(Digest.Of([.. Edi, .. Edi]), parts.All[1].Sha256);
        using var cut = PartTests.Unpacked(Archives.Gzip(Edi)[..^9]);
        Assert.Equal("PRT-0006", Assert.Single(cut.Findings.All).Code.Id);
    }

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Tar_is_read_in_every_edition_with_its_long_names_and_without_links(TarEntryFormat format)
    {
        var name = format is TarEntryFormat.Pax or TarEntryFormat.Gnu ? new string('d', 180) + "/ä.edi" : "d/a.edi";
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            writer.WriteEntry(Of(format, TarEntryType.Directory, "d/"));
            var entry = Of(format, TarEntryType.RegularFile, name);
            entry.DataStream = new MemoryStream(Edi);
            writer.WriteEntry(entry);
            var link = Of(format, TarEntryType.SymbolicLink, "link");
            link.LinkName = "/etc/passwd";
            writer.WriteEntry(link);
        }

        var tar = stream.ToArray();
        using var parts = PartTests.Unpacked(Archives.Gzip(tar));
        Assert.Equal(3, parts.All.Count);
        Assert.Equal((name, Digest.Of(Edi)), (parts.All[2].Name, parts.All[2].Sha256));
        Assert.Empty(parts.Findings.All);
        for (var cut = 600; cut < tar.Length; cut += 500)
        {
            using var damaged = PartTests.Unpacked(tar[..cut]);
            Assert.DoesNotContain(damaged.Findings.All, finding => finding.Code.Id == GatewayCodes.OwnFault.Id);
        }
    }

    [Theory]
    [InlineData("many entries")]
    [InlineData("ratio")]
    [InlineData("nested ratio")]
    public void A_bomb_is_refused_in_bounded_memory(string kind)
    {
        var zeros = new byte[64 * 1024 * 1024];
        var bytes = kind switch
        {
            "many entries" => Archives.Zip([.. Enumerable.Range(1, 15_000).Select(i => ($"{i}.edi", Edi[..29]))]),
            "ratio" => Archives.Zip(("z", zeros), ("y", zeros)),
            _ => Archives.Gzip(Archives.Gzip(Archives.Gzip(zeros))),
        };
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var parts = PartTests.Unpacked(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 100L * 1024 * 1024, $"{allocated} bytes");
        Assert.NotEmpty(parts.Findings.All);
        Assert.DoesNotContain(parts.All, part => part.Reader == "edifact");
    }

    private static TarEntry Of(TarEntryFormat format, TarEntryType type, string name) => format switch
    {
        TarEntryFormat.Ustar => new UstarTarEntry(type, name),
        TarEntryFormat.Pax => new PaxTarEntry(type, name),
        _ => new GnuTarEntry(type, name),
    };
}
