using System.Buffers;
using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The interchange of an answer: the received one turned round.</summary>
internal static class AnswerEnvelope
{
    private static readonly string[] LargerSets = ["UNOA", "UNOB", "UNOC", "UNOW"];

    /// <summary>Writes an answer in the first character set that has all of its characters.</summary>
    public static byte[] Write(ControlOutline outline, Action<EdifactWriter, CharacterSet> write)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var set in Candidates(outline))
        {
            output.Clear();
            var refused = new Findings();
            var options = new EdifactWriterOptions
            {
                Characters = outline.Characters, CharacterSet = set, HasUna = outline.Una.Length > 0,
            };
            using (var writer = new EdifactWriter(output, options, refused))
            {
                write(writer, set);
                writer.Complete();
            }

            if (refused.Count == 0) break;
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Opens the interchange.</summary>
    public static void Open(EdifactWriter writer, ControlOutline outline, CharacterSet set, string reference, DateTimeOffset moment)
    {
        // Versions of messages are numbers in syntax 1, so CONTRL D:3 belongs to 2 and 3, which differ in nothing that it uses.
        var syntax = Math.Max(2, outline.Syntax);
        var utc = moment.ToUniversalTime();
        writer.OpenEnvelope(syntax, reference);
        writer.Begin("UNB").Composite(set.Name, syntax.ToString(CultureInfo.InvariantCulture));
        Party(writer, outline, 3);
        Party(writer, outline, 2);
        writer.Composite(
            utc.ToString(outline.Syntax >= 4 ? "yyyyMMdd" : "yyMMdd", CultureInfo.InvariantCulture),
            utc.ToString("HHmm", CultureInfo.InvariantCulture));
        // 0031 stays empty: an answer asks for none. 0035 says that the answer to a test is a test.
        var test = outline.Text(outline.Unb, 11, 1, 1);
        writer.Element(reference).Element().Element().Element().Element().Element()
            .Element(test.Length == 1 && char.IsAsciiDigit(test[0]) ? test : "").End();
    }

    /// <summary>S002 or S003 of the received UNB.</summary>
    public static void Party(EdifactWriter writer, ControlOutline outline, int element)
    {
        var isSyntax4 = outline.Syntax >= 4;
        var name = outline.Text(outline.Unb, element, 1, 35);
        writer.Composite(
            name.Length == 0 ? "-" : name, outline.Text(outline.Unb, element, 2, 4),
            outline.Text(outline.Unb, element, 3, isSyntax4 ? 35 : 14), isSyntax4 ? outline.Text(outline.Unb, element, 4, 35) : "");
    }

    // A release character that UNA chose may itself not belong to a level.
    private static IEnumerable<CharacterSet> Candidates(ControlOutline outline)
    {
        var larger = LargerSets.Select(name => CharacterSet.Find(name)!);
        var sets = outline.IsSetKnown ? larger.Prepend(outline.Set) : larger;
        return sets.Where(set => outline.Characters.Release == 0 || set.Allows(outline.Characters.Release));
    }
}
