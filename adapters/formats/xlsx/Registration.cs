using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes workbooks known to the host.</summary>
public static class XlsxRegistration
{
    /// <summary>Adds the format; its layouts come from the mappings.</summary>
    public static ICollection<IFormat> AddXlsx(this ICollection<IFormat> formats)
    {
        formats.Add(new XlsxFormat());
        return formats;
    }
}
