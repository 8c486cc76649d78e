using System.Globalization;
using System.Text;

namespace Gateway.Tests.Real.Schemas;

/// <summary>Random schemas over all keywords, and documents of the same few names and values, so that many fit and many just do not.</summary>
internal sealed class RandomSchemas(uint seed)
{
    private static readonly string[] Names = ["a", "b", "c", "ab", "é", "d"];
    private static readonly string[] Texts = ["", "a", "ab", "abc", "12", "é", "\\uD83D\\uDE00", "\\u0061", "a\\nb", "A1", "  "];
    private static readonly string[] Numbers = ["0", "1", "2", "3", "1.0", "1.5", "-1", "2.5", "1e1", "0.5", "-0", "100", "12345678901"];
    private static readonly string[] Patterns =
        ["^a", "b$", "^[a-c]+$", "^.$", "\\\\d", "^\\\\w*$", "[^a]", "a|^$", "^(?:ab|c)?$", "\\\\s", "^.{1,2}$", "\\\\p{L}", "^(?=a).*b", "\\\\b"];

    private ulong state = seed + 1;

    /// <summary>A number below a limit.</summary>
    public int Of(int limit)
    {
        state = unchecked((state * 6364136223846793005) + 1442695040888963407);
        return (int)((state >> 33) % (ulong)limit);
    }

    /// <summary>A schema with some definitions that the rest refers to.</summary>
    public string Schema()
    {
        var text = new StringBuilder("{\"$defs\":{");
        for (var i = 0; i < 3; i++)
        {
            var anchor = i == 0 ? "\"$anchor\":\"first\"," : "";
            // Definitions refer only below a property or an entry, so that no schema is endless.
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"d{i}\":{{{anchor}{Keywords(2, false, isSame: true)}}}");
        }

