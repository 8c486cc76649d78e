using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Of which level of an envelope a finding is.</summary>
internal static class EnvelopePlace
{
    /// <summary>It is about the header of an interchange.</summary>
    public static bool IsOfHeader(Finding finding) => finding.Place is { Message: 0, Tag: "UNB" or "UIB" };

    /// <summary>It is about the header of a functional group.</summary>
    public static bool IsOfGroupHeader(Finding finding) => finding.Place is { Message: 0, Tag: "UNG" };

    /// <summary>It is about the trailer of a functional group.</summary>
    public static bool IsOfGroupTrailer(Finding finding) => finding.Place is { Message: 0, Tag: "UNE" };
}
