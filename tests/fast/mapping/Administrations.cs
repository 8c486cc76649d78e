using System.Globalization;
using System.Xml.Linq;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Schemas and documents of real administrations beside the repository.</summary>
internal static class Administrations
{
    public static XsdImport Load(string name, string folder, params string[] entries)
    {
        var files = Directory.GetFiles(folder, "*.xsd", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetRelativePath(folder, f).Replace('\\', '/'),
            f => new ReadOnlyMemory<byte>(File.ReadAllBytes(f)), StringComparer.Ordinal);
        var findings = new Findings();
        return XsdImport.Load(name, entries, files, findings) ?? throw new InvalidOperationException(findings.All[0].Sentence);
    }

    /// <summary>The mappings of the repository over one set of schemas.</summary>
    public static Profile Profile(XsdImport set)
    {
        var profile = new Profile(set);
        var mappings = Path.Combine(Repository.Root, "mappings");
        foreach (var folder in new[] { "xml", "profiles" })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(mappings, folder), "*.yaml", SearchOption.AllDirectories))
            {
                profile.With(Path.GetRelativePath(mappings, file).Replace('\\', '/'), File.ReadAllText(file));
            }
        }

        return profile;
    }

    /// <summary>Every value of a document with its path, in order; prefixes, comments and white space around values do not count.</summary>
    public static List<string> Lines(byte[] xml)
    {
        var lines = new List<string>();
        using var stream = new MemoryStream(xml, false);
        Add(XDocument.Load(stream).Root!, "");
        return lines;

        void Add(XElement element, string above)
        {
            var path = above + "/" + element.Name;
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration
                && !a.Name.NamespaceName.EndsWith("XMLSchema-instance", StringComparison.Ordinal))
                .OrderBy(a => a.Name.ToString(), StringComparer.Ordinal))
            {
                lines.Add($"{path}@{attribute.Name}={attribute.Value}");
            }

            if (!element.HasElements) lines.Add($"{path}={element.Value.Trim()}");
            foreach (var inner in element.Elements()) Add(inner, path);
        }
    }

    /// <summary>Addresses of everything that lies in Extension, without counts.</summary>
    public static IEnumerable<string> Extensions(Tree document)
    {
        for (var i = 0; i < document.Nodes.Length; i++)
        {
            if (document.NameOf(i) != "Path" || document.NameOf(document.Parent(i)) != "Extension") continue;
            var owner = document.NameOf(document.Parent(document.Parent(i)));
            yield return $"{owner}: {System.Text.RegularExpressions.Regex.Replace(document.Text(i), @"\[\d+\]", "")}"
                .ToString(CultureInfo.InvariantCulture);
        }
    }
}
