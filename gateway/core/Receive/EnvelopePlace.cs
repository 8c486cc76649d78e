using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Of which level of an envelope a finding is.</summary>
internal static class EnvelopePlace
{
    /// <summary>It is about the header of an interchange.</summary>
    public static bool IsOfHeader(Finding finding) => finding.Place is { Message: 0, Tag: "UNB" or "UIB" };

    /// <summary>It is about the header or the trailer of a functional group.</summary>
    public static bool IsOfGroup(Finding finding) => finding.Place is { Message: 0, Tag: "UNG" or "UNE" };
}
