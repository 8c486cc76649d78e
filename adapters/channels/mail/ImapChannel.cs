using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Gateway.Channels;

/// <summary>
/// Reads a mailbox over IMAP. A mail is moved (or marked) only after it is kept, and never deleted. Nothing is remembered between two
/// connections: what still lies in the folder is handed over, and bytes that were kept before get the receipt they have. So a new
/// UIDVALIDITY, a kill and a restored mailbox lose nothing and double nothing.
/// </summary>
public sealed class ImapChannel : IChannel, IDisposable
{
    /// <summary>Marks a mail that is kept, where it is not moved.</summary>
    private const string Keyword = "$GatewayKept";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly MailOptions options;
    private readonly ImapOptions imap;
    private readonly MailAnswers answers;
    private readonly MailIntake intake;
    private readonly TimeProvider clock;
    private readonly Action<Finding> say;
    // Mails of this connection: kept but not moved, and those that failed, so that they do not hold up the others.
    private readonly HashSet<UniqueId> kept = [];
    private readonly Dictionary<UniqueId, int> failed = [];
    private ImapClient? client;
    private IMailFolder? processed;
    private uint validity;
    private DateTimeOffset notBefore;
    private int failures;
    private ChannelState state = new("mail");

    /// <summary>Makes the channel.</summary>
    /// <param name="options">The mailbox.</param>
    /// <param name="imap">Where it is.</param>
    /// <param name="ask">Tells which files answer a receipt together.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="say">Takes what an operator should know.</param>
    public ImapChannel(MailOptions options, ImapOptions imap, AskAnswers ask, TimeProvider clock, Action<Finding> say)
    {
        (this.options, this.imap, this.clock, this.say) = (options, imap, clock, say);
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
        if (clock.GetUtcNow() < notBefore) return;
        try
        {
            var folder = await Exchange(Open, stop);
            while (await TakeSome(receiver, folder, stop))
            {
                // A flood is taken in portions, and the server asked anew before each.
            }

            failures = 0;
            state = state with { LastContact = clock.GetUtcNow(), Fault = null };
        }
        catch (NotKeptException fault)
        {
            ExceptionDispatchInfo.Throw(fault.InnerException!);
        }
        catch (Exception fault) when (fault is MailFetchException || MailConnection.IsOutside(fault))
        {
            Failed(fault is MailFetchException { InnerException: { } inner } ? inner : fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop) => answers.Send(outgoing, stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        client?.Dispose();
        answers.Dispose();
    }

    private Task<T> Exchange<T>(Func<CancellationToken, Task<T>> exchange, CancellationToken stop)
        => MailConnection.Within(imap.Server.Timeout, exchange, stop);

    private async Task<IMailFolder> Open(CancellationToken stop)
    {
        if (client is not { IsConnected: true, IsAuthenticated: true })
        {
            client?.Dispose();
            client = new ImapClient();
            await MailConnection.Open(client, imap.Server, stop);
            processed = null;
        }

        var folder = await client.GetFolderAsync(imap.Folder, stop);
        if (folder.IsOpen) await client.NoOpAsync(stop);
        else await folder.OpenAsync(FolderAccess.ReadWrite, stop);
        if (folder.UidValidity != validity)
        {
            // The numbers of before mean other mails now.
            if (validity != 0) say(MailboxFindings.Of(MailboxFindings.Renumbered, options.Name));
            kept.Clear();
            failed.Clear();
            validity = folder.UidValidity;
        }

        if (imap.Processed is { } name) processed ??= await Target(name, stop);
        return folder;
    }

    private async Task<IMailFolder> Target(string name, CancellationToken stop)
    {
        var root = client!.GetFolder(client.PersonalNamespaces[0]);
        try
        {
            return await root.GetSubfolderAsync(name, stop);
        }
        catch (FolderNotFoundException)
        {
            return await root.CreateAsync(name, true, stop) ?? throw new FolderNotFoundException(name);
        }
    }

    /// <summary>Takes a portion.</summary>
    /// <returns>Whether there are more.</returns>
    private async ValueTask<bool> TakeSome(IReceiver receiver, IMailFolder folder, CancellationToken stop)
    {
        var query = processed is null ? SearchQuery.NotDeleted.And(SearchQuery.NotKeyword(Keyword)) : SearchQuery.NotDeleted;
        var found = await Exchange(token => folder.SearchAsync(query, token), stop);
        state = state with { Waiting = Math.Max(0, found.Count - options.PortionMax) };
        // What failed comes after what has not been tried: one bad mail never holds up the mailbox.
        var ids = found.OrderBy(id => failed.GetValueOrDefault(id)).ThenBy(id => id.Id).Take(options.PortionMax).ToList();
        if (ids.Count == 0) return false;
        // A mail that the server itself cannot read may break the question for all: after a failure each is asked for by itself.
        var sizes = failures == 0 ? await Sizes(folder, ids, stop) : [];
        foreach (var id in ids)
        {
            stop.ThrowIfCancellationRequested();
            await Take(receiver, folder, id, sizes, stop);
        }

        return state.Waiting > 0 && failed.Count == 0;
    }

    private async ValueTask<Dictionary<UniqueId, long>> Sizes(IMailFolder folder, IList<UniqueId> ids, CancellationToken stop)
        => (await Exchange(token => folder.FetchAsync(ids, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, token), stop))
            .ToDictionary(summary => summary.UniqueId, summary => (long)(summary.Size ?? 0));

    private async ValueTask Take(
        IReceiver receiver, IMailFolder folder, UniqueId id, Dictionary<UniqueId, long> sizes, CancellationToken stop)
    {
        try
        {
            if (!kept.Contains(id))
            {
                // Gone meanwhile when it has no size: somebody moved it.
                if (!sizes.TryGetValue(id, out var size) && !(await Sizes(folder, [id], stop)).TryGetValue(id, out size)) return;
                await Keep(receiver, folder, id, size, stop);
            }

            kept.Add(id);
            if (processed is { } target) await Exchange(token => folder.MoveToAsync(id, target, token), stop);
            else await Mark(folder, id, MessageFlags.Seen, [Keyword], stop);
            kept.Remove(id);
            failed.Remove(id);
        }
        catch (Exception fault) when (fault is MailFetchException || MailConnection.IsOutside(fault))
        {
            var times = failed[id] = failed.GetValueOrDefault(id) + 1;
            if (times == 1)
            {
                var code = kept.Contains(id) ? MailboxFindings.NotMoved : MailboxFindings.NotFetched;
                say(MailboxFindings.Of(code, options.Name, id.Id.ToString(CultureInfo.InvariantCulture)));
            }

            // A refusal concerns this mail; a connection that is broken, or silent, concerns all.
            if (client is not { IsConnected: true } || (fault.InnerException ?? fault) is TimeoutException) throw;
        }
    }

    private async ValueTask Keep(IReceiver receiver, IMailFolder folder, UniqueId id, long size, CancellationToken stop)
    {
        await using var mail = new ImapMail(folder, id, imap.Server.Timeout);
        if (size <= options.MailBytesMax)
        {
            try
            {
                await intake.Take(receiver, mail, stop);
            }
            catch (Exception fault) when (fault is not (MailFetchException or OperationCanceledException))
            {
                throw new NotKeptException(fault);
            }

            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{options.Name}/{validity}/{id.Id}");
        await intake.Refuse(mail, size, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32], stop);
        await Mark(folder, id, MessageFlags.Flagged, [], stop);
    }

    private Task<bool> Mark(IMailFolder folder, UniqueId id, MessageFlags flags, IEnumerable<string> keywords, CancellationToken stop)
        => Exchange(token => folder.StoreAsync(id, new StoreFlagsRequest(StoreAction.Add, flags, keywords) { Silent = true }, token), stop);

    /// <summary>The next look waits, longer each time: a server that refuses us must not be knocked at every second.</summary>
    private void Failed(Exception fault)
    {
        client?.Dispose();
        client = null;
        var now = clock.GetUtcNow();
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures, 12)), LongestPause.TotalSeconds));
        failures++;
        notBefore = now + pause;
        var finding = MailConnection.FaultOf(options.Name, imap.Server, fault);
        if (state.Fault?.Sentence != finding.Sentence) say(finding);
        state = state with { Fault = finding, FaultAt = now };
    }
}

/// <summary>Whoever keeps the mails cannot take one now: nothing is wrong with the mailbox.</summary>
/// <param name="inner">What happened.</param>
internal sealed class NotKeptException(Exception inner) : Exception("The mail could not be kept.", inner);
