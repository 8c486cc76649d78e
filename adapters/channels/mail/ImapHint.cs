using MailKit;
using MailKit.Net.Imap;

namespace Gateway.Channels;

/// <summary>Lets the server say when a mail comes (IDLE, RFC 2177), over a connection of its own, so that the next look comes sooner.
/// Polling alone would do the work, too.</summary>
public static class ImapHint
{
    // RFC 2177: servers may end a silent connection after 30 minutes, and routers do it sooner.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Watches until <paramref name="stop"/>, or ends at once where the server cannot say anything.</summary>
    /// <param name="imap">The mailbox.</param>
    /// <param name="wake">Called when something changed.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task Watch(ImapOptions imap, Action wake, TimeProvider clock, CancellationToken stop)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = new ImapClient();
                await MailConnection.Open(client, imap.Server, stop);
                if (!client.Capabilities.HasFlag(ImapCapabilities.Idle)) return;
                var folder = await client.GetFolderAsync(imap.Folder, stop);
                await folder.OpenAsync(FolderAccess.ReadOnly, stop);
                folder.CountChanged += (_, _) => wake();
                wake();
                pause = TimeSpan.FromSeconds(1);
                while (!stop.IsCancellationRequested)
                {
                    using var over = new CancellationTokenSource(Longest, clock);
                    await client.IdleAsync(over.Token, stop);
                }
            }
            catch (Exception fault) when (MailConnection.IsOutside(fault))
            {
                // The poll meets the same fault and says so.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, clock, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }
}
