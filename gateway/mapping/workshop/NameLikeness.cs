using System.Globalization;
using System.Text;

namespace Gateway.Mappings;

/// <summary>How alike two names are, by the words in them: <c>LoadingLocation</c> and <c>Place/port of loading</c>.</summary>
internal static class NameLikeness
{
    // Words that mean the same in trade documents, after what stands for them; several words where one says several things.
    private const string Groups = """
        location: place port site
        loading location: pol 装货港 起运港 裝貨港 起運港
        unloading: discharge
        unloading location: pod 卸货港 目的港 卸貨港
        consignor: shipper 发货人 發貨人
        consignee: receiver 收货人 收貨人
        notify: 通知人
        seller: supplier vendor 卖方 賣方
        buyer: customer purchaser 买方 買方
        id: number no num nr identifier identification reference ref
        quantity: qty count pcs 数量 數量
        mass: weight wt
        gross mass: gw grosswt 毛重
        net mass: nw netwt 净重 淨重
        volume: cbm cube 体积 體積
        goods: cargo merchandise
        line: street
        packaging: package packages pkgs ctns cartons
        packaging quantity: 箱数 件数 箱數 件數
        means: vessel ship 船名
        journey: voyage trip flight 航次
        equipment: container
        equipment id: 箱号 柜号 箱號 櫃號
        seal: 封号 铅封 封號 鉛封
        characteristic: size iso 箱型
        contract: bl hbl lading waybill awb
        contract id: 提单号 提單號
        amount: value 金额 金額
        price: 单价 單價
        postcode: postal zip
        city: town
        communication: telephone phone email
        classification: hs hts tariff 编码 税号 編碼 稅號
        datetime: date time 日期
        arrival datetime: eta 抵港日期
        departure datetime: etd 开航日期 開航日期
        description: desc
        goods description: 品名 货名 貨名
        marks: 唛头 嘜頭
        origin country: 原产国 原產國
        tradeterms condition: incoterm incoterms
        currency: 币种 幣別
        invoice id: 发票号 發票號
        """;

    private static readonly Dictionary<string, string[]> Same = Groups.Split('\n').SelectMany(line => line.Split(':')[1]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (Word: word, Stands: line.Split(':')[0].Split(' '))))
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
        // The plural of what is listed: goods items, seals.
        var single = text.Length > 3 && text[^1] == 's' && text[^2] != 's' ? text[..^1] : text;
        if (Same.TryGetValue(text, out var stands) || Same.TryGetValue(single, out stands)) words.UnionWith(stands);
        else words.Add(text is "goods" ? text : single);
    }
}
