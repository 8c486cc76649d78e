using System.Runtime.InteropServices;

namespace Gateway.Documents;

/// <summary>Where a value stood in what the sender sent.</summary>
/// <param name="Part">Which part of the receipt: 0 is the raw bytes as received, higher numbers are decoded parts
/// (a MIME part, an archive entry).</param>
/// <param name="Start">Byte offset in the part; in a workbook that of a <see cref="CellPlace"/>.</param>
/// <param name="Length">Bytes, 0 for a place where something is absent.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct SourceSpan(int Part, long Start, int Length)
{
    /// <summary>The offset after the last byte.</summary>
    public long End => Start + Length;
}

/// <summary>What a span contributed to a value (mapping language, section 2.8).</summary>
public enum OriginRole : byte
{
    /// <summary>The bytes are the value, or the value was calculated from them.</summary>
    Value,

    /// <summary>The bytes decided something: a qualifier, a filter, a condition.</summary>
    Key,

    /// <summary>Nothing stood there; the span is empty and marks the place.</summary>
    Absent,
}

/// <summary>One source of a value: 16 bytes, for a large document has millions.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct Origin
{
    private const int RoleBits = 8;

    // The part above the role.
    private readonly int partAndRole;
    private readonly long start;
    private readonly int length;

    /// <summary>Makes one.</summary>
    /// <param name="span">The place.</param>
    /// <param name="role">What the place contributed.</param>
    public Origin(SourceSpan span, OriginRole role)
        => (partAndRole, start, length) = (unchecked((span.Part << RoleBits) | (int)role), span.Start, span.Length);

    /// <summary>The place.</summary>
    public SourceSpan Span => new(partAndRole >> RoleBits, start, length);

    /// <summary>What the place contributed.</summary>
    public OriginRole Role => unchecked((OriginRole)partAndRole);

    /// <summary>Gives place and role.</summary>
    public void Deconstruct(out SourceSpan span, out OriginRole role) => (span, role) = (Span, Role);
}
