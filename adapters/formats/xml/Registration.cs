using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes XML known to the host.</summary>
public static class XmlRegistration
{
    /// <summary>Adds the format; its schema sets come from the configuration.</summary>
    public static ICollection<IFormat> AddXml(this ICollection<IFormat> formats)
    {
        formats.Add(new XmlFormat());
        return formats;
    }
}
