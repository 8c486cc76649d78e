using System.Text;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Reads a code list: first line <c># name edition</c>, then <c>code,name</c> lines as in RFC 4180.</summary>
internal static class CodeListFile
{
    /// <returns>Null when the first line is not usable.</returns>
    public static CodeList? Read(ReadOnlyMemory<byte> bytes, string file, Findings findings)
    {
        var text = Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF');
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var head = (end < 0 ? text : text[..end]).Trim();
        var words = head.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0] != "#")
        {
            Report(findings, file, 1, "the line '# name edition'");
            return null;
        }

        var codes = new List<Code>();
        var line = 2;
        for (var at = end < 0 ? text.Length : end + 1; at < text.Length;)
        {
            var start = line;
            var fields = Fields(text, ref at, ref line);
            if (fields is [{ Length: > 0 } code, var name]) codes.Add(new Code(code, name));
            else if (fields is not [""]) Report(findings, file, start, "a code and a name");
        }

        return new CodeList(words[1], words[2], codes);
    }

    // One record; a quoted field may hold commas, doubled quotes and line ends.
    private static List<string> Fields(string text, ref int at, ref int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        while (true)
        {
            var c = at < text.Length ? text[at++] : '\0';
            if (c is '\n') line++;
            var isEnd = c is '\0' || (c is '\n' && !isQuoted);
            if (isEnd || (c is ',' && !isQuoted))
            {
                fields.Add(field.ToString());
                field.Clear();
                if (isEnd) return fields;
            }
            else if (c is '"' && isQuoted && at < text.Length && text[at] is '"')
            {
                field.Append(text[at++]);
            }
            else if (c is '"' && (isQuoted || field.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (c is not '\r' || isQuoted)
            {
                field.Append(c);
            }
        }
    }

    private static void Report(Findings findings, string file, int line, string expected)
        => findings.Add(ConfigurationCodes.CodeListLine, default, new Place(0, line) { Reference = file }, 0, expected);
}
