using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes tables known to the host.</summary>
public static class TabularRegistration
{
    /// <summary>Adds the format; its layouts come from the mappings.</summary>
    public static ICollection<IFormat> AddTabular(this ICollection<IFormat> formats)
    {
        formats.Add(new TabularFormat());
        return formats;
    }
}
