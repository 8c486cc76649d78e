using System.Globalization;

namespace Gateway.Tests.Real.Serve;

/// <summary>A scheduled destination over several lives of a gateway, each on another day.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Planned_times_that_passed_while_the_gateway_was_down_are_caught_up_with_by_one_run()
    {
        await using var gateway = new GatewayUnderTest();
        var planned = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(30);
        gateway.Write("destinations/archive.yaml", string.Create(CultureInfo.InvariantCulture,
            $"destination: 1\nchannel: folder\naddress: archive\nschedule: 0 {planned.Minute} {planned.Hour} * * ?\n"));

        // Three planned times pass before the gateway comes up again; none ran ever before.
        await gateway.Start(new ShiftedTime(-3 * Day));
        await Accepted(gateway, "C1");
        Assert.Empty(Archived(gateway));
        await gateway.Stop();
        await gateway.Start();
        await GatewayUnderTest.Until(() => Archived(gateway).Length == 1, () => gateway.Log);
        Assert.Equal(1, await Runs(gateway));

        // Nothing was missed: what came since waits for its time, also over a restart.
        await Accepted(gateway, "C2");
        await gateway.Stop();
        await gateway.Start();
        await Task.Delay(500);
        Assert.Single(Archived(gateway));
        await gateway.Stop();

        // Down again over two planned times.
        await gateway.Start(new ShiftedTime(2 * Day));
        await GatewayUnderTest.Until(() => Archived(gateway).Length == 2, () => gateway.Log);
        Assert.Equal(2, await Runs(gateway));
    }

    [Fact]
    public async Task A_new_schedule_waits_for_its_first_planned_time()
    {
        await using var gateway = new GatewayUnderTest();
        var planned = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(30);
        gateway.Write("destinations/archive.yaml", string.Create(CultureInfo.InvariantCulture,
            $"destination: 1\nchannel: folder\naddress: archive\nschedule: 0 {planned.Minute} {planned.Hour} * * ?\n"));
        await gateway.Start();
        await Accepted(gateway, "C3");
        await gateway.Stop();
        await gateway.Start();
        await Task.Delay(500);
        Assert.Empty(Archived(gateway));
        Assert.Equal(0, await Runs(gateway));
    }

    private static string[] Archived(GatewayUnderTest gateway)
    {
        var folder = Path.Combine(gateway.Folder, "archive");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
    }

    private static async Task<int> Runs(GatewayUnderTest gateway)
        => (await gateway.Get("/v1/schedules")).GetProperty("schedules")[0].GetProperty("runs").GetArrayLength();

    private static async Task Accepted(GatewayUnderTest gateway, string reference)
    {
        var receipt = await gateway.Receipt(GatewayUnderTest.Short(reference));
        await GatewayUnderTest.Until(
            async () => (await gateway.Get("/v1/interchanges/" + receipt)).GetProperty("state").GetString() == "accepted",
            () => gateway.Log);
    }
}
