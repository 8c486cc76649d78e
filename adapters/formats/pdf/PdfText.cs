using System.Text;

namespace Gateway.Formats;

/// <summary>
/// The text of a PDF, good enough to find references in it: words in the order in which they are drawn. Where a font says what its
/// characters mean (ToUnicode, ISO 32000-1 §9.10.3) that holds, else they are taken for Latin letters.
/// </summary>
internal sealed class PdfText
{
    private const int PagesMax = 300, TextMax = 1024 * 1024, ContentBytesMax = 8 * 1024 * 1024, DepthMax = 8, FontsMax = 500;
    private const int OperandsMax = 2000, WordGap = -180, TreeDepthMax = 40;

    private readonly PdfFile file;
    private readonly StringBuilder text = new();
    private readonly Dictionary<object, PdfFont> fonts = [];
    private readonly HashSet<object> seen = [];
    private int pages;

    private PdfText(PdfFile file) => this.file = file;

    private bool IsFull => text.Length >= TextMax || pages >= PagesMax;

    /// <summary>The words; fewer where something in the file stands against it.</summary>
    public static string Of(PdfFile file)
    {
        var own = new PdfText(file);
        try
        {
            own.Walk(file.Root.GetValueOrDefault("Pages"), null, 0);
        }
        catch (InvalidDataException)
        {
            // What was read until there is better than nothing.
        }

        return own.text.ToString();
    }

    private void Walk(object? node, Dictionary<string, object?>? inherited, int depth)
    {
        if (depth > TreeDepthMax || IsFull || (node is PdfReference && !seen.Add(node))) return;
        if (file.Dictionary(node) is not { } page) return;
        var resources = file.Dictionary(page, "Resources") ?? inherited;
        var kids = file.List(page, "Kids");
        foreach (var kid in kids) Walk(kid, resources, depth + 1);
        if (kids.Count > 0) return;
        pages++;
        foreach (var content in file.List(page, "Contents")) Show(content, resources, 0);
    }

    private void Show(object? content, Dictionary<string, object?>? resources, int depth)
    {
        if (depth > DepthMax || IsFull || file.Stream(content) is not { } stream) return;
        if (PdfFilters.Open(stream) is not { } packed) return;
        byte[] drawn;
        using (packed) drawn = PdfFilters.Read(packed, ContentBytesMax);
        file.Spend(drawn.Length);
        var parser = new PdfParser(drawn, 0);
        var operands = new List<object?>();
        PdfFont? font = null;
        while (!IsFull && parser.Next() is var token && token is not PdfWord { Text: "" })
        {
            if (token is not PdfWord { Text: var word })
            {
                if (operands.Count < OperandsMax) operands.Add(token);
                continue;
            }

            if (word == "ID") parser.SkipImage();
            else if (word == "Tf" && operands is [PdfName name, ..]) font = FontOf(resources, name.Text);
            else if (word == "Do" && operands is [PdfName form]) Form(resources, form.Text, depth);
            else Draw(word, operands, font);
            operands.Clear();
        }

        Space();
    }

    private void Draw(string word, List<object?> operands, PdfFont? font)
    {
        switch (word)
        {
            case "Tj" or "'" or "\"" when operands is [.., byte[] shown]:
                if (word != "Tj") Space();
                Append(shown, font);
                break;
            case "TJ" when operands is [List<object?> pieces]:
                foreach (var piece in pieces)
                {
                    if (piece is byte[] shown) Append(shown, font);
                    else if (piece is double and < WordGap) Space();
                }

                break;
            case "Td" or "TD" or "T*" or "Tm" or "BT" or "ET":
                Space();
                break;
        }
    }

    private void Form(Dictionary<string, object?>? resources, string name, int depth)
    {
        var form = file.Dictionary(resources, "XObject")?.GetValueOrDefault(name);
        if (form is not PdfReference || file.Dictionary(form) is not { } facts) return;
        if (facts.GetValueOrDefault("Subtype") is not PdfName { Text: "Form" }) return;
        Show(form, file.Dictionary(facts, "Resources") ?? resources, depth + 1);
    }

