using System.Numerics;

namespace Gateway.Forms;

/// <summary>Finds names among those that a schema has, by their bytes. Fixed once it is built; thread-safe.</summary>
internal sealed class NameTable
{
    private readonly byte[][] names;
    private readonly int[] hashes;
    private readonly int[] slots;

    /// <summary>Makes the table.</summary>
    /// <param name="distinct">The names, each once; their index is what <see cref="Find"/> gives.</param>
    public NameTable(IReadOnlyList<byte[]> distinct)
    {
        names = [.. distinct];
        hashes = Array.ConvertAll(names, name => InstanceText.Hash(name));
        slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(names.Length * 2) + 1)];
        for (var i = 0; i < names.Length; i++)
        {
            var slot = hashes[i] & (slots.Length - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = i + 1;
        }
    }

    /// <summary>How many names.</summary>
    public int Count => names.Length;

    /// <summary>A name.</summary>
    public ReadOnlySpan<byte> this[int index] => names[index];

    /// <summary>The index of a name.</summary>
    /// <param name="hash">Hash of the name without escapes.</param>
    /// <param name="raw">The name as it stands in the document.</param>
    /// <param name="isEscaped">Whether it has escapes.</param>
    /// <returns>-1 when it is not among them.</returns>
    public int Find(int hash, ReadOnlySpan<byte> raw, bool isEscaped)
    {
        for (var slot = hash & (slots.Length - 1); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            var index = slots[slot] - 1;
            if (hashes[index] == hash && InstanceText.Is(raw, isEscaped, names[index])) return index;
        }

        return -1;
    }
}
