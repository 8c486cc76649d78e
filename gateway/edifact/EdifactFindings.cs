using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Every finding of the EDIFACT engine. Faults of ISO 9735 and of the message table are errors; length, representation
/// and use of single data elements are warnings.</summary>
public static class EdifactFindings
{
    internal static readonly FindingCode NoInterchange = Error(
        "EDI-0001", "This is not an EDIFACT interchange: {0}.",
        "The file is of another kind, or was changed on its way.",
        "Send the file as your EDIFACT software wrote it, beginning with UNA or UNB.", 18);

    internal static readonly FindingCode TextOutside = Error(
        "EDI-0002", "{0} bytes stand {1}: {2}.",
        "A mail text, a printer command or another file was put around the interchange.",
        "Send only what lies between UNA or UNB and the end of UNZ.", 33);

    internal static readonly FindingCode ByteOrderMark = Warning(
        "EDI-0003", "The file begins with a byte order mark (3 bytes), which EDIFACT does not know.",
        "A text editor saved the file as \"UTF-8 with BOM\".",
        "Save without byte order mark; the gateway has passed over it.", 21);

    internal static readonly FindingCode BadUna = Error(
        "EDI-0004", "UNA names service characters that cannot be used: {0}.",
        "UNA must have exactly nine characters and no character in two roles.",
        "Correct UNA, or leave it out; the default is UNA:+.? '", 20);

    internal static readonly FindingCode Unterminated = Error(
        "EDI-0005", "The last segment {0} has no terminator.",
        "The file was cut off, or the last character was stripped.",
        "Send the whole file; each segment ends with the terminator.", 13);

    internal static readonly FindingCode SegmentTooLong = Error(
        "EDI-0006", "A segment of {0} bytes is longer than the limit of {1}.",
        "A terminator is missing, or the service characters in UNA are not those of the file.",
        "Look for the missing terminator after the marked place.", 18);

    internal static readonly FindingCode BadTag = Error(
        "EDI-0007", "\"{0}\" is not a segment tag.",
        "A terminator stands inside a text without release character, or lines were wrapped.",
        "Put the release character before a separator or terminator that is data.", 12);

    internal static readonly FindingCode OutsideMessage = Error(
        "EDI-0008", "Segment {0} stands outside of a message.",
        "UNH is missing, or the segment is left over from a message that was cut off.",
        "Send every segment between UNH and UNT, and every trailer with its header.", 33);

    internal static readonly FindingCode OutsideInterchange = Error(
        "EDI-0009", "The message stands outside of an interchange: there is no UNB before it.",
        "The envelope (UNB, UNZ) was left out.",
        "Send the messages between UNB and UNZ.", 33);

    internal static readonly FindingCode NoUnz = Error(
        "EDI-0010", "The interchange {0} has no end ({1}).",
        "The file was cut off, or UNZ was left out.",
        "Send the interchange again, whole.", 13);

    internal static readonly FindingCode NoUnt = Error(
        "EDI-0011", "The message {0} has no end ({2}) before {1}.",
        "The message was cut off, or UNT was left out.",
        "Close each message with {2}.", 13);

    internal static readonly FindingCode NoUne = Error(
        "EDI-0012", "The functional group {0} has no end (UNE) before {1}.",
        "UNE was left out.", "Close each functional group with UNE.", 13);

    internal static readonly FindingCode UntCount = Error(
        "EDI-0013", "{3} says {0} segments; the message has {1}.",
        "Segments were lost or added after counting, or UNH and UNT were not counted.",
        "Count all segments from the message's header to {3}, both included: {1}.", 29);

    internal static readonly FindingCode UntReference = Error(
        "EDI-0014", "{2} has the reference \"{0}\", {3} has \"{1}\".",
        "Two messages were mixed up, or the reference was cut.", "Repeat the reference of {3} in {2}.", 28);

    internal static readonly FindingCode UneCount = Error(
        "EDI-0015", "UNE says {0} messages; the functional group has {1}.",
        "Messages were lost or added after counting.", "Count the messages of the group: {1}.", 29);

