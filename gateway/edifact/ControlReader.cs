using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Reads the answers that came to what was sent: CONTRL, and of APERAK what it says in ERC and FTX.</summary>
public static class ControlReader
{
    /// <summary>Whether a message type is an answer: it is read here, and never answered by CONTRL or APERAK of ours.</summary>
    public static bool IsAnswer(string type) => type is "CONTRL" or "APERAK";

    /// <summary>Reads one answer.</summary>
    /// <param name="answer">A CONTRL or APERAK as <see cref="EdifactReader"/> read it.</param>
    /// <returns>Its entries in order; nothing for another message.</returns>
    public static IEnumerable<ControlEntry> Read(Tree answer)
    {
        var type = answer.NameOf(0);
        return type == "CONTRL" ? Control(answer) : type == "APERAK" ? Aperak(answer) : [];
    }

    /// <summary>Turns an answer into findings at its own bytes.</summary>
    /// <remarks>They are warnings at most: what the answer says is wrong with what was sent, not with the answer.</remarks>
    public static void Report(Tree answer, Findings findings)
    {
        foreach (var entry in Read(answer))
        {
            var finding = FindingOf(entry, entry.Span, new Place(answer.Ordinal, 0));
            var isError = finding.Code.Default == Severity.Error;
            findings.Add(isError ? finding with { Code = finding.Code with { Default = Severity.Warning } } : finding);
        }
    }

    /// <summary>
    /// Turns the answers in a file into findings about what was sent: each stands at the bytes that the answer means.
    /// </summary>
    /// <param name="received">Reads the file with the answers.</param>
    /// <param name="sent">Reads the file that was sent; its spans are part 0.</param>
    /// <param name="findings">Gets them in the order of the file that was sent; what is not in that file comes last.</param>
    /// <returns>How many answers the file had.</returns>
    public static int Report(ReadRaw received, ReadRaw sent, Findings findings)
    {
        var entries = new List<ControlEntry>();
        var tree = new Tree();
        var answers = 0;
        using (var reader = new EdifactReader(received, EdifactDirectory.BuiltIn.Find, new Findings(0)))
        {
            while (reader.Read(tree, out var mark))
            {
                if (!IsAnswer(mark.Type)) continue;
                answers++;
                entries.AddRange(Read(tree));
            }
        }

        new SentFile(entries).Report(sent, findings);
        return answers;
    }

    /// <summary>The finding that an entry becomes.</summary>
    internal static FindingCode CodeOf(ControlEntry entry) => entry switch
    {
        { Level: ControlLevel.Application, Action: "AP" or "AB", Code.Length: 0 } => ControlFindings.ApplicationAccepted,
        { Level: ControlLevel.Application } => ControlFindings.Application,
        { Level: ControlLevel.Segment or ControlLevel.Element } => ControlFindings.Faulty,
        { Action: "8" } => ControlFindings.Received,
        { Action: "4" } => ControlFindings.Rejected,
        { Code.Length: > 0 } => ControlFindings.Tolerated,
        _ => ControlFindings.Acknowledged,
    };

    /// <summary>An entry as a finding at a place.</summary>
    internal static Finding FindingOf(ControlEntry entry, SourceSpan span, Place place)
    {
        var (what, reference) = entry.Level switch
        {
            ControlLevel.Interchange => ("interchange", entry.Interchange),
            ControlLevel.Group => ("functional group", entry.Group),
            _ => ("message", entry.Message),
        };
        var reason = SyntaxErrorText.Of(entry.Code) + (entry.Tag.Length > 0 ? " in " + entry.Tag : "");
        var code = CodeOf(entry);
        string[] arguments = entry.Level switch
        {
            ControlLevel.Application => [reference.Length == 0 ? "a message" : "the message " + reference,
                entry.Text.Length == 0 ? "code " + entry.Code : entry.Code.Length == 0 ? entry.Text : entry.Code + ", " + entry.Text],
            ControlLevel.Segment or ControlLevel.Element =>
                [reference, entry.Place.Segment.ToString(CultureInfo.InvariantCulture), reason],
            _ => [what, reference, reason],
        };
        return new Finding(code, span, place, 0, [.. arguments]);
    }

