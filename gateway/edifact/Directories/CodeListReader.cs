using System.Buffers;
using System.Text.RegularExpressions;

namespace Gateway.Edifact;

/// <summary>Reads the code lists of a release (UNCL, in older releases UNCL-1 and UNCL-2).</summary>
/// <remarks>
/// Codes, their marks of change and the texts below them are told apart by the column they begin in: <c>X</c> is a mark
/// and the beginning of many codes. To D.99A a code ends before column 9 and its name begins at column 10; later a code
/// begins at column 5 and its name at column 11, all counted from 0. The number of the element begins at column 2 or 5.
/// </remarks>
internal sealed partial class CodeListReader
{
    private static readonly SearchValues<char> CodeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private const int NameMax = 250;
    private static readonly SearchValues<char> Marks = SearchValues.Create(" +*#|X-");

    private readonly string file;
    private readonly Dictionary<string, DirectoryCodeList> into;
    private readonly List<DirectoryDefect> defects;
    private readonly List<KeyValuePair<string, string>> codes = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private string element = "";
    private string elementName = "";
    private (int First, int Name) columns;
    private Part last;

    private CodeListReader(string file, Dictionary<string, DirectoryCodeList> into, List<DirectoryDefect> defects)
        => (this.file, this.into, this.defects) = (file, into, defects);

    /// <summary>What the line before said.</summary>
    private enum Part
    {
        Other,
        Heading,
        Code,
    }

    /// <summary>Reads a file into <paramref name="into"/>. A list without codes is one that is kept elsewhere.</summary>
    public static void Read(string text, string file, Dictionary<string, DirectoryCodeList> into, List<DirectoryDefect> defects)
    {
        var reader = new CodeListReader(file, into, defects);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines()) reader.last = reader.Line(line.TrimEnd(), ++number);
        reader.Store();
    }

    private Part Line(ReadOnlySpan<char> line, int number)
    {
        if (line.IsEmpty || line.StartsWith("-----")) return Part.Other;
        if (Heading().Match(line.ToString()) is { Success: true } heading)
        {
            Store();
            (element, elementName) = (heading.Groups[1].Value, heading.Groups[2].Value);
            columns = heading.Groups[1].Index < 5 ? (3, 10) : (5, 11);
            return Part.Heading;
        }

        if (element.Length == 0) return Part.Other;
        if (last == Part.Heading)
        {
            if (elementName.Length > NameMax) return Part.Other;
            elementName += " " + line.Trim().ToString();
            return Part.Heading;
        }

        if (line.Length <= columns.Name || line[columns.Name] == ' ') return Part.Other;
        var name = line[columns.Name..].Trim().ToString();
        var code = CodeOf(line);
        if (code.Length > 0)
        {
            if (known.Add(code)) codes.Add(new(code, name));
            else defects.Add(new DirectoryDefect(file, number, $"The code {code} of {element} stands twice."));
            return Part.Code;
        }

        if (last != Part.Code || codes[^1].Value.Length > NameMax || !line[..columns.Name].IsWhiteSpace()) return Part.Other;
        codes[^1] = new(codes[^1].Key, codes[^1].Value + " " + name);
        return Part.Code;
    }

    /// <summary>The code in a line; empty when the line is none that begins a code.</summary>
    private string CodeOf(ReadOnlySpan<char> line)
    {
        if (line[..columns.First].IndexOfAnyExcept(Marks) >= 0 || line[columns.Name - 1] != ' ') return "";
        var place = line[columns.First..columns.Name];
        var code = place.Trim();
        // One word that begins in the first column; in the old files a number ends in the last one. The rest is running text.
        var isInPlace = place[0] != ' ' || (columns.First == 3 && place[^2] != ' ' && code.IndexOfAnyExceptInRange('0', '9') < 0);
        return isInPlace && code.IndexOfAnyExcept(CodeCharacters) < 0 ? code.ToString() : "";
    }

    private void Store()
    {
        var name = Usage().Replace(elementName, "").Trim();
        if (element.Length > 0 && !into.TryAdd(element, new DirectoryCodeList(name, [.. codes]))) into[element].Codes.AddRange(codes);
        codes.Clear();
        known.Clear();
    }

    [GeneratedRegex(@"^(?=[ +*#|X-]{2,5}[0-9]{4}[ ])[ +*#|X-]*([0-9]{4})[ ]{1,2}(\S.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[ ]*\[[BIC]\][ ]*")]
    private static partial Regex Usage();
}
