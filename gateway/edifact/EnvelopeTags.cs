namespace Gateway.Edifact;

/// <summary>Tags of the segments that make up an envelope (ISO 9735-2 batch, -3 interactive, -8 objects).</summary>
internal static class EnvelopeTags
{
    public static readonly int Una = Cut.TagOf("UNA"u8);
    public static readonly int Unb = Cut.TagOf("UNB"u8);
    public static readonly int Ung = Cut.TagOf("UNG"u8);
    public static readonly int Unh = Cut.TagOf("UNH"u8);
    public static readonly int Unt = Cut.TagOf("UNT"u8);
    public static readonly int Une = Cut.TagOf("UNE"u8);
    public static readonly int Unz = Cut.TagOf("UNZ"u8);
    public static readonly int Uno = Cut.TagOf("UNO"u8);
    public static readonly int Unp = Cut.TagOf("UNP"u8);
    public static readonly int Uib = Cut.TagOf("UIB"u8);
    public static readonly int Uih = Cut.TagOf("UIH"u8);
    public static readonly int Uit = Cut.TagOf("UIT"u8);
    public static readonly int Uiz = Cut.TagOf("UIZ"u8);
    public static readonly int Uir = Cut.TagOf("UIR"u8);
    public static readonly int Ugh = Cut.TagOf("UGH"u8);
    public static readonly int Ugt = Cut.TagOf("UGT"u8);

    private static readonly int Security = Cut.TagOf("US\0"u8) >> 8;

    /// <summary>Whether a message without trailer ends before this segment.</summary>
    public static bool EndsMessage(int tag)
        => tag == Unh || tag == Unz || tag == Unb || tag == Ung || tag == Une || tag == Uno
            || tag == Uih || tag == Uiz || tag == Uib || tag == Una;

    /// <summary>Whether it is a security segment (ISO 9735-5): all tags that begin with US.</summary>
    public static bool IsSecurity(int tag) => tag >> 8 == Security;

    /// <summary>The trailer of a message header.</summary>
    public static int TrailerOf(int header) => header == Uih ? Uit : Unt;
}

/// <summary>Where references and counts stand, which batch and interactive interchanges have in other places.</summary>
/// <param name="Sender">Element of UNB or UIB with the sender.</param>
/// <param name="Recipient">With the recipient.</param>
/// <param name="Reference">With the reference.</param>
/// <param name="Test">With the test indicator 0035.</param>
/// <param name="TrailerCount">Element of UNZ or UIZ with the control count.</param>
/// <param name="TrailerReference">With the reference.</param>
/// <param name="MessageReference">Element of UNH or UIH with the reference.</param>
/// <param name="MessageType">With the message identifier.</param>
/// <param name="Guide">Component there of 0057.</param>
/// <param name="MessageCount">Element of UNT or UIT with the count of segments.</param>
/// <param name="MessageTrailerReference">With the reference.</param>
internal sealed record EnvelopePlaces(
    int Sender, int Recipient, int Reference, int Test, int TrailerCount, int TrailerReference, int MessageReference,
    int MessageType, int Guide, int MessageCount, int MessageTrailerReference)
{
    /// <summary>UNB, UNH, UNT, UNZ.</summary>
    public static EnvelopePlaces Batch { get; } = new(2, 3, 5, 11, 1, 2, 1, 2, 5, 1, 2);

    /// <summary>UIB, UIH, UIT, UIZ.</summary>
    public static EnvelopePlaces Interactive { get; } = new(6, 7, 2, 10, 2, 1, 2, 1, 6, 2, 1);

    /// <summary>Those of a header.</summary>
    public static EnvelopePlaces Of(int headerTag)
        => headerTag == EnvelopeTags.Uib || headerTag == EnvelopeTags.Uih ? Interactive : Batch;
}
