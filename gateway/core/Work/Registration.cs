using System.Globalization;
using System.Text;

namespace Gateway.Core;

/// <summary>The words for somebody whose mail came from an address that nobody registered.</summary>
internal static class Registration
{
    /// <summary>Writes them.</summary>
    public static ReadOnlyMemory<byte> Write(ReceiptFacts facts) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        Your mail is kept, and is not processed yet: your address is not registered here.

          Receipt   {facts.Id}
          Received  {facts.ArrivedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {facts.Raw.Length} bytes

        How to register
          Ask the operator of this gateway, over a way that you know already, to register the address that you send from.
          Tell your company, a person to ask, and the sender identification in your EDIFACT messages, if you send such.
          If you did not write this mail, somebody used your address; you need not do anything.

        What happens next
          Once the address is registered, the mail is processed as if it had been then: the time above counts.
          You need not send it again. This is said once a day at most, however many mails you send.

        """).ReplaceLineEndings("\n"));
}
