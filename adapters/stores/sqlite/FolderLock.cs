using System.Globalization;
using Gateway.Core;

namespace Gateway.Stores;

/// <summary>
/// One process for each data folder: the operating system's lock on <c>gateway.lock</c>, which a killed process loses at once.
/// The number of the process stands in a second file, because a locked file cannot be read.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    /// <exception cref="StoreUnusableException">Another process has the folder, or it cannot be used.</exception>
    public static FolderLock Take(string folder)
    {
        var owner = Path.Combine(folder, "gateway.pid");
        FileStream held;
        try
        {
            Directory.CreateDirectory(folder);
            held = new FileStream(Path.Combine(folder, "gateway.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"The data folder {folder} cannot be written. Give this user the right to write there.");
        }
        catch (IOException)
        {
            var process = File.Exists(owner) ? File.ReadAllText(owner).Trim() : "unknown";
            throw new StoreUnusableException(
                $"The data folder {folder} is in use by another gateway (process {process}) or cannot be made. "
                + "Stop that one first, or choose another folder.");
        }

        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new FolderLock(held);
    }

    public void Dispose() => held.Dispose();
}
