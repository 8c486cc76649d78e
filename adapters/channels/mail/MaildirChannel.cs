using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>
/// Reads a Maildir into which the site's own mail server delivers. A mail in <c>new/</c> is whole; it is kept, then renamed into
/// <c>cur/</c>: that rename is the acknowledgement, and a mail is never deleted.
/// </summary>
public sealed class MaildirChannel : IChannel, IDisposable
{
    private readonly MailOptions options;
    private readonly string folder;
    private readonly MailAnswers answers;
    private readonly MailIntake intake;
    private readonly TimeProvider clock;
    private readonly Action<Finding> say;
    private readonly HashSet<string> told = [];
    private ChannelState state = new("mail");

    /// <summary>Makes the channel.</summary>
    /// <param name="options">The mailbox.</param>
    /// <param name="folder">The Maildir.</param>
    /// <param name="ask">Tells which files answer a receipt together.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="say">Takes what an operator should know.</param>
    public MaildirChannel(MailOptions options, string folder, AskAnswers ask, TimeProvider clock, Action<Finding> say)
    {
        (this.options, this.folder, this.clock, this.say) = (options, folder, clock, say);
        answers = new MailAnswers(options, ask, clock);
        intake = new MailIntake(options, answers, clock, say);
    }

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public ChannelState? State => state with { Counts = answers.Counts };

    /// <inheritdoc/>
    public async ValueTask Collect(IReceiver receiver, CancellationToken stop)
    {
        var arrivals = Path.Combine(folder, "new");
        // The mail server makes the folders with the first mail; made by us, they would not be its own.
        if (!Directory.Exists(arrivals)) return;
        Directory.CreateDirectory(Path.Combine(folder, "cur"));
        // Names begin with the second of their delivery.
        var waiting = Directory.EnumerateFiles(arrivals).Where(path => Path.GetFileName(path)[0] != '.')
            .Order(StringComparer.Ordinal).ToList();
        state = state with { LastContact = clock.GetUtcNow() };
        foreach (var path in waiting)
        {
            stop.ThrowIfCancellationRequested();
            await Take(receiver, path, stop);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop) => answers.Send(outgoing, stop);

    /// <inheritdoc/>
    public void Dispose() => answers.Dispose();

    private async ValueTask Take(IReceiver receiver, string path, CancellationToken stop)
    {
        var name = Path.GetFileName(path);
        await using var mail = OpenFile.Open(path);
        if (mail is null)
        {
            Tell(MailboxFindings.NotFetched, name);
        }
        else if (mail.Length > options.MailBytesMax)
        {
            await intake.Refuse(mail, mail.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32], stop);
            Move(path, Path.Combine(folder, "cur", name + ":2,F"));
        }
        else
        {
            await intake.Take(receiver, mail, stop);
            // What cannot be moved is taken again at the next look and gets the receipt that it has.
            Move(path, Path.Combine(folder, "cur", name.Contains(":2,", StringComparison.Ordinal) ? name : name + ":2,S"));
        }
    }

    private void Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Tell(MailboxFindings.NotMoved, Path.GetFileName(from));
        }
    }

    private void Tell(FindingCode code, string name)
    {
        // Once for each name, or every look would fill the log.
        if (told.Count < 10_000 && told.Add(name)) say(MailboxFindings.Of(code, options.Name, name));
    }
}
