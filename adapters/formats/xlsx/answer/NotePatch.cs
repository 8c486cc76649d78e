using System.Globalization;
using System.Security;
using System.Text;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The notes of a sheet: their texts (ECMA-376-1 §18.7) and the drawing that shows them. The sender's notes stay; one that the
/// same cell has already is made longer. Those of an earlier answer say what holds now.</summary>
internal static class NotePatch
{
    /// <summary>How a note of an answer begins: an error, or what should be looked at.</summary>
    public const string Error = "Error: ", Warning = "Please check: ";

    private const string Author = "Gateway";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>The file of texts.</summary>
    /// <param name="existing">As it is; null when the sheet has none.</param>
    /// <param name="notes">The new notes.</param>
    /// <param name="language">What they are written in.</param>
    /// <param name="drawn">Cells that have no note yet.</param>
    public static byte[] Texts(
        byte[]? existing, IReadOnlyList<(CellPlace Cell, string Text)> notes, Language language, out List<CellPlace> drawn)
    {
        existing ??= Encoding.UTF8.GetBytes($"<comments xmlns=\"{Main}\"><authors></authors><commentList></commentList></comments>");
        drawn = [];
        var left = notes.ToDictionary(note => note.Cell.Address, note => note.Text);
        var patch = new FilePatch(existing);
        var tags = new XmlTags(existing);
        var authors = new List<string>();
        var (prefix, cell, isOurs, from) = ("", "", false, 0);
        while (tags.Next())
        {
            if (tags.Depth == 0) prefix = tags.Prefix;
            if (tags.Name.SequenceEqual("author"u8))
            {
                if (tags.IsEnd || tags.IsEmpty) authors.Add(tags.IsEmpty ? "" : Encoding.UTF8.GetString(existing.AsSpan(from..tags.Start)));
                from = tags.End;
            }
            else if (tags.Name.SequenceEqual("authors"u8) && tags.IsEnd && !authors.Contains(Author))
            {
                authors.Add(Author);
                patch.Insert(tags.Start, $"<{prefix}author>{Author}</{prefix}author>");
            }
            else if (tags.Name.SequenceEqual("comment"u8) && !tags.IsEnd)
            {
                cell = tags.Value("ref"u8) ?? "";
                isOurs = Workbook.NumberOf(tags.Value("authorId"u8)) is { } id && id < authors.Count && authors[id] == Author;
            }
            else if (tags.Name.SequenceEqual("text"u8) && !tags.IsEnd) from = tags.End;
            else if (tags.Name.SequenceEqual("text"u8) && left.Remove(cell, out var more))
            {
                if (isOurs && IsAnswer(existing.AsSpan(from..tags.Start), language))
                {
                    patch.Replace(from, tags.Start - from, Run(prefix, more));
                }
                else if (existing.AsSpan(from..tags.Start).IndexOf(Encoding.UTF8.GetBytes(Escaped(more))) < 0)
                {
                    patch.Insert(tags.Start, Run(prefix, "\n" + more));
                }
            }
            else if (tags.Name.SequenceEqual("text"u8) && isOurs && IsAnswer(existing.AsSpan(from..tags.Start), language))
            {
                patch.Replace(from, tags.Start - from, Run(prefix, language.Say("Corrected.")));
            }
            else if (tags.Name.SequenceEqual("commentList"u8) && tags.IsEnd)
            {
                AddNotes(patch, tags.Start, notes, left, authors.IndexOf(Author), prefix, drawn);
            }
        }

        return patch.Apply();
    }

    // Those of a template have the same author. The partner's language may have been another one then.
    private static bool IsAnswer(ReadOnlySpan<byte> text, Language language)
    {
        foreach (var begin in (ReadOnlySpan<string>)[Error, Warning, language.Say(Error), language.Say(Warning)])
        {
            if (text.IndexOf(Encoding.UTF8.GetBytes(begin)) >= 0) return true;
        }

        return false;
    }

    /// <summary>The drawing.</summary>
    /// <param name="existing">As it is; null when the sheet has none.</param>
    /// <param name="cells">Cells whose notes it has to show too.</param>
    public static byte[] Drawing(byte[]? existing, IReadOnlyList<CellPlace> cells)
    {
        var shapes = new StringBuilder();
        shapes.Append("<v:shapetype id=\"_gw_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">"
            + "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>");
        foreach (var cell in cells) shapes.Append(Shape(cell));
        var text = existing is null ? "<xml></xml>" : Encoding.UTF8.GetString(existing);
        var end = text.LastIndexOf("</xml>", StringComparison.Ordinal);
        if (end < 0) return existing!;
        // The prefixes are declared around what is added, whatever the rest of the file calls them.
        const string Names = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
            + "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
        if (existing is null) text = $"<xml {Names}></xml>";
        else shapes.Replace("<v:shapetype ", $"<v:shapetype {Names} ").Replace("<v:shape ", $"<v:shape {Names} ");
        end = text.LastIndexOf("</xml>", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Insert(end, shapes.ToString()));
    }

    private static void AddNotes(FilePatch patch, int at, IReadOnlyList<(CellPlace Cell, string Text)> notes,
        Dictionary<string, string> left,
        int author, string prefix, List<CellPlace> drawn)
    {
        foreach (var (cell, text) in notes)
        {
            if (!left.ContainsKey(cell.Address)) continue;
            drawn.Add(cell);
            patch.Insert(at, string.Create(CultureInfo.InvariantCulture, $"<{prefix}comment ref=\"{cell.Address}\" authorId=\"{author}\">")
                + $"<{prefix}text>{Run(prefix, text)}</{prefix}text></{prefix}comment>");
        }
    }

    private static string Run(string prefix, string text)
        => $"<{prefix}r><{prefix}t xml:space=\"preserve\">{Escaped(text)}</{prefix}t></{prefix}r>";

    // What XML cannot hold is shown as its picture; line ends stay.
    private static string Escaped(string text) => SecurityElement.Escape(string.Join('\n', text.Split('\n').Select(SafeText.Of)));

    private static string Shape(CellPlace cell)
    {
        var (row, column) = (cell.Row - 1, cell.Column - 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"<v:shape id=\"_gw_s{row}_{column}\" type=\"#_gw_t202\" ")
            + "style=\"position:absolute;width:260pt;height:120pt;z-index:1;visibility:hidden\" "
            + "fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>"
            + "<v:path o:connecttype=\"none\"/><v:textbox><div style=\"text-align:left\"></div></v:textbox>"
            + "<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>"
            + string.Create(CultureInfo.InvariantCulture,
                $"<x:Anchor>{column + 1}, 15, {row}, 2, {column + 5}, 15, {row + 7}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
                + $"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>");
    }
}