    private PdfFont? FontOf(Dictionary<string, object?>? resources, string name)
    {
        var place = file.Dictionary(resources, "Font")?.GetValueOrDefault(name);
        if (place is PdfReference && fonts.TryGetValue(place, out var known)) return known;
        if (file.Dictionary(place) is not { } facts) return null;
        var font = PdfFont.Of(file, facts);
        if (place is PdfReference && fonts.Count < FontsMax) fonts[place] = font;
        return font;
    }

    private void Append(byte[] shown, PdfFont? font)
    {
        if (font is null) text.Append(Encoding.Latin1.GetString(shown));
        else font.Append(shown, text);
    }

    private void Space()
    {
        if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
    }
}

/// <summary>What the codes of a font mean.</summary>
internal sealed class PdfFont
{
    private const int CodesMax = 70_000, MapBytesMax = 1024 * 1024;

    private readonly Dictionary<int, string> meanings = [];
    private readonly bool isWide;

    private PdfFont(bool isWide) => this.isWide = isWide;

    /// <summary>Reads a font's table of meanings.</summary>
    public static PdfFont Of(PdfFile file, Dictionary<string, object?> facts)
    {
        var font = new PdfFont(facts.GetValueOrDefault("Subtype") is PdfName { Text: "Type0" });
        if (file.Stream(facts.GetValueOrDefault("ToUnicode")) is not { } stream || PdfFilters.Open(stream) is not { } packed) return font;
        byte[] map;
        using (packed) map = PdfFilters.Read(packed, MapBytesMax);
        file.Spend(map.Length);
        var parser = new PdfParser(map, 0);
        var operands = new List<object?>();
        while (parser.Next() is var token && token is not PdfWord { Text: "" } && font.meanings.Count < CodesMax)
        {
            if (token is not PdfWord { Text: var word })
            {
                if (operands.Count < CodesMax) operands.Add(token);
                continue;
            }

            if (word == "endbfchar") font.TakeOnes(operands);
            else if (word == "endbfrange") font.TakeRanges(operands);
            operands.Clear();
        }

        return font;
    }

    /// <summary>Appends what codes mean.</summary>
    public void Append(byte[] codes, StringBuilder to)
    {
        var step = isWide ? 2 : 1;
        for (var at = 0; at + step <= codes.Length; at += step)
        {
            var code = isWide ? (codes[at] << 8) + codes[at + 1] : codes[at];
            if (meanings.TryGetValue(code, out var meaning)) to.Append(meaning);
            else if (!isWide) to.Append((char)code);
        }
    }

    private void TakeOnes(List<object?> operands)
    {
        for (var i = 0; i + 1 < operands.Count; i += 2)
        {
            if (operands[i] is byte[] code && operands[i + 1] is byte[] meaning) Set(Code(code), meaning, 0);
        }
    }

    private void TakeRanges(List<object?> operands)
    {
        for (var i = 0; i + 2 < operands.Count; i += 3)
        {
            if (operands[i] is not byte[] first || operands[i + 1] is not byte[] end) continue;
            var (low, high) = (Code(first), Math.Min(Code(end), Code(first) + 0xFFFF));
            for (var code = low; code <= high && meanings.Count < CodesMax; code++)
            {
                if (operands[i + 2] is byte[] meaning) Set(code, meaning, code - low);
                else if (operands[i + 2] is List<object?> list && code - low < list.Count && list[code - low] is byte[] one)
                {
                    Set(code, one, 0);
                }
            }
        }
    }

    // The last character of a range's meaning counts on.
    private void Set(int code, byte[] meaning, int further)
    {
        var text = Encoding.BigEndianUnicode.GetString(meaning);
        if (text.Length == 0 || text.Length > 16) return;
        meanings[code] = further == 0 ? text : text[..^1] + (char)((text[^1] + further) & 0xFFFF);
    }

    private static int Code(byte[] code)
    {
        var value = 0;
        foreach (var part in code.AsSpan(0, Math.Min(code.Length, 3))) value = (value << 8) + part;
        return value;
    }
}
