using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What can be wrong with a mapping when it is loaded (MAP-0001 …) and with values when it runs (MAP-0101
/// …).</summary>
public static class MappingFindings
{
    /// <summary>A file is missing.</summary>
    public static readonly FindingCode NoFile = Load(1, "There is no file {0}.",
        "The name is misspelt, or the file was moved.", "Correct the name, or put the file there.");

    /// <summary>The language version is unknown.</summary>
    public static readonly FindingCode Version = Load(2,
        "The file does not begin with 'mapping: 1' (or 'part: 1', 'pack: 1'): '{0}'.",
        "Another file was named, or it is written for a later version.",
            "Correct the first line, or name the right file.");

    /// <summary>A key that must be there.</summary>
    public static readonly FindingCode MissingKey = Load(3, "The key '{0}' is missing or incomplete.",
        "Every mapping says from what to what it leads, and has a map.", "Add the key.");

    /// <summary>A key that is not of the language.</summary>
    public static readonly FindingCode UnknownKey = Load(4, "'{0}' is no key here; nearest: {1}.",
        "The key is misspelt, or stands at the wrong level.", "Correct it, or move it.");

    /// <summary>A cycle of bases or fragments.</summary>
    public static readonly FindingCode Recursion = Load(5, "'{0}' reaches itself.",
        "A base or a fragment refers, perhaps through others, to itself.", "Break the circle.");

    /// <summary>The grammar.</summary>
    public static readonly FindingCode Grammar = Load(6, "'{0}': {1}.",
        "The expression does not follow the grammar of mappings.", "Correct the expression at the place named.");

    /// <summary>An unknown source name.</summary>
    public static readonly FindingCode UnknownSource = Load(7, "{1} has no '{0}' here in any form; nearest: {2}.",
        "The name is misspelt, or the path starts from another node than its author thought.",
        "Correct the name; a path starts at the node of its block.");

    /// <summary>An unknown target name.</summary>
    public static readonly FindingCode UnknownTarget = Load(8, "{1} has no '{0}'; nearest: {2}.",
        "The name is misspelt, or the class has no such element.", "Correct the name.");

    /// <summary>An ambiguous element or segment.</summary>
    public static readonly FindingCode Ambiguous = Load(9, "'{0}' stands in several places: {1}.",
        "One data element in several composites, or one segment in several sections.",
            "Name the composite or the section.");

    /// <summary>A segment used as a value.</summary>
    public static readonly FindingCode NotAValue = Load(10, "'{0}' is no value.",
        "A segment, group, composite or class has no text of its own.",
            "Name the element, or use date, measure or amount.");

    /// <summary>Nodes are needed.</summary>
    public static readonly FindingCode NotNodes = Load(11, "'{0}' does not lead to nodes.",
        "each, at and a few functions go from node to node; a text or number is no node.", "Write a path.");

    /// <summary>An unknown function.</summary>
    public static readonly FindingCode UnknownFunction = Load(12, "There is no function '{0}'; nearest: {1}.",
        "The name is misspelt.", "Correct the name.");

    /// <summary>Wrong arguments.</summary>
    public static readonly FindingCode Arguments = Load(13, "{0}: {1}.",
        "A function has too few, too many or unsuitable arguments.", "Correct the arguments.");

    /// <summary>An unknown table, list, fragment, let or enclosing node.</summary>
    public static readonly FindingCode UnknownName = Load(14, "There is no {0} '{1}' here; nearest: {2}.",
        "The name is misspelt, or it is not visible from here: a fragment sees only what 'with' gives it.",
            "Correct the name.");

    /// <summary>An unknown fragment.</summary>
    public static readonly FindingCode UnknownPart = Load(15, "There is no fragment '{0}'; nearest: {1}.",
        "The name is misspelt, or the file is missing.", "Correct the name, or add the file.");

    /// <summary>Two producers of one target.</summary>
    public static readonly FindingCode TwoProducers = Load(16, "'{0}' may occur once and is made twice.",
        "Two rules write one place.", "Join them with 'else', or choose with 'choose'.");

    /// <summary>A class written as a value or the reverse.</summary>
    public static readonly FindingCode WrongShape = Load(17, "'{0}' is {1}.",
        "A class takes a block of keys, a value takes an expression.", "Write the other one.");

    /// <summary>A type that the target does not take.</summary>
    public static readonly FindingCode WrongType = Load(18, "'{0}' takes {1}.",
        "The value and the target have different types.", "Convert it: date, measure, amount or number.");

    /// <summary>A table row.</summary>
    public static readonly FindingCode BadTable = Load(19, "Table '{0}' has a row that is not a code and a text.",
        "A cell is missing, or a block stands where text is expected.", "Correct the row.");

    /// <summary>A schema that is not there.</summary>
    public static readonly FindingCode NoTarget = Load(20, "The target has no class '{0}'; nearest: {1}.",
        "The name after 'to:' is misspelt.", "Correct the name.");

    /// <summary>A copy without effect.</summary>
    public static readonly FindingCode NothingCopied = Load(21, "'{0}' and '{1}' have no name in common, so nothing is copied.",
        "copy takes what both documents call by one name.", "Copy from another node, or write the elements one by one.");

    /// <summary>Too deep.</summary>
    public static readonly FindingCode TooDeep = Load(22, "Blocks that move the scope nest deeper than {0} levels.",
        "No document needs that.", "Flatten the mapping.");

    /// <summary>A choose entry that cannot be reached.</summary>
    public static readonly FindingCode Unreachable = Load(23, "This entry of 'choose' can never be taken.",
        "An entry before it has no 'when' and so always holds.", "Put the entry without 'when' last.");

    /// <summary>A base that is not there.</summary>
    public static readonly FindingCode UnknownBase = Load(24, "There is no mapping '{0}'; nearest: {1}.",
        "The name after 'base:' is misspelt, or the file is missing.", "Correct the name.");

    /// <summary>A file of a table that is not there.</summary>
    public static readonly FindingCode UnknownTableFile = Load(25, "There is no file {0} for this table; nearest: {1}.",
        "The name is misspelt, or the file is missing.", "Correct the name, or add the file.");

    /// <summary>Two arms of one choice.</summary>
    public static readonly FindingCode BothArms = Load(41, "'{0}' and '{1}' exclude each other in {2}.",
        "The target's schema allows one of the two.", "Write them as entries of 'choose', or under conditions.");

    /// <summary>A path key beside a block that does not hold still.</summary>
    public static readonly FindingCode UnclearPrefix = Load(42, "It is not clear which '{0}' this key fills.",
        "'{0}' is also written as a list, or as a block with each, at, copy or use, which makes instances of its own.",
        "Write the key inside the block that it belongs to.");

    /// <summary>A key of the language that cannot do anything where it stands.</summary>
    public static readonly FindingCode Misplaced = Load(43, "'{0}' does nothing here: {1}.",
        "The key needs another one beside it, or excludes it.", "Add the other key, or remove this one.");

    /// <summary>A place that the loader cannot leave open.</summary>
    public static readonly FindingCode WrongConstant = Load(44, "'{0}' is no value for {1}, which takes {2}.",
        "The constant has not the form or length that its place requires.", "Write another constant.");

    /// <summary>A code that its list does not have.</summary>
    public static readonly FindingCode UnknownCode = Warn(51, "'{0}' is not in the code list {1}; nearest: {2}.",
        "The code is misspelt, or partners agreed on it.", "Correct the code; an agreed one may stay.");

    /// <summary>A path that may give several values into a place for one.</summary>
    public static readonly FindingCode SeveralValues = Warn(52, "'{0}' may give several values; {1} takes one.",
        "Something on the way may repeat, and no qualifier or condition says which one is meant.",
        "Say what becomes of them: '| first', '| join(' ')', [1], a qualifier, or a sum.");

    /// <summary>A text where a number or date is needed.</summary>
    public static readonly FindingCode Unconverted = Warn(53, "'{0}' is text; {1} takes {2}.",
        "The source does not promise that the value has this form.", "Convert it: '| number', '| date('YYYY-MM-DD')', '| measure'.");

    /// <summary>A measure or an amount without unit or currency.</summary>
    public static readonly FindingCode NoUnit = Warn(59, "'{0}' gives {1} a figure without {2}.",
        "The figure alone is moved; its unit or currency stands beside it in the source, or is agreed.",
        "Take both: '| measure' or '| amount' of the segment, or with the unit that is agreed: '| measure('KGM')'.");

    /// <summary>A qualifier that means another element in another release.</summary>
    public static readonly FindingCode QualifierMoves = Warn(54, "'{0}' asks for element {1} in one release and for {2} in another.",
        "The segment was changed between the releases.", "Name the element: TAG[.1153 = BM].");

    /// <summary>Something that is said to be left is read.</summary>
    public static readonly FindingCode LeftButRead = Warn(55, "'{0}' is said to be left and is read in line {1}.",
        "The entry was not removed when a rule for it was written.", "Remove the entry, or the rule.");

    /// <summary>An overlay says what its base says.</summary>
    public static readonly FindingCode NoChange = Warn(56, "'{0}' changes nothing.",
        "The base says the same, or has nothing of that name to remove.", "Remove the key, or correct it.");

    /// <summary>A path of a fragment that one of its uses has not.</summary>
    public static readonly FindingCode AbsentAtUse = new("MAP-0057", Severity.Note, "{0} has no '{1}' where the fragment is used in {2}.",
        "A fragment serves several places, and one of them has less.", "Nothing, if that is as it should be.");

    /// <summary>An alternative behind one that always has a value.</summary>
    public static readonly FindingCode NeverTaken = Warn(58, "This alternative is never taken.",
        "The one before it always has a value.", "Put the constant last.");

    /// <summary>Something is defined and not used.</summary>
    public static readonly FindingCode Unused = new("MAP-0031", Severity.Warning, "{0} '{1}' is not used.",
        "It was left over, or its name is misspelt where it is used.", "Use it or remove it.");

    /// <summary>A mandatory target is never made.</summary>
    public static readonly FindingCode NeverMade = new("MAP-0032", Severity.Warning,
        "{0} needs '{1}', which no rule makes.",
        "The model requires the element wherever the class is present.", "Add a rule for it.");

    /// <summary>A fragment's target that exists nowhere it is used.</summary>
    public static readonly FindingCode SeveralIntoOne = new("MAP-0033", Severity.Warning,
        "'{0}' makes any number of '{1}', of which {2} is allowed.",
        "'each' runs once for each node.", "Use 'at', or a target that may repeat.");

    /// <summary>What copy cannot copy.</summary>
    public static readonly FindingCode NotCopied = new("MAP-0049", Severity.Note,
        "{0} has no place for {1}, so copy leaves it out.",
        "copy takes only what both documents call by one name.",
        "Write a rule for it, name it in 'except' or 'leave', or keep it with 'carry'.");

    /// <summary>Further values.</summary>
    public static readonly FindingCode Dropped = Warn(101,
        "{0} takes one value; '{1}' is a further one and was not used.",
        "The sender gave several values where the report has room for one.",
            "Check that the first one is the right one.");

    /// <summary>A conversion failed.</summary>
    public static readonly FindingCode NotConverted = Warn(102, "'{0}' is no {1}; {2} is made without it.",
        "The value has not the form that its place requires.", "Write it as a {1}.");

    /// <summary>No row.</summary>
    public static readonly FindingCode NoRow = Warn(103, "'{0}' is not in the list '{1}'; {2} has no value from it.",
        "The list of known words and codes does not have it.", "Use a word or code of that list, or ask for this one to be added to it.");

    /// <summary>A required value is missing.</summary>
    public static readonly FindingCode Required = new("MAP-0104", Severity.Error,
        "{0} is missing; it is taken from {1}.",
        "The message does not have the element from which this is made.", "Send {1}.");

    /// <summary>An instance was left out.</summary>
    public static readonly FindingCode LeftOut = Warn(105, "{0} '{1}' was left out of the report: {2}.",
        "One of its values is required and missing, or cannot be used.", "Correct it and send the message again.");

    /// <summary>Nobody reads it.</summary>
    public static readonly FindingCode Unread = new("MAP-0106", Severity.Note,
        "{0} '{1}' is not carried into the report.",
        "No rule of the mapping reads this element.", "Nothing, unless it matters: then have the mapping extended.");

    /// <summary>More instances than the target takes.</summary>
    public static readonly FindingCode TooMany = Warn(107, "{0} may occur {1} times; this one is over.",
        "The message has more of them than the report has room for.", "Check which of them are needed.");

    /// <summary>The step budget is used up.</summary>
    public static readonly FindingCode Exhausted = new("MAP-0108", Severity.Error,
        "The mapping stopped after {0} steps.",
        "The message has far more parts than its size suggests, or repeats one thing very often.",
            "Split the message.");

    /// <summary>A date of another format than its code says.</summary>
    public static readonly FindingCode OtherFormat = Warn(109, "The date '{0}' is not of format {1}; it was read as {2}.",
        "The code of the format (2379) does not fit the date; often a time was added and the code stayed.",
        "Send the code that fits: 102 for a day, 203 for a day with hours and minutes.");

    /// <summary>A check with severity error.</summary>
    public static readonly FindingCode CheckError = new("MAP-0110", Severity.Error, "{0}.",
        "A check of the mapping does not hold.", "Correct the message.");

    /// <summary>A check with severity warning.</summary>
    public static readonly FindingCode CheckWarning = Warn(111, "{0}.", "A check of the mapping does not hold.",
        "Correct the message.");

    /// <summary>A check with severity note.</summary>
    public static readonly FindingCode CheckNote = new("MAP-0112", Severity.Note, "{0}.",
        "A check of the mapping does not hold.", "Correct the message.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        NoFile, Version, MissingKey, UnknownKey, Recursion, Grammar, UnknownSource, UnknownTarget, Ambiguous,
            NotAValue, NotNodes,
        UnknownFunction, Arguments, UnknownName, UnknownPart, TwoProducers, WrongShape, WrongType, BadTable, NoTarget,
            NothingCopied, TooDeep,
        Unreachable, UnknownBase, UnknownTableFile, BothArms, UnclearPrefix, Misplaced, WrongConstant, UnknownCode,
        SeveralValues, Unconverted, NoUnit, QualifierMoves, LeftButRead, NoChange, AbsentAtUse, NeverTaken, Unused, NeverMade,
        SeveralIntoOne, NotCopied, Dropped, NotConverted, NoRow, Required, LeftOut, Unread,
            TooMany, Exhausted, OtherFormat,
        CheckError, CheckWarning, CheckNote,
    ];

    private static FindingCode Load(int number, string sentence, string cause, string fix)
        => new($"MAP-{number:D4}", Severity.Error, sentence, cause, fix);

    private static FindingCode Warn(int number, string sentence, string cause, string fix)
        => new($"MAP-{number:D4}", Severity.Warning, sentence, cause, fix);
}
