using System.IO.Compression;
using System.Text;

namespace Gateway.Tests.Real.Serve;

public sealed class ArchiveTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync() => gateway.Start();

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task The_parts_of_an_archive_are_listed_with_what_became_of_them_and_findings_show_the_bytes_of_their_part()
    {
        var bad = GatewayUnderTest.Sample("faulty-unt-count.edi");
        var receipt = await gateway.Receipt(Zip(
            ("good.edi", GatewayUnderTest.Short("P1")), ("in/bad.edi", bad), ("logo.png", [0x89, 0x50, 0x4E, 0x47, 1])));
        var state = await gateway.Settled(receipt);
        Assert.Equal("partly-accepted", state.GetProperty("state").GetString());
        var parts = state.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(["zip", "edifact", "edifact", null], parts.Select(part => part.GetProperty("format").GetString()));
        Assert.Equal([0, 1, 0, 0], parts.Select(part => part.GetProperty("accepted").GetInt32()));
        Assert.Equal("PRT-0008", parts[3].GetProperty("findings")[0].GetProperty("code").GetString());

        var message = state.GetProperty("messages").EnumerateArray().Single(one => !one.GetProperty("accepted").GetBoolean());
        Assert.EndsWith(" > in/bad.edi", message.GetProperty("partName").GetString(), StringComparison.Ordinal);
        var finding = message.GetProperty("findings").EnumerateArray().First(one => one.GetProperty("severity").GetString() == "error");
        Assert.Equal(2, finding.GetProperty("span").GetProperty("part").GetInt32());
        Assert.Equal("28", finding.GetProperty("excerpt").GetProperty("marked").GetString());
        var findings = await gateway.Get(message.GetProperty("links").GetProperty("findings").GetString()!);
        Assert.Contains("\"marked\": \"28\"", findings.ToString(), StringComparison.Ordinal);

        using var raw = await gateway.Client.GetAsync(new Uri(parts[2].GetProperty("raw").GetString()!, UriKind.Relative));
        Assert.Equal(bad, await raw.Content.ReadAsByteArrayAsync());
        foreach (var path in new[] { "4", "-1", "x", "99999999999" })
        {
            using var none = await gateway.Client.GetAsync(new Uri($"/v1/interchanges/{receipt}/parts/{path}", UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    [Fact]
    public async Task A_value_leads_to_the_bytes_of_its_part_and_nobody_else_sees_them()
    {
        var manifest = GatewayUnderTest.Short("P2");
        var receipt = await gateway.Receipt(Zip(("filling.bin", new byte[3000]), ("m.edi", manifest)));
        var state = await gateway.Settled(receipt);
        var message = state.GetProperty("messages")[0];
        var provenance = await gateway.Get($"/v1/messages/{message.GetProperty("id").GetString()}/provenance?pointer=/cargoReport/id");
        var origin = provenance.GetProperty("values")[0].GetProperty("origins")[0];
        Assert.Equal(2, origin.GetProperty("part").GetInt32());
        var (start, length) = (origin.GetProperty("start").GetInt32(), origin.GetProperty("length").GetInt32());
        Assert.Equal(Encoding.Latin1.GetString(manifest, start, length), origin.GetProperty("excerpt").GetProperty("marked").GetString());

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/interchanges/{receipt}/parts/2");
        request.Headers.Add("X-Api-Key", GatewayUnderTest.OtherKey);
        using var reply = await gateway.Client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, reply.StatusCode);
    }

    internal static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
