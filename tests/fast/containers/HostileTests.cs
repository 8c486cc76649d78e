using System.Diagnostics;
using System.Text;

namespace Gateway.Tests.Fast.Containers;

public sealed class HostileTests
{
    [Fact]
    public void An_archive_of_ten_thousand_entries_is_refused_as_a_whole()
        => Refused(Archives.Zip([.. Enumerable.Range(1, 10_000).Select(i => ($"{i}.edi", "UNB"u8.ToArray()))]), "PRT-0001");

    [Fact]
    public void A_bomb_is_refused_and_costs_not_its_neighbours()
    {
        var bomb = Archives.Zip(("zeros", new byte[100 * 1024 * 1024]));
        Refused(bomb, "PRT-0004");
        using var parts = PartTests.Unpacked(Archives.Zip(("bomb.zip", bomb), ("a.edi", "UNB+UNOA:3+A+B+261110:2200+1'"u8.ToArray())));
        Assert.Equal(3, parts.All.Count);
        Assert.Equal("edifact", parts.All[2].Reader);
    }

    [Fact]
    public void Archives_in_archives_end_at_the_limit()
    {
        var bytes = "UNB+UNOA:3+A+B+261110:2200+1'"u8.ToArray();
        for (var i = 0; i < 30; i++) bytes = Archives.Zip(($"{i}.zip", bytes));
        using var parts = PartTests.Unpacked(bytes);
        Assert.Equal("PRT-0005", parts.Findings.All.Single().Code.Id);
    }

    [Fact]
    public void An_encrypted_entry_and_one_of_another_method_say_how_to_send_instead()
    {
        var encrypted = Archives.Zip(("a.edi", "UNB+"u8.ToArray()));
        foreach (var at in Marks(encrypted)) encrypted[at] |= 1;
        using var one = PartTests.Unpacked(encrypted);
        Assert.Equal("ZIP-0001", one.Findings.All.Single().Code.Id);
    }

    [Fact]
    public void Damaged_archives_end_in_findings()
    {
        var bytes = Archives.Zip(("a.edi", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("UNB+1'", 300)))), ("b", [1, 2]));
        for (var cut = 5; cut < bytes.Length; cut += 3)
        {
            using var parts = PartTests.Unpacked(bytes[..cut]);
            Assert.NotEmpty(parts.Findings.All);
        }

        for (var at = 4; at < bytes.Length; at++)
        {
            var changed = (byte[])bytes.Clone();
            changed[at] ^= 0xFF;
            using var parts = PartTests.Unpacked(changed);
            Assert.NotEmpty(parts.All);
        }

        var gzip = Archives.Gzip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("UNB+1'", 300))));
        using var cutGzip = PartTests.Unpacked(gzip[..^9]);
        Assert.Equal("PRT-0006", cutGzip.Findings.All.Single().Code.Id);
        using var pdf = PartTests.Unpacked("%PDF-1.7\nnothing"u8.ToArray());
        Assert.Equal("PDF-0002", pdf.Findings.All.Single().Code.Id);
    }

    [Fact]
    public void A_PDF_that_refers_to_itself_costs_only_itself()
    {
        const string pdf = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>\nendobj\n"
            + "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n3 0 obj\n<< /Kids [3 0 R] >>\nendobj\n"
            + "trailer\n<< /Size 4 /Root 1 0 R >>\n%%EOF\n";
        using var parts = PartTests.Unpacked(Archives.Zip(
            ("loop.pdf", Encoding.ASCII.GetBytes(pdf)), ("a.edi", "UNB+UNOA:3+A+B+261110:2200+1'"u8.ToArray())));
        Assert.Empty(parts.Findings.All);
        Assert.Equal(Contracts.PartUse.Evidence, Assert.Single(parts.Papers).Use);
        Assert.Equal("edifact", parts.All.Single(part => part.Name == "a.edi").Reader);
    }

    // Flags of the local headers and of the table of contents.
    private static IEnumerable<int> Marks(byte[] zip)
    {
        for (var at = 0; at < zip.Length - 10; at++)
        {
            if (zip.AsSpan(at).StartsWith("PK\x03\x04"u8)) yield return at + 6;
            if (zip.AsSpan(at).StartsWith("PK\x01\x02"u8)) yield return at + 8;
        }
    }

    private static void Refused(byte[] bytes, string code)
    {
        var watch = Stopwatch.StartNew();
        using var parts = PartTests.Unpacked(bytes);
        Assert.Equal(code, parts.Findings.All.Single().Code.Id);
        Assert.Single(parts.All);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }
}
