using System.Collections.Frozen;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Texts and patterns of a table, folded: case, width and blanks do not count, traditional characters are as simplified ones.
/// </summary>
internal static class TablePattern
{
    // Characters of headers and labels, each traditional one before the simplified one.
    private const string Characters = "號号發发貨货單单總总碼码稅税數数淨净凈净體体積积賣卖買买幣币種种額额價价運运費费國国產产頭头標标記记編编稱称規规間间關关"
        + "務务裝装櫃柜鉛铅類类別别險险聯联長长寬宽時时開开離离達达託托議议證证書书電电話话傳传郵邮轉转層层來来條条貿贸術术語语備备註注陸陆紙纸質质內内"
        + "廠厂廣广東东車车機机場场區区縣县員员參参項项訂订購购詢询訊讯資资銀银帳账賬账戶户銷销報报進进該该檢检驗验圖图門门個个實实際际對对應应輸输飛飞"
        + "艙舱載载噸吨計计預预啟启為为與与無无嘜唛點点臺台貼贴簽签訖讫";

    private static readonly FrozenDictionary<char, char> Simplified
        = Enumerable.Range(0, Characters.Length / 2).ToFrozenDictionary(i => Characters[2 * i], i => Characters[(2 * i) + 1]);

    /// <summary>A text with its case, its width and its blanks folded away.</summary>
    public static string Fold(string text)
    {
        var folded = text.ToCharArray();
        return new string(folded, 0, Fold(folded));
    }

    /// <summary>Likewise, where it stands.</summary>
    /// <returns>How many characters are left.</returns>
    public static int Fold(Span<char> text)
    {
        var length = 0;
        foreach (var c in text)
        {
            var narrow = Narrow(c);
            if (!char.IsWhiteSpace(narrow) && narrow is not ('\u200B' or '\uFEFF')) text[length++] = Simple(char.ToLowerInvariant(narrow));
        }

        return length;
    }

    /// <summary>Folds the width of a text away.</summary>
    public static void Narrow(ReadOnlySpan<char> text, Span<char> into)
    {
        for (var i = 0; i < text.Length; i++) into[i] = Narrow(text[i]);
    }

    // Full-width forms of ASCII (U+FF01 to U+FF5E) stand 0xFEE0 above it.
    private static char Narrow(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;

    private static char Simple(char c) => c >= '\u4E00' && Simplified.TryGetValue(c, out var simple) ? simple : c;

    /// <summary>Whether a folded pattern fits a folded text; <c>*</c> stands for any characters.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, t);
            else if (p < pattern.Length && pattern[p] == text[t]) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    /// <summary>A layout with its patterns folded, so that they are not folded again for each cell.</summary>
    public static TableLayout Fold(TableLayout layout) => layout with
    {
        Sheets = Fold(layout.Sheets),
        Cells = [.. layout.Cells.Select(label => label with { Patterns = Fold(label.Patterns) })],
        Rows = layout.Rows is not { } rows ? null : rows with
        {
            Columns = [.. rows.Columns.Select(column => column with { Headers = Fold(column.Headers) })], Stop = Fold(rows.Stop),
        },
    };

    private static string[] Fold(IReadOnlyList<string> patterns) => [.. patterns.Select(Fold)];

    /// <summary>Whether any of the folded patterns fits a folded text.</summary>
    public static bool FitsAny(IReadOnlyList<string> patterns, ReadOnlySpan<char> folded)
    {
        foreach (var pattern in patterns)
        {
            if (Fits(pattern, folded)) return true;
        }

        return false;
    }
}