    private static IEnumerable<ControlEntry> Control(Tree tree)
    {
        var (interchange, group, message, segment) = ("", "", "", 0);
        for (var i = 1; i < tree.Nodes.Length; i++)
        {
            var name = tree.NameOf(i);
            var level = name switch
            {
                "UCI" => ControlLevel.Interchange,
                "UCF" => ControlLevel.Group,
                "UCM" => ControlLevel.Message,
                "UCS" => ControlLevel.Segment,
                "UCD" => ControlLevel.Element,
                _ => ControlLevel.Application,
            };
            if (level == ControlLevel.Application) continue;
            if (level == ControlLevel.Interchange) interchange = Text(tree, i, "0020");
            if (level == ControlLevel.Group) group = Text(tree, i, "0048");
            if (level == ControlLevel.Message) message = Text(tree, i, "0062");
            if (level == ControlLevel.Segment) segment = Number(tree, i, "0096");
            var code = Text(tree, i, "0085");
            // A UCS without a code only names the segment of the UCD that follow.
            if (level == ControlLevel.Segment && code.Length == 0) continue;
            var tag = Text(tree, i, "0013") + Text(tree, i, "0135");
            var isInside = level is ControlLevel.Segment or ControlLevel.Element;
            var place = new Place(0, isInside ? segment : 0, Number(tree, i, "0098"), Number(tree, i, "0104"), Number(tree, i, "0136"))
            {
                Reference = message.Length == 0 ? null : message,
                Tag = tag.Length == 0 ? null : tag,
            };
            yield return new ControlEntry(
                level, interchange, level == ControlLevel.Interchange ? "" : group,
                level is ControlLevel.Interchange or ControlLevel.Group ? "" : message,
                Text(tree, i, "0083"), code, tag, place, "", tree.SpanOf(i));
        }
    }

    private static IEnumerable<ControlEntry> Aperak(Tree tree)
    {
        var (interchange, message, response, isTold) = ("", "", "", false);
        var head = 0;
        for (var i = 1; i < tree.Nodes.Length; i++)
        {
            var name = tree.NameOf(i);
            if (name == "BGM") (head, response) = (i, Text(tree, i, "4343"));
            if (name == "RFF" && !isTold && Text(tree, i, "1153") == "INO") interchange = Text(tree, i, "1154");
            if (name == "RFF" && !isTold && Text(tree, i, "1153") == "ACW") message = Text(tree, i, "1154");
            if (name != "ERC") continue;
            isTold = true;
            yield return Of(tree, i, interchange, message, response);
        }

        if (!isTold && head > 0) yield return Of(tree, head, interchange, message, response);
    }

    private static ControlEntry Of(Tree tree, int node, string interchange, string message, string response) => new(
        ControlLevel.Application, interchange, "", message, response, Text(tree, node, "9321"), "",
        new Place(0, 0) { Reference = message.Length == 0 ? null : message }, string.Join(' ', Texts(tree, node, "4440")),
        tree.SpanOf(node));

    private static int Number(Tree tree, int segment, string element)
        => int.TryParse(Text(tree, segment, element), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(Tree tree, int segment, string element) => Texts(tree, segment, element).FirstOrDefault() ?? "";

    /// <summary>The values of an element in a segment; of ERC also those in its FTX.</summary>
    private static IEnumerable<string> Texts(Tree tree, int segment, string element)
    {
        for (var i = segment + 1; i < tree.Nodes[segment].Next; i++)
        {
            // Below a trigger stand other segments, which are entries of their own.
            var name = tree.NameOf(i);
            if (name.Length == 3 && name != "FTX")
            {
                i = tree.Nodes[i].Next - 1;
                continue;
            }

            if (name == element && (tree.Nodes[i].Flags & NodeFlags.HasValue) != 0) yield return tree.Text(i);
        }
    }
}
