using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>All formats and containers, and which of them bytes belong to.</summary>
/// <param name="Formats">The formats.</param>
/// <param name="Containers">The containers.</param>
public sealed record Readers(IReadOnlyList<IFormat> Formats, IReadOnlyList<IContainer> Containers)
{
    /// <summary>Bytes at the beginning that a recogniser sees.</summary>
    public const int HeadBytes = 4096;

    /// <summary>The container of a name; null when it is none.</summary>
    public IContainer? Container(string? name) => Containers.FirstOrDefault(container => container.Name == name);

    /// <summary>The format of a name; null when it is none.</summary>
    public IFormat? Format(string? name) => Formats.FirstOrDefault(format => format.Name == name);

    /// <summary>Name of the format or container that is surest of the bytes; of equals the first, formats before containers.</summary>
    /// <returns>Null when none recognises them.</returns>
    public string? Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        var (best, name) = (0, (string?)null);
        foreach (var format in Formats)
        {
            var score = format.Recognise(head, nameHint).Score;
            if (score > best) (best, name) = (score, format.Name);
            if (best == 100) return name;
        }

        foreach (var container in Containers)
        {
            var score = container.Recognise(head, nameHint).Score;
            if (score > best) (best, name) = (score, container.Name);
        }

        return name;
    }

    /// <summary>Likewise for a part.</summary>
    public string? Recognise(IRaw raw, string? nameHint)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        return Recognise(HeadOf(raw, head), nameHint);
    }

    /// <summary>What every format and container says of bytes, the surest first.</summary>
    public IReadOnlyList<(string Name, bool IsContainer, Recognition Recognition)> Judge(ReadOnlySpan<byte> head, string? nameHint)
    {
        var all = new List<(string Name, bool IsContainer, Recognition Recognition)>();
        foreach (var format in Formats) all.Add((format.Name, false, format.Recognise(head, nameHint)));
        foreach (var container in Containers) all.Add((container.Name, true, container.Recognise(head, nameHint)));
        return [.. all.OrderByDescending(one => one.Recognition.Score)];
    }

    /// <summary>The beginning of a part.</summary>
    public static ReadOnlySpan<byte> HeadOf(IRaw raw, Span<byte> into)
    {
        var count = 0;
        while (count < into.Length && raw.Read(count, into[count..]) is > 0 and var got) count += got;
        return into[..count];
    }
}
