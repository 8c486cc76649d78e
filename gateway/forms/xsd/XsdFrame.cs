using System.Text;
using System.Xml;
using System.Xml.Schema;

namespace Gateway.Forms;

/// <summary>An element that is open while a document is read against its schemas.</summary>
/// <param name="name">Local name.</param>
/// <param name="path">Path from the document element.</param>
/// <param name="line">Line, as the reader counts.</param>
/// <param name="column">Column in it, likewise.</param>
internal sealed class XsdFrame(string name, string path, int line, int column)
{
    /// <summary>Local name.</summary>
    public string Name => name;

    /// <summary>Path from the document element.</summary>
    public string Path => path;

    /// <summary>Line, as the reader counts.</summary>
    public int Line => line;

    /// <summary>Column in it, likewise.</summary>
    public int Column => column;

    /// <summary>What checks its content; null where no schema describes it.</summary>
    public XmlSchemaValidator? Validator { get; set; }

    /// <summary>Its declaration; null without one.</summary>
    public XmlSchemaElement? Declaration { get; set; }

    /// <summary>Its type; null without one.</summary>
    public XmlSchemaType? Type { get; set; }

    /// <summary>Its text so far.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>How many children of each name it has so far.</summary>
    public Dictionary<string, int> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>Children whose absence was told; one of them that comes later stands in the wrong place, which was told with it.</summary>
    public HashSet<XmlQualifiedName> Absent { get; } = [];

    /// <summary>A child was taken out because nothing of its name may stand there.</summary>
    public bool HasStranger { get; set; }
}
