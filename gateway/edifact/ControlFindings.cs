using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What a CONTRL or APERAK says about a file that was sent.</summary>
internal static class ControlFindings
{
    internal static readonly FindingCode Acknowledged = new(
        "EDI-0200", Severity.Note, "The recipient acknowledges the {0} {1}.",
        "Its syntax was found good.", "There is nothing to do.");

    internal static readonly FindingCode Received = new(
        "EDI-0201", Severity.Note, "The recipient has the {0} {1} and has not yet checked what is in it.",
        "It answers in two steps.", "Wait for the second answer.");

    internal static readonly FindingCode Rejected = new(
        "EDI-0202", Severity.Error, "The recipient rejects the {0} {1}: {2}.",
        "The recipient's check found it faulty; nothing of it is worked on there.",
        "Correct what is named, and send it again under a new reference.");

    internal static readonly FindingCode Faulty = new(
        "EDI-0203", Severity.Error, "The recipient finds a fault in the message {0}, segment {1}: {2}.",
        "The recipient checks by its own tables and agreements.", "Correct the marked place, or ask the recipient what is expected there.");

    internal static readonly FindingCode Tolerated = new(
        "EDI-0204", Severity.Warning, "The recipient acknowledges the {0} {1}, and says of it: {2}.",
        "The fault does not hinder the recipient.", "Correct it before the next file.");

    internal static readonly FindingCode NotSent = new(
        "EDI-0205", Severity.Warning, "The answer speaks of {0}, which is not in the file that was sent.",
        "It answers another file, or the recipient changed a reference.", "Give the file with the reference that the answer names.");

    internal static readonly FindingCode Application = new(
        "EDI-0206", Severity.Error, "The recipient's application reports on {0}: {1}.",
        "The syntax was good; a rule of the recipient was not kept.", "Correct what is named, and send it again.");

    internal static readonly FindingCode ApplicationAccepted = new(
        "EDI-0207", Severity.Note, "The recipient's application accepts {0}.",
        "No rule of the recipient was broken.", "There is nothing to do.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [Acknowledged, Received, Rejected, Faulty, Tolerated, NotSent, Application, ApplicationAccepted];
}
