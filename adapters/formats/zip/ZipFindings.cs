using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What can be wrong with an archive, besides what the gateway says of every container.</summary>
public static class ZipFindings
{
    /// <summary>It has a password.</summary>
    public static FindingCode Encrypted { get; } = new("ZIP-0001", Severity.Error,
        "{0} is encrypted and cannot be read.",
        "The archive was packed with a password, which the gateway does not have.",
        "Pack it without a password; the way to the gateway is encrypted already.");

    /// <summary>It is packed in another way.</summary>
    public static FindingCode Method { get; } = new("ZIP-0002", Severity.Error,
        "{0} is packed with a method that the gateway does not know, or is damaged.",
        "The program that packed it used LZMA, BZip2, PPMd or another method than the usual one.",
        "Pack it with the method 'Deflate', which every program has, or send it without packing it.");

    /// <summary>Its table of contents is too long to be read.</summary>
    public static FindingCode Contents { get; } = new("ZIP-0003", Severity.Error,
        "The archive says that it holds {0} files; it was not opened.",
        "Too much was put into one archive, or it was made to overload whoever opens it.",
        "Send the files in several archives.");

    /// <summary>It cannot be opened.</summary>
    public static FindingCode Damaged { get; } = new("ZIP-0004", Severity.Error,
        "The archive is damaged: its table of contents cannot be read.",
        "The transfer broke off or changed bytes, or it is one piece of an archive in several pieces.",
        "Pack it again into one piece and send it again.");

    /// <summary>Its entries lie over each other.</summary>
    public static FindingCode Overlap { get; } = new("ZIP-0005", Severity.Error,
        "The archive says that its files take more room than it has: they lie over each other. It was not unpacked.",
        "It was made to overload whoever opens it; no packing program writes that.",
        "Pack the files anew, or send them as they are.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Encrypted, Method, Contents, Damaged, Overlap];
}
