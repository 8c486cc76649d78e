using System.Text;

namespace Gateway.Channels;

/// <summary>Names of files that come from outside or are made for others.</summary>
internal static class FileNames
{
    // File systems hold names to 255 bytes; answers add up to 30 to a file's name.
    private const int NameBytesMax = 200;

    private static readonly string[] Unfinished = [".part", ".tmp", ".filepart", ".partial"];

    /// <summary>Whether somebody is still writing under this name, as is the custom.</summary>
    public static bool IsUnfinished(string name)
        => name.StartsWith('.')
            || Array.Exists(Unfinished, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>A name that is surely a name: no path, no control characters, not hidden, not too long.</summary>
    /// <param name="name">What somebody suggested.</param>
    /// <param name="otherwise">Used when nothing of it is left.</param>
    public static string Plain(string name, string otherwise)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(c is '/' or '\\' || char.IsControl(c) ? '_' : c);
        }

        var plain = text.ToString().TrimStart('.');
        return Fit(plain.Length == 0 ? otherwise : plain);
    }

    /// <summary>The same name with a mark before its ending: <c>manifest~2.edi</c>.</summary>
    public static string Distinct(string name, string mark)
        => Path.GetFileNameWithoutExtension(name) + "~" + mark + Path.GetExtension(name);

    /// <summary>Name of an answer to a file: <c>NAME.contrl.edi</c>, <c>NAME.report.txt</c>. Their maker may have put another name
    /// before these two last parts: that of the first time, or one without the file's odd letters.</summary>
    public static string OfAnswer(string name, string answer)
    {
        var last = answer.LastIndexOf('.');
        var kind = last < 1 ? -1 : answer.LastIndexOf('.', last - 1);
        return Fit(name) + "." + answer[(kind + 1)..];
    }

    /// <summary>A name that is too long keeps its ending and loses the rest of its middle.</summary>
    public static string Fit(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= NameBytesMax) return name;
        var ending = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(ending) > 20) ending = "";
        var stem = Path.GetFileNameWithoutExtension(name).EnumerateRunes();
        var kept = new StringBuilder();
        var left = NameBytesMax - Encoding.UTF8.GetByteCount(ending) - 1;
        foreach (var rune in stem)
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0) break;
            kept.Append(rune.ToString());
        }

        return kept.Append('~').Append(ending).ToString();
    }
}
