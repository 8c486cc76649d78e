using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes JSON known to the host.</summary>
public static class JsonRegistration
{
    /// <summary>Adds the format; its schemas come from the configuration.</summary>
    public static ICollection<IFormat> AddJson(this ICollection<IFormat> formats)
    {
        formats.Add(new JsonFormat());
        return formats;
    }
}
