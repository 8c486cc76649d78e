using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>What can go wrong with a watched folder; shown on the status, logged once for each file, never sent to a sender.</summary>
public static class FolderFindings
{
    /// <summary>The folder cannot be listed.</summary>
    public static FindingCode Unreachable { get; } = new("FOLD-0001", Severity.Error,
        "The folder of '{0}' cannot be looked at: {1}.",
        "The share is not mounted, its server is away, or the gateway's user has lost its rights.",
        "Check the mount and the rights of the folder. It is looked at again by itself, and nothing is lost meanwhile.");

    /// <summary>A file cannot be taken.</summary>
    public static FindingCode NotMoved { get; } = new("FOLD-0002", Severity.Warning,
        "The file '{1}' of '{0}' is not taken, because it cannot be moved: {2}.",
        "The folder belongs to another user, or has the sticky bit, so that only a file's owner may move it.",
        "Give the gateway's user the right to write to the folder: a group of both, 'chmod g+ws', no sticky bit.");

    /// <summary>A file cannot be read.</summary>
    public static FindingCode Unreadable { get; } = new("FOLD-0003", Severity.Warning,
        "'{1}' of '{0}' is skipped: {2}.",
        "It is no regular file, the gateway's user may not read it, or the disk or share fails at it.",
        "Look at the file, give the gateway's user the right to read it, or remove it. The other files are taken meanwhile.");

    /// <summary>Somebody wrote to a file that was taken already.</summary>
    public static FindingCode WrittenTo { get; } = new("FOLD-0004", Severity.Warning,
        "The file '{1}' of '{0}' was written to while it was read; what was read is kept.",
        "The sender goes on writing after it has renamed the file, or after a complete interchange.",
        "Ask the sender to write under another name, such as NAME.part, and to rename the file when it is whole.");

    /// <summary>A file is too large; its sender is told too.</summary>
    public static FindingCode TooLarge { get; } = new("FOLD-0005", Severity.Error,
        "The file '{1}' of '{0}' was not taken: it has {2} bytes, and {3} are allowed.",
        "Several days were put into one file, or it was made to overload whoever reads it.",
        "Split it into several interchanges and send those.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Unreachable, NotMoved, Unreadable, WrittenTo, TooLarge];
}
