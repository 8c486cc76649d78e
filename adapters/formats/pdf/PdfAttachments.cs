using System.Text;

namespace Gateway.Formats;

/// <summary>A file that is embedded in a PDF.</summary>
/// <param name="Name">As the file says.</param>
/// <param name="MediaType">As declared; null where nothing is.</param>
/// <param name="Stream">Its bytes as they stand in the PDF.</param>
internal sealed record PdfAttachment(string Name, string? MediaType, PdfStream Stream);

/// <summary>Finds embedded files: the catalogue's name tree and its associated files (ISO 32000-1 §7.11.4, ISO 32000-2 §14.13); where
/// neither has one, any file specification of the file, for those at a page or an annotation.</summary>
internal static class PdfAttachments
{
    private const int AttachmentsMax = 1000, DepthMax = 32;

    /// <summary>All, in their order.</summary>
    public static IReadOnlyList<PdfAttachment> Of(PdfFile file)
    {
        var found = new List<PdfAttachment>();
        var seen = new HashSet<object>();
        Walk(file, file.Dictionary(file.Root, "Names")?.GetValueOrDefault("EmbeddedFiles"), found, seen, 0);
        foreach (var one in file.List(file.Root, "AF")) Add(file, one, null, found, seen);
        if (found.Count > 0) return found;
        foreach (var number in file.Numbers)
        {
            if (found.Count >= AttachmentsMax) break;
            try
            {
                var one = file.Dictionary(new PdfReference(number));
                if (one?.ContainsKey("EF") == true) Add(file, one, null, found, seen);
                else if (one?.GetValueOrDefault("FS") is Dictionary<string, object?> held) Add(file, held, null, found, seen);
            }
            catch (InvalidDataException)
            {
                file.Spend(1);
            }
        }

        return found;
    }

    private static void Walk(PdfFile file, object? node, List<PdfAttachment> found, HashSet<object> seen, int depth)
    {
        if (depth > DepthMax || found.Count >= AttachmentsMax || (node is PdfReference && !seen.Add(node))) return;
        if (file.Dictionary(node) is not { } tree) return;
        var names = file.List(tree, "Names");
        for (var i = 0; i + 1 < names.Count; i += 2) Add(file, names[i + 1], file.Resolve(names[i]) as byte[], found, seen);
        foreach (var kid in file.List(tree, "Kids")) Walk(file, kid, found, seen, depth + 1);
    }

    private static void Add(PdfFile file, object? specification, byte[]? name, List<PdfAttachment> found, HashSet<object> seen)
    {
        if (found.Count >= AttachmentsMax || file.Dictionary(specification) is not { } facts) return;
        if (file.Dictionary(facts, "EF") is not { } embedded) return;
        string[] keys = ["UF", "F", "Unix", "DOS", "Mac"];
        foreach (var key in keys)
        {
            if (embedded.GetValueOrDefault(key) is not PdfReference place || file.Stream(place) is not { } stream) continue;
            // The name tree and the list of associated files mostly name the same ones.
            if (!seen.Add(("bytes", place.Number))) return;
            var own = keys.Select(k => file.Resolve(facts.GetValueOrDefault(k)) as byte[]).FirstOrDefault(text => text?.Length > 0);
            var type = file.Resolve(stream.Dictionary.GetValueOrDefault("Subtype")) is PdfName subtype ? subtype.Text : null;
            found.Add(new PdfAttachment(TextOf(own ?? name ?? []), type, stream));
            return;
        }
    }

    /// <summary>A text string of §7.9.2.2.</summary>
    private static string TextOf(ReadOnlySpan<byte> text) => text switch
    {
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        _ => Encoding.Latin1.GetString(text),
    };
}
