using System.Text;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Values that the gateway itself puts into a WCO document.</summary>
internal static class MadeValue
{
    /// <summary>Adds a value below the innermost open node.</summary>
    /// <returns>Its node.</returns>
    public static int Write(Tree into, int position, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var flags = Ascii.IsValid(bytes) ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue;
        return into.Add(position, into.Append(bytes), bytes.Length, flags);
    }
}
