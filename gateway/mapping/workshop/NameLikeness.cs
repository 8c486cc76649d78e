using System.Globalization;
using System.Text;

namespace Gateway.Mappings;

/// <summary>How alike two names are, by the words in them: <c>LoadingLocation</c> and <c>Place/port of loading</c>.</summary>
internal static class NameLikeness
{
    // Words that mean the same in trade documents, under one of them.
    private static readonly Dictionary<string, string> Same = new(StringComparer.Ordinal)
    {
        ["place"] = "location", ["port"] = "location", ["site"] = "location", ["discharge"] = "unloading", ["shipper"] = "consignor",
        ["supplier"] = "seller", ["vendor"] = "seller", ["customer"] = "buyer", ["purchaser"] = "buyer", ["number"] = "id", ["no"] = "id",
        ["identifier"] = "id", ["identification"] = "id", ["reference"] = "id", ["ref"] = "id", ["qty"] = "quantity", ["count"] = "quantity",
        ["weight"] = "mass", ["wt"] = "mass", ["goods"] = "cargo", ["item"] = "line", ["package"] = "packaging", ["packages"] = "packaging",
        ["ctns"] = "packaging", ["cartons"] = "packaging", ["vessel"] = "means", ["ship"] = "means", ["voyage"] = "journey", ["trip"] = "journey",
        ["container"] = "equipment", ["total"] = "amount", ["value"] = "amount", ["postal"] = "postcode", ["zip"] = "postcode", ["town"] = "city",
        ["street"] = "line", ["telephone"] = "communication", ["phone"] = "communication", ["email"] = "communication", ["hs"] = "classification",
        ["tariff"] = "classification", ["marks"] = "marks", ["date"] = "datetime", ["time"] = "datetime", ["desc"] = "description",
        ["发货人"] = "consignor", ["收货人"] = "consignee", ["通知人"] = "notify", ["品名"] = "description", ["数量"] = "quantity",
        ["毛重"] = "gross", ["净重"] = "net", ["箱数"] = "packaging", ["件数"] = "packaging", ["单价"] = "price", ["金额"] = "amount",
        ["唛头"] = "marks", ["编码"] = "classification", ["箱号"] = "equipment",
    };

    // Words that say nothing of what is meant.
    private static readonly HashSet<string> Small = new(StringComparer.Ordinal) { "of", "the", "a", "an", "or", "and", "to", "for", "in", "code", "type", "party" };

    /// <summary>The words of a name.</summary>
    public static IReadOnlySet<string> WordsOf(string name)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        for (var i = 0; i <= name.Length; i++)
        {
            var isLetter = i < name.Length && char.IsLetterOrDigit(name[i]);
            var begins = isLetter && i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (!isLetter || begins) Take(words, word);
            if (isLetter) word.Append(char.ToLower(name[i], CultureInfo.InvariantCulture));
        }

        return words;
    }

    /// <summary>0 for nothing in common, 1 for the same words.</summary>
    public static double Of(IReadOnlySet<string> one, IReadOnlySet<string> other)
    {
        if (one.Count == 0 || other.Count == 0) return 0;
        var common = one.Count(other.Contains);
        return 2.0 * common / (one.Count + other.Count);
    }

    private static void Take(HashSet<string> words, StringBuilder word)
    {
        if (word.Length == 0) return;
        var text = word.ToString();
        word.Clear();
        if (Small.Contains(text)) return;
        words.Add(Same.GetValueOrDefault(text, text));
    }
}