    internal static readonly FindingCode UneReference = Error(
        "EDI-0016", "UNE has the reference \"{0}\", UNG has \"{1}\".",
        "Two groups were mixed up.", "Repeat the reference of UNG in UNE.", 28);

    internal static readonly FindingCode UnzCount = Error(
        "EDI-0017", "{3} says {0}; the interchange has {1} {2}.",
        "Messages were lost or added after counting, or groups and messages were confused.",
        "Count functional groups where there are any, else messages: {1}.", 29);

    internal static readonly FindingCode UnzReference = Error(
        "EDI-0018", "{2} has the reference \"{0}\", {3} has \"{1}\".",
        "Two interchanges were mixed up, or the reference was cut.", "Repeat the reference of {3} in {2}.", 28);

    internal static readonly FindingCode DuplicateReference = Error(
        "EDI-0019", "The message reference \"{0}\" was used before in this interchange.",
        "A counter was not moved on.", "Give each message of an interchange its own reference.", 26);

    internal static readonly FindingCode Mixed = Error(
        "EDI-0020", "Functional groups and messages outside of groups are mixed.",
        "ISO 9735 allows either groups or plain messages in one interchange.",
        "Put all messages into groups, or none.", 30);

    internal static readonly FindingCode Empty = Error(
        "EDI-0021", "The {0} {1} has no message.",
        "Nothing was due, but an envelope was sent.", "Send an envelope only with messages.", 32);

    internal static readonly FindingCode MixedTypes = Error(
        "EDI-0022", "The functional group of {0} has a message of type {1}.",
        "A group holds messages of one type only.", "Send each type in its own group.", 31);

    internal static readonly FindingCode ServiceMissing = Error(
        "EDI-0023", "{0} lacks the mandatory {1}.",
        "The service segment was written incompletely.", "Fill in {1} of {0}.", 13);

    internal static readonly FindingCode SyntaxUnknown = Error(
        "EDI-0024", "{0} \"{1}\" in UNB is not supported.",
        "The envelope names a syntax version or encoding that the gateway cannot read.",
        "Use syntax version 1 to 4 with UNOA to UNOL, UNOW or UNOY.", 2);

    internal static readonly FindingCode CharacterSetUnknown = Warning(
        "EDI-0025", "The syntax identifier \"{0}\" in UNB is not one of ISO 9735; the text is read as {1}.",
        "Some networks use identifiers of their own.",
        "Use UNOA to UNOL, UNOW or UNOY, or have the character set set for you as partner.", 2);

    internal static readonly FindingCode BlanksBeforeTag = Warning(
        "EDI-0026", "Blanks, tabs or filling bytes stand before the segment {0}.",
        "The file was indented for reading, or an old system filled its records.",
        "Send the segments without anything between them.", 21);

    internal static readonly FindingCode OtherSeparator = Error(
        "EDI-0035", "{0} is followed by \"{1}\", which is not the separator in force: \"{2}\".",
        "The service characters of the file are not those of UNA, or UNA was left out.",
        "Name the service characters in UNA as the file uses them.", 22);

    internal static readonly FindingCode TestIndicator = Error(
        "EDI-0036", "The test indicator \"{0}\" in UNB is not supported.",
        "1 marks a test; the gateway does not answer other kinds.",
        "Send 1 for a test and nothing for real data.", 25);

    internal static readonly FindingCode SecurityUnchecked = Warning(
        "EDI-0037", "The security segment {0} is kept, but what it secures is not verified.",
        "The message is signed or its integrity secured by the segments of ISO 9735 parts 5 to 9.",
        "Secure the transport instead, or agree on checking with the operator.", 27);

    internal static readonly FindingCode OtherAlphabet = Warning(
        "EDI-0040", "Byte {1} at this place does not belong to {0}; {2}.",
        "The envelope names a smaller character set than the text uses, often UNOA with lower case letters.",
        "Name the right character set in UNB, for example UNOC, or UNOW for UTF-8.", 21);

