using Gateway.Documents;

namespace Gateway.Core;

/// <summary>What can be wrong with the files of a configuration. The place's reference is the file, its segment the line.</summary>
public static class ConfigurationCodes
{
    /// <summary>A key that the file may not have.</summary>
    public static FindingCode UnknownKey { get; } = new("CFG-0001", Severity.Error,
        "{0} has no key '{1}'.", "The key is misspelt or stands in the wrong file.", "Valid here: {2}.");

    /// <summary>A key that must be there is not.</summary>
    public static FindingCode MissingKey { get; } = new("CFG-0002", Severity.Error,
        "{0} must have the key '{1}'.", "The key was left out.", "Add '{1}:' with {2}.");

    /// <summary>A value has not the form that the key needs.</summary>
    public static FindingCode WrongValue { get; } = new("CFG-0003", Severity.Error,
        "'{1}' is no value for '{0}'.", "The value is misspelt or of another kind.", "Write {2}.");

    /// <summary>A file that nothing reads.</summary>
    public static FindingCode UnreadFile { get; } = new("CFG-0004", Severity.Warning,
        "Nothing reads the file {0}.", "It lies in the wrong folder or has the wrong ending.",
        "Use partners/NAME.yaml, destinations/NAME.yaml, guides/NAME.yaml, rules/NAME.yaml, languages/TAG.yaml, codelists/NAME.csv, "
        + "directories/NAME.gwdir or mappings/FORMAT/NAME/mapping.yaml.");

    /// <summary>Two partners have the same sender identification, mail address, SFTP place or key.</summary>
    public static FindingCode SharedSender { get; } = new("CFG-0005", Severity.Error,
        "{0} and {1} both claim {2}.", "A file was copied and not changed everywhere.",
        "Leave it with one of the two: a sender must be one partner.");

    /// <summary>A partner names a mapping that is not there.</summary>
    public static FindingCode UnknownMapping { get; } = new("CFG-0006", Severity.Error,
        "There is no mapping '{0}'.", "The name is misspelt or the folder is missing.", "Nearest: {1}.");

    /// <summary>A line of a code list cannot be read.</summary>
    public static FindingCode CodeListLine { get; } = new("CFG-0007", Severity.Error,
        "A code list needs {0} here.", "The list was edited by hand or exported with other columns.",
        "First line '# name edition', then one 'code,name' a line, quoted as in RFC 4180.");

    /// <summary>A rule file is named after no root document.</summary>
    public static FindingCode UnknownRoot { get; } = new("CFG-0008", Severity.Error,
        "There is no root document '{0}' in the model.", "A rule file is named after the document it checks.", "Nearest: {1}.");

    /// <summary>A mapping reads from a form that no format knows.</summary>
    public static FindingCode UnknownForm { get; } = new("CFG-0009", Severity.Error,
        "No format knows the structure of {0}.", "The document type or release in 'from:' is misspelt or not built in.",
        "Correct 'from:' in {1}, or import the directory.");

    /// <summary>A mapping goes to something that the model does not have.</summary>
    public static FindingCode UnknownTarget { get; } = new("CFG-0010", Severity.Error,
        "The model has no root document '{0}'.", "The name in 'to:' of {1} is misspelt.", "Nearest: {2}.");

    /// <summary>A code list of that name came before.</summary>
    public static FindingCode SharedName { get; } = new("CFG-0011", Severity.Error,
        "Two code lists are called '{0}'.", "A list was copied under another file name.",
        "Give the list in {1} another name, or delete it.");

    /// <summary>A partner names a guide that is not there.</summary>
    public static FindingCode UnknownGuide { get; } = new("CFG-0012", Severity.Error,
        "There is no guide '{0}'.", "The name is misspelt, or the file is missing or faulty.", "Nearest: {1}.");

    /// <summary>A guide is for a format that there is not.</summary>
    public static FindingCode UnknownFormat { get; } = new("CFG-0013", Severity.Error,
        "No format '{0}' is known for the guide {1}.", "The first word of 'for:' is misspelt.", "Write one of: {2}.");

    /// <summary>A mapping needs schemas that are not installed.</summary>
    public static FindingCode NotInstalled { get; } = new("CFG-0014", Severity.Warning,
        "The mapping {0} cannot be used: {1}.",
        "The schemas of the administration are its own, and are not part of this product.",
        "Fetch them from the administration and name their folder in the key folder of {2}; the mapping can be used from then on.");

    /// <summary>Changed files are not activated.</summary>
    public static FindingCode Refused { get; } = new("CFG-0015", Severity.Error,
        "The changed configuration has faults; {0} stays active.",
        "A file was saved with a fault, or before it was finished.",
        "Correct the faults named with it; the corrected files become active by themselves.");

    /// <summary>Two mappings say differently how tables of one type become a tree.</summary>
    public static FindingCode SharedLayout { get; } = new("CFG-0016", Severity.Error,
        "{0} and {1} lay out the table '{2}' differently.",
        "A mapping was copied and its 'read:' changed, but a table can be read in one way only.",
        "Give the second another name behind 'from: tabular', or take its 'read:' over with 'base: {0}'.");

    /// <summary>A partner may send a type that no mapping reads.</summary>
    public static FindingCode UnknownType { get; } = new("CFG-0031", Severity.Warning,
        "No mapping reads documents of the type '{0}'.", "The type is misspelt, or its mapping is missing.", "Nearest: {1}.");

    /// <summary>A partner names a destination that is not there.</summary>
    public static FindingCode UnknownDestination { get; } = new("CFG-0032", Severity.Error,
        "There is no destination '{0}'.", "The name is misspelt, or destinations/{0}.yaml is missing.", "Nearest: {1}.");

    /// <summary>A partner wants answers in a language that there is no file for.</summary>
    public static FindingCode UnknownLanguage { get; } = new("CFG-0034", Severity.Warning,
        "There is no file languages/{0}.yaml; this partner is answered in English.",
        "The language is misspelt, or nobody has translated the texts yet.",
        "Copy languages/zh.yaml to languages/{0}.yaml and translate its texts, or write another language.");

    /// <summary>What a partner's file allows ends soon, or has ended.</summary>
    public static FindingCode Ending { get; } = new("CFG-0033", Severity.Warning,
        "{0} of the partner {1} {2} {3}.", "The partner's file or certificate says so.",
        "Talk to the partner in time; then renew it in partners/{1}.yaml, or delete it there.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        UnknownKey, MissingKey, WrongValue, UnreadFile, SharedSender, UnknownMapping, CodeListLine, UnknownRoot, UnknownForm,
        UnknownTarget, SharedName, UnknownGuide, UnknownFormat, NotInstalled, Refused, SharedLayout, UnknownType, UnknownDestination,
        UnknownLanguage, Ending,
    ];
}
