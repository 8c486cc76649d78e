using System.Xml;
using System.Xml.Schema;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Takes the faults of schema files, each with file, line and column.</summary>
/// <param name="main">The first main schema, for what belongs to no file.</param>
/// <param name="findings">Takes the findings.</param>
internal sealed class XsdFileFaults(string main, Findings findings)
{
    /// <summary>No error so far.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Adds what the library objects to.</summary>
    /// <param name="fault">Its words.</param>
    /// <param name="severity">Whether the schemas can be used all the same.</param>
    /// <param name="path">The file that was read; null while all are compiled.</param>
    public void Add(XmlSchemaException fault, XmlSeverityType severity, string? path = null)
    {
        var (line, column) = (fault.LineNumber, fault.LinePosition);
        var file = XsdFiles.PathOf(fault.SourceUri);
        for (var at = fault.SourceSchemaObject; at is not null && (file.Length == 0 || line == 0); at = at.Parent)
        {
            if (file.Length == 0) file = XsdFiles.PathOf(at.SourceUri);
            if (line == 0) (line, column) = (at.LineNumber, at.LinePosition);
        }

        // A file that is included and is no XML is told as the fault of including it; it has the place within.
        if (fault.InnerException is XmlException { LineNumber: > 0 } inner) Add(inner, path ?? file);
        else
        {
            var code = severity == XmlSeverityType.Warning ? XsdFindings.Doubtful : XsdFindings.NotASchema;
            Add(code, file.Length > 0 ? file : path ?? main, line, column, fault.Message);
        }
    }

    /// <summary>Adds that a file is no XML.</summary>
    public void Add(XmlException fault, string path)
    {
        var file = XsdFiles.PathOf(fault.SourceUri);
        Add(XsdFindings.NotASchema, file.Length > 0 ? file : path, fault.LineNumber, fault.LinePosition, fault.Message);
    }

    /// <summary>Adds that a file is not there.</summary>
    public void AddAbsent(string path) => Add(XsdFindings.NoFile, path, 1, 1, "");

    private void Add(FindingCode code, string file, int line, int column, string words)
    {
        if (code.Default == Severity.Error) IsUsable = false;
        findings.Add(code, default, new Place(1, Math.Max(1, line), Math.Max(1, column)) { Reference = file }, 0, file, words);
    }
}
