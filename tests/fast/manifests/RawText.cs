using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>The text of bytes as a person reads them in the sender's file, without the product's parsers.</summary>
internal static class RawText
{
    /// <summary>The text of a span: release characters, entities and escapes taken away.</summary>
    public static string Of(byte[] bytes, SourceSpan span)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(200, bytes.Length));
        var raw = EncodingOf(head, bytes).GetString(bytes, (int)span.Start, span.Length);
        return head.TrimStart('\uFEFF', 'ï', '»', '¿', ' ', '\r', '\n', '\t') switch
        {
            ['<', ..] => Xml(raw),
            ['{', ..] or ['[', ..] => Json(raw),
            ['U', 'N', ..] => Released(raw, head.StartsWith("UNA", StringComparison.Ordinal) ? head[6] : '?'),
            _ => raw.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal),
        };
    }

    private static Encoding EncodingOf(string head, byte[] bytes)
    {
        // A Chinese table that is no UTF-8.
        if (head[0] is not ('<' or 'U' or '{' or '[') && !Utf8.IsValid(bytes)) return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var isLatin = head.StartsWith("UN", StringComparison.Ordinal)
            ? !head.Contains("UNOW", StringComparison.Ordinal)
            : head.Contains("8859-1", StringComparison.Ordinal);
        return isLatin ? Encoding.Latin1 : Encoding.UTF8;
    }

    private static string Xml(string raw)
    {
        const string open = "<![CDATA[";
        var isData = raw.StartsWith(open, StringComparison.Ordinal) && raw.EndsWith("]]>", StringComparison.Ordinal);
        return isData ? raw[open.Length..^3] : WebUtility.HtmlDecode(raw);
    }

    private static string Json(string raw)
        => raw.Contains('\\') ? JsonSerializer.Deserialize<string>(raw[0] == '"' ? raw : $"\"{raw}\"")! : raw.Trim('"');

    private static string Released(string raw, char release)
    {
        var text = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == release && release != ' ' && i + 1 < raw.Length) i++;
            text.Append(raw[i]);
        }

        return text.ToString();
    }
}
