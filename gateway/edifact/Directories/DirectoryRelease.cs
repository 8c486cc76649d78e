using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One release of the UN/EDIFACT directories in memory, as it was printed.</summary>
/// <param name="Release">Year and letter: <c>95B</c>.</param>
public sealed record DirectoryRelease(string Release)
{
    /// <summary>
    /// The message tables by type. A table that is printed wrongly is here as far as it could be read.
    /// </summary>
    public Dictionary<string, MessageTable> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Segments of the batch directory by tag.</summary>
    public Dictionary<string, DirectoryDefinition> Segments { get; } = new(StringComparer.Ordinal);

    /// <summary>Composites of the batch directory by number (<c>C082</c>).</summary>
    public Dictionary<string, DirectoryDefinition> Composites { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Segments of the interactive directory by tag; they share tags, not structures, with the batch ones.
    /// </summary>
    public Dictionary<string, DirectoryDefinition> InteractiveSegments { get; } = new(StringComparer.Ordinal);

    /// <summary>Composites of the interactive directory by number (<c>E082</c>).</summary>
    public Dictionary<string, DirectoryDefinition> InteractiveComposites { get; } = new(StringComparer.Ordinal);

    /// <summary>Data elements by number (<c>1131</c>).</summary>
    public Dictionary<string, DirectoryElement> Elements { get; } = new(StringComparer.Ordinal);

    /// <summary>The code lists by number of the data element, in the order of the file; one without codes is
    /// kept elsewhere.</summary>
    public Dictionary<string, DirectoryCodeList> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that were read.</summary>
    public List<DirectoryFile> Files { get; } = [];

    /// <summary>Name of the archive, folder or file that was read.</summary>
    public string Source { get; init; } = "";

    /// <summary>Digest of it: two releases were issued twice. Of a folder, of the list of names and digests of its files.</summary>
    public Digest Digest { get; init; }

    /// <summary>The latest date that a message file states (<c>2013-10-08</c>); empty when none does.</summary>
    public string Date => Messages.Values.Select(m => m.Date).Where(d => d.Length == 10).Max(StringComparer.Ordinal) ?? "";

    /// <summary>What is wrong in the files; the rest was read.</summary>
    public List<DirectoryDefect> Defects { get; } = [];
}

/// <summary>A file of a release.</summary>
/// <param name="Name">Its name: <c>EDSD.16B</c>, <c>CUSCAR_D.16B</c>.</param>
/// <param name="Characters">What its bytes are besides ASCII.</param>
public sealed record DirectoryFile(string Name, DirectoryCharacters Characters);

/// <summary>The bytes of a directory's file besides ASCII; one file may hold several kinds.</summary>
[Flags]
public enum DirectoryCharacters
{
    /// <summary>ASCII alone.</summary>
    Ascii = 0,

    /// <summary>CP437 lines and corners.</summary>
    Boxes = 1,

    /// <summary>CP1252 quotes and letters.</summary>
    Quotes = 2,

    /// <summary>UTF-8 U+FFFD: an earlier copy lost what stood there.</summary>
    Lost = 4,
}

/// <summary>The code list of one data element.</summary>
/// <param name="Name">Name of the element as printed.</param>
/// <param name="Codes">Codes with their names, in the order of the file.</param>
public sealed record DirectoryCodeList(string Name, List<KeyValuePair<string, string>> Codes);

/// <summary>Something wrong in a file of a directory.</summary>
/// <param name="File">Name of the file, with the archives it lies in: <c>d16b.zip/edmd.zip/CUSCAR_D.16B</c>.</param>
/// <param name="Line">Line, counted from 1; 0 for the file as a whole.</param>
/// <param name="Text">What is wrong, one sentence.</param>
public sealed record DirectoryDefect(string File, int Line, string Text);

/// <summary>The segment table of a message.</summary>
/// <param name="Type">For example <c>CUSCAR</c>.</param>
/// <param name="Rows">Segments and groups of level 0, from UNH (UIH) to UNT (UIT).</param>
public sealed record MessageTable(string Type, ImmutableArray<TableRow> Rows)
{
    /// <summary>An interactive message: begins with UIH.</summary>
    public bool IsInteractive => Rows.Length > 0 && Rows[0].Tag == "UIH";

    /// <summary>The date that the file states (<c>1995-11-01</c>), as printed; empty when it has none.</summary>
    public string Date { get; init; } = "";

    /// <summary>Digits of the positions that the table prints: 4 to D.11A, 5 from D.11B; 0 when it prints none.</summary>
    public int PositionDigits { get; init; }

    /// <summary>The table is printed wrongly; see the release's defects.</summary>
    public bool HasDefect { get; init; }

    /// <summary>The table in one line: <c>UNH! BGM! DTM*9 SG1*9(TDT! LOC*99) UNT!</c>.</summary>
    public override string ToString() => string.Join(' ', Rows);
}

/// <summary>A row of a segment table: a segment, or a group with the rows inside it.</summary>
/// <param name="Tag">Tag of the segment; for a group <c>SG1</c>.</param>
/// <param name="Name">Name of the segment as printed; empty for a group.</param>
/// <param name="IsMandatory">Status M.</param>
/// <param name="Max">How often it may occur.</param>
/// <param name="Rows">What a group holds, its trigger first; empty for a segment.</param>
public sealed record TableRow(string Tag, string Name, bool IsMandatory, int Max, ImmutableArray<TableRow> Rows)
{
    /// <summary>A segment group.</summary>
    public bool IsGroup => !Rows.IsEmpty;

    /// <summary>The row in short: <c>BGM!</c>, <c>DTM*9</c>, <c>SG1*9(TDT! LOC*99)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Head);
        if (IsGroup) text.Append('(').AppendJoin(' ', Rows).Append(')');
        return text.ToString();
    }

    /// <summary>The row without what it holds: <c>SG10!*9999</c>. A group always says its maximum.</summary>
    internal string Head => Tag + (IsMandatory ? "!" : "")
        + (Max == 1 && !IsGroup ? "" : "*" + Max.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A segment or composite: what stands in it, in order.</summary>
/// <param name="Tag">Tag of the segment or number of the composite.</param>
/// <param name="Name">Its name as printed.</param>
/// <param name="Parts">Elements of the segment or components of the composite.</param>
public sealed record DirectoryDefinition(string Tag, string Name, ImmutableArray<DirectoryPart> Parts);

/// <summary>An element of a segment or a component of a composite.</summary>
/// <param name="Number">Number of the data element or composite.</param>
/// <param name="IsMandatory">Status M.</param>
/// <param name="Max">Repeat count that the directory prints (from D.99B); 1 where it prints none.</param>
/// <param name="Representation">As printed in this place (<c>an..35</c>); empty for a composite.</param>
public sealed record DirectoryPart(string Number, bool IsMandatory, int Max, string Representation)
{
    /// <summary>Components printed below a composite; empty elsewhere.</summary>
    public ImmutableArray<DirectoryPart> Components { get; init; } = [];
}

/// <summary>A data element.</summary>
/// <param name="Number">For example <c>1131</c>.</param>
/// <param name="Name">Its name as printed.</param>
/// <param name="Representation">For example <c>an..17</c>; empty when the file has none.</param>
public sealed record DirectoryElement(string Number, string Name, string Representation);
