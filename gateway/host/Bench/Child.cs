using System.Diagnostics;
using System.Globalization;

namespace Gateway.Host.Bench;

/// <summary>This program started once more as a process of its own, whose memory is watched from outside.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly Process process;

    private Child(Process process) => this.process = process;

    /// <summary>Largest resident memory so far, as the kernel counted it.</summary>
    public double PeakMegabytes { get; private set; }

    /// <summary>Starts a verb; its output goes nowhere.</summary>
    /// <param name="isLongRunning">Whether <c>run</c> lets this verb be compiled for what it does.</param>
    /// <param name="arguments">The command line.</param>
    public static Child Start(bool isLongRunning, params ReadOnlySpan<string> arguments)
    {
        // The shell stays the same process; only with it can the output of a child go nowhere without being read here.
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "exec \"$0\" \"$@\" >/dev/null 2>&1" } };
        var program = Environment.ProcessPath!;
        start.ArgumentList.Add(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = isLongRunning ? "1" : "0";
        return new Child(Process.Start(start)!);
    }

    /// <summary>Resident memory now.</summary>
    public double Megabytes => Look("VmRSS:");

    /// <summary>Lets the kernel count the largest resident memory anew (proc(5), clear_refs).</summary>
    public void ForgetPeak()
    {
        File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");
        PeakMegabytes = 0;
    }

    /// <summary>Whether it is gone.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Watches until the process ends.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> End(CancellationToken stop)
    {
        await Watch(stop);
        stop.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    /// <summary>Watches until the process ends or <paramref name="stop"/> comes.</summary>
    public async Task Watch(CancellationToken stop)
    {
        while (!process.HasExited && !stop.IsCancellationRequested)
        {
            PeakMegabytes = Math.Max(PeakMegabytes, Look("VmHWM:"));
            await Task.Delay(LookEvery, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    // A process that has just ended has no such line any more.
    private double Look(string line)
    {
        try
        {
            foreach (var text in File.ReadLines($"/proc/{process.Id}/status"))
            {
                if (!text.StartsWith(line, StringComparison.Ordinal)) continue;
                var kibibytes = text.AsSpan(line.Length).Trim().TrimEnd("kB").Trim();
                return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
            }
        }
        catch (IOException)
        {
            // It ended between the question and the answer.
        }

        return 0;
    }
}