    internal static readonly FindingCode ControlCharacter = Error(
        "EDI-0041", "A control character (byte {0}) stands in the data.",
        "Binary data or a printer command got into the text.", "Remove the character.", 21);

    internal static readonly FindingCode BadUtf8 = Error(
        "EDI-0042", "The bytes are not valid UTF-8, which {0} in UNB promises (byte {1}); {2}.",
        "The text was written in another encoding than the envelope says.",
        "Write UTF-8, or name the encoding that was used.", 21);

    internal static readonly FindingCode LineBreak = Warning(
        "EDI-0043", "A line break or tab stands inside a data element.",
        "A long line was wrapped, or a text with several lines was copied in.",
        "Send one line for each data element.", 21);

    internal static readonly FindingCode UnknownSegment = Error(
        "EDI-0050", "The segment {0} does not occur in {1}.",
        "It belongs to another message or release.",
        "Remove {0}, or name the message and release in UNH that have it.", 15);

    internal static readonly FindingCode Misplaced = Error(
        "EDI-0051", "The segment {0} may not stand here; it belongs {1}.",
        "The order of segments is fixed.", "Move {0}: it belongs {1}.", 15);

    internal static readonly FindingCode MissingSegment = Error(
        "EDI-0052", "The mandatory segment {0} is missing: it belongs after {2}, and {1}.",
        "It was left out, or stands at another place.", "Add {0} after {2}.", 13);

    internal static readonly FindingCode MissingGroup = Error(
        "EDI-0053", "The mandatory group of {0} is missing: it belongs after {2}, and {1}.",
        "The group with its trigger segment {0} was left out.", "Add {0} and what belongs to it after {2}.", 13);

    internal static readonly FindingCode TooManySegments = Error(
        "EDI-0054", "The segment {0} stands more often here than the {1} times that are allowed.",
        "More was sent than the message can hold at this place.", "Send at most {1}.", 35);

    internal static readonly FindingCode TooManyGroups = Error(
        "EDI-0055", "The group of {0} is repeated more often here than the {1} times that are allowed.",
        "More was sent than the message can hold at this place.", "Send at most {1}, the rest in another message.", 36);

    internal static readonly FindingCode UnknownTag = Error(
        "EDI-0056", "{0} is no segment of {1} nor of any message the gateway knows.",
        "The tag is misspelt, or a terminator stands inside a text without release character.", "{2}", 15);

    internal static readonly FindingCode TooLate = Error(
        "EDI-0057", "The segment {0} stands too late: it belongs {1}.",
        "The order of segments is fixed.", "Move {0} to where it belongs: {1}.", 15);

    internal static readonly FindingCode MissingElement = Warning(
        "EDI-0060", "{0} lacks the mandatory data element {1}.", "It was left out.", "Fill in {1}.", 13);

    internal static readonly FindingCode MissingComponent = Warning(
        "EDI-0061", "{0} lacks the mandatory component {1}.", "It was left out.", "Fill in {1}.", 13);

    internal static readonly FindingCode TooManyElements = Warning(
        "EDI-0062", "{0} has {1} data elements; the directory has {2}.",
        "A separator too many, or another release.", "Look whether a + in a text lacks its release character.", 16);

    internal static readonly FindingCode TooManyComponents = Warning(
        "EDI-0063", "The data element {0} has {1} components; the directory has {2}.",
        "A separator too many, or another release.", "Look whether a : in a text lacks its release character.", 16);

    internal static readonly FindingCode TooManyRepetitions = Warning(
        "EDI-0064", "The data element {0} is repeated {1} times; {2} are allowed.",
        "More values were sent than the element can hold.", "Send at most {2}.", 16);

    internal static readonly FindingCode TooLong = Warning(
        "EDI-0065", "{0} has {1} characters; at most {2} are allowed.",
        "The value is longer than the directory allows.", "Shorten the value to {2} characters.", 39);

