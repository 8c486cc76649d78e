using Gateway.Contracts;
using Gateway.Documents;
using Renci.SshNet.Common;

namespace Gateway.Channels;

/// <summary>
/// Fetches files from a carrier's server and answers there. A file is fetched when it is whole, kept by the receiver, remembered, and
/// only then taken out of the carrier's folder. Killed at any line, the next poll goes on; a file that was kept and not remembered is
/// read again and gets the receipt it had.
/// </summary>
public sealed class SftpChannel : IChannel, IAsyncDisposable
{
    /// <summary>Files fetched ahead while earlier ones are kept: the way to a far server is long.</summary>
    private const int FetchedAheadMax = 4;

    /// <summary>Kept files that are taken out of the folder while the next ones are kept.</summary>
    private const int LeavingMax = 4;

    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(5);

    // A longer wait for a file to settle is one for the next poll.
    private static readonly TimeSpan LookAgainMax = TimeSpan.FromSeconds(10);

    private readonly SftpOptions options;
    private readonly AskVerdict ask;
    private readonly TimeProvider clock;
    private readonly Action<Finding> say;
    private readonly SftpSession fetching;
    private readonly SftpSession answering;
    private readonly SftpFolder inbox;
    private readonly SftpFolder answers;
    private readonly Leaving leaving;
    private readonly TakenFiles taken;
    private readonly RemoteInbox waiting;
    private readonly SemaphoreSlim oneAnswer = new(1);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private DateTimeOffset leavingRestsUntil;
    private int waitingCount;

    /// <summary>Makes the channel; nothing is connected yet.</summary>
    /// <param name="options">Which folder of which server.</param>
    /// <param name="ask">Tells what became of a receipt.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="say">Takes what an operator should know, once for each state.</param>
    public SftpChannel(SftpOptions options, AskVerdict ask, TimeProvider clock, Action<Finding> say)
    {
        (this.options, this.ask, this.clock, this.say) = (options, ask, clock, say);
        fetching = new SftpSession(options.Server, clock);
        answering = new SftpSession(options.Server, clock);
        inbox = new SftpFolder(fetching, options.Folder, options.MemoryFolder);
        answers = new SftpFolder(answering, options.Answers ?? "", options.MemoryFolder);
        leaving = new Leaving(options, inbox, new SftpFolder(fetching, options.Archive, options.MemoryFolder));
        // Another account or folder under the same name has other files.
        var identity = Digest.Of("sftp", options.Server.Host, $"{options.Server.Port}", options.Server.User, options.Folder).Short(12);
        taken = new TakenFiles(Path.Combine(options.MemoryFolder, $"{FileNames.Plain(options.Server.Name, "place")}-{identity}.taken"));
        waiting = new RemoteInbox(options, taken, clock);
    }

    /// <inheritdoc/>
    public string Name => options.Server.Name;

    /// <inheritdoc/>
    public ChannelState State
    {
        get
        {
            var session = fetching.Fault is null && answering.Fault is not null ? answering : fetching;
            return new ChannelState("sftp")
            {
                LastContact = fetching.LastContact > answering.LastContact ? fetching.LastContact
                    : answering.LastContact ?? fetching.LastContact,
                Fault = session.Fault, FaultAt = session.FaultAt, Waiting = waitingCount,
                IsStopped = fetching.IsStopped || answering.IsStopped,
            };
        }
    }

    /// <inheritdoc/>
    public async ValueTask Collect(IReceiver receiver, CancellationToken stop)
    {
        if (fetching.IsResting || answering.IsStopped) return;
        try
        {
            await Look(stop);
            await TakeAll(receiver, stop);
            fetching.Well();
        }
        catch (SftpFaultException fault)
        {
            if (fetching.Rest(fault.Finding)) say(fault.Finding);
        }
        finally
        {
            waitingCount = waiting.Waiting;
        }

        foreach (var repeat in taken.Owed) await AnswerRepeat(repeat, stop);
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        if (options.Answers is null) return new(SendOutcome.Delivered, "the place has no folder for answers");
        if (fetching.IsStopped || answering.IsResting) return new(SendOutcome.Retry, "the server is not contacted now");
        var (name, digest) = Split(outgoing.Address);
        return await Answer(name, digest, outgoing.FileName, outgoing.Id, outgoing.Bytes, stop) is { } fault
            ? new(SendOutcome.Retry, fault.Sentence) : new(SendOutcome.Delivered, "written");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await fetching.DisposeAsync();
        await answering.DisposeAsync();
        oneAnswer.Dispose();
    }

