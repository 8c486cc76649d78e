using System.Globalization;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Host.Cli;

/// <summary>What <c>directory import</c> does.</summary>
internal static class DirectoryImporting
{
    /// <summary>Reads a release and writes it into <c>directories/</c> of a configuration folder.</summary>
    public static int Run(string path, string folder, bool isJson, TextWriter error)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            error.WriteLine($"There is no file or folder {path}.");
            return ExitCode.Environment;
        }

        var release = DirectoryImport.Read(path);
        var findings = new Findings();
        DirectoryFindings.Report(release, findings);
        Terminal.Write(error, findings);
        if (release.Files.Count == 0)
        {
            error.WriteLine("Nothing was imported.");
            return ExitCode.Faulty;
        }

        var file = Path.Combine(Path.GetFullPath(folder), "directories", ImportedDirectory.FileName(release));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // A running gateway looks at the folder all the time: it sees the old file or the new one, nothing between.
        File.WriteAllText(file + ".new", ImportedDirectory.Write(release));
        File.Move(file + ".new", file, true);
        if (isJson) WriteJson(release, file, findings);
        else WriteText(release, file);
        return ExitCode.Fine;
    }

    private static void WriteText(DirectoryRelease release, string file)
    {
        var interactive = release.Messages.Values.Count(m => m.IsInteractive);
        var codes = release.Codes.Values.Sum(list => list.Codes.Count);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"D.{release.Release} from {release.Source}, {(release.Date.Length > 0 ? "dated " + release.Date : "without a date")}, "
            + $"sha256 {release.Digest.Short(12)}:"));
        Console.Out.WriteLine($"  {Terminal.Count(release.Messages.Count - interactive, "batch message")}, "
            + $"{Terminal.Count(interactive, "interactive message")}, {Terminal.Count(release.Segments.Count, "segment")}, "
            + $"{Terminal.Count(release.Composites.Count, "composite")}, {Terminal.Count(release.Elements.Count, "data element")}, "
            + $"{Terminal.Count(release.Codes.Count, "code list")}, {Terminal.Count(codes, "code")}");
        Console.Out.WriteLine($"  {file}");
    }

    private static void WriteJson(DirectoryRelease release, string file, Findings findings) => Terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("release", "D." + release.Release);
        json.WriteString("source", release.Source);
        json.WriteString("date", release.Date);
        json.WriteString("sha256", release.Digest.Hex);
        json.WriteString("file", file);
        json.WriteNumber("batchMessages", release.Messages.Values.Count(m => !m.IsInteractive));
        json.WriteNumber("interactiveMessages", release.Messages.Values.Count(m => m.IsInteractive));
        json.WriteNumber("segments", release.Segments.Count);
        json.WriteNumber("composites", release.Composites.Count);
        json.WriteNumber("interactiveSegments", release.InteractiveSegments.Count);
        json.WriteNumber("interactiveComposites", release.InteractiveComposites.Count);
        json.WriteNumber("dataElements", release.Elements.Count);
        json.WriteNumber("codeLists", release.Codes.Count);
        json.WriteNumber("codes", release.Codes.Values.Sum(list => list.Codes.Count));
        json.WriteStartArray("findings");
        foreach (var finding in findings.All)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code.Id);
            json.WriteString("severity", Terminal.Word(finding.Code.Default));
            json.WriteString("file", finding.Place.Reference);
            json.WriteNumber("line", finding.Place.Segment);
            json.WriteString("sentence", finding.Sentence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
