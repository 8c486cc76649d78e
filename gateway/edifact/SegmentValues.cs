using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gateway.Edifact;

/// <summary>The components of a segment one after another: <c>foreach (var value in reader.Values)</c>.</summary>
/// <remarks>A data element without components is one component; one that was not sent, but whose separator stands there, is an
/// empty one.</remarks>
public ref struct SegmentValues
{
    private readonly ref byte bytes;
    private readonly ref int places;
    private readonly int count;
    private readonly int plainTo;
    private readonly byte separator;
    private readonly byte componentSeparator;
    private int next;
    private int element;
    private int component;
    private int repetition;

    internal SegmentValues(scoped in Cut cut, scoped in ServiceCharacters characters)
    {
        bytes = ref MemoryMarshal.GetArrayDataReference(cut.Bytes);
        places = ref cut.Places[cut.First];
        count = cut.Last - cut.First;
        plainTo = cut.Suspicious;
        (separator, componentSeparator) = (characters.Element, characters.Component);
    }

    /// <summary>The component that <see cref="MoveNext"/> went to.</summary>
    public readonly SegmentValue Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            unchecked
            {
                var start = Unsafe.Add(ref places, next - 1) + 1;
                var end = Unsafe.Add(ref places, next);
                var raw = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref bytes, start), end - start);
                return new SegmentValue(element, component, repetition, raw, end <= plainTo);
            }
        }
    }

    /// <summary>This, for <c>foreach</c>.</summary>
    public readonly SegmentValues GetEnumerator() => this;

    /// <summary>Goes to the next component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (next >= count) return false;
        unchecked
        {
            // The places are those of the segment's delimiters and rise; the last is its terminator.
            var kind = Unsafe.Add(ref bytes, Unsafe.Add(ref places, next++));
            // Whether a component or an element follows cannot be foretold: added up, not branched on.
            var isElement = kind == separator ? 1 : 0;
            var isComponent = kind == componentSeparator ? 1 : 0;
            element += isElement;
            component = (component & -isComponent) + 1;
            repetition = (repetition & (isElement - 1)) + 1 - isComponent;
        }

        return true;
    }
}

/// <summary>A component of a segment.</summary>
/// <param name="element">Its data element; the first after the tag is 1.</param>
/// <param name="component">Which component of the element, from 1.</param>
/// <param name="repetition">Which repetition of the element, from 1.</param>
/// <param name="raw">The bytes.</param>
/// <param name="isPlain">Whether they are its text.</param>
public readonly ref struct SegmentValue(int element, int component, int repetition, ReadOnlySpan<byte> raw, bool isPlain)
{
    /// <summary>Its data element; the first after the tag is 1.</summary>
    public int Element { get; } = element;

    /// <summary>Which component of the element, from 1.</summary>
    public int Component { get; } = component;

    /// <summary>Which repetition of the element, from 1.</summary>
    public int Repetition { get; } = repetition;

    /// <summary>The bytes as sent, with release characters.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;

    /// <summary>Whether the bytes are ASCII without release characters, so that they are the text; where it is false,
    /// <see cref="EdifactText.Text"/> gives it.</summary>
    public bool IsPlain { get; } = isPlain;
}