    private async Task Look(CancellationToken stop)
    {
        await See(stop);
        if (!waiting.IsUnsettled || options.Stable > LookAgainMax) return;
        await Task.Delay(options.Stable, clock, stop);
        await See(stop);
    }

    private async Task See(CancellationToken stop)
    {
        RemoteListing listing;
        try
        {
            listing = await inbox.List(options.EntriesMax, stop);
        }
        catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
        {
            throw new SftpFaultException(
                SftpFindings.Of(SftpFindings.Folder, Name, options.Folder, SftpSession.Reason(refusal)));
        }

        foreach (var odd in listing.OddNames) Tell(SftpFindings.Name, odd, odd);
        if (!listing.IsWhole) Tell(SftpFindings.TooMany, "", $"{options.EntriesMax}");
        var remaining = waiting.See(listing);
        waitingCount = waiting.Waiting;
        if (listing.IsWhole) taken.Keep(listing.Files.Select(f => f.Name).ToHashSet(StringComparer.Ordinal));
        await Guarded("", () => leaving.Finish(listing, taken, stop));
        // Taken before a crash, or refused by the server then.
        foreach (var file in remaining) await Leave(taken.Find(file.Name)!, stop);
    }

    /// <summary>Fetches some files ahead and keeps them one after another, in the order in which they were written; those that are kept
    /// leave the folder meanwhile.</summary>
    private async Task TakeAll(IReceiver receiver, CancellationToken stop)
    {
        var ahead = new Queue<(Sight Sight, Task<Spool?> Fetched)>();
        var left = new Queue<Task>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            foreach (var sight in waiting.Ready)
            {
                if (sight.File.Length > options.FileBytesMax) await RefuseLarge(sight, stop);
                else ahead.Enqueue((sight, Fetch(sight, end.Token)));
                if (ahead.Count >= FetchedAheadMax) await TakeNext();
            }

            while (ahead.Count > 0) await TakeNext();
            while (left.Count > 0) await left.Dequeue();
        }
        finally
        {
            await end.CancelAsync();
            foreach (var (_, fetched) in ahead) await fetched.ContinueWith(DisposeOf, TaskScheduler.Default);
            foreach (var leave in left) await leave.ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
        }

