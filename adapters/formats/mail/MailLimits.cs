namespace Gateway.Formats;

/// <summary>Limits of one mail, besides those of the receipt as a whole.</summary>
internal static class MailLimits
{
    /// <summary>Parts of one mail, multiparts included; a mail of a trader with a hundred attachments is rare.</summary>
    public const int PartsMax = 5_000;

    /// <summary>Depth of multiparts in one another; mail programs need five. Nested mails count anew: each is a part of its own.</summary>
    public const int DepthMax = 50;

    /// <summary>Bytes of the header of one part: a header To with some thousand addresses has 200 KB.</summary>
    public const int HeaderBytesMax = 1024 * 1024;

    /// <summary>Bytes of one header Content-…: names of files and boundaries are far shorter, and reading it takes time that grows
    /// faster than its length.</summary>
    public const int ContentHeaderBytesMax = 32 * 1024;

    /// <summary>Bytes of a body in which pasted documents are searched for; a longer one is handed over as it is.</summary>
    public const int BodyBytesMax = 16 * 1024 * 1024;

    /// <summary>Bytes of what is signed, which is read whole.</summary>
    public const int SignedBytesMax = 64 * 1024 * 1024;
}