    internal static readonly FindingCode TooShort = Warning(
        "EDI-0066", "{0} has {1} characters; {2} are needed.",
        "The value is shorter than the directory demands.", "Send {2} characters.", 40);

    internal static readonly FindingCode NotNumeric = Warning(
        "EDI-0067", "{0} must be a number, \"{1}\" is none.",
        "Letters, blanks or thousands separators stand in a number.", "Send digits with at most one decimal mark.", 37);

    internal static readonly FindingCode DecimalMark = Warning(
        "EDI-0068", "\"{1}\" in {0} has not the decimal mark that UNA names.",
        "UNA names one mark and the numbers use another.", "Use the third character of UNA as decimal mark.", 19);

    internal static readonly FindingCode NoDigit = Warning(
        "EDI-0069", "\"{1}\" in {0} lacks a digit before or after the decimal mark.",
        "ISO 9735 wants a digit on both sides.", "Write 0.5 and not .5; write 5 and not 5.", 38);

    internal static readonly FindingCode NotAlphabetic = Warning(
        "EDI-0070", "{0} must have letters only, \"{1}\" has others.",
        "A digit or sign stands where the directory wants letters.", "Send letters only.", 37);

    internal static readonly FindingCode SeveralMarks = Warning(
        "EDI-0071", "\"{1}\" in {0} has more than one decimal mark.",
        "Thousands were separated, which ISO 9735 does not allow.", "Send digits with at most one decimal mark: 1234567.89.", 19);

    internal static readonly FindingCode BadDate = Warning(
        "EDI-0072", "\"{1}\" in {0} is not of the format {2} ({3}): {4}.",
        "The format code and the value were not made for each other, or there is no such date or time.",
        "Write the value as {3}, or name the format it has.", 12);

    internal static readonly FindingCode UnknownCode = Warning(
        "EDI-0073", "\"{1}\" is not a code of {0}.",
        "The code is misspelt, or comes from another list or a newer release.", "Use a code of the list{2}.", 12);

    internal static readonly FindingCode DependencyMissing = Warning(
        "EDI-0074", "In {0} {1} of {2} must be there; there are {3}.",
        "Data elements that depend on each other were not filled in together.", "Fill in {1} of {2}.", 13);

    internal static readonly FindingCode DependencyExcess = Warning(
        "EDI-0075", "In {0} {1} of {2} may be there; there are {3}.",
        "Data elements that exclude each other were filled in.", "Leave {1} of {2}.", 15);

    internal static readonly FindingCode NoDefinition = Warning(
        "EDI-0080", "The gateway has no definition of {0}; only the syntax was checked.",
        "The message type or its directory is not loaded.", "Load the directory, or send a type that was agreed.");

    internal static readonly FindingCode NearestForm = Warning(
        "EDI-0081", "The gateway has no confirmed table for {0}; the message was checked with the one that begins at {1}.",
        "The gateway knows this release only from its neighbours, or there is no such release.",
        "Check that UNH names the release that the message was made for; if it does, there is nothing to do.");

    internal static readonly FindingCode TypeWritten = Warning(
        "EDI-0084", "The message type \"{0}\" in UNH is read as {1}.",
        "Type, version or release is written in small letters, or filled up with blanks.", "Write {1}.", 12);

    internal static readonly FindingCode MessageTooLarge = Error(
        "EDI-0082", "The message is larger than the limit of {0}.",
        "A message is read as a whole and must fit into memory.", "Split the message.", 18);

    internal static readonly FindingCode TooManyParts = Error(
        "EDI-0083", "The segment {0} has more than {1} data elements and components.",
        "The service characters in UNA are not those of the file, or the data are not EDIFACT.",
        "Check UNA and the separators.", 16);

    // What a guide narrows. Weight and reason are those of the guide's file.
    internal static readonly FindingCode GuideMissing = Guide(
        "EDI-0110", "The guide {3} wants {0} at least {4} here, and {5} came: it belongs after {2}, and {1}.", "Add {0} after {2}.", 13);

