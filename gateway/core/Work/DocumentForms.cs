using System.Buffers;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Core;

/// <summary>The finished bytes of one document, each form written once and shared by all destinations. Not thread-safe.</summary>
public sealed class DocumentForms
{
    private readonly PieceWriter output = new();
    private readonly LentArrays? arrays;
    private Tree? document;
    private ReadOnlyMemory<byte>? json;
    private ReadOnlyMemory<byte>? xml;

    /// <summary>Makes forms in arrays of their own.</summary>
    public DocumentForms()
    {
    }

    /// <summary>Makes forms in room that is lent.</summary>
    internal DocumentForms(LentArrays arrays) => this.arrays = arrays;

    /// <summary>Starts with another document; bytes handed out before stay as they are.</summary>
    public void Begin(Tree next) => (document, json, xml) = (next, null, null);

    /// <summary>As JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => json ??= Written(JsonForm.Write);

    /// <summary>As XML, UTF-8, without declaration.</summary>
    public ReadOnlyMemory<byte> Xml => xml ??= Written(XmlForm.Write);

    private ReadOnlyMemory<byte> Written(Action<Tree, IBufferWriter<byte>> write)
    {
        write(document!, output);
        return arrays is null ? output.Take() : output.Take(arrays);
    }
}
