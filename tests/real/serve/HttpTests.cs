using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Real.Serve;

public sealed class HttpTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync() => gateway.Start();

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task An_interchange_whose_header_turns_out_faulty_is_shown_as_rejected()
    {
        var text = Encoding.Latin1.GetString(GatewayUnderTest.Short("HDR1"));
        var faulty = text.Replace("+PORTCUSTOMS:ZZ+", "++", StringComparison.Ordinal);
        Assert.NotEqual(text, faulty);
        var settled = await gateway.Settled(await gateway.Receipt(Encoding.Latin1.GetBytes(faulty)));
        Assert.Equal("rejected", settled.GetProperty("state").GetString());
        Assert.Equal("rejected", settled.GetProperty("interchanges")[0].GetProperty("state").GetString());
        var listed = (await gateway.Get("/v1/interchanges")).GetProperty("interchanges")[0];
        Assert.Equal("rejected", listed.GetProperty("interchanges")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_body_gets_a_receipt_and_its_repeat_gets_the_same()
    {
        using var first = await gateway.Post(GatewayUnderTest.Short("R1"));
        using var again = await gateway.Post(GatewayUnderTest.Short("R1"));
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var (one, two) = (await GatewayUnderTest.Read(first), await GatewayUnderTest.Read(again));
        Assert.Equal(one.GetProperty("receipt").GetString(), two.GetProperty("receipt").GetString());
        Assert.True(two.GetProperty("repeat").GetBoolean());
        var settled = await gateway.Settled(one.GetProperty("receipt").GetString()!);
        Assert.Equal("accepted", settled.GetProperty("state").GetString());
        Assert.Single((await gateway.Get("/demo/risk")).GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task A_faulty_workbook_is_fetched_with_its_faults_marked_by_its_sender_alone()
    {
        var sent = WorkbookFile.Of(["Invoice No", "NFW-7"], ["Description", "Quantity", "Gross weight (kg)"], ["Chairs", "many", "82"]);
        var settled = await gateway.Settled(await gateway.Receipt(sent));
        var answer = settled.GetProperty("answers").EnumerateArray().Single(a => a.GetProperty("mediaType").GetString()!.EndsWith(".sheet", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("text").ValueKind);
        using var request = new HttpRequestMessage(HttpMethod.Get, answer.GetProperty("href").GetString());
        request.Headers.Add("X-Api-Key", GatewayUnderTest.Key);
        using var reply = await gateway.Client.SendAsync(request);
        Assert.EndsWith(".checked.xlsx", reply.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        using var book = new System.IO.Compression.ZipArchive(await reply.Content.ReadAsStreamAsync());
        using var notes = new StreamReader(book.Entries.Single(file => file.Name.StartsWith("gatewayComments", StringComparison.Ordinal)).Open());
        Assert.Contains("many", await notes.ReadToEndAsync(), StringComparison.Ordinal);
        using var stranger = new HttpRequestMessage(HttpMethod.Get, answer.GetProperty("href").GetString());
        stranger.Headers.Add("X-Api-Key", "wrong");
        using var refused = await gateway.Client.SendAsync(stranger);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Other_content_under_a_reference_is_a_conflict_that_names_both_digests()
    {
        await gateway.Receipt(GatewayUnderTest.Short("R2"));
        var changed = Encoding.Latin1.GetString(GatewayUnderTest.Short("R2"))
            .Replace("261102", "261101", StringComparison.Ordinal);
        using var reply = await gateway.Post(Encoding.Latin1.GetBytes(changed));
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType!.MediaType);
        var problem = await GatewayUnderTest.Read(reply);
        var decision = problem.GetProperty("interchanges")[0];
        Assert.Equal(64, decision.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(64, decision.GetProperty("earlierSha256").GetString()!.Length);
        Assert.NotEqual(decision.GetProperty("sha256").GetString(), decision.GetProperty("earlierSha256").GetString());
    }

    [Fact]
    public async Task A_sender_who_is_not_the_keys_is_refused_and_kept()
    {
        using var reply = await gateway.Post(GatewayUnderTest.Short("R3"), GatewayUnderTest.OtherKey);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
        var receipt = (await GatewayUnderTest.Read(reply)).GetProperty("receipt").GetString();
        using var raw = await gateway.Client.GetAsync(new Uri($"/v1/interchanges/{receipt}/raw", UriKind.Relative));
        Assert.Equal(GatewayUnderTest.Short("R3"), await raw.Content.ReadAsByteArrayAsync());
        await gateway.Settled(receipt!);
        Assert.Empty((await gateway.Get("/demo/risk")).GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task Without_a_valid_key_nothing_is_taken()
    {
        using var none = await gateway.Post(GatewayUnderTest.Short("R4"), null);
        using var wrong = await gateway.Post(GatewayUnderTest.Short("R4"), "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Empty((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Theory]
    [InlineData("/v1/interchanges", true)]
    [InlineData("/v1/interchanges", false)]
    [InlineData("/v1/check", true)]
    public async Task A_body_with_nothing_in_it_leaves_nothing_behind(string path, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = isChunked ? new StreamContent(new Endless(0)) : null };
        request.Headers.Add("X-Api-Key", GatewayUnderTest.Key);
        request.Headers.TransferEncodingChunked = isChunked;
        using var reply = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("problem:empty", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task A_body_over_the_limit_leaves_nothing_behind()
    {
        using var content = new StreamContent(new Endless(Documents.Limits.HttpBodyBytesMax + 1L));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/interchanges") { Content = content };
        request.Headers.Add("X-Api-Key", GatewayUnderTest.Key);
        request.Headers.TransferEncodingChunked = true;
        using var reply = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Empty((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task A_key_sees_its_own_receipts_alone()
    {
        var receipt = await gateway.Receipt(GatewayUnderTest.Short("R5"));
        await gateway.Get("/v1/interchanges/" + receipt, GatewayUnderTest.Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/interchanges/" + receipt);
        request.Headers.Add("X-Api-Key", GatewayUnderTest.OtherKey);
        using var reply = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_not_the_operator()
    {
        foreach (var path in new[] { "/", "/v1/status", "/v1/interchanges", "/metrics" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = "evil.example";
            using var reply = await gateway.Client.SendAsync(request);
            Assert.True(reply.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, path);
        }
    }

    [Fact]
    public async Task A_message_has_its_forms_findings_provenance_and_answers()
    {
        var state = await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("R6")));
        var message = state.GetProperty("messages")[0].GetProperty("id").GetString();
        var json = await gateway.Get($"/v1/messages/{message}.json");
        Assert.Equal(JsonValueKind.Object, json.ValueKind);
        var xml = await gateway.Client.GetStringAsync(new Uri($"/v1/messages/{message}.xml", UriKind.Relative));
        Assert.Contains("CargoReport", xml, StringComparison.Ordinal);
        var values = (await gateway.Get($"/v1/messages/{message}/provenance")).GetProperty("values");
        Assert.True(values.GetArrayLength() > 10);
        var sourced = values.EnumerateArray().First(v => v.GetProperty("origins").GetArrayLength() > 0);
        var pointer = Uri.EscapeDataString(sourced.GetProperty("jsonPointer").GetString()!);
        var one = (await gateway.Get($"/v1/messages/{message}/provenance?pointer={pointer}")).GetProperty("values")[0];
        Assert.True(one.GetProperty("origins")[0].GetProperty("excerpt").GetProperty("marked").GetString()!.Length > 0);
        Assert.Contains(state.GetProperty("answers").EnumerateArray(),
            a => a.GetProperty("text").GetString()!.Contains("CONTRL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_container_leads_to_its_messages()
    {
        var state = await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("R7")));
        var key = state.GetProperty("messages")[0].GetProperty("keys").EnumerateArray()
            .First(k => k.GetProperty("kind").GetString() == "container").GetProperty("value").GetString()!;
        var found = await gateway.Get("/v1/consignments/" + Uri.EscapeDataString(key), GatewayUnderTest.Key);
        Assert.Equal(state.GetProperty("receipt").GetString(), found.GetProperty("hits")[0].GetProperty("receipt")
            .GetString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/consignments/" + Uri.EscapeDataString(key));
        request.Headers.Add("X-Api-Key", GatewayUnderTest.OtherKey);
        using var reply = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    [Fact]
    public async Task Every_path_of_the_openapi_document_is_served_and_no_other()
    {
        var paths = (await gateway.Get("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name)
            .Order(StringComparer.Ordinal);
        await using var other = new GatewayUnderTest();
        Assert.Equal(await other.Routes(), paths);
    }

    [Fact]
    public async Task Health_readiness_and_figures_answer()
    {
        await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("R8")));
        Assert.Equal("ok", (await gateway.Get("/healthz")).GetProperty("status").GetString());
        Assert.Equal("ready", (await gateway.Get("/readyz")).GetProperty("status").GetString());
        var figures = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("gateway_received_total{channel=\"http\",repeat=\"no\"} 1", figures, StringComparison.Ordinal);
    }

    /// <summary>Gives so many bytes without holding them.</summary>
    private sealed class Endless(long length) : MadeStream
    {
        private long left = length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, left);
            Array.Fill(buffer, (byte)'A', offset, given);
            left -= given;
            return given;
        }
    }
}
