using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes mail known to the host.</summary>
public static class MailRegistration
{
    /// <summary>Adds mails and the files that Outlook packs attachments into.</summary>
    public static ICollection<IContainer> AddMail(this ICollection<IContainer> containers)
    {
        containers.Add(new MailContainer());
        containers.Add(new TnefContainer());
        return containers;
    }
}
