using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What can be wrong with a UN/EDIFACT directory: with the files of an import, and with what an import wrote.</summary>
public static class DirectoryFindings
{
    /// <summary>A file of an imported release is not as the import wrote it.</summary>
    public static FindingCode Changed { get; } = new("DIR-0001", Severity.Error,
        "{0} is not an imported directory, or was changed since the import.",
        "The file was edited, cut off when it was copied, or written by another version of the gateway.",
        "Import the release again: ./run directory import PATH. Or take the file out of the folder directories.");

    /// <summary>A file of a release could not be read.</summary>
    public static FindingCode FileLeftOut { get; } = new("DIR-0002", Severity.Warning,
        "{0}", "The archive is damaged, or the file does not belong to the release. Some archives were published so.",
        "Everything else was imported. If the file matters, get it from another copy of the release.");

    /// <summary>A table or definition is printed wrongly.</summary>
    public static FindingCode PrintedWrongly { get; } = new("DIR-0003", Severity.Warning,
        "{0}", "The directory itself has the mistake: it was published so.",
        "It was read as far as it goes. Where messages of that type matter, use the release before or after it.");

    /// <summary>All codes, in order.</summary>
    public static IReadOnlyList<FindingCode> All { get; } = [Changed, FileLeftOut, PrintedWrongly];

    /// <summary>Reports the defects of a release; the place of each has the file as its reference and the line as its segment.</summary>
    public static void Report(DirectoryRelease release, Findings findings)
    {
        foreach (var defect in release.Defects)
        {
            findings.Add(defect.Line == 0 ? FileLeftOut : PrintedWrongly, default,
                new Place(0, defect.Line) { Reference = defect.File }, 0, defect.Text);
        }
    }
}
