using Gateway.Documents;

namespace Gateway.Core;

/// <summary>A mapping that is read and checked only where a document needs it has faults. A revision that was checked as a whole never
/// throws this.</summary>
public sealed class BrokenConfigurationException : Exception
{
    /// <summary>Makes it of all faults.</summary>
    public BrokenConfigurationException(Findings faults)
        : base("The configuration has faults:") => Faults = faults;

    /// <summary>All faults, with file, line and column.</summary>
    public Findings Faults { get; }
}
