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

/// <summary>One source of a value.</summary>
/// <param name="Span">The place.</param>
/// <param name="Role">What the place contributed.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct Origin(SourceSpan Span, OriginRole Role);
