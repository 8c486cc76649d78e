using System.Globalization;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>
/// Takes files from a folder and answers beside them. A file is renamed into <c>work/</c> when it is whole, kept by the
/// receiver, and moved to <c>done/</c> or <c>failed/</c> with its answers when it is decided. What lies in
/// <c>work/</c> after a
/// crash is handed over again and gets the receipt it had.
/// </summary>
public sealed class FolderChannel : IChannel
{
    /// <summary>Separates the name of the file from the digest of its bytes in the reply address; no file name has
    /// it.</summary>
    private const char Mark = '/';

    private readonly FolderOptions options;
    private readonly TimeProvider clock;
    private readonly AskVerdict ask;
    private readonly Inbox inbox;
    private readonly Action<Finding> say;
    private Finding? fault;
    private DateTimeOffset? faultAt;
    private DateTimeOffset? lastContact;
    private readonly HashSet<string> held = [];
    private readonly Dictionary<string, string> repeats = [];

    /// <summary>Makes the channel.</summary>
    /// <param name="options">Which folder.</param>
    /// <param name="ask">Tells what became of a receipt.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="say">Takes what an operator should know, once for each state.</param>
    public FolderChannel(FolderOptions options, AskVerdict ask, TimeProvider clock, Action<Finding> say)
    {
        (this.options, this.ask, this.clock, this.say) = (options, ask, clock, say);
        inbox = new Inbox(options, clock, say);
    }

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public ChannelState State => new("folder")
    {
        LastContact = lastContact, Fault = fault, FaultAt = faultAt, Waiting = inbox.Waiting,
    };

    private string Work => Path.Combine(options.Folder, "work");

    /// <inheritdoc/>
    public async ValueTask Collect(IReceiver receiver, CancellationToken stop)
    {
        if (Look(receiver) is not { } look) return;
        foreach (var name in look.Left)
        {
            if (LengthOf(name) is var length && length > options.FileBytesMax) RefuseLarge(name, length);
            else await Take(receiver, name, stop);
        }

        foreach (var file in look.Ready)
        {
            stop.ThrowIfCancellationRequested();
            var name = FreeName(file.Name);
            if (!inbox.Claim(file, Path.Combine(Work, name))) continue;
            if (file.IsTooLarge) RefuseLarge(name, file.Length);
            else await Take(receiver, name, stop);
        }

        foreach (var (name, digest) in repeats.Take(100).ToList()) await SettleRepeat(name, digest, stop);
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        var (name, digest) = Split(outgoing.Address);
        if (name.Length == 0) return new(SendOutcome.Refused, "the reply address names no file");
        if (await ask(options.Scope, digest, stop) is not { } verdict) return new(SendOutcome.Retry, "not decided yet");
        try
        {
            Drop.Write(FolderOf(verdict), FileNames.OfAnswer(name, outgoing.FileName), outgoing.Id, outgoing.Bytes.Span);
            MoveAway(name, verdict);
            return new(SendOutcome.Delivered, "written");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(SendOutcome.Retry, "the folder cannot be written: " + fault.GetType().Name);
        }
    }