        return text.Append("},").Append(Keywords(3, true)).Append('}').ToString();
    }

    /// <summary>A document.</summary>
    public string Document(int depth = 3)
    {
        switch (depth == 0 ? Of(6) : Of(11))
        {
            case 0: return "null";
            case 1: return Of(2) == 0 ? "true" : "false";
            case 2 or 3: return Numbers[Of(Numbers.Length)];
            case 4 or 5: return $"\"{Texts[Of(Texts.Length)]}\"";
            case 6 or 7: return $"[{string.Join(',', Enumerable.Range(0, Of(5)).Select(_ => Document(depth - 1)))}]";
            default: return $"{{{string.Join(',', Some(Names).Select(name => $"\"{name}\":{Document(depth - 1)}"))}}}";
        }
    }

    private string Sub(int depth, bool mayRefer, bool isSame)
    {
        if (mayRefer && Of(6) == 0) return $"{{\"$ref\":\"{(Of(4) == 0 ? "#first" : $"#/$defs/d{Of(3)}")}\"}}";
        if (depth <= 0 || Of(9) == 0) return Of(3) == 0 ? "false" : Of(2) == 0 ? "true" : $"{{{Simple()}}}";
        return $"{{{Keywords(depth - 1, mayRefer, isSame)}}}";
    }

    /// <summary>Some keywords of one schema, none twice.</summary>
    private string Keywords(int depth, bool mayRefer, bool isSame = false)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = Of(3) + (depth > 0 ? 1 : 0); i >= 0; i--)
        {
            var member = depth > 0 && Of(3) > 0 ? Applicator(depth, mayRefer, isSame) : Simple();
            foreach (var each in member.Split('\u0001')) members.TryAdd(each[..each.IndexOf(':', StringComparison.Ordinal)], each);
        }

        if (members.ContainsKey("\"else\"")) members.Remove("\"unevaluatedItems\"");    // see AjvTests
        return string.Join(',', members.Values);
    }

    private string Simple()
    {
        switch (Of(19))
        {
            case 0: return $"\"type\":{Type()}";
            case 1: return $"\"type\":[{string.Join(',', Some(["\"null\"", "\"number\"", "\"string\"", "\"object\"", "\"array\""], 1))}]";
            case 2: return $"\"enum\":[{Document(1)},{Document(1)},{Document(0)}]";
            case 3: return $"\"const\":{Document(1)}";
            case 4: return $"\"minimum\":{Of(3)}";
            case 5: return $"\"maximum\":{Of(4)}.5";
            case 6: return $"\"exclusiveMinimum\":{Of(3)}";
            case 7: return $"\"exclusiveMaximum\":{Of(4)}";
            case 8: return $"\"multipleOf\":{(Of(2) == 0 ? "0.5" : "2")}";
            case 9: return $"\"minLength\":{Of(3)}";
            case 10: return $"\"maxLength\":{Of(3)}";
            case 11: return $"\"pattern\":\"{Patterns[Of(Patterns.Length)]}\"";
            case 12: return $"\"minItems\":{Of(3)}";
            case 13: return $"\"maxItems\":{Of(4)}";
            case 14: return "\"uniqueItems\":true";
            case 15: return $"\"minProperties\":{Of(3)}";
            case 16: return $"\"maxProperties\":{Of(4)}";
            case 17: return $"\"required\":[{Quoted(Some(Names))}]";
            default: return $"\"dependentRequired\":{{\"{Names[Of(6)]}\":[{Quoted(Some(Names))}]}}";
        }
    }

    private string Applicator(int depth, bool mayRefer, bool isSame)
    {
        // Below a property or an entry everything may refer: the value becomes smaller.
        string Below() => Sub(depth, true, false);
        string Same() => Sub(depth, mayRefer, true);
        // No schema has both contains and unevaluatedItems, and no alternative has unevaluatedItems, see AjvTests.
        return Of(18) switch
        {
            0 or 1 => $"\"properties\":{{{string.Join(',', Some(Names, 1).Select(name => $"\"{name}\":{Below()}"))}}}",
            2 => $"\"patternProperties\":{{\"{Patterns[Of(Patterns.Length)]}\":{Below()}}}",
            3 => $"\"additionalProperties\":{Below()}",
            4 => $"\"propertyNames\":{{{Simple()}}}",
            5 => $"\"dependentSchemas\":{{\"{Names[Of(6)]}\":{Same()}}}",
            6 => $"\"prefixItems\":[{Below()},{Below()}]",
            7 => $"\"items\":{Below()}",
            8 or 9 or 10 when !isSame && (seed & 1) == 0 => $"\"unevaluatedItems\":{Below()}",
            8 or 9 or 10 when (seed & 1) == 0 => Simple(),
            8 => $"\"contains\":{Below()}\u0001\"minContains\":{Of(3)}",
            9 => $"\"contains\":{Below()}\u0001\"maxContains\":{Of(3) + 1}",
            10 => $"\"contains\":{Below()}",
            11 => $"\"unevaluatedProperties\":{Below()}",
            12 => $"\"allOf\":[{Same()},{Same()}]",
            13 => $"\"anyOf\":[{Same()},{Same()}]",
            14 => $"\"oneOf\":[{Same()},{Same()},{Same()}]",
            15 => $"\"not\":{Same()}",
            16 => $"\"if\":{Same()}\u0001\"then\":{Same()}\u0001\"else\":{Same()}",
            _ => mayRefer ? $"\"$ref\":\"#/$defs/d{Of(3)}\"" : Simple(),
        };
    }

    private string Type() => Of(7) switch
    {
        0 => "\"null\"", 1 => "\"boolean\"", 2 => "\"number\"", 3 => "\"integer\"", 4 => "\"string\"", 5 => "\"array\"", _ => "\"object\"",
    };

    private List<string> Some(string[] of, int least = 0)
    {
        var some = of.Where(_ => Of(2) == 0).ToList();
        return some.Count >= least ? some : [of[0]];
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(',', names.Select(name => $"\"{name}\""));
}
