using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>
/// Judges from the bytes alone, with a plain walk that shares nothing with the product, whether a file takes no liberty that
/// ISO 9735 leaves or that senders take: then writing must give the same bytes.
/// </summary>
/// <param name="Reason">The first liberty found; empty for a canonical file.</param>
/// <param name="LineBreak">What stands after each terminator.</param>
/// <param name="EndsWithLineBreak">Also after the last.</param>
internal sealed record CanonicalFile(string Reason, string LineBreak, bool EndsWithLineBreak)
{
    private sealed record Segment(string Tag, List<List<List<string>>> Elements);

    public static CanonicalFile Judge(byte[] bytes)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var (component, element, release, repetition, terminator) = (':', '+', '?', '\0', '\'');
        var at = 0;
        var lineBreak = "";
        var segments = new List<Segment>();
        CanonicalFile No(string reason) => new(reason, "", false);
        while (at < text.Length)
        {
            if (text.AsSpan(at).StartsWith("UNA") && text.Length > at + 9)
            {
                var unb = text.IndexOf("UNB", at, StringComparison.Ordinal);
                var isSyntax4 = unb > 0 && text.AsSpan(unb, Math.Min(10, text.Length - unb)).Contains('4');
                (component, element, release, terminator) = (text[at + 3], text[at + 4], text[at + 6], text[at + 8]);
                if (release == ' ') release = '\0';
                repetition = isSyntax4 && text[at + 7] != ' ' ? text[at + 7] : '\0';
                if (!isSyntax4 && text[at + 7] != ' ') return No("UNA names a repetition separator below syntax 4");
                at += 9;
            }
            else
            {
                if (text.AsSpan(at).StartsWith("UNB") && at == 0)
                {
                    if (text.Length > 3 && text[3] == '\x1D') return No("information separators");
                    if (text.AsSpan(at, Math.Min(10, text.Length)).Contains('4')) repetition = '*';
                }

                var segment = Cut(text, ref at, component, element, release, repetition, terminator, out var fault);
                if (segment is null) return No(fault);
                segments.Add(segment);
            }

            var found = text.AsSpan(at).StartsWith("\r\n") ? "\r\n" : text.AsSpan(at).StartsWith("\n") ? "\n" : "";
            if (lineBreak.Length == 0 && segments.Count <= 1) lineBreak = found;
            var isLast = at == text.Length;
            if (isLast) return new CanonicalFile(EnvelopeFault(segments), lineBreak, found.Length > 0);
            if (found != lineBreak) return No("line breaks stand after some terminators only");
            at += found.Length;
        }

        return new CanonicalFile(EnvelopeFault(segments), lineBreak, true);
    }

    private static Segment? Cut(
        string text, ref int at, char component, char element, char release, char repetition, char terminator, out string fault)
    {
        var elements = new List<List<List<string>>> { new() { new() { "" } } };
        fault = "";
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c < ' ' || c == '\x7F') fault = "a control character or line break inside";
            if (c == release && release != '\0')
            {
                var next = at + 1 < text.Length ? text[at + 1] : ' ';
                if (next != component && next != element && next != release && next != terminator && (next != repetition || next == '\0'))
                {
                    fault = "a release character that releases nothing";
                }

                elements[^1][^1][^1] += next;
                at++;
            }
            else if (c == terminator)
            {
                at++;
                var tag = elements[0][0][0];
                var isTag = tag.Length == 3 && tag.All(char.IsAsciiLetterOrDigit) && char.IsAsciiLetterUpper(tag[0]);
                if (!isTag) fault = "a tag with fill or none at all";
                if (fault.Length == 0 && HasEmptyEnd(elements)) fault = "something empty at the end of a segment or composite";
                return fault.Length == 0 ? new Segment(tag, elements) : null;
            }
            else if (c == element) elements.Add([[""]]);
            else if (c == repetition && repetition != '\0') elements[^1].Add([""]);
            else if (c == component) elements[^1][^1].Add("");
            else elements[^1][^1][^1] += c;
        }

        fault = "the last segment has no terminator";
        return null;
    }

    private static bool HasEmptyEnd(List<List<List<string>>> elements)
        => (elements.Count > 1 && elements[^1].Count == 1 && elements[^1][0].Count == 1 && elements[^1][0][0].Length == 0)
            || elements.Exists(e => e.Exists(r => r.Count > 1 && r[^1].Length == 0))
            || elements.Exists(e => e.Count > 1 && e[^1].Count == 1 && e[^1][0].Length == 0);

    /// <summary>Counts and references of the trailers, and what stands outside.</summary>
    private static string EnvelopeFault(List<Segment> segments)
    {
        string Value(Segment s, int element) => element < s.Elements.Count ? s.Elements[element][0][0] : "";
        Segment? unb = null, ung = null, unh = null;
        var (messages, groups, groupMessages, count) = (0, 0, 0, 0);
        foreach (var segment in segments)
        {
            count++;
            var isWrong = segment.Tag switch
            {
                "UNB" => unb is not null,
                "UNG" => unb is null || ung is not null || unh is not null,
                "UNH" => unb is null || unh is not null,
                "UNT" => unh is null || Value(segment, 1) != $"{count}" || Value(segment, 2) != Value(unh, 1)
                    || segment.Elements.Count != 3,
                "UNE" => ung is null || unh is not null || Value(segment, 1) != $"{groupMessages}" || groupMessages == 0
                    || Value(segment, 2) != Value(ung, 5) || segment.Elements.Count != 3,
                "UNZ" => unb is null || ung is not null || unh is not null || messages == 0 || segment.Elements.Count != 3
                    || Value(segment, 1) != $"{(groups > 0 ? groups : messages)}" || Value(segment, 2) != Value(unb, 5),
                _ => unh is null,
            };
            if (isWrong) return "an envelope with a wrong count, reference or order";
            switch (segment.Tag)
            {
                case "UNB": (unb, messages, groups) = (segment, 0, 0); break;
                case "UNG": (ung, groupMessages, groups) = (segment, 0, groups + 1); break;
                case "UNH": (unh, count, messages, groupMessages) = (segment, 1, messages + 1, groupMessages + 1); break;
                case "UNT": unh = null; break;
                case "UNE": ung = null; break;
                case "UNZ": unb = null; break;
            }
        }

        return segments.Count == 0 || unb is not null ? "an envelope with a wrong count, reference or order" : "";
    }
}