    /// <summary>What there is to do; null when the folder cannot be looked at, which is said once until it can be again.</summary>
    private (IReadOnlyList<string> Left, IReadOnlyList<ReadyFile> Ready)? Look(IReceiver receiver)
    {
        try
        {
            Directory.CreateDirectory(Work);
            // Not received yet: left by a crash, or by a store that could not take it.
            var left = Directory.EnumerateFiles(Work).Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith('.') && !held.Contains(name))
                .Order(StringComparer.Ordinal).Take(options.FilesPerPollMax).ToList();
            var ready = inbox.Ready(receiver);
            (fault, faultAt, lastContact) = (null, null, clock.GetUtcNow());
            return (left, ready);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            var finding = new Finding(
                FolderFindings.Unreachable, default, default, 0, [SafeText.Of(options.Name), thrown.GetType().Name]);
            if (fault is null) say(finding);
            (fault, faultAt) = (finding, clock.GetUtcNow());
            return null;
        }
    }

    private async ValueTask Take(IReceiver receiver, string name, CancellationToken stop)
    {
        using var file = OpenFile.Open(Path.Combine(Work, name));
        if (file is null) return;
        try
        {
            await Take(receiver, name, file, stop);
        }
        catch (Exception thrown) when (file.IsUnreadable && thrown is (IOException or UnauthorizedAccessException))
        {
            inbox.Tell(FolderFindings.Unreadable, name, "the disk or share fails at it");
        }
    }

    private async ValueTask Take(IReceiver receiver, string name, OpenFile file, CancellationToken stop)
    {
        var digest = await DigestOf(file, stop);
        file.Position = 0;
        var arrival = new Arrival(
            options.Name, options.Scope, name, null, name + Mark + digest, clock.GetUtcNow());
        var receipt = await receiver.Receive(arrival, file, stop);
        held.Add(name);
        if (receipt.Sha256 != digest) inbox.Tell(FolderFindings.WrittenTo, name);
        if (receipt.IsRepeat) repeats[name] = receipt.Sha256;
    }

    /// <summary>A repeat is answered with the answers of the first time, whatever name that had.</summary>
    private async ValueTask SettleRepeat(string name, string digest, CancellationToken stop)
    {
        if (await ask(options.Scope, digest, stop) is not { } verdict) return;
        foreach (var answer in verdict.Answers)
        {
            Drop.Write(FolderOf(verdict), FileNames.OfAnswer(name, answer.Name), digest, answer.Bytes.Span);
        }

        MoveAway(name, verdict);
    }

    private long LengthOf(string name) => new FileInfo(Path.Combine(Work, name)) is { Exists: true } file ? file.Length : 0;

    private void RefuseLarge(string name, long length)
    {
        var finding = new Finding(FolderFindings.TooLarge, default, default, 0,
        [
            SafeText.Of(options.Name), SafeText.Of(name), length.ToString(CultureInfo.InvariantCulture),
            options.FileBytesMax.ToString(CultureInfo.InvariantCulture),
        ]);
        say(finding);
        var text = $"Not accepted: {name}\n\n{FindingText.Of(finding, Severity.Error, null, name)}";
        var failed = Path.Combine(options.Folder, "failed");
        Drop.Write(failed, name + ".report.txt", "too-large", Encoding.UTF8.GetBytes(text));
        File.Move(Path.Combine(Work, name), Path.Combine(failed, name), overwrite: false);
    }

    private void MoveAway(string name, SenderVerdict verdict)
    {
        var path = Path.Combine(Work, name);
        // A second answer finds the file gone already.
        if (File.Exists(path)) File.Move(path, Path.Combine(FolderOf(verdict), name), overwrite: false);
        held.Remove(name);
        repeats.Remove(name);
    }

    private string FolderOf(SenderVerdict verdict)
    {
        var folder = Path.Combine(options.Folder, verdict.IsFailed ? "failed" : "done");
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A name that neither a file nor an answer has: the sender may use a name again.</summary>
    private string FreeName(string name)
    {
        var fitting = FileNames.Fit(name);
        if (IsFree(fitting)) return fitting;
        var stamp = clock.GetUtcNow()
            .ToString("yyyyMMdd'T'HHmmssfff", System.Globalization.CultureInfo.InvariantCulture);
        var dated = FileNames.Distinct(fitting, stamp);
        for (var i = 2; !IsFree(dated); i++) dated = FileNames.Distinct(fitting, $"{stamp}-{i}");
        return dated;
    }

    private bool IsFree(string name)
    {
        foreach (var folder in (ReadOnlySpan<string>)["work", "done", "failed"])
        {
            var path = Path.Combine(options.Folder, folder, name);
            if (Path.Exists(path) || Path.Exists(path + ".report.txt") || Path.Exists(path + ".contrl.edi"))
            {
                return false;
            }
        }

        return true;
    }

    private static (string Name, string Digest) Split(string address)
    {
        var mark = address.IndexOf(Mark, StringComparison.Ordinal);
        return mark < 0 ? ("", "") : (address[..mark], address[(mark + 1)..]);
    }

    private static async ValueTask<string> DigestOf(Stream file, CancellationToken stop)
        => Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, stop));
}
