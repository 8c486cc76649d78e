using System.Buffers;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>The XML form of a tree: element order and namespaces from the schema.</summary>
public static class XmlForm
{
    /// <summary>Writes one document as an element with its namespace declared, without XML declaration and white space.</summary>
    public static void Write(Tree document, IBufferWriter<byte> output) => throw new NotImplementedException();

    /// <summary>Reads one document; DTDs are refused, depth and size bounded.</summary>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(ReadOnlyMemory<byte> xml, Schema schema, Tree into, Findings findings) => throw new NotImplementedException();
}
