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

    /// <summary>A place names a partner who is not there.</summary>
    public static FindingCode FolderPartner { get; } = new("CFG-0102", Severity.Error,
        "'{0}' in gateway.yaml names the partner '{1}', who has no file.",
        "The name is misspelt, or partners/{1}.yaml is missing.",
        "Write the file's name without its ending, or add the file.");

    /// <summary>A secret stands in the configuration itself.</summary>
    public static FindingCode SecretInFile { get; } = new("CFG-0103", Severity.Error,
        "The value of '{0}' stands in the file itself.",
        "Passwords and keys are referred to by a name, so that the file can be shown and kept in version control.",
        "Write '{0}: { secret: NAME }', and put the value into the file secrets/NAME beside gateway.yaml.");

    /// <summary>A secret is nowhere.</summary>
    public static FindingCode SecretMissing { get; } = new("CFG-0104", Severity.Error,
        "There is no secret '{0}'.",
        "Its environment variable is not set, and its file in secrets/ beside gateway.yaml is missing, empty or not readable.",
        "Write the value into secrets/{0} with 'umask 077', or set {1} for the service.");

    /// <summary>Others can read a secret.</summary>
    public static FindingCode SecretOpen { get; } = new("CFG-0105", Severity.Warning,
        "Other users of this machine can read the file of the secret '{0}'.",
        "Its permissions allow reading to more than its owner.",
        "Run 'chmod 600 secrets/{0}'.");

    /// <summary>A name that no secret can have.</summary>
    public static FindingCode SecretName { get; } = new("CFG-0106", Severity.Error,
        "No secret can have this name (it is not shown: it may be the secret itself).",
        "A name has 1 to 64 letters, digits, dots, hyphens and underscores, and does not begin with a dot.",
        "Write the name of a file in secrets/, for example 'oceanline-password'.");

    /// <summary>A server without a pinned key.</summary>
    public static FindingCode HostKeyMissing { get; } = new("CFG-0107", Severity.Error,
        "The place '{0}' has no host key.",
        "Without the fingerprint of its key nobody can tell the carrier's server from another, and any could get the password.",
        "Run './run channel test {0}', compare the fingerprint that it shows with what the carrier says, and write it into hostKeys.");

    /// <summary>A destination names a place that is not there.</summary>
    public static FindingCode UnknownPlace { get; } = new("CFG-0108", Severity.Error,
        "The destination names the place '{0}', which gateway.yaml does not have below {1}.",
        "The name is misspelt, or the place was removed.",
        "Write 'address: NAME:/remote/folder' or 'NAME:ADDRESS' with a name of gateway.yaml, or add the place there and restart.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [Schedule, FolderPartner, SecretInFile, SecretMissing, SecretOpen, SecretName, HostKeyMissing, UnknownPlace];
}
