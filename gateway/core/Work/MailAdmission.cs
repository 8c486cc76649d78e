using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// Whose a mail is, and whether it may go on. The address in From names the partner, and the partner's file says what must prove it.
/// What is not admitted is held, with its original arrival time, until an operator or a changed partner's file admits it.
/// </summary>
/// <param name="Partner">The partner that the mail says it is from; null when its address is nobody's.</param>
/// <param name="Held">Why it is held; null when it may go on.</param>
internal sealed record MailAdmission(Partner? Partner, Finding? Held)
{
    private const string MediaType = "message/rfc822";

    /// <summary>Nobody knows the address: its sender is told how to register.</summary>
    public bool IsUnknown => Held?.Code == GatewayCodes.UnknownMailSender;

    /// <summary>Whether a receipt is held for one of the reasons that are decided here.</summary>
    public static bool IsHeldAsMail(ReceiptView receipt) => receipt is { State: ReceiptState.Parked, Arrival.MediaType: MediaType }
        && (Begins(receipt, GatewayCodes.UnknownMailSender) || Begins(receipt, GatewayCodes.MailNotSigned)
            || Begins(receipt, GatewayCodes.MailNotAuthentic));

    private static bool Begins(ReceiptView receipt, FindingCode code) => receipt.Reason.StartsWith(code.Id + ":", StringComparison.Ordinal);

    /// <summary>Decides for a receipt that came as a mail, into a mailbox that is no partner's own.</summary>
    /// <returns>Null for any other receipt.</returns>
    public static MailAdmission? Of(
        Work work, IRaw raw, IReadOnlyList<IContainer> containers, Revision revision, Findings findings)
    {
        if (work.Arrival.MediaType != MediaType || revision.Partners.ContainsKey(work.Arrival.Scope)) return null;
        return SenderOf(raw, work.Arrival, containers, findings) is { } sender
            ? Of(sender, revision, work.Receipt.ArrivedAt, work.IsReleased) : null;
    }

    /// <summary>What a kept mail says of its sender; null when it is none.</summary>
    public static ClaimedSender? SenderOf(IRaw raw, Arrival arrival, IReadOnlyList<IContainer> containers, Findings findings)
    {
        Span<byte> head = stackalloc byte[4096];
        head = head[..raw.Read(0, head)];
        foreach (var container in containers)
        {
            if (container.Recognise(head, arrival.MediaType).Score > 0 && container.SenderOf(raw, findings) is { } sender) return sender;
        }

        // What a mailbox holds is a mail, however broken its header is: it is from nobody.
        return arrival.MediaType == MediaType && containers.Count > 0 ? new ClaimedSender(null, []) : null;
    }

    /// <summary>Decides.</summary>
    /// <param name="sender">What the mail says, and what was proven.</param>
    /// <param name="revision">The partners.</param>
    /// <param name="arrivedAt">When the certificate must have been valid.</param>
    /// <param name="isReleased">An operator has looked at the mail and wants it to go on.</param>
    public static MailAdmission Of(ClaimedSender sender, Revision revision, DateTimeOffset arrivedAt, bool isReleased)
    {
        var partner = sender.Address is { } address ? revision.PartnerOfMail(address) : null;
        if (isReleased) return new MailAdmission(partner, null);
        if (partner is null)
        {
            return new MailAdmission(null, Of(GatewayCodes.UnknownMailSender, sender.Address ?? "(none that is clear)"));
        }

        var mail = partner.Mail!;
        if (mail.RequiresSignature && SignatureFault(mail, sender, arrivedAt) is { } fault)
        {
            return new MailAdmission(partner, Of(GatewayCodes.MailNotSigned, partner.Id, fault));
        }

        return mail.AuthenticatedBy is { } server && !sender.AuthenticatedBy.Contains(server)
            ? new MailAdmission(partner, Of(GatewayCodes.MailNotAuthentic, partner.Id, server))
            : new MailAdmission(partner, null);
    }

    private static string? SignatureFault(PartnerMail mail, ClaimedSender sender, DateTimeOffset arrivedAt)
    {
        if (sender.Signers.Count == 0) return "it has no signature that can be relied on";
        if (sender.Signers.FirstOrDefault(signer => mail.SignsWith(signer.Sha256)) is not { } signer)
        {
            return $"it is signed with another certificate, {sender.Signers[0].Sha256}";
        }

        return arrivedAt < signer.NotBefore || arrivedAt > signer.NotAfter
            ? $"its certificate is valid from {signer.NotBefore:yyyy-MM-dd} to {signer.NotAfter:yyyy-MM-dd}" : null;
    }

    private static Finding Of(FindingCode code, params ReadOnlySpan<string> arguments) => new(code, default, default, 0, [.. arguments]);
}
