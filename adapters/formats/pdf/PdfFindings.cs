using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What can be wrong with a PDF file.</summary>
public static class PdfFindings
{
    /// <summary>It has a password.</summary>
    public static FindingCode Encrypted { get; } = new("PDF-0001", Severity.Error,
        "The PDF cannot be opened without a password.",
        "The program that made it was told to protect it from being read.",
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

    /// <summary>An embedded file is packed in another way.</summary>
    public static FindingCode Packed { get; } = new("PDF-0004", Severity.Error,
        "The file {0} embedded in the PDF is packed with a method that the gateway does not know.",
        "The program that made the PDF used another method than Deflate.",
        "Send the embedded file by itself, or make the PDF anew with a program for electronic invoices.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Encrypted, Broken, TooLarge, Packed];
}
