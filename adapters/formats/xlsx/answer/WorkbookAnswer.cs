using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The sender's own workbook as the answer: each cell at fault has a colour and a note that says what is wrong and what to do.
/// Only the sheets at fault, their notes and the styles are changed; all other files inside keep their bytes.</summary>
internal sealed class WorkbookAnswer
{
    /// <summary>Namespace of references to other files of a workbook.</summary>
    public const string Related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Types = "[Content_Types].xml";

    private static ReadOnlySpan<byte> NoStyles => """
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="2">
        <fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
        <borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>
        """u8;

    private readonly ZipArchive archive;
    private readonly Dictionary<string, byte[]> changed = new(StringComparer.OrdinalIgnoreCase);

    private readonly Language language;

    private WorkbookAnswer(ZipArchive from, Language language) => (archive, this.language) = (from, language);

    /// <summary>The answer; none when no fault has a cell, or the workbook is such that it cannot be written to.</summary>
    public static IReadOnlyList<AnswerFile> Of(ReceiptReport report)
    {
        var faults = report.Documents.SelectMany(document => document.Findings).Concat(report.Envelope)
            .Where(finding => finding.Severity != Severity.Note && finding.Finding.Span.Part == report.Raw.Part)
            .Where(finding => CellPlace.Of(finding.Finding.Span) is not null)
            .GroupBy(finding => CellPlace.Of(finding.Finding.Span)!.Value).OrderBy(group => group.Key.Start).ToList();
        if (faults.Count == 0) return [];
        try
        {
            using var book = new Workbook(report.Raw);
            using var archive = new ZipArchive(new RawStream(report.Raw), ZipArchiveMode.Read);
            var answer = new WorkbookAnswer(archive, report.Language);
            var bytes = answer.Mark(book, faults);
            var name = report.FileName?.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase) == true ? "checked.xlsm" : "checked.xlsx";
            return bytes is null ? [] : [new AnswerFile(name, MediaType, bytes)];
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException or LimitException or IOException)
        {
            // It is answered in words alone: the report says the same.
            return [];
        }
    }

    private byte[]? Mark(Workbook book, List<IGrouping<CellPlace, JudgedFinding>> faults)
    {
        if (Read(Types) is null) return null;
        var stylesFile = book.Styles ?? AddStyles(book.Main);
        if (Read(stylesFile) is not { } styleBytes) return null;
        var styles = new StylePatch(styleBytes);
        if (!styles.IsUsable) return null;
        foreach (var ofSheet in faults.GroupBy(fault => fault.Key.Sheet))
        {
            var sheet = book.Sheets.Find(entry => entry.Number == ofSheet.Key);
            if (sheet is null || Read(sheet.File) is not { } bytes) return null;
            var drawing = Note(book, sheet, [.. ofSheet.Select(fault => (fault.Key, TextOf(fault)))]);
            var cells = ofSheet.Select(fault => (fault.Key, fault.Any(finding => finding.Severity == Severity.Error))).ToList();
            changed[sheet.File] = SheetPatch.Apply(bytes, cells, styles, drawing);
        }

        changed[stylesFile] = styles.Apply();
        return Write();
    }

    // A value from which several others are made is wrong once; the report names them all.
    private string TextOf(IEnumerable<JudgedFinding> findings)
        => string.Join("\n", findings.DistinctBy(judged => judged.Finding.Code).Select(judged =>
        {
            var finding = language.Of(judged.Finding);
            var begin = language.Say(judged.Severity == Severity.Error ? NotePatch.Error : NotePatch.Warning);
            return $"{begin}{finding.Sentence}\n{finding.Fix}";
        }));

    /// <summary>Writes the notes of a sheet.</summary>
    /// <returns>Id of the relationship that the sheet must get to their drawing; null when it has one.</returns>
    private string? Note(Workbook book, SheetEntry sheet, List<(CellPlace Cell, string Text)> notes)
    {
        var related = book.Relationships(sheet.File);
        var texts = related.Values.FirstOrDefault(r => r.Kind == "comments").Target;
        // Without notes such a drawing is that of a picture in the header of the page.
        var drawing = texts is null ? null : related.Values.FirstOrDefault(r => r.Kind == "vmlDrawing").Target;
        var newTexts = texts ?? Free("xl/gatewayComments", ".xml");
        var newDrawing = drawing ?? Free("xl/drawings/gatewayDrawing", ".vml");
        changed[newTexts] = NotePatch.Texts(texts is null ? null : Read(texts), notes, language, out var drawn);
        changed[newDrawing] = NotePatch.Drawing(drawing is null ? null : Read(drawing), drawn);
        if (texts is null) Relate(sheet.File, "gwTexts", "comments", newTexts);
        if (texts is null) Declare($"<Override PartName=\"/{newTexts}\" "
            + "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>");
        if (drawing is not null) return null;
        Relate(sheet.File, "gwDrawing", "vmlDrawing", newDrawing);
        Declare($"<Override PartName=\"/{newDrawing}\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>");
        return "gwDrawing";
    }

    // Some programs write workbooks that have no style at all.
    private string AddStyles(string main)
    {
        var file = Free("xl/gatewayStyles", ".xml");
        changed[file] = NoStyles.ToArray();
        Relate(main, "gwStyles", "styles", file);
        Declare($"<Override PartName=\"/{file}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>");
        return file;
    }

    private void Relate(string of, string id, string kind, string target)
    {
        var folder = of[..(of.LastIndexOf('/') + 1)];
        var file = $"{folder}_rels/{of[folder.Length..]}.rels";
        var all = Read(file)
            ?? "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"u8.ToArray();
        changed[file] = InsertLast(all, $"<Relationship Id=\"{id}\" Type=\"{Related}/{kind}\" Target=\"/{target}\"/>");
    }

    private void Declare(string type) => changed[Types] = InsertLast(Read(Types)!, type);

    // Files of this kind have one element around all others; an empty one is written as a pair.
    private static byte[] InsertLast(byte[] file, string element)
    {
        var tags = new XmlTags(file);
        var patch = new FilePatch(file);
        while (tags.Next())
        {
            if (tags.Depth > 0) continue;
            var name = Encoding.UTF8.GetString(tags.FullName);
            var own = element.Replace("<", "<" + tags.Prefix, StringComparison.Ordinal);
            if (tags.IsEnd) patch.Insert(tags.Start, own);
            else if (tags.IsEmpty) patch.Replace(tags.End - 2, 2, $">{own}</{name}>");
        }

        return patch.Apply();
    }

    private string Free(string begin, string ending)
    {
        for (var number = 1; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{begin}{number}{ending}");
            if (!changed.ContainsKey(name) && Entry(name) is null) return name;
        }
    }

    private ZipArchiveEntry? Entry(string name)
        => archive.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').TrimStart('/')
            .Equals(name, StringComparison.OrdinalIgnoreCase));

    private byte[]? Read(string name)
    {
        if (changed.TryGetValue(name, out var known)) return known;
        if (Entry(name) is not { } entry) return null;
        if (entry.Length > Limits.DocumentBytesMax) throw new LimitException(entry.Length, Limits.DocumentBytesMax, "bytes");
        using var from = entry.Open();
        using var into = new MemoryStream();
        from.CopyTo(into);
        var bytes = into.ToArray();
        // Changes are made in UTF-8, which nearly every program writes.
        return bytes is [0xFE or 0xFF, ..] or [0, ..] ? throw new InvalidDataException("it is not in UTF-8") : bytes;
    }

    private byte[] Write()
    {
        using var output = new MemoryStream();
        using (var copy = new ZipArchive(output, ZipArchiveMode.Create, true))
        {
            var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var entry in archive.Entries)
            {
                var name = entry.FullName.Replace('\\', '/').TrimStart('/');
                written.Add(name);
                var target = copy.CreateEntry(entry.FullName);
                target.LastWriteTime = entry.LastWriteTime;
                using var into = target.Open();
                if (changed.TryGetValue(name, out var bytes)) into.Write(bytes);
                else
                {
                    using var from = entry.Open();
                    from.CopyTo(into);
                }
            }

            foreach (var (name, bytes) in changed.Where(file => !written.Contains(file.Key))
                .OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                var target = copy.CreateEntry(name);
                target.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var into = target.Open();
                into.Write(bytes);
            }
        }

        return output.ToArray();
    }
}
