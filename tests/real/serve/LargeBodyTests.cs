using System.Globalization;
using System.Net;

namespace Gateway.Tests.Real.Serve;

[Collection("alone")]
public sealed class LargeBodyTests
{
    [Theory]
    [InlineData("/v1/interchanges", HttpStatusCode.Accepted)]
    [InlineData("/v1/check", HttpStatusCode.OK)]
    public async Task The_largest_body_is_taken_in_constant_memory(string path, HttpStatusCode status)
    {
        await using var gateway = new GatewayUnderTest();
        await gateway.Start();
        using var small = await gateway.Post([1]);
        var before = GC.GetTotalMemory(true);
        long? held = null;
        // Near the end of the body nearly all of it has come, and what is held then is what a body costs.
        var body = new Repeated(
            new byte[64 * 1024], Documents.Limits.HttpBodyBytesMax, Documents.Limits.HttpBodyBytesMax - 1024 * 1024,
            () => held = GC.GetTotalMemory(true) - before);
        using var content = new StreamContent(body);
        content.Headers.ContentLength = Documents.Limits.HttpBodyBytesMax;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("X-Api-Key", GatewayUnderTest.Key);
        using var reply = await gateway.Client.SendAsync(request);
        Assert.Equal(status, reply.StatusCode);
        Assert.True(held < 16 * 1024 * 1024, string.Create(CultureInfo.InvariantCulture, $"{held} bytes were held"));
    }

    private sealed class Repeated(byte[] block, long length, long at, Action look) : MadeStream
    {
        private readonly long afterLook = length - at;
        private long left = length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(Math.Min(count, left), block.Length);
            block.AsSpan(0, given).CopyTo(buffer.AsSpan(offset));
            if (left > afterLook && left - given <= afterLook) look();
            left -= given;
            return given;
        }
    }
}
