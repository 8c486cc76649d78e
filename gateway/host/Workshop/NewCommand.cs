using System.CommandLine;
using System.Globalization;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Mappings;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping new NAME --from ... --to ...</c>: a first version with the mandatory targets and proposals.</summary>
internal static class NewCommand
{
    private const int RoundsMax = 30;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "Name of the mapping: its folder below mappings/, such as edifact/iftmin.",
        };
        var from = new Option<string?>("--from")
        {
            Description = "What it reads: 'edifact TYPE RELEASE...', 'xml SET ELEMENT', 'json TYPE', 'tabular TYPE'; by default what the "
                + "sample is.",
        };
        var to = new Option<string>("--to") { Description = "What it makes: 'wco CargoReport'.", Required = true };
        var sample = new Option<string?>("--sample")
        {
            Description = "A document of the kind. It is copied into samples/, and what it carries and no line reads is listed. A table's "
                + "columns are taken from it.",
            HelpName = "FILE",
        };
        var folder = MappingCommand.Folder();
        var command = new Command("new",
            "Write the first version of a mapping: the mandatory targets, and proposals from the mappings that are there, from equal\n"
            + "UN/TDED numbers, from qualifiers and from names that are alike. Each line says why it is there. It loads without a fault.\n"
            + "Example: ./run mapping new edifact/iftmin --from 'edifact IFTMIN D.96A' --to 'wco CargoReport'\n"
            + "Example: ./run mapping new csv/packing --from 'tabular packing' --to 'wco CommercialDocument' --sample list.csv")
        {
            name, from, to, sample, folder,
        };
        command.SetAction((result, stop) => Run(
            result.GetRequiredValue(name), result.GetValue(from), result.GetRequiredValue(to), result.GetValue(sample),
            result.GetValue(folder), stop));
        return command;
    }

    private static async Task<int> Run(string name, string? from, string to, string? sample, string? folder, CancellationToken stop)
    {
        if (sample is not null && !File.Exists(sample)) return Say(ExitCode.Environment, $"There is no file {sample}.");
        if (Workbench.Open(folder, Console.Error) is not { } bench) return ExitCode.Environment;
        var target = Path.Combine(bench.Folders[^1], "mappings", name);
        if (File.Exists(Path.Combine(target, "mapping.yaml"))) return Say(ExitCode.Usage, $"There is a mapping {name} already.");
        from ??= sample is null ? null : await TypeOf(bench, sample, stop);
        if (from is null) return Say(ExitCode.Usage, "Say what it reads with --from, or give a sample of a kind that is known.");
        if (await Write(bench, name, from, to, sample, Console.Error, stop) is not { } text) return ExitCode.Usage;
        Directory.CreateDirectory(Path.Combine(target, "samples"));
        await File.WriteAllTextAsync(Path.Combine(target, "mapping.yaml"), text, stop);
        if (sample is not null) File.Copy(sample, Path.Combine(target, "samples", Path.GetFileName(sample)), true);
        var lines = text.Split('\n');
        Console.Out.WriteLine(Path.Combine(target, "mapping.yaml"));
        Console.Out.WriteLine($"{Terminal.Count(lines.Count(IsRule), "line")} to look through, "
            + $"{lines.Count(l => l.Contains("MANDATORY", StringComparison.Ordinal))} of them mandatory without a source");
        var site = folder is null ? "" : $" --configuration {folder}";
        Console.Out.WriteLine($"next: ./run mapping {(sample is null ? $"check {name}" : $"watch {sample} -m {name}")}{site}");
        return ExitCode.Fine;
    }

    /// <summary>The text of the mapping; null when the source or the target is not known, which is said.</summary>
    internal static async Task<string?> Write(
        Workbench bench, string name, string from, string to, string? sample, TextWriter error, CancellationToken stop)
    {
        var words = from.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var head = MappingHead.Of(words, to.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (head is not { ToFormat: "wco" } || !WcoModel.Roots.Contains(head.ToType))
        {
            var roots = string.Join(", ", WcoModel.Roots.Select(root => "wco " + root));
            error.WriteLine($"--from takes two words or more, --to one of: {roots}.");
            return null;
        }

        var layout = head.FromFormat == "tabular" && sample is not null ? SampleTable.LayoutOf(sample, head.FromTypes[0]) : null;
        if (FormOf(bench, head, layout) is not { } form)
        {
            var hint = head.FromFormat switch
            {
                "tabular" => " Give a sample of the table.",
                "xml" => " A set of XML schemas is schemas/xml/SET.txt or schemas/xsd/SET/set.yaml of the configuration.",
                "json" => " A JSON Schema is a file schemas/json/NAME.schema.json of the configuration.",
                _ => "",
            };
            error.WriteLine($"The structure of '{from}' is not known.{hint}");
            return null;
        }

        var others = bench.Revision.Mappings.Select(other => bench.Revision.TextOf(other)!).ToList();
        var banned = new HashSet<string>(StringComparer.Ordinal);
        for (var known = -1; known < banned.Count;)
        {
            known = banned.Count;
            var text = Skeleton.Write(new SkeletonRequest(
                from, to, layout is null ? [] : SampleTable.Lines(layout), form, WcoModel.Root(head.ToType), WcoModel.Class,
                bench.Revision.CodeList, others, banned, SampleTable.TextsOf(sample, layout)));
            if (await Checked(bench, name, text, sample, banned, stop) is { } good) return good;
        }

        return null;
    }

    private static int Say(int code, string text)
    {
        Console.Error.WriteLine(text);
        return code;
    }

    private static bool IsRule(string line) => line.StartsWith("  ", StringComparison.Ordinal) && !line.TrimStart().StartsWith('#');

    private static async Task<string?> TypeOf(Workbench bench, string sample, CancellationToken stop)
    {
        using var file = new FilePart(sample);
        using var translation = bench.Translate(file, null);
        translation.ReadsRefused = true;
        if (await translation.Next(stop) is not { } document || !document.Mark.IsReadable) return null;
        var type = document.Mark.Type;
        return type.Format == "xml" ? $"xml {type.Release} {type.Name}" : $"{type.Format} {type.Name} {type.Release}".TrimEnd();
    }

    private static Schema? FormOf(Workbench bench, MappingHead head, TableLayout? layout)
    {
        var format = bench.Revision.Format(head.FromFormat);
        if (layout is not null) format = format?.WithLayouts([layout]);
        return format?.SchemaOf(new DocumentType(head.FromFormat, head.FromTypes[0], head.Releases.Count > 0 ? head.Releases[0] : null));
    }

    // A proposal that turns out to be faulty becomes a comment, with all that stands in its block; a fragment that turns out not to
    // fit where it is proposed is banned, and the text is written again without it: then this gives null.
    private static async Task<string?> Checked(
        Workbench bench, string name, string text, string? sample, HashSet<string> banned, CancellationToken stop)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(ConfigurationFolder.Read(bench.Folders), StringComparer.Ordinal);
        var lines = text.Split('\n').ToList();
        for (var round = 0; round < RoundsMax; round++)
        {
            files[$"mappings/{name}/mapping.yaml"] = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));
            var result = CheckMappingCommand.Check(files, name, out var revision);
            if (revision is not null)
            {
                if (sample is not null) lines.AddRange(await Unread(Workbench.Of(revision, bench.Folders), name, sample, stop));
                break;
            }

            var errors = result.Findings.Where(f => f.Code.Default == Severity.Error).ToList();
            var own = errors.Where(f => f.Place.Reference == $"{name}/mapping.yaml").ToList();
            foreach (var fault in own) Comment(lines, fault.Place.Segment - 1, fault);
            if (own.Count > 0) continue;
            foreach (var fault in errors) banned.Add(Path.ChangeExtension(fault.Place.Reference ?? "", null));
            return null;
        }

        return string.Join('\n', lines).TrimEnd('\n') + "\n";
    }

    private static void Comment(List<string> lines, int at, Finding fault)
    {
        if (at >= lines.Count || lines[at].TrimStart().StartsWith('#') || !lines[at].StartsWith("  ", StringComparison.Ordinal)) return;
        // The line that moves a block stands in it: without it the block is nothing.
        var trimmed = lines[at].TrimStart();
        if (trimmed.StartsWith("each:", StringComparison.Ordinal) || trimmed.StartsWith("at:", StringComparison.Ordinal)) at--;
        var depth = Depth(lines[at]);
        lines[at] += $" [{fault.Code.Id}: {fault.Sentence}]";
        for (var i = at; i < lines.Count && (i == at || Depth(lines[i]) > depth); i++)
        {
            if (!lines[i].TrimStart().StartsWith('#')) lines[i] = string.Concat(lines[i].AsSpan(0, depth), "# ", lines[i].AsSpan(depth));
        }
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    private static async Task<List<string>> Unread(Workbench bench, string name, string sample, CancellationToken stop)
    {
        var (report, _, _) = await CoverageCommand.Measure(bench, name, sample, new Progress(null), stop);
        var lines = new List<string>();
        if (report.Unread.Count == 0) return lines;
        lines.Add(string.Create(CultureInfo.InvariantCulture,
            $"# The sample: {report.Total.Percent} % of its values are read by a line above. These are not:"));
        lines.AddRange(report.Unread.Select(place => string.Create(CultureInfo.InvariantCulture, $"#   {place.Unread,4} x  {place.Path}")
            + $"  {string.Join(", ", place.Texts.Select(text => $"\"{SafeText.Of(text)}\""))}"));
        return lines;
    }
}
