using System.Globalization;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>All ids: derived from content, so that the same bytes give the same ids on any machine. 32 hexadecimal digits.</summary>
public static class Ids
{
    private const int Digits = 32;

    /// <summary>A receipt: two senders of equal bytes never share one, because the scope is part of it.</summary>
    public static string Receipt(string scope, string sha256) => Digest.Of("receipt", scope, sha256).Short(Digits);

    /// <summary>A document of a receipt.</summary>
    public static string Document(string receipt, int part, int interchange, int ordinal)
        => Digest.Of("document", receipt, Text(part), Text(interchange), Text(ordinal)).Short(Digits);

    /// <summary>A line of the outbox, which is the <c>Message-Id</c> at the destination.</summary>
    /// <param name="document">The document; for an answer the receipt.</param>
    /// <param name="destination">The destination; for an answer with the name of the answer's file.</param>
    /// <param name="issue">1 for the first issue; a document that is issued anew counts on.</param>
    public static string Entry(string document, string destination, int issue)
        => Digest.Of("entry", document, destination, Text(issue)).Short(Digits);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
