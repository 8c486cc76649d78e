namespace Gateway.Host.Serve;

/// <summary>How <c>serve</c> was asked to run.</summary>
/// <param name="ConfigFile">gateway.yaml.</param>
internal sealed record ServeOptions(string ConfigFile)
{
    /// <summary>Overrides the file's data folder; null for none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Overrides the file's address, <c>127.0.0.1:0</c>; null for none.</summary>
    public string? Listen { get; init; }

    /// <summary>Folder that comes with the program and holds its own mappings, rules and code lists; null for
    /// none.</summary>
    public string? Home { get; init; }

    /// <summary>Lets the environment variable GATEWAY_FAULTS name points to fail at; for tests alone.</summary>
    public bool AllowFaults { get; init; }
}
