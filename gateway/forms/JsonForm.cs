using System.Buffers;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>The JSON form of a tree: property names from the schema, arrays for what may repeat, decimals written verbatim.</summary>
public static class JsonForm
{
    /// <summary>Writes one document as a JSON object, without white space.</summary>
    public static void Write(Tree document, IBufferWriter<byte> output) => throw new NotImplementedException();

    /// <summary>Reads one document; spans are bytes of <paramref name="json"/>.</summary>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(ReadOnlySpan<byte> json, Schema schema, Tree into, Findings findings) => throw new NotImplementedException();
}
