using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Ends the scan of a mail at a limit; never leaves the container.</summary>
/// <param name="code">Which limit.</param>
/// <param name="at">Where.</param>
/// <param name="argument">The limit's value.</param>
internal sealed class MailRefusedException(FindingCode code, long at, string argument) : Exception(code.Id)
{
    public FindingCode Code => code;

    public long At => at;

    public string Argument => argument;
}
