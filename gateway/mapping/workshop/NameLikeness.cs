using System.Globalization;
using System.Text;

namespace Gateway.Mappings;

/// <summary>How alike two names are, by the words in them: <c>LoadingLocation</c> and <c>Place/port of loading</c>.</summary>
internal static class NameLikeness
{
    // Words that mean the same in trade documents, after the one that stands for them.
    private const string Groups = """
        location: place port site
        unloading: discharge
        consignor: shipper 发货人
        consignee: 收货人
        notify: 通知人
        seller: supplier vendor
        buyer: customer purchaser
        id: number no identifier identification reference ref
        quantity: qty count 数量
        mass: weight wt
        gross: 毛重
        net: 净重
        cargo: goods
        line: item street
        packaging: package packages ctns cartons 箱数 件数
        means: vessel ship
        journey: voyage trip
        equipment: container 箱号
        amount: total value 金额
        price: 单价
        postcode: postal zip
        city: town
        communication: telephone phone email
        classification: hs tariff 编码
        datetime: date time
        description: desc 品名
        marks: 唛头
        """;

    private static readonly Dictionary<string, string> Same = Groups.Split('\n').SelectMany(line => line.Split(':')[1]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (Word: word, Stands: line.Split(':')[0])))
        .ToDictionary(pair => pair.Word, pair => pair.Stands, StringComparer.Ordinal);

    // Words that say nothing of what is meant.
    private static readonly HashSet<string> Small = new(StringComparer.Ordinal)
    {
        "of", "the", "a", "an", "or", "and", "to", "for", "in", "code", "type", "party",
    };

    /// <summary>The words of a name.</summary>
    public static IReadOnlySet<string> WordsOf(string name)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        for (var i = 0; i <= name.Length; i++)
        {
            var isLetter = i < name.Length && char.IsLetterOrDigit(name[i]);
            var begins = isLetter && i > 0 && char.IsUpper(name[i])
                && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
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
