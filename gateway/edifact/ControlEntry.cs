using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Of what an entry of a CONTRL or APERAK speaks.</summary>
public enum ControlLevel
{
    /// <summary>The interchange: UCI.</summary>
    Interchange,

    /// <summary>A functional group: UCF.</summary>
    Group,

    /// <summary>A message: UCM.</summary>
    Message,

    /// <summary>A segment of a message: UCS.</summary>
    Segment,

    /// <summary>A data element of a segment: UCD.</summary>
    Element,

    /// <summary>What an application says of a message: APERAK.</summary>
    Application,
}

/// <summary>One thing that a received CONTRL or APERAK says about what was sent.</summary>
/// <param name="Level">Of what it speaks.</param>
/// <param name="Interchange">0020 of the interchange; empty where the answer does not say it.</param>
/// <param name="Group">0048 of the group; empty for none.</param>
/// <param name="Message">0062 of the message; empty for none.</param>
/// <param name="Action">0083: 4 rejected, 7 acknowledged, 8 received; of an APERAK 4343. Empty below the message.</param>
/// <param name="Code">0085, or the application's own code; empty for none.</param>
/// <param name="Tag">0013, the service segment that is meant; empty for none.</param>
/// <param name="Place">Segment, element, component and repetition that are meant.</param>
/// <param name="Text">What an application says in words; empty in CONTRL.</param>
/// <param name="Span">Where the answer says it.</param>
public sealed record ControlEntry(
    ControlLevel Level, string Interchange, string Group, string Message, string Action, string Code, string Tag, Place Place,
    string Text, SourceSpan Span);
