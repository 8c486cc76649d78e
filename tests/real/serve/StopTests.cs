using System.Diagnostics;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Tests.Real.Serve;

/// <summary>A stop is a stop also while the gateway starts.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public async Task Stopped_at_any_look_at_the_clock_it_ends_well_and_its_folder_can_be_opened_again(int look)
    {
        await using var gateway = new GatewayUnderTest();
        gateway.Write("destinations/archive.yaml", "destination: 1\nchannel: folder\naddress: archive\nschedule: 0 0 3 * * ?\n");
        var findings = new Findings();
        var settings = GatewayFile.Read(
            new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root }, findings)!;
        using var stop = new CancellationTokenSource();
        var clock = new StoppingClock(look, stop);
        var log = new StringWriter();
        Assert.Equal(0, await Serving.Run(
            settings, new Log(log, false, clock), clock, log, (_, _, _) => Task.FromResult(false), stop.Token));
        Assert.Contains(" end", log.ToString(), StringComparison.Ordinal);
        await gateway.Start();
        Assert.Equal(0, await gateway.Stop());
    }

    [Theory]
    [InlineData(".")]
    [InlineData("gateway.db")]
    [InlineData("quartz.db")]
    [InlineData("gateway.address")]
    public async Task Stopped_by_the_system_as_soon_as_a_file_is_there_the_process_ends_with_0(string file)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-stop-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "gateway.yaml"), "gateway: 1\nlisten: 127.0.0.1:0\n");
            var start = new ProcessStartInfo(
                "bash", [Path.Combine(Repository.Root, "run"), "serve", "--config", Path.Combine(folder, "gateway.yaml")])
            {
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var words = process.StandardError.ReadToEndAsync();
            while (!Path.Exists(Path.Combine(folder, "data", file)) && !process.HasExited) await Task.Delay(1);
            using (var kill = Process.Start("kill", $"-TERM {process.Id}")) await kill.WaitForExitAsync();
            await process.WaitForExitAsync();
            var said = await words;
            Assert.True(process.ExitCode == 0, $"{process.ExitCode}\n{said}");
            Assert.Contains(" end", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The system's clock; looking at it for the n-th time ends the gateway.</summary>
    private sealed class StoppingClock(int look, CancellationTokenSource stop) : TimeProvider
    {
        private int looks;

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Increment(ref looks) == look) _ = stop.CancelAsync();
            return System.GetUtcNow();
        }
    }
}
