namespace Gateway.Channels;

/// <summary>A regular file as a listing of the server shows it. Two of one name are the same content as far as the server says
/// when they are equal.</summary>
/// <param name="Name">Its name; no path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">When it was last written to by the server's clock, in seconds since 1970.</param>
internal readonly record struct RemoteFile(string Name, long Length, long WrittenAt);

/// <summary>What one listing of a folder has.</summary>
/// <param name="Files">Regular files with usable names.</param>
/// <param name="IsWhole">False when the folder has more entries than are looked at.</param>
/// <param name="Others">Folders, links and everything else that is no regular file.</param>
/// <param name="OddNames">Names that are not taken.</param>
internal sealed record RemoteListing(
    IReadOnlyList<RemoteFile> Files, bool IsWhole, int Others, IReadOnlyList<string> OddNames);
