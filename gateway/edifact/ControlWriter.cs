using System.Buffers;
using System.Text;

namespace Gateway.Edifact;

/// <summary>Writes segments with given service characters; trailing empty elements are left out (ISO 9735-1 §8).</summary>
internal sealed class ControlWriter(ServiceCharacters characters)
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private int pending;

    /// <summary>Segments from UNH to the one to be written next, both included.</summary>
    public int Segments { get; private set; }

    /// <summary>Begins a segment.</summary>
    public ControlWriter Begin(string tag)
    {
        if (tag != "UNB") Segments++;
        pending = 0;
        return Latin(tag);
    }

    /// <summary>A data element that is text; separators in it are released.</summary>
    public ControlWriter Text(string text)
    {
        pending++;
        if (text.Length == 0) return this;
        Separators();
        return Escaped(text);
    }

    /// <summary>A composite of texts.</summary>
    public ControlWriter Composite(params ReadOnlySpan<string> components)
    {
        pending++;
        Separators();
        for (var i = 0; i < components.Length; i++)
        {
            if (i > 0) Byte(characters.Component);
            Escaped(components[i]);
        }

        return this;
    }

    /// <summary>Bytes as they were received; as a data element where <paramref name="isElement"/>.</summary>
    public ControlWriter Raw(ReadOnlySpan<byte> raw, bool isElement = false)
    {
        if (isElement) pending++;
        if (raw.IsEmpty) return this;
        if (isElement) Separators();
        bytes.Write(raw);
        return this;
    }

    /// <summary>Ends the segment.</summary>
    public ControlWriter End() => Byte(characters.Terminator);

    /// <summary>All that was written.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    private void Separators()
    {
        for (; pending > 0; pending--) Byte(characters.Element);
    }

    private ControlWriter Escaped(string text)
    {
        foreach (var b in Encoding.Latin1.GetBytes(text))
        {
            var isService = b == characters.Component || b == characters.Element || b == characters.Terminator
                || (b == characters.Release && b != 0) || (b == characters.Repetition && b != 0);
            if (isService && characters.Release != 0) Byte(characters.Release);
            Byte(b);
        }

        return this;
    }

    private ControlWriter Latin(string text)
    {
        bytes.Write(Encoding.Latin1.GetBytes(text));
        return this;
    }

    private ControlWriter Byte(byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
        return this;
    }
}
