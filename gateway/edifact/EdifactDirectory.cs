using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The message structures of UN/EDIFACT releases, side by side, one definition for each structural change.</summary>
public sealed class EdifactDirectory
{
    /// <summary>What is built in: our own compact statement of structure facts.</summary>
    public static EdifactDirectory BuiltIn => throw new NotImplementedException();

    /// <summary>Finds the structural form of a message.</summary>
    /// <param name="type">UNH 0065, for example <c>CUSCAR</c>.</param>
    /// <param name="version">UNH 0052, for example <c>D</c>.</param>
    /// <param name="release">UNH 0054, for example <c>95B</c>.</param>
    /// <returns>The form of that release or the nearest earlier one; the earliest for a release before all; null for an unknown type.</returns>
    public MessageForm? Find(string type, string version, string release) => throw new NotImplementedException();
}

/// <summary>A structural form of a message.</summary>
/// <param name="Type">For example <c>CUSCAR</c>.</param>
/// <param name="Release">The release at which this form begins: <c>D.95B</c>.</param>
/// <param name="IsExact">The release asked for is one that is known to have this form.</param>
/// <param name="Schema">Its positions, see <see cref="MessageSchema"/>.</param>
public sealed record MessageForm(string Type, string Release, bool IsExact, Schema Schema);

/// <summary>
/// How an EDIFACT message is a <see cref="Schema"/>. Position 1 is the message (Root, named by its type); its shape holds UNB
/// and UNG (Segment, Service, minimum 0), UNH, the segments and groups of the message table in order, UNT.
/// A segment (Segment, Ordered) holds its data elements: composites (Composite, Transparent, Ordered) with their components,
/// and simple elements (Element); names are the numbers. A segment group (Group, Trigger, Ordered) is named by its trigger's
/// tag; its shape holds the trigger's elements first, then the inner segments and groups. Elements that stand several
/// times in a row are one position with a maximum; <see cref="Position.Slot"/> is the first place. Shapes of segments and
/// composites are shared. Where one tag stands in several sections of a message, <see cref="Position.Section"/> names the section.
/// <see cref="Position.Description"/> is the short name.
/// </summary>
public static class MessageSchema
{
}
