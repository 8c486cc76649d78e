using Gateway.Channels;

namespace Gateway.Host.Serve;

/// <summary>The verb <c>channel test</c> for a mailbox.</summary>
internal static class MailTest
{
    /// <summary>Visits its servers and says in plain words what was seen.</summary>
    /// <returns>0 when all is well, 1 when something has to be put right.</returns>
    public static async Task<int> Run(MailPlace place, TextWriter output, CancellationToken stop)
    {
        var isWell = true;
        if (place.Imap is { } imap)
        {
            output.WriteLine($"Mailbox   {place.Name}: {imap.Server.User} at {imap.Server.Host}, port {imap.Server.Port}");
            isWell &= Tell(await MailVisit.Mailbox(place.Name, imap, stop), imap.Server, output);
        }
        else
        {
            var exists = Directory.Exists(Path.Combine(place.Maildir!, "new"));
            var missing = exists ? "" : ", which the mail server makes with the first mail";
            output.WriteLine($"Mailbox   {place.Name}: Maildir {place.Maildir}{missing}");
        }

        if (place.Options.Smtp is not { } smtp)
        {
            output.WriteLine("Answers   none are sent: there is no smtp block");
            return isWell ? 0 : 1;
        }

        output.WriteLine($"Answers   from {smtp.From} by {smtp.Server.Host}, port {smtp.Server.Port}");
        isWell &= Tell(await MailVisit.Answers(place.Name, smtp, stop), smtp.Server, output);
        return isWell ? 0 : 1;
    }

    private static bool Tell(MailVisit visit, MailServer server, TextWriter output)
    {
        if (visit.Certificate is { } shown)
        {
            output.WriteLine($"          certificate {shown}{(server.Pin == shown ? ", as in gateway.yaml" : "")}");
        }

        if (visit.Fault is { } fault)
        {
            output.WriteLine($"          {fault.Code.Id} {fault.Sentence}");
            output.WriteLine($"          {fault.Fix}");
            return false;
        }

        output.WriteLine(visit.Mails is { } mails ? $"          login accepted, mails waiting {mails}" : "          connection accepted");
        return true;
    }
}
