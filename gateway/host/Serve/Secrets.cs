using System.Text;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>
/// Passwords and keys by name. They never stand in a configuration file: <c>{ secret: NAME }</c> refers to the environment variable
/// <c>GATEWAY_SECRET_NAME</c> or, without it, to the file <c>secrets/NAME</c> beside gateway.yaml. A value is read when it is needed,
/// so a new one is used at the next connection, and it never goes into a finding, a log line or an exception.
/// </summary>
/// <param name="root">Folder of gateway.yaml.</param>
/// <param name="environment">Reads an environment variable; null when it is not set.</param>
internal sealed class Secrets(string root, Func<string, string?> environment)
{
    private const int NameMax = 64;

    // Keys and certificates are a few KiB; a larger file was named by mistake.
    private const int BytesMax = 64 * 1024;

    /// <summary>The secrets of this machine.</summary>
    /// <param name="root">Folder of gateway.yaml.</param>
    public Secrets(string root)
        : this(root, Environment.GetEnvironmentVariable)
    {
    }

    /// <summary>The environment variable of a name: <c>ocean-line.key</c> is <c>GATEWAY_SECRET_OCEAN_LINE_KEY</c>.</summary>
    public static string VariableOf(string name)
        => "GATEWAY_SECRET_" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    /// <summary>The bytes of a secret; null when there is none, or it is empty or cannot be read.</summary>
    public byte[]? Bytes(string name)
    {
        if (!IsName(name)) return null;
        if (environment(VariableOf(name)) is { Length: > 0 } value) return Encoding.UTF8.GetBytes(value);
        try
        {
            var file = new FileInfo(PathOf(name));
            return file is { Exists: true, Length: > 0 and <= BytesMax } ? File.ReadAllBytes(file.FullName) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The text of a secret without the line end that editors add; null as with <see cref="Bytes"/>.</summary>
    public string? Text(string name)
        => Bytes(name) is { } bytes && Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n') is { Length: > 0 } text ? text : null;

    /// <summary>Reads <c>key: { secret: NAME }</c> and checks that the secret is there.</summary>
    /// <param name="block">The block that has the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="further">What may stand beside <c>secret</c>.</param>
    /// <returns>The name; null when the key is not there or what it says is at fault, which is a finding.</returns>
    public string? Name(Section block, string key, params IReadOnlyList<string> further)
    {
        if (!block.Has(key)) return null;
        if (block.Block(key) is not { } reference)
        {
            block.Fault(HostCodes.SecretInFile, key, key);
            return null;
        }

        reference.Only(["secret", .. further]);
        var name = reference.Required("secret", "the name of a secret");
        if (name.Length == 0) return null;
        if (!IsName(name))
        {
            reference.Fault(HostCodes.SecretName, "secret");
            return null;
        }

        if (Text(name) is null) reference.Fault(HostCodes.SecretMissing, "secret", name, VariableOf(name));
        else if (IsOpenToOthers(name)) reference.Fault(HostCodes.SecretOpen, "secret", name);
        return name;
    }

    private static bool IsName(string name)
        => name.Length is > 0 and <= NameMax && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private string PathOf(string name) => Path.Combine(root, "secrets", name);

    private bool IsOpenToOthers(string name)
    {
        if (OperatingSystem.IsWindows() || environment(VariableOf(name)) is { Length: > 0 }) return false;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        return (File.GetUnixFileMode(PathOf(name)) & others) != 0;
    }
}
