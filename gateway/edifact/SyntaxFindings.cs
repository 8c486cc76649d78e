using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Findings of the syntax beyond the batch envelope: objects, nesting, anti-collision groups, character sets.</summary>
internal static class SyntaxFindings
{
    internal static readonly FindingCode ObjectLength = Error(
        "EDI-0100", "UNO says that {0} bytes of an object follow; there is no UNP behind them.",
        "The object was changed after its bytes were counted, or sent in text mode.",
        "Count the bytes of the object as they are sent (0810), and send them unchanged.", 29);

    internal static readonly FindingCode ObjectTrailer = Error(
        "EDI-0101", "UNP says \"{0}\", UNO says \"{1}\".",
        "The trailer of an object repeats length and reference of its header; one of them was changed.",
        "Repeat 0810 and 0800 of UNO in UNP.", 28);

    internal static readonly FindingCode Nesting = Error(
        "EDI-0102", "The segment {0} has a nesting indicator, which is not allowed here.",
        "Counters behind a tag belong to syntax versions 1 to 3, and there only to segments of the message's body.",
        "Leave out the counters behind the tag.", 34);

    internal static readonly FindingCode AntiCollision = Error(
        "EDI-0103", "UGT has the identification \"{0}\", the last open UGH has \"{1}\".",
        "UGH and UGT belong together in pairs, one inside the other.",
        "Close each UGH with a UGT of the same identification (0087).", 28);

    internal static readonly FindingCode CharacterSetReplaced = new(
        "EDI-0104", Severity.Note, "The text is read as {0} instead of \"{1}\", as the partner's file says{2}.",
        "The sender names another character set in UNB than it writes.",
        "Nothing to do; the sender should name {0}.", 0);

    internal static readonly FindingCode OpenSet = Error(
        "EDI-0105", "The value ends in {0}, and nothing leads back to ISO 646.",
        "The sequence ESC ( B was left out, or a separator stands in the middle of a character: without that sequence nobody can tell "
        + "separators from characters.",
        "Write ESC ( B (or the shift SI) before the separator that ends the value.", 21);

    internal static readonly FindingCode ObjectKept = new(
        "EDI-0106", Severity.Warning, "The object \"{0}\" of type {1} ({2} bytes) is kept as evidence; the gateway translates no objects.",
        "Between UNO and UNP an interchange carries any bytes: a picture, a drawing, an encrypted file.",
        "Nothing needs to be done if the data come in a message too; else send them as a message.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [ObjectLength, ObjectTrailer, Nesting, AntiCollision, CharacterSetReplaced, OpenSet, ObjectKept];

    private static FindingCode Error(string id, string sentence, string cause, string fix, int controlCode)
        => new(id, Severity.Error, sentence, cause, fix, controlCode);
}
