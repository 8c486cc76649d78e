using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Host.Workshop;

/// <summary>A sample of a mapping: a document in its folder <c>samples/</c>.</summary>
/// <param name="Mapping">Name of the mapping.</param>
/// <param name="Path">The file.</param>
internal sealed record MappingSample(string Mapping, string Path)
{
    /// <summary>The file with the expected documents as JSON.</summary>
    public string VerifiedJson => System.IO.Path.ChangeExtension(Path, "verified.json");

    /// <summary>The file with the expected documents as XML.</summary>
    public string VerifiedXml => System.IO.Path.ChangeExtension(Path, "verified.xml");

    /// <summary>The further documents beside it, each as <c>NAME=FILE</c>: <c>manifest.also.invoice.xml</c> is what the mapping calls
    /// <c>$invoice</c> when <c>manifest.edi</c> is translated.</summary>
    public IEnumerable<string> Further
    {
        get
        {
            var begin = System.IO.Path.GetFileNameWithoutExtension(Path) + ".also.";
            return Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, begin + "*").Order(StringComparer.Ordinal)
                .Select(file => $"{System.IO.Path.GetFileName(file)[begin.Length..].Split('.')[0]}={file}");
        }
    }
}

/// <summary>What a sample became, as it stands in the verified files.</summary>
/// <param name="Json">All documents as indented JSON; null for a profile, which writes XML alone.</param>
/// <param name="Xml">All documents as indented XML.</param>
/// <param name="Fault">Why it is not what the mapping's sample should be; null when it is.</param>
internal sealed record SampleOutput(string? Json, string Xml, string? Fault);

/// <summary>Finds the samples of the mappings and makes their documents, to be compared with those beside them.</summary>
internal static partial class MappingSamples
{

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The samples below the mappings of some folders, in order; of one mapping alone if it is named.</summary>
    public static IReadOnlyList<MappingSample> Find(IReadOnlyList<string> folders, string? mapping)
    {
        var all = new SortedDictionary<string, MappingSample>(StringComparer.Ordinal);
        foreach (var mappings in folders.Select(folder => Path.Combine(folder, "mappings")).Where(Directory.Exists))
        {
            foreach (var path in Directory.EnumerateFiles(mappings, "*", SearchOption.AllDirectories))
            {
                var samples = Path.GetDirectoryName(path)!;
                if (Path.GetFileName(samples) != "samples" || NoSample().IsMatch(Path.GetFileName(path))) continue;
                var name = Path.GetRelativePath(mappings, Path.GetDirectoryName(samples)!).Replace('\\', '/');
                if (mapping is null || mapping == name) all[Path.GetRelativePath(mappings, path)] = new MappingSample(name, path);
            }
        }

        return [.. all.Values];
    }

    /// <summary>Translates a sample.</summary>
    public static async Task<SampleOutput> Make(Workbench bench, MappingSample sample, CancellationToken stop)
    {
        if (sample.Mapping.StartsWith(CompiledMappings.ProfileFolder, StringComparison.Ordinal)) return MakeProfile(bench, sample);
        using var file = new FilePart(sample.Path);
        // An overlay serves nobody unless a partner's file names it; every other mapping must be the one that fits.
        var isOverlay = bench.Revision.TextOf(sample.Mapping)?.HasBase == true;
        using var further = FurtherFiles.Open(sample.Further, bench.Revision, TextWriter.Null);
        using var translation = bench.Translate(file, isOverlay ? sample.Mapping : null);
        translation.Further = further is null ? null : further.Find;
        var forms = new DocumentForms();
        var (json, xml) = (new List<string>(), new List<string>());
        string? fault = null;
        while (await translation.Next(stop) is { } next)
        {
            if (next.Translation.Document is not { } document)
            {
                fault ??= $"message {next.Mark.Reference} gave no document: {next.Translation.Reason}";
                continue;
            }

            if (next.Translation.Mapping?.Text.Name is { } other && other != sample.Mapping) fault ??= $"the mapping {other} took it";
            forms.Begin(document);
            json.Add(Indented(forms.Json));
            xml.Add(XElement.Parse(Encoding.UTF8.GetString(forms.Xml.Span)).ToString());
        }

        if (json.Count == 0) fault ??= translation.Verdict.Reason;
        using var unused = new StringWriter(CultureInfo.InvariantCulture);
        if (further?.AreUsed(bench.Revision.TextOf(sample.Mapping)?.Further ?? [], unused) == false) fault ??= unused.ToString().TrimEnd();
        return new SampleOutput(Text(json), Text(xml), fault);
    }

    // A sample of a profile is a canonical document as JSON.
    private static SampleOutput MakeProfile(Workbench bench, MappingSample sample)
    {
        var root = bench.Revision.HeadOf(sample.Mapping)?.FromTypes[0] ?? "";
        var (document, findings) = (new Tree(), new Findings());
        if (!WcoModel.Roots.Contains(root) || !JsonForm.Read(File.ReadAllBytes(sample.Path), WcoModel.Root(root), document, findings))
        {
            return new SampleOutput(null, "", "it is no canonical document of the kind that the profile takes");
        }

        var form = new ProfileForm(bench.Revision, sample.Mapping[CompiledMappings.ProfileFolder.Length..]);
        if (form.Write(document, new Moment(Workbench.ArrivedAt), null, findings) is not { } made)
        {
            return new SampleOutput(null, "", "the profile made nothing of it");
        }

        var fault = findings.All.Where(f => f.Code.Default == Severity.Error).Select(f => f.Sentence).FirstOrDefault();
        return new SampleOutput(null, Text([XElement.Parse(Encoding.UTF8.GetString(made.Bytes.Span)).ToString()]), fault);
    }

    /// <summary>What a verified file holds; null when there is none.</summary>
    public static string? Verified(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static string Indented(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Readable);
    }

    // The hash changes with every letter of the mapping; the document does not.
    private static string Text(List<string> documents)
        => MappingHash().Replace(string.Join('\n', documents), "${before}hash of the mapping")
            .ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    [GeneratedRegex("(?<before>appingHashID\"?[>:] ?\"?)[0-9a-f]{64}", RegexOptions.CultureInvariant)]
    private static partial Regex MappingHash();

    [GeneratedRegex(@"\.(verified|received|also)\.|\.md$|~$", RegexOptions.CultureInvariant)]
    private static partial Regex NoSample();
}
