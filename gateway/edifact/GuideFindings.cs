using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What can be wrong with the file of a guide. What a message does against a guide is in <see cref="EdifactFindings"/>.</summary>
public static class GuideFindings
{
    internal static readonly FindingCode UnknownKey = Error(
        "GDE-0001", "{0} has no key '{1}'.", "The key is misspelt or stands at the wrong place.", "Valid here: {2}.");

    internal static readonly FindingCode WrongValue = Error(
        "GDE-0002", "'{1}' is no value for '{0}'.", "The value is misspelt or of another kind.", "Write {2}.");

    internal static readonly FindingCode MissingKey = Error(
        "GDE-0003", "The guide must have the key '{0}'.", "The key was left out.", "Add '{0}:' with {1}.");

    internal static readonly FindingCode UnknownMessage = Error(
        "GDE-0004", "There is no table for {0}.", "The message type or release is misspelt, or its directory is not loaded.",
        "Correct 'for:', or import the directory.");

    internal static readonly FindingCode UnknownPath = Error(
        "GDE-0005", "{1} has no place '{0}'.", "A tag or number is misspelt, or a group of the path is left out.", "Look again: {2}.");

    internal static readonly FindingCode Widens = Error(
        "GDE-0006", "'{0}' says {1}, but {3} says {2}.", "A guide may only narrow what the directory allows.",
        "Narrow the line, or leave it out.");

    internal static readonly FindingCode NeedsElement = Error(
        "GDE-0007", "'{0}' has codes or a length, but names no simple data element.", "The number of the data element was left out.",
        "Write the path with the data element, for example BGM.1004.");

    internal static readonly FindingCode Repeated = Error(
        "GDE-0008", "The guides {0} and {1} both serve {2} with the code '{3}' in UNH.", "A guide was copied and not changed everywhere.",
        "Give each code to one guide.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [UnknownKey, WrongValue, MissingKey, UnknownMessage, UnknownPath, Widens, NeedsElement, Repeated];

    private static FindingCode Error(string id, string sentence, string cause, string fix) => new(id, Severity.Error, sentence, cause, fix);
}
