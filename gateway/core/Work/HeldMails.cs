using System.Globalization;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Lets mails go on that were held because nobody knew their sender, or because of a missing proof, once the partners' files
/// admit them. They keep their original arrival time.</summary>
/// <param name="store">The store.</param>
/// <param name="containers">They know who a mail is from.</param>
/// <param name="clock">The only clock.</param>
public sealed class HeldMails(IStore store, IReadOnlyList<IContainer> containers, TimeProvider clock)
{
    private const int PageItems = 500;

    // A flood from unknown addresses must not cost a look at each with every change; the rest waits for the operator.
    private const int MailsMax = 20_000;

    // A mail that was claimed before a change is held under the old partners after it.
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    private Digest? seen;
    private DateTimeOffset? secondLook;

    /// <summary>Releases what the partners of a revision admit. Does nothing while their mail addresses stay as they were.</summary>
    /// <returns>How many.</returns>
    public async ValueTask<int> Release(Revision revision, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var partners = DigestOf(revision);
        var isChanged = partners != seen;
        if (!isChanged && (secondLook is null || now < secondLook)) return 0;
        (seen, secondLook) = (partners, isChanged ? now + SecondLook : null);
        var released = 0;
        foreach (var receipt in await Held(stop))
        {
            stop.ThrowIfCancellationRequested();
            if (store.Raw(receipt.Receipt.Id) is not { } raw) continue;
            var sender = MailAdmission.SenderOf(raw, receipt.Arrival, containers, new Findings());
            if (sender is null || MailAdmission.Of(sender, revision, receipt.Receipt.ArrivedAt, false).Held is not null) continue;
            await store.Apply(
                new Command("release-receipt", receipt.Receipt.Id, "configuration", "A partner's file admits it now.", now), stop);
            released++;
        }

        return released;
    }

    private async ValueTask<List<ReceiptView>> Held(CancellationToken stop)
    {
        var held = new List<ReceiptView>();
        string? after = null;
        do
        {
            var page = await store.Read(
                Viewer.Operator, new ReceiptsQuery(After: after, Max: PageItems, State: ReceiptState.Parked), stop);
            held.AddRange(page.Items.Where(MailAdmission.IsHeldAsMail));
            after = page.Next;
        }
        while (after is not null && held.Count < MailsMax);
        // In the order in which they came.
        held.Reverse();
        return held;
    }

    private static Digest DigestOf(Revision revision)
    {
        var parts = new List<string> { "partners by mail" };
        foreach (var (id, partner) in revision.Partners.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (partner.Mail is not { } mail) continue;
            parts.AddRange([
                id, string.Join(' ', mail.Addresses), string.Join(' ', mail.Certificates.Select(certificate => certificate.Sha256)),
                mail.RequiresSignature.ToString(CultureInfo.InvariantCulture), mail.AuthenticatedBy ?? ""]);
        }

        return Digest.Of([.. parts]);
    }
}
