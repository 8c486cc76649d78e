using System.Net;

namespace Gateway.Tests.Real.Serve;

/// <summary>A gateway whose data folder lies on a disk that gets full.</summary>
public sealed class DiskTests
{
    private const long Megabyte = 1024 * 1024;

    [NeedsMount]
    public async Task A_full_disk_turns_senders_away_loses_nothing_and_needs_no_restart()
    {
        using var disk = SmallDisk.Mount(32);
        await using var gateway = new GatewayUnderTest();
        Configure(gateway, disk, reserveMegabytes: 0);
        await gateway.Start();
        var before = await gateway.Receipt(GatewayUnderTest.Short("D1"));
        await gateway.Settled(before);

        disk.Fill(leaveBytes: 0);
        // The store writes over room that its log has used before, so some may still fit.
        var (refused, sent) = (0, 0);
        for (; refused < 20 && sent < 2000; sent++)
        {
            using var reply = await gateway.Post(GatewayUnderTest.Short($"D2{sent}"));
            if (reply.StatusCode == HttpStatusCode.Accepted)
            {
                disk.Fill(leaveBytes: 0);
                continue;
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
            Assert.NotNull(reply.Headers.RetryAfter);
            refused++;
        }

        Assert.True(refused == 20, gateway.Log);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ready(gateway));
        Assert.Equal("accepted", (await gateway.Get("/v1/interchanges/" + before)).GetProperty("state").GetString());

        disk.Empty();
        await GatewayUnderTest.Until(async () => await Ready(gateway) == HttpStatusCode.OK, () => gateway.Log);
        for (var i = sent - 20; i < sent; i++)
        {
            using var reply = await gateway.Post(GatewayUnderTest.Short($"D2{i}"));
            Assert.True(reply.IsSuccessStatusCode, gateway.Log);
            await gateway.Settled((await GatewayUnderTest.Read(reply)).GetProperty("receipt").GetString()!);
        }
    }

    [NeedsMount]
    public async Task Intake_stops_while_less_than_the_reserve_is_free_and_what_is_kept_still_gets_out()
    {
        using var disk = SmallDisk.Mount(48);
        await using var gateway = new GatewayUnderTest();
        Configure(gateway, disk, reserveMegabytes: 16);
        await gateway.Start();
        await gateway.Behave("hang");
        var kept = await gateway.Receipt(GatewayUnderTest.Short("D3"));
        disk.Fill(leaveBytes: 12 * Megabyte);
        await GatewayUnderTest.Until(
            async () => await Ready(gateway) == HttpStatusCode.ServiceUnavailable, () => gateway.Log);
        using (var reply = await gateway.Post(GatewayUnderTest.Short("D4")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
            Assert.EndsWith("disk-full", (await GatewayUnderTest.Read(reply)).GetProperty("type").GetString(), StringComparison.Ordinal);
        }

        await gateway.Behave("ok");
        await gateway.Settled(kept);
        disk.Empty();
        await GatewayUnderTest.Until(async () => await Ready(gateway) == HttpStatusCode.OK, () => gateway.Log);
        await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("D4")));
    }

    private static void Configure(GatewayUnderTest gateway, SmallDisk disk, int reserveMegabytes)
        => gateway.Write("gateway.yaml",
            $"gateway: 1\nlisten: 127.0.0.1:{gateway.Port}\ndata: {disk.Path}\ndiskReserveMegabytes: {reserveMegabytes}\n");

    private static async Task<HttpStatusCode> Ready(GatewayUnderTest gateway)
    {
        using var reply = await gateway.Client.GetAsync(new Uri("/readyz", UriKind.Relative));
        return reply.StatusCode;
    }
}
