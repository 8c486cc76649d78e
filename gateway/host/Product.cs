using Gateway.Contracts;
using Gateway.Formats.Edifact;

namespace Gateway.Host;

/// <summary>What this program is made of: the one place that names adapters.</summary>
internal static class Product
{
    /// <summary>The formats, in the order in which they are asked.</summary>
    public static IReadOnlyList<IFormat> Formats { get; } = [new EdifactFormat()];
}
