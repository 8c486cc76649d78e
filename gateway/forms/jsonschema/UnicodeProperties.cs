using System.Collections.Concurrent;
using System.Globalization;

namespace Gateway.Forms;

/// <summary>The Unicode properties that patterns may name: general categories by their short and long names, and the sets that need no
/// table. Scripts would need tables of their own.</summary>
internal static class UnicodeProperties
{
    // In the order of UnicodeCategory.
    private static readonly string[] Short =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps",
        "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly string[] Long =
    [
        "Uppercase_Letter", "Lowercase_Letter", "Titlecase_Letter", "Modifier_Letter", "Other_Letter", "Nonspacing_Mark", "Spacing_Mark",
        "Enclosing_Mark", "Decimal_Number", "Letter_Number", "Other_Number", "Space_Separator", "Line_Separator", "Paragraph_Separator",
        "Control", "Format", "Surrogate", "Private_Use", "Connector_Punctuation", "Dash_Punctuation", "Open_Punctuation",
        "Close_Punctuation", "Initial_Punctuation", "Final_Punctuation", "Other_Punctuation", "Math_Symbol", "Currency_Symbol",
        "Modifier_Symbol", "Other_Symbol", "Unassigned",
    ];

    private static readonly (string Short, string Long)[] Groups =
    [
        ("L", "Letter"), ("M", "Mark"), ("N", "Number"), ("Z", "Separator"), ("C", "Other"), ("P", "Punctuation"), ("S", "Symbol"),
    ];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["digit"] = "Nd", ["punct"] = "P", ["cntrl"] = "Cc", ["Combining_Mark"] = "M",
    };

    private static readonly ConcurrentDictionary<string, CodePointSet?> Known = new(StringComparer.Ordinal);

    /// <summary>A property as it stands in the braces of <c>\p{}</c>; null when it is not supported.</summary>
    public static CodePointSet? Find(string name)
    {
        foreach (var prefix in (string[])["General_Category=", "gc="])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return Known.GetOrAdd(name[prefix.Length..], Category);
        }

        return name switch
        {
            "Any" => new CodePointSet().Add(0, 0x10FFFF),
            "ASCII" => new CodePointSet().Add(0, 0x7F),
            "Assigned" => Known.GetOrAdd("Cn", Category)!.Inverse(),
            "ASCII_Hex_Digit" or "AHex" => new CodePointSet().Add('0', '9').Add('A', 'F').Add('a', 'f'),
            _ => Known.GetOrAdd(name, Category),
        };
    }

    private static CodePointSet? Category(string name)
    {
        name = Aliases.GetValueOrDefault(name, name);
        if (name is "LC" or "Cased_Letter") return CodePointSet.Of(category => category <= UnicodeCategory.TitlecaseLetter);
        if (Array.Find(Groups, g => g.Short == name || g.Long == name) is { Short: { } first })
        {
            return CodePointSet.Of(category => Short[(int)category][0] == first[0]);
        }

        var index = Math.Max(Array.IndexOf(Short, name), Array.IndexOf(Long, name));
        return index < 0 ? null : CodePointSet.Of(category => (int)category == index);
    }
}
