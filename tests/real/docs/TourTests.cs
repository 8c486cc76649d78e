using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Real.Docs;

/// <summary>The demo as a new user starts it, and the commands that the README shows beside it.</summary>
public sealed partial class TourTests
{
    [Fact]
    public async Task The_demo_comes_up_tells_its_story_takes_the_commands_of_the_README_and_ends_on_SIGTERM()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-tour-").FullName;
        var listen = $"127.0.0.1:{FreePort()}";
        using var demo = Start($"exec ./run demo --data {folder} --listen {listen} 2>&1", out var story);
        try
        {
            await Until(() => story().Contains("In the store:", StringComparison.Ordinal), story);
            Assert.Contains("faulty-unt-count.edi", story(), StringComparison.Ordinal);
            Assert.Contains("The demo risk system has", story(), StringComparison.Ordinal);

            var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
            var commands = Shell().Match(readme).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(5, commands.Length);
            foreach (var command in commands)
            {
                var here = command.Replace("127.0.0.1:8080", listen, StringComparison.Ordinal).Replace(".demo/", folder + "/", StringComparison.Ordinal);
                if (here.StartsWith("./run ", StringComparison.Ordinal)) here += $" --config {folder}/gateway.yaml";
                using var run = Start(here + " 2>&1", out var output);
                await run.WaitForExitAsync();
                Assert.True(run.ExitCode == 0, $"{here} ended with {run.ExitCode}: {output()}");
            }

            using var stop = Process.Start("kill", ["-TERM", demo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await demo.WaitForExitAsync(limit.Token);
            Assert.Equal(0, demo.ExitCode);
        }
        finally
        {
            if (!demo.HasExited) demo.Kill(entireProcessTree: true);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string command, out Func<string> output)
    {
        var text = new System.Text.StringBuilder();
        var process = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, line) =>
        {
            lock (text) text.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        output = () =>
        {
            lock (text) return text.ToString();
        };
        return process;
    }

    private static async Task Until(Func<bool> isSo, Func<string> story)
    {
        for (var i = 0; i < 600; i++)
        {
            if (isSo()) return;
            await Task.Delay(100);
        }

        Assert.Fail("The demo did not get so far:\n" + story());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
