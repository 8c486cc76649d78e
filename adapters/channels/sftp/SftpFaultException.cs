using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>The outside world failed in a way that the place as a whole has to rest.</summary>
internal sealed class SftpFaultException(Finding finding) : Exception(finding.Sentence)
{
    /// <summary>What happened, and what to do.</summary>
    public Finding Finding => finding;
}
