using System.Xml;
using System.Xml.Schema;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>The schemas of one administration or standard, compiled: any of its document elements can be a source or a target.</summary>
/// <remarks>
/// A <see cref="Schema"/> made from it holds names, namespaces, order, cardinality, simple types and attributes. It does not
/// hold choice, patterns and identity constraints: finished bytes are checked by <see cref="Validate"/>, which does.
/// Not thread-safe while <see cref="SchemaOf"/> runs for the first time.
/// </remarks>
public sealed class XsdImport
{
    private readonly XmlSchemaSet set;
    private readonly XsdDeclarations declarations;
    private readonly Dictionary<XmlQualifiedName, Schema> schemas = [];

    private XsdImport(string name, XmlSchemaSet compiled) => (Name, set, declarations) = (name, compiled, new XsdDeclarations(compiled));

    /// <summary>Name under which mappings refer to it: <c>hmrc-cds</c>.</summary>
    public string Name { get; }

    /// <summary>The document elements that the schemas declare, in the order of their names.</summary>
    public IReadOnlyList<XmlQualifiedName> Elements
        => [.. Declared().Select(e => e.QualifiedName)
            .OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Namespace, StringComparer.Ordinal)];

    /// <summary>Reads schemas. What they include or import is looked for among the same files; nothing else is opened.</summary>
    /// <param name="name">Name under which mappings refer to them.</param>
    /// <param name="entries">Paths of the main schemas; administrations publish several that exclude each other in one folder.</param>
    /// <param name="files">Content by path, with <c>/</c> between folders.</param>
    /// <param name="findings">All faults, each with its file, line and column.</param>
    /// <returns>Null when any is unusable.</returns>
    public static XsdImport? Load(
        string name, IReadOnlyList<string> entries, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(findings);
        var faults = new XsdFileFaults(entries is [var main, ..] ? main : "", findings);
        var resolver = new XsdFiles(files);
        var set = new XmlSchemaSet { XmlResolver = resolver };
        set.ValidationEventHandler += (_, e) => faults.Add(e.Exception, e.Severity);
        foreach (var path in entries)
        {
            if (files.ContainsKey(path)) Add(path);
            else faults.AddAbsent(path);
        }

        try
        {
            set.Compile();
        }
        catch (XmlSchemaException fault)
        {
            faults.Add(fault, XmlSeverityType.Error);
        }

        return faults.IsUsable ? new XsdImport(name, set) : null;

        void Add(string path)
        {
            try
            {
                using var reader = XmlReader.Create(resolver.Open(path), XsdFiles.Settings, XsdFiles.UriOf(path).ToString());
                set.Add(null, reader);
            }
            catch (XmlSchemaException fault)
            {
                faults.Add(fault, XmlSeverityType.Error, path);
            }
            catch (XmlException fault)
            {
                faults.Add(fault, path);
            }
        }
    }

    /// <summary>The position table of a document element.</summary>
    /// <param name="element">Its local name.</param>
    /// <param name="space">Its namespace; null for the only element of that name.</param>
    /// <returns>Null when there is none, or several of that name and no namespace is given.</returns>
    public Schema? SchemaOf(string element, string? space = null)
    {
        var found = Declared()
            .Where(e => e.QualifiedName.Name == element && (space is null || e.QualifiedName.Namespace == space)).ToList();
        if (found.Count != 1) return null;
        if (schemas.TryGetValue(found[0].QualifiedName, out var known)) return known;
        var schema = new XsdConversion(set).Convert($"xml {Name} {element}", found[0]);
        schemas.Add(found[0].QualifiedName, schema);
        return schema;
    }

    /// <summary>Checks finished bytes against the schemas with everything that they say.</summary>
    /// <param name="xml">One document.</param>
    /// <param name="findings">All faults, each with line and column.</param>
    /// <returns>Whether it is valid.</returns>
    public bool Validate(ReadOnlyMemory<byte> xml, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var isValid = true;
        var settings = XsdFiles.Settings.Clone();
        settings.ValidationType = ValidationType.Schema;
        settings.Schemas = set;
        settings.ValidationFlags = XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) =>
        {
            isValid = false;
            Add(XsdFindings.Invalid, e.Exception.LineNumber, e.Exception.LinePosition, e.Message);
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray(), false), settings);
            while (reader.Read())
            {
                // The handler hears what is wrong.
            }
        }
        catch (XmlException fault)
        {
            isValid = false;
            Add(XsdFindings.Invalid, fault.LineNumber, fault.LinePosition, fault.Message);
        }

        return isValid;

        void Add(FindingCode code, int line, int column, string message)
            => findings.Add(code, default, new Place(1, line, column), 0, Name, message);
    }

    /// <summary>Checks a document that somebody sent: as <see cref="Validate"/>, with each fault in words of people and at its
    /// bytes.</summary>
    /// <param name="xml">The document, well-formed; what is not has been reported by who read it.</param>
    /// <param name="findings">All faults.</param>
    /// <param name="part">Number of the part, for spans.</param>
    /// <returns>Whether it is valid.</returns>
    public bool Check(ReadOnlyMemory<byte> xml, Findings findings, int part = 0)
        => XmlInput.Of(xml, out _, out _) is { } input && Check(input, findings, part);

    /// <summary>Checks one document of a part; places are those of the part.</summary>
    /// <inheritdoc cref="Check(ReadOnlyMemory{byte}, Findings, int)"/>
    public bool Check(XmlPiece piece, Findings findings, int part = 0)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return piece.Input is { } own ? Check(own, findings, part) : Check(piece.Part, findings, part);
    }

    private bool Check(in XmlInput input, Findings findings, int part)
    {
        ArgumentNullException.ThrowIfNull(findings);
        try
        {
            using (var reader = input.Open())
            {
                if (new XsdCheck(set, declarations, reader, null).Run()) return true;
            }

            using var again = input.Open();
            new XsdCheck(set, declarations, again, new XsdFaults(input, part, findings)).Run();
        }
        catch (XmlException)
        {
            // Who reads the document says where it stops being XML.
        }

        return false;
    }

    private IEnumerable<XmlSchemaElement> Declared() => set.GlobalElements.Values.Cast<XmlSchemaElement>().Where(e => !e.IsAbstract);
}
