using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What can be wrong with a PDF file.</summary>
public static class PdfFindings
{
    /// <summary>It has a password.</summary>
    public static FindingCode Encrypted { get; } = new("PDF-0001", Severity.Error,
        "The PDF has a password and cannot be read.",
        "The program that made it was told to protect it.",
        "Save it without a password and send it again.");

    /// <summary>It is damaged.</summary>
    public static FindingCode Broken { get; } = new("PDF-0002", Severity.Error,
        "The PDF is damaged and cannot be read.",
        "The transfer broke off or changed bytes, or the program that made it failed.",
        "Open it on your side; if that works, save it anew and send it again.");

    /// <summary>It is too large.</summary>
    public static FindingCode TooLarge { get; } = new("PDF-0003", Severity.Error,
        "The PDF is larger than 32 MB and was not opened.",
        "It holds pictures in high resolution, or many papers in one file.",
        "Send one paper a file, scanned in a lower resolution.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Encrypted, Broken, TooLarge];
}
