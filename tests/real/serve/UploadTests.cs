using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Real.Serve;

/// <summary>What senders do with bodies, well and badly meant, over a real connection.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync() => gateway.Start();

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_file_of_a_form_is_a_receipt_of_its_own_with_its_name()
    {
        using var form = Form(("first.edi", GatewayUnderTest.Short("U1")), ("zweites ü.edi", GatewayUnderTest.Short("U2")));
        using var reply = await Post("/v1/interchanges", form);
        Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
        var files = (await GatewayUnderTest.Read(reply)).GetProperty("files").EnumerateArray().ToList();
        Assert.Equal(["first.edi", "zweites ü.edi"], files.Select(file => file.GetProperty("fileName").GetString()));
        foreach (var file in files)
        {
            var settled = await gateway.Settled(file.GetProperty("receipt").GetString()!);
            Assert.Equal(("accepted", file.GetProperty("fileName").GetString()),
                (settled.GetProperty("state").GetString(), settled.GetProperty("fileName").GetString()));
        }

        using var again = Form(("first.edi", GatewayUnderTest.Short("U1")));
        using var repeat = await Post("/v1/interchanges", again);
        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        using var none = new MultipartFormDataContent { { new StringContent("text"), "note" } };
        using var refused = await Post("/v1/interchanges", none);
        Assert.Equal(("no-file", HttpStatusCode.BadRequest), (await Kind(refused), refused.StatusCode));
    }

    [Fact]
    public async Task A_form_that_breaks_off_says_which_files_were_kept()
    {
        const string boundary = "b";
        var text = $"--{boundary}\r\nContent-Disposition: form-data; name=file; filename=a.edi\r\n\r\n"
            + Encoding.Latin1.GetString(GatewayUnderTest.Short("U3"))
            + $"\r\n--{boundary}\r\nContent-Disposition: form-data; name=file; filename=b.edi\r\n\r\nUNB+";
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + boundary);
        using var reply = await Post("/v1/interchanges", content);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("a.edi", (await GatewayUnderTest.Read(reply)).GetProperty("files")[0].GetProperty("fileName").GetString());
        Assert.Single((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task An_idempotency_key_never_brings_other_content_also_after_a_restart()
    {
        using var first = await Post("/v1/interchanges", new ByteArrayContent(GatewayUnderTest.Short("K1")), ("Idempotency-Key", "\"k-1\""));
        using var same = await Post("/v1/interchanges", new ByteArrayContent(GatewayUnderTest.Short("K1")), ("Idempotency-Key", "k-1"));
        var receipt = (await GatewayUnderTest.Read(first)).GetProperty("receipt").GetString();
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.StatusCode, same.StatusCode));
        await gateway.Stop();
        await gateway.Start();
        using var other = await Post("/v1/interchanges", new ByteArrayContent(GatewayUnderTest.Short("K2")), ("Idempotency-Key", "k-1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        var problem = await GatewayUnderTest.Read(other);
        Assert.EndsWith("key-reused", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(receipt, problem.GetProperty("receipt").GetString());
        Assert.Single((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
        using var foreign = await Post(
            "/v1/interchanges", new ByteArrayContent([1, 2, 3]), GatewayUnderTest.OtherKey, ("Idempotency-Key", "k-1"));
        Assert.Equal(HttpStatusCode.Accepted, foreign.StatusCode);
        using var wrong = await Post("/v1/interchanges", new ByteArrayContent([1]), ("Idempotency-Key", "two words"));
        Assert.Equal("idempotency-key", await Kind(wrong));
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_within_bounds()
    {
        using var packed = await Post("/v1/interchanges", Packed(GatewayUnderTest.Short("Z1")));
        var receipt = await GatewayUnderTest.Read(packed);
        Assert.Equal(GatewayUnderTest.Short("Z1").Length, receipt.GetProperty("bytes").GetInt64());
        using var bomb = await Post("/v1/interchanges", Packed(new byte[Documents.Limits.HttpBodyBytesMax + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        using var broken = new ByteArrayContent([0x1f, 0x8b, 8, 0, 1, 2, 3]);
        broken.Headers.ContentEncoding.Add("gzip");
        using var malformed = await Post("/v1/interchanges", broken);
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (malformed.StatusCode, await Kind(malformed)));
        using var whole = Packed(GatewayUnderTest.Short("Z2"));
        using var cut = new ByteArrayContent((await whole.ReadAsByteArrayAsync())[..^300]);
        cut.Headers.ContentEncoding.Add("gzip");
        using var half = await Post("/v1/interchanges", cut);
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (half.StatusCode, await Kind(half)));
        using var unknown = new ByteArrayContent([1]);
        unknown.Headers.ContentEncoding.Add("br");
        using var refused = await Post("/v1/interchanges", unknown);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.Single((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task A_partner_over_its_limits_is_told_when_to_come_back_and_its_neighbour_is_not()
    {
        await gateway.Stop();
        gateway.Write("partners/harbour.yaml", File.ReadAllText(Path.Combine(gateway.Folder, "partners/harbour.yaml"))
            + "limits: { requestsPerMinute: 3, megabytesPerDay: 1 }\n");
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 23, 8, 0, 20, TimeSpan.Zero));
        await gateway.Start(clock);
        using var large = await Post("/v1/interchanges", new ByteArrayContent(new byte[1024 * 1024 + 1]));
        Assert.Equal((429, "57580"), ((int)large.StatusCode, large.Headers.RetryAfter!.ToString()));
        clock.Now = clock.Now.AddDays(1);
        for (var i = 0; i < 3; i++) await gateway.Receipt(GatewayUnderTest.Short($"Q{i}"));
        using var fourth = await gateway.Post(GatewayUnderTest.Short("Q4"));
        Assert.Equal((429, "40"), ((int)fourth.StatusCode, fourth.Headers.RetryAfter!.ToString()));
        Assert.Equal("quota", await Kind(fourth));
        using var neighbour = await gateway.Post(GatewayUnderTest.Short("Q5"), GatewayUnderTest.OtherKey);
        Assert.NotEqual(429, (int)neighbour.StatusCode);
        clock.Now = clock.Now.AddMinutes(1);
        using var later = await gateway.Post(GatewayUnderTest.Short("Q6"));
        Assert.Equal(HttpStatusCode.Accepted, later.StatusCode);
        Assert.DoesNotContain((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray(),
            one => one.GetProperty("bytes").GetInt64() > 1024 * 1024);
    }

    [Fact]
    public async Task Who_expects_100_is_refused_before_he_sends_and_a_short_body_leaves_nothing()
    {
        var refused = await Raw("POST /v1/interchanges HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n\r\n", false);
        Assert.StartsWith("HTTP/1.1 401", refused, StringComparison.Ordinal);
        var head = $"POST /v1/interchanges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {GatewayUnderTest.Key}\r\n";
        var asked = await Raw(head + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n", false);
        Assert.StartsWith("HTTP/1.1 100", asked, StringComparison.Ordinal);
        var cut = await Raw(head + "Content-Length: 100\r\n\r\nUNB+", true);
        Assert.DoesNotContain("202", cut, StringComparison.Ordinal);
        var more = await Raw(head + "Content-Length: 4\r\n\r\nUNB+AND SOMETHING ELSE / HTTP/1.1\r\n\r\n", false);
        Assert.StartsWith("HTTP/1.1 202", more, StringComparison.Ordinal);
        Assert.Equal(1, more.Split("HTTP/1.1 20").Length - 1);
        Assert.StartsWith("HTTP/1.1 400", await Raw(
            head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nUNB+", false), StringComparison.Ordinal);
        Assert.Single((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task A_check_says_what_would_be_answered_and_stores_nothing()
    {
        var bytes = GatewayUnderTest.Sample("faulty-unt-count.edi");
        using var reply = await Post("/v1/check", new ByteArrayContent(bytes), ("X-File-Name", "m.edi"));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        var check = await GatewayUnderTest.Read(reply);
        Assert.Empty((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/interchanges") { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("X-Api-Key", GatewayUnderTest.Key);
        request.Headers.Add("X-File-Name", "m.edi");
        using var sent = await gateway.Client.SendAsync(request);
        var settled = await gateway.Settled((await GatewayUnderTest.Read(sent)).GetProperty("receipt").GetString()!);
        foreach (var name in new[] { "state", "receipt" }) Assert.Equal(settled.GetProperty(name).GetString(), check.GetProperty(name).GetString());
        Assert.Equal(
            settled.GetProperty("messages").EnumerateArray().SelectMany(Codes), check.GetProperty("messages").EnumerateArray().SelectMany(Codes));
        Assert.Equal(settled.GetProperty("answers").GetArrayLength(), check.GetProperty("answers").GetArrayLength());
        using var none = await gateway.Client.PostAsync(new Uri("/v1/check", UriKind.Relative), new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        using var other = await Post("/v1/check", new ByteArrayContent(bytes), GatewayUnderTest.OtherKey);
        Assert.Contains("GWY-0006", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(gateway.Folder, "data"), "*.check"));
    }

    private static IEnumerable<string?> Codes(JsonElement message)
        => message.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString());

    private static async Task<string> Kind(HttpResponseMessage reply)
        => (await GatewayUnderTest.Read(reply)).GetProperty("type").GetString()!.Split(':')[^1];

    private static ByteArrayContent Packed(byte[] bytes)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static MultipartFormDataContent Form(params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files) form.Add(new ByteArrayContent(bytes), "file", name);
        return form;
    }

    private Task<HttpResponseMessage> Post(string path, HttpContent content, params (string Name, string Value)[] headers)
        => Post(path, content, GatewayUnderTest.Key, headers);

    private async Task<HttpResponseMessage> Post(
        string path, HttpContent content, string key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await gateway.Client.SendAsync(request);
    }

    // What comes back first; the sender may hang up in the middle of his body.
    private async Task<string> Raw(string text, bool hangsUp)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Client.BaseAddress!.Port);
        await client.Client.SendAsync(Encoding.Latin1.GetBytes(text));
        if (hangsUp) client.Client.Shutdown(SocketShutdown.Send);
        var buffer = new byte[64 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var got = 0;
        try
        {
            got = await client.Client.ReceiveAsync(buffer, limit.Token);
            await Task.Delay(200, CancellationToken.None);
            if (client.Client.Available > 0) got += await client.Client.ReceiveAsync(buffer.AsMemory(got), limit.Token);
        }
        catch (SocketException)
        {
            // A connection that the server closes on what it will not read ends with a reset.
        }

        return Encoding.Latin1.GetString(buffer, 0, got);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
