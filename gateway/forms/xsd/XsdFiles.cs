using System.Net;
using System.Runtime.InteropServices;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Opens what a schema includes or imports, from the files that were handed in and from nowhere else.</summary>
internal sealed class XsdFiles(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) : XmlResolver
{
    private const string Scheme = "xsd:///";

    /// <summary>For reading schemas and documents: no document types, no entities, bounded.</summary>
    public static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Limits.DocumentBytesMax,
        MaxCharactersFromEntities = 1024,
    };

    /// <inheritdoc/>
    public override ICredentials Credentials
    {
        set { }
    }

    /// <summary>Address of a file.</summary>
    public static Uri UriOf(string path) => new(Scheme + path);

    /// <summary>The file at an address; the address itself when it is none of ours.</summary>
    public static string PathOf(string? uri)
        => uri is null ? "" : uri.StartsWith(Scheme, StringComparison.Ordinal) ? Uri.UnescapeDataString(uri[Scheme.Length..]) : uri;

    /// <summary>Opens a file.</summary>
    public Stream Open(string path)
    {
        var bytes = files[path];
        return MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, false)
            : new MemoryStream(bytes.ToArray(), false);
    }

    /// <inheritdoc/>
    public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
    {
        ArgumentNullException.ThrowIfNull(absoluteUri);
        var path = PathOf(absoluteUri.ToString());
        // A schema may be imported by an address on the net whose last part is the file at hand.
        if (!files.ContainsKey(path)) path = files.Keys.FirstOrDefault(f => Name(f) == Name(path)) ?? "";
        return path.Length == 0 ? throw new XmlException($"{PathOf(absoluteUri.ToString())} is not among the schema files") : Open(path);
    }

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
