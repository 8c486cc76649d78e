using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Gateway.Host.Serve;

/// <summary>
/// A thread on which one loop runs from its begin to its end, also after it waited for something. Work on documents takes the
/// processor for as long as a document takes: on the threads that all share, senders would wait for it, and here it also makes way for
/// them.
/// </summary>
internal sealed class OwnThread : SynchronizationContext
{
    // A third of the processor where somebody else wants it too; all of it where nobody does.
    private const int Niceness = 5;

    private readonly BlockingCollection<(SendOrPostCallback Go, object? State)> due = [];

    /// <summary>Runs something to its end.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="run">What it does.</param>
    public static Task Run(string name, Func<Task> run)
    {
        var own = new OwnThread();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => own.Run(run, ended)) { Name = name, IsBackground = true }.Start();
        return ended.Task;
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            due.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The loop has ended; whoever comes late is not waited for.
            base.Post(d, state);
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private void Run(Func<Task> run, TaskCompletionSource ended)
    {
        SetSynchronizationContext(this);
        MakeWay();
        var running = run();
        running.ContinueWith(_ => due.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var (go, state) in due.GetConsumingEnumerable()) go(state);
        ended.SetFromTask(running);
    }

    private static void MakeWay()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            // On Linux it is the calling thread's alone (setpriority(2)). What is refused does no harm.
            _ = SetPriority(0, 0, Niceness);
        }
        catch (EntryPointNotFoundException)
        {
            // Then it goes on like any other.
        }
        catch (DllNotFoundException)
        {
            // Likewise.
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