        async Task TakeNext()
        {
            var (sight, fetched) = ahead.Dequeue();
            await using var spool = await fetched;
            if (spool is null || await Keep(receiver, sight, spool, stop) is not { } file) return;
            left.Enqueue(Leave(file, stop));
            if (left.Count >= LeavingMax) await left.Dequeue();
        }
    }

    private static void DisposeOf(Task<Spool?> fetched)
    {
        if (fetched.IsCompletedSuccessfully) fetched.Result?.Dispose();
        else _ = fetched.Exception;
    }

    /// <summary>Reads a file as it was listed; null when it is not that any more, or may not be read.</summary>
    private async Task<Spool?> Fetch(Sight sight, CancellationToken stop)
    {
        var file = sight.File;
        var spool = new Spool(options.MemoryFolder, file.Length);
        var isWhole = false;
        try
        {
            await fetching.Fetch(inbox.PathOf(file.Name), spool, stop);
            isWhole = spool.Length == file.Length && await inbox.Find(file.Name, stop) == file;
        }
        catch (Exception) when (spool.IsOver)
        {
            // It grows: the next listing shows it anew.
        }
        catch (Exception) when (spool.Fault is not null)
        {
            throw spool.Fault;
        }
        catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
        {
            Tell(SftpFindings.Unreadable, file.Name, file.Name, SftpSession.Reason(refusal));
        }
        finally
        {
            if (!isWhole) await spool.DisposeAsync();
        }

        return isWhole ? spool : null;
    }

    /// <summary>Keeps a file and remembers it; null when its end may still come.</summary>
    private async Task<TakenFile?> Keep(IReceiver receiver, Sight sight, Spool spool, CancellationToken stop)
    {
        var (content, sha256) = spool.End();
        if (!sight.IsIncomplete && options.Marker is null && (content.Length == 0 || receiver.Probe(content) == ScanState.More))
        {
            sight.IsIncomplete = true;
            if (clock.GetElapsedTime(sight.Since) < options.Quiet) return null;
        }

        content.Position = 0;
        var name = sight.File.Name;
        var arrival = new Arrival(Name, options.Scope, name, null, name + "/" + sha256, clock.GetUtcNow());
        var receipt = await receiver.Receive(arrival, content, stop);
        var file = new TakenFile(sight.File, sha256, receipt.IsRepeat && options.Answers is not null);
        taken.Add(file);
        waiting.Took(sight);
        waitingCount = waiting.Waiting;
        return file;
    }

    private async Task Leave(TakenFile file, CancellationToken stop)
    {
        if (options.After == SftpAfter.Leave || clock.GetUtcNow() < leavingRestsUntil) return;
        await Guarded(file.File.Name, () => leaving.Take(file, stop));
    }

    /// <summary>What the server does not let us do with one file is told; all others go on.</summary>
    private async Task Guarded(string name, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
        {
            lock (told)
            {
                // Others that left at the same time were refused with it.
                if (clock.GetUtcNow() < leavingRestsUntil) return;
                leavingRestsUntil = clock.GetUtcNow() + RefusedPause;
            }

            Tell(SftpFindings.NotMoved, name, name, SftpSession.Reason(refusal));
        }
    }

    private async Task RefuseLarge(Sight sight, CancellationToken stop)
    {
        var (name, length) = (sight.File.Name, sight.File.Length);
        Tell(SftpFindings.TooLarge, name, name, $"{length}", $"{options.FileBytesMax}");
        sight.IsRefused = true;
        if (options.Answers is null || answering.IsResting) return;
        var finding = SftpFindings.Of(SftpFindings.TooLarge, Name, name, $"{length}", $"{options.FileBytesMax}");
        var text = $"Not accepted: {SafeText.Of(name)}\n\n{FindingText.Of(finding, Severity.Error, null, name)}";
        await Answer(name, $"{length}-{sight.File.WrittenAt}", "report.txt", "too-large-" + Digest.Of("file", name).Short(16),
            System.Text.Encoding.UTF8.GetBytes(text), stop);
    }

    /// <summary>A repeat is answered with the answers of the first time, whatever name that had.</summary>
    private async Task AnswerRepeat(TakenFile file, CancellationToken stop)
    {
        if (answering.IsResting || await ask(options.Scope, file.Sha256, stop) is not { } verdict) return;
        foreach (var answer in verdict.Answers)
        {
            var id = Digest.Of("repeat", file.File.Name, answer.Name, file.Sha256).Short(32);
            if (await Answer(file.File.Name, file.Sha256, answer.Name, id, answer.Bytes, stop) is not null) return;
        }

        taken.Add(file with { OwesAnswer = false });
    }

    /// <summary>Writes one answer beside no file but under its name.</summary>
    /// <returns>What went wrong; null when it is written.</returns>
    private async Task<Finding?> Answer(
        string name, string digest, string answer, string id, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await oneAnswer.WaitAsync(stop);
        try
        {
            // The sender used a name again: the answers to the later file have a mark of its content.
            var marked = FileNames.Distinct(name, digest[..Math.Min(16, digest.Length)]);
            await answers.Write(FileNames.OfAnswer(name, answer), FileNames.OfAnswer(marked, answer), id, bytes, stop);
            answering.Well();
            return null;
        }
        catch (SftpFaultException fault)
        {
            return Rested(fault.Finding);
        }
        catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
        {
            return Rested(SftpFindings.Of(SftpFindings.NotWritten, Name, options.Answers!, SftpSession.Reason(refusal)));
        }
        finally
        {
            oneAnswer.Release();
        }
    }

    private Finding Rested(Finding fault)
    {
        if (answering.Rest(fault)) say(fault);
        return fault;
    }

    private void Tell(FindingCode code, string key, params ReadOnlySpan<string> about)
    {
        // Once for each file, or every poll would fill the log.
        lock (told)
        {
            if (told.Count >= options.EntriesMax || !told.Add(code.Id + key)) return;
        }

        say(SftpFindings.Of(code, [Name, .. about]));
    }

    private static (string Name, string Digest) Split(string address)
    {
        var mark = address.LastIndexOf('/');
        return mark < 0 ? (address, "") : (address[..mark], address[(mark + 1)..]);
    }
}
