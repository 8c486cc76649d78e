namespace Gateway.Tests.Real.Serve;

/// <summary>Several folders in one gateway, each of another partner.</summary>
public sealed class SeveralFolderTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync()
    {
        gateway.Write("gateway.yaml", $"""
            gateway: 1
            listen: 127.0.0.1:{gateway.Port}
            diskReserveMegabytes: 0
            folders:
              one: {"{ path: one, partner: harbour }"}
              two: {"{ path: two, partner: nordkap }"}
              any: {"{ path: any }"}
              gone: {"{ path: gone }"}

            """);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_folder_is_its_partners_own_and_one_that_is_gone_holds_up_no_other()
    {
        File.WriteAllText(Path.Combine(gateway.Folder, "gone"), "no folder");
        await gateway.Start();
        foreach (var folder in new[] { "one", "two", "any" })
        {
            File.WriteAllBytes(Path.Combine(gateway.Folder, folder, "m.edi"), GatewayUnderTest.Short("V" + folder));
        }

        // The interchange names HARBRLINE: in the folder of somebody else it is refused, where nobody is named it decides.
        await GatewayUnderTest.Until(
            () => Lies("one/done") && Lies("two/failed") && Lies("any/done"), () => gateway.Log);
        var places = (await gateway.Get("/v1/status")).GetProperty("places").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("state").GetString());
        Assert.Equal(("well", "well", "well", "faulty"), (places["one"], places["two"], places["any"], places["gone"]));
    }

    private bool Lies(string folder) => File.Exists(Path.Combine(gateway.Folder, folder, "m.edi.report.txt"));
}
