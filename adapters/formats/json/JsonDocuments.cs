using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;

namespace Gateway.Formats;

/// <summary>The documents of a JSON part: one object, an array as one document where its schema says so, or each object
/// of an array.</summary>
internal sealed class JsonDocuments(IRaw part, JsonSets sets, ReadSettings settings, Findings findings) : IDocumentReader
{
    private byte[]? bytes;
    private bool isList;
    private int end;
    private int next;
    private int lineAt;
    private (int Line, int Column) line = (1, 1);

    /// <inheritdoc/>
    public DocumentCounts Counts { get; private set; }

    /// <inheritdoc/>
    public bool Read(Tree into, out DocumentMark mark)
    {
        mark = null!;
        if (part.Length == 0) return false;
        var schema = bytes is null ? Begin() : null;
        while (next < settings.FromDocument - 1)
        {
            if (Next() is null) return false;
        }

        if (Next() is not { } place) return false;
        var (start, length) = place.GetOffsetAndLength(bytes!.Length);
        var content = bytes.AsSpan(start, length);
        var names = JsonForm.NamesOf(content);
        var root = schema is null ? WcoDocument.RootOf(names) : null;
        if (root is null) schema ??= sets.Best(names, isArray: false);
        // Counted on from the document before: from the begin each time, a long list on one line would take for ever.
        (lineAt, line) = (start, JsonForm.LineOf(bytes, lineAt, line, start));
        var check = root is not null ? WcoDocument.Json : schema is null ? null : sets.CheckOf(schema.Name);
        var table = root is not null ? WcoModel.Root(root) : schema?.Schema;
        var isUsable = JsonForm.Read(bytes, table ?? JsonForm.Undescribed, into, findings, part.Part, place, line, check is not null);
        if (check is null) sets.ReportTo(findings);
        else if (isUsable) check.Validate(bytes, findings, part.Part, place, next);
        into.Ordinal = next;
        Counts = new DocumentCounts(1, 0, next, 0);
        var type = root is not null ? WcoDocument.TypeOf(root) : new DocumentType("json", schema?.Name ?? "document");
        mark = WholePart.Mark(
            next, type, isUsable ? WholePart.ReferenceOf(into) : null, new SourceSpan(part.Part, start, length), content,
            isUsable && table is not null) with { IsTest = isUsable && root is not null && WcoDocument.IsTest(into) };
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => bytes = null;

    /// <summary>Where the next document stands; null at the end.</summary>
    private Range? Next()
    {
        if (!isList) return next++ == 0 ? Range.All : null;
        if (JsonForm.NextOf(bytes, end) is not { } place) return null;
        (end, next) = (place.End.Value, next + 1);
        return place;
    }

    /// <summary>Reads the part and sees what it is.</summary>
    /// <returns>The schema of the array as a whole, where there is one.</returns>
    private JsonSchemaImport? Begin()
    {
        bytes = WholePart.Read(part);
        if (!JsonForm.IsReadable(bytes, part.Part, new Findings(0))) return null;
        var isArray = bytes.AsSpan().TrimStart("\uFEFF \t\r\n"u8) is [(byte)'[', ..];
        if (isArray && sets.Best(JsonForm.NamesOf(bytes), isArray: true) is { } whole) return whole;
        isList = isArray && JsonForm.IsList(bytes);
        return null;
    }
}
