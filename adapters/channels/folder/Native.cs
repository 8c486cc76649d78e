using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Channels;

/// <summary>The few calls of the operating system that the framework does not offer as they are.</summary>
internal static class Native
{
    private const int NotPermitted = 1, NoSuchFile = 2, NoAccess = 13, AcrossMounts = 18, Exists = 17, Invalid = 22, TooManyOpen = 24,
        NotThere = 38;

    /// <summary>Opens a file for reading and never waits: the framework's own open waits for ever at a FIFO without a writer.</summary>
    /// <returns>Null when it cannot be opened.</returns>
    public static SafeFileHandle? OpenWithoutWaiting(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        const int closeOnExec = 0x80000, nonBlocking = 0x800;
        var descriptor = Open(path, closeOnExec | nonBlocking);
        if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        return error == TooManyOpen ? throw new IOException(new Win32Exception(error).Message) : null;
    }

    /// <summary>Renames a file, never over another one. The framework's own move would copy to another file system, and a crash would
    /// leave half of a file under the new name.</summary>
    /// <returns>False when the two names lie on different file systems.</returns>
    public static bool Rename(string from, string to)
    {
        if (!OperatingSystem.IsLinux())
        {
            File.Move(from, to, overwrite: false);
            return true;
        }

        const int here = -100, noReplace = 1;
        if (RenameAt2(here, from, here, to, noReplace) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        // Network file systems know no such renaming: there, looking first is the best there is.
        if (error is Invalid or NotThere)
        {
            if (Path.Exists(to)) throw new IOException("the name is taken");
            if (RenameAt2(here, from, here, to, 0) == 0) return true;
            error = Marshal.GetLastPInvokeError();
        }

        return error switch
        {
            AcrossMounts => false,
            NoSuchFile => throw new FileNotFoundException(),
            NotPermitted or NoAccess => throw new UnauthorizedAccessException("permission denied"),
            Exists => throw new IOException("the name is taken"),
            _ => throw new IOException(new Win32Exception(error).Message),
        };
    }

    /// <summary>Makes the names in a folder durable: a file that was renamed there is there after a power cut.</summary>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var handle = OpenWithoutWaiting(folder);
        // Not every file system can; there it is as durable as it gets.
        if (handle is not null) _ = Sync((int)handle.DangerousGetHandle());
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int RenameAt2(
        int fromFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);
}
