using System.Buffers;

namespace Gateway.Formats;

/// <summary>Walks over the tags of an XML file without taking it apart, so that single tags can be changed and all other bytes
/// stay.</summary>
/// <param name="xml">The file, UTF-8, well-formed.</param>
internal ref struct XmlTags(ReadOnlySpan<byte> xml)
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    private readonly ReadOnlySpan<byte> xml = xml;

    /// <summary>First byte of the tag.</summary>
    public int Start { get; private set; }

    /// <summary>The byte after it.</summary>
    public int End { get; private set; }

    /// <summary>How many elements are open around the tag.</summary>
    public int Depth { get; private set; }

    /// <summary>It ends an element.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>It begins an element and ends it.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Name with its prefix.</summary>
    public ReadOnlySpan<byte> FullName { get; private set; }

    /// <summary>Name without its prefix.</summary>
    public readonly ReadOnlySpan<byte> Name => FullName[(FullName.IndexOf((byte)':') + 1)..];

    /// <summary>Prefix with its colon; empty for none.</summary>
    public readonly string Prefix => System.Text.Encoding.UTF8.GetString(FullName[..(FullName.IndexOf((byte)':') + 1)]);

    /// <summary>Goes to the next tag.</summary>
    public bool Next()
    {
        // A begin tag that was passed is open now.
        if (End > 0 && !IsEnd && !IsEmpty) Depth++;
        var at = End;
        while (true)
        {
            var next = xml[at..].IndexOf((byte)'<');
            if (next < 0) return false;
            at += next;
            var rest = xml[at..];
            var skipped = rest.StartsWith("<!--"u8) ? Behind(rest, "-->"u8) : rest.StartsWith("<![CDATA["u8) ? Behind(rest, "]]>"u8)
                : rest.StartsWith("<?"u8) ? Behind(rest, "?>"u8) : 0;
            if (skipped == 0) break;
            at += skipped;
        }

        (Start, IsEnd) = (at, xml[at + 1] == '/');
        var name = at + (IsEnd ? 2 : 1);
        var length = xml[name..].IndexOfAny(NameEnds);
        FullName = xml.Slice(name, length);
        for (at = name + length; xml[at] != '>'; at++)
        {
            if (xml[at] is (byte)'"' or (byte)'\'') at += 1 + xml[(at + 1)..].IndexOf(xml[at]);
        }

        (End, IsEmpty) = (at + 1, xml[at - 1] == '/');
        if (IsEnd) Depth--;
        return true;
    }

    /// <summary>Where the value of an attribute stands; false when the tag has it not.</summary>
    public readonly bool Attribute(ReadOnlySpan<byte> name, out int start, out int length)
    {
        for (var at = Start + 1; at < End; at++)
        {
            if (xml[at] is not ((byte)'"' or (byte)'\'')) continue;
            length = xml[(at + 1)..].IndexOf(xml[at]);
            var before = xml[Start..at].TrimEnd(" \t\r\n"u8)[..^1].TrimEnd(" \t\r\n"u8);
            start = at + 1;
            if (before.EndsWith(name) && before[^(name.Length + 1)] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') return true;
            at += length + 1;
        }

        (start, length) = (0, 0);
        return false;
    }

    /// <summary>The value of an attribute; null when the tag has it not.</summary>
    public readonly string? Value(ReadOnlySpan<byte> name)
        => Attribute(name, out var start, out var length) ? System.Text.Encoding.UTF8.GetString(xml.Slice(start, length)) : null;

    private static int Behind(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end) => rest.IndexOf(end) + end.Length;
}

/// <summary>Changes of a file that leave all its other bytes as they are.</summary>
/// <param name="original">The file.</param>
internal sealed class FilePatch(byte[] original)
{
    private readonly List<(int At, int Length, string Text)> changes = [];

    /// <summary>Puts a text in the place of bytes. Several at one place come in the order in which they are given.</summary>
    public void Replace(int at, int length, string text) => changes.Add((at, length, text));

    /// <summary>Puts a text between bytes.</summary>
    public void Insert(int at, string text) => Replace(at, 0, text);

    /// <summary>The changed file.</summary>
    public byte[] Apply()
    {
        using var output = new MemoryStream();
        var from = 0;
        foreach (var (at, length, text) in changes.OrderBy(change => change.At))
        {
            output.Write(original, from, at - from);
            output.Write(System.Text.Encoding.UTF8.GetBytes(text));
            from = at + length;
        }

        output.Write(original, from, original.Length - from);
        return output.ToArray();
    }
}
