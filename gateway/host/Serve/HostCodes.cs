using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>What can be wrong with a configuration that only the running program knows.</summary>
public static class HostCodes
{
    /// <summary>A schedule is no cron expression.</summary>
    public static FindingCode Schedule { get; } = new("CFG-0101", Severity.Error,
        "The schedule '{0}' is no cron expression.",
        "It has not six or seven fields, or one of them is out of range.",
        "Write seconds, minutes, hours, day of month, month, day of week, for example '0 0/15 * * * ?' for every quarter of an hour.");

    /// <summary>A folder names a partner who is not there.</summary>
    public static FindingCode FolderPartner { get; } = new("CFG-0102", Severity.Error,
        "The folder '{0}' names the partner '{1}', who has no file.",
        "The name is misspelt, or partners/{1}.yaml is missing.",
        "Write the file's name without its ending, or add the file.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Schedule, FolderPartner];
}
