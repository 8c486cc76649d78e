using Gateway.Core;

namespace Gateway.Host.Cli;

/// <summary>A place as people ask for it, in one part of an archive: <c>a/b.edi > 188</c>.</summary>
/// <param name="Part">Name of the part, or the end of it; null asks in all of them.</param>
/// <param name="Place">The place in it.</param>
internal readonly record struct PartPlace(string? Part, string Place)
{
    private const string Sign = " > ";

    /// <summary>Takes a text apart.</summary>
    public static PartPlace Of(string asked)
    {
        var at = asked.LastIndexOf(Sign, StringComparison.Ordinal);
        // A comparison in a path of the mapping language stands in brackets.
        return at < 0 || asked.IndexOf(']', at) >= 0 ? new PartPlace(null, asked) : new PartPlace(asked[..at], asked[(at + Sign.Length)..]);
    }

    /// <summary>A part is the one that is asked for.</summary>
    public bool Holds(ReceiptParts parts, int number)
    {
        if (Part is null) return true;
        var name = parts.NameOf(number);
        return name == Part || name.EndsWith(Sign + Part, StringComparison.Ordinal);
    }
}
