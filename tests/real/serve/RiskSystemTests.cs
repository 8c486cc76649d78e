using System.Net;

namespace Gateway.Tests.Real.Serve;

public sealed class RiskSystemTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync() => gateway.Start();

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("down")]
    [InlineData("500")]
    [InlineData("hang")]
    [InlineData("reset")]
    [InlineData("lie")]
    public async Task Whatever_the_risk_system_does_nothing_is_lost_or_doubled(string mode)
    {
        await gateway.Behave(mode);
        var receipts = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            using var reply = await gateway.Post(GatewayUnderTest.Short($"{mode}{i}"));
            Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
            receipts.Add((await GatewayUnderTest.Read(reply)).GetProperty("receipt").GetString()!);
        }

        // All three are of one ship's call: those behind the first wait for it, so that none overtakes.
        await GatewayUnderTest.Until(
            async () => Attempts(await gateway.Get("/v1/interchanges/" + receipts[0])) > 0, () => gateway.Log);
        foreach (var receipt in receipts)
        {
            var state = default(System.Text.Json.JsonElement);
            await GatewayUnderTest.Until(
                async () => (state = await gateway.Get("/v1/interchanges/" + receipt)).GetProperty("deliveries")
                    .GetArrayLength() == 1, () => gateway.Log);
            Assert.Equal("accepted", state.GetProperty("state").GetString());
            Assert.NotEqual("delivered", state.GetProperty("deliveries")[0].GetProperty("state").GetString());
        }

        await gateway.Behave("ok");
        foreach (var receipt in receipts) await gateway.Settled(receipt);
        var kept = (await gateway.Get("/demo/risk")).GetProperty("messages");
        Assert.Equal(3, kept.GetArrayLength());
        Assert.Equal(3, kept.EnumerateArray().Select(m => m.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task What_the_risk_system_refuses_waits_for_an_operator_and_the_rest_goes_on()
    {
        await gateway.Behave("refuse");
        var refused = await gateway.Receipt(GatewayUnderTest.Short("X1"));
        await GatewayUnderTest.Until(
            async () => (await gateway.Get("/v1/interchanges/" + refused)).GetProperty("deliveries") is { } d
                && d.GetArrayLength() == 1
                && d[0].GetProperty("state").GetString() == "parked",
            () => gateway.Log);
        await gateway.Behave("ok");
        await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("X2")));
    }

    private static int Attempts(System.Text.Json.JsonElement state)
        => state.GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("attempts").GetInt32())
            .FirstOrDefault();
}
