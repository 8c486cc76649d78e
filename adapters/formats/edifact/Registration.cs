using Gateway.Contracts;
using Gateway.Edifact;

namespace Gateway.Formats;

/// <summary>Makes EDIFACT known to the host.</summary>
public static class EdifactRegistration
{
    /// <summary>Adds the format.</summary>
    /// <param name="formats">The formats of the host.</param>
    /// <param name="directory">Message definitions; null for the built-in ones.</param>
    public static ICollection<IFormat> AddEdifact(this ICollection<IFormat> formats, EdifactDirectory? directory = null)
    {
        formats.Add(new EdifactFormat(directory ?? EdifactDirectory.BuiltIn));
        return formats;
    }
}
