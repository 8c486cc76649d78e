using System.Xml;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Reads the XML of a workbook within a depth.</summary>
internal static class BoundedXml
{
    /// <summary>Goes on to the next node. Elements in elements without end are refused, for a reader remembers each of them.</summary>
    /// <exception cref="LimitException">It is too deep.</exception>
    public static bool ReadWithin(this XmlReader xml)
    {
        var isRead = xml.Read();
        return xml.Depth <= Limits.WorkbookDepthMax
            ? isRead
            : throw new LimitException(xml.Depth, Limits.WorkbookDepthMax, "elements in each other");
    }
}
