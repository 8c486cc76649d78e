using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>A watched folder.</summary>
/// <param name="Name">Name of the channel instance.</param>
/// <param name="Folder">Where senders put files. Below it the channel keeps <c>work/</c>, <c>done/</c> and
/// <c>failed/</c>.</param>
/// <param name="Scope">Whose files they are: a partner's id, or the name of the folder.</param>
public sealed record FolderOptions(string Name, string Folder, string Scope)
{
    /// <summary>A file whose envelope is not complete is taken when nobody wrote to it for so long.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A file whose envelope is complete is taken when nobody wrote to it for so long: another interchange
    /// may follow.</summary>
    public TimeSpan Settled { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of a file; a larger one goes to <c>failed/</c> with an answer.</summary>
    public long FileBytesMax { get; init; } = Limits.HttpBodyBytesMax;

    /// <summary>Files taken in one poll, oldest first, so that a flood in one folder lets the others have their
    /// turn.</summary>
    public int FilesPerPollMax { get; init; } = 500;
}