    internal static readonly FindingCode GuideElementMissing = Guide(
        "EDI-0111", "The guide {1} wants {0} in this {2}.", "Fill in {0}.", 13);

    internal static readonly FindingCode GuideUnused = Guide(
        "EDI-0112", "The guide {1} does not use {0} here.", "Leave {0} out.", 15);

    internal static readonly FindingCode GuideElementUnused = Guide(
        "EDI-0113", "In the guide {1} the data element {0} is {2} here.", "Leave {0} out.", 15);

    internal static readonly FindingCode GuideTooManySegments = Guide(
        "EDI-0114", "The guide {1} allows {0} at most {2} times here.", "Send at most {2}.", 35);

    internal static readonly FindingCode GuideTooManyGroups = Guide(
        "EDI-0115", "The guide {1} allows the group of {0} at most {2} times here.", "Send at most {2}, the rest in another message.", 36);

    internal static readonly FindingCode GuideCode = Guide(
        "EDI-0116", "\"{1}\" in {0} is not a code that the guide {2} allows.", "Use one of: {3}.", 14);

    internal static readonly FindingCode GuideTooLong = Guide(
        "EDI-0117", "{0} has {1} characters; the guide {2} allows {3}.", "Shorten the value to {3} characters.", 39);

    internal static readonly FindingCode GuideTooShort = Guide(
        "EDI-0118", "{0} has {1} characters; the guide {2} wants {3}.", "Send at least {3} characters.", 40);

    internal static readonly FindingCode CannotCarry = Error(
        "EDI-0090", "The character {0} ({1}) does not belong to {2}, the character set of the interchange that is written.",
        "The text comes from a source with a larger character set.",
        "Write the interchange in a larger character set, for example UNOC, or UNOW for UTF-8.", 21);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        NoInterchange, TextOutside, ByteOrderMark, BadUna, Unterminated, SegmentTooLong, BadTag, OutsideMessage,
        OutsideInterchange, NoUnz, NoUnt, NoUne, UntCount, UntReference, UneCount, UneReference, UnzCount, UnzReference,
        DuplicateReference, Mixed, Empty, MixedTypes, ServiceMissing, SyntaxUnknown, CharacterSetUnknown, BlanksBeforeTag,
        OtherSeparator, TestIndicator, SecurityUnchecked,
        OtherAlphabet, ControlCharacter, BadUtf8, LineBreak, UnknownSegment, Misplaced, MissingSegment,
        MissingGroup, TooManySegments, TooManyGroups, UnknownTag, TooLate, MissingElement, MissingComponent, TooManyElements,
        TooManyComponents, TooManyRepetitions, TooLong, TooShort, NotNumeric, DecimalMark, NoDigit, NotAlphabetic,
        SeveralMarks, BadDate, UnknownCode, DependencyMissing, DependencyExcess, NoDefinition, NearestForm, TypeWritten,
        MessageTooLarge, TooManyParts, CannotCarry, GuideMissing, GuideElementMissing, GuideUnused, GuideElementUnused,
        GuideTooManySegments, GuideTooManyGroups,
        GuideCode, GuideTooLong, GuideTooShort, .. SyntaxFindings.All,
        .. ControlFindings.All,
    ];

    /// <summary>Whether a fault is one of the message table (EDI-0050 to EDI-0059) and not of the syntax.</summary>
    public static bool IsStructure(FindingCode code) => code.Id.StartsWith("EDI-005", StringComparison.Ordinal);

    private static FindingCode Error(string id, string sentence, string cause, string fix, int controlCode)
        => new(id, Severity.Error, sentence, cause, fix, controlCode);

    private static FindingCode Guide(string id, string sentence, string fix, int controlCode)
        => Warning(id, sentence, "The partner or port that the message is for asks for less than the directory allows.", fix, controlCode);

    private static FindingCode Warning(string id, string sentence, string cause, string fix, int controlCode = 0)
        => new(id, Severity.Warning, sentence, cause, fix, controlCode);
}
