namespace Gateway.Host.Cli;

/// <summary>What the command line returns (DESIGN of commands: stdout is data, stderr is words).</summary>
internal static class ExitCode
{
    /// <summary>All fine.</summary>
    public const int Fine = 0;

    /// <summary>Findings of severity error.</summary>
    public const int Faulty = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The environment failed: a file, the disk, the network, the store, the configuration.</summary>
    public const int Environment = 3;
}
