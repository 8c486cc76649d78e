using System.CommandLine;
using System.Globalization;
using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Serve;
using Gateway.Mappings;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Workshop;

/// <summary><c>mapping check [NAME]</c>: all faults at once, each at its line, and what differs between forms.</summary>
internal static class CheckMappingCommand
{
    /// <summary>What a check found.</summary>
    /// <param name="Mapping">Name of the mapping.</param>
    /// <param name="Findings">Everything, each fault once.</param>
    /// <param name="Table">The rules by forms; null when it does not compile, or nobody asks.</param>
    internal sealed record Result(string Mapping, IReadOnlyList<Finding> Findings, FormTable? Table)
    {
        /// <summary>It had no errors or warnings before, and was not checked again.</summary>
        public bool IsKnown { get; init; }

        /// <summary>No error.</summary>
        public bool IsFine => Findings.All(f => f.Code.Default != Severity.Error);
    }

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Mapping to check; all unless given.", Arity = ArgumentArity.ZeroOrOne };
        var (folder, json) = (MappingCommand.Folder(), MappingCommand.Json());
        var again = new Option<bool>("--again") { Description = "Check those that are remembered too, and say their notes." };
        var command = new Command("check",
            "Say everything that is wrong with a mapping, each fault at its line with the nearest valid name, and show which of its\n"
            + "paths exist in some structural forms only. Other mappings may be broken meanwhile. Without NAME, mappings without errors\n"
            + "and warnings are remembered: they are not checked again until they, what they refer to, or the gateway change.\n"
            + "Example: ./run mapping check edifact/cuscar\n"
            + "Example: ./run mapping check --again --json")
        {
            name, json, again, folder,
        };
        command.SetAction(result =>
        {
            IReadOnlyList<string> folders = result.GetValue(folder) is { } site ? [.. Home.Configuration, site] : [.. Home.Configuration];
            var files = ConfigurationFolder.Read(folders);
            var mappings = NamesOf(files);
            List<Result> results;
            if (result.GetValue(name) is { } asked)
            {
                var near = mappings.Where(m => m == asked || m.EndsWith("/" + asked, StringComparison.Ordinal)).ToList();
                if (near.Count != 1)
                {
                    Console.Error.WriteLine($"There is no mapping {asked}. There are: {string.Join(", ", mappings)}.");
                    return ExitCode.Usage;
                }

                results = [Check(files, near[0])];
            }
            else results = CheckAll(files, new CheckMemory(result.GetValue(again)).Mappings, result.GetValue(json));

            if (result.GetValue(json)) WriteJson(results);
            else WriteText(Console.Out, results, result.GetValue(name) is not null);
            return results.TrueForAll(r => r.IsFine) ? ExitCode.Fine : ExitCode.Faulty;
        });
        return command;
    }

    /// <summary>Checks one mapping, with what it refers to and without all other mappings.</summary>
    internal static Result Check(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string mapping) => Check(files, mapping, out _);

    /// <summary>The same, with the configuration in which it stands alone; null when that cannot be loaded.</summary>
    internal static Result Check(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string mapping, out Revision? revision)
        => Check(files, mapping, true, out revision);

    private static Result Check(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string mapping, bool withTable, out Revision? revision)
    {
        var findings = new Findings();
        revision = Revision.Load(Only(files, mapping), Adapters.Formats(), Adapters.ReadYaml, findings);
        var isFine = revision?.Check(findings, isWhole: false) == true;
        if (!isFine) revision = null;
        return new Result(mapping, Once(findings.All), isFine && withTable ? FormTable.Of(revision!.MappingForEachForm(mapping)) : null);
    }

    /// <summary>Checks all mappings, side by side, and the shared fragments.</summary>
    /// <param name="files">The configuration.</param>
    /// <param name="known">Those that had no errors or warnings before.</param>
    /// <param name="withTables">Whether somebody asks for the rules by forms.</param>
    internal static List<Result> CheckAll(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CheckedMappings known, bool withTables)
    {
        var said = new Findings();
        var revision = Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, said);
        // What is said while loading is said of one mapping, and a broken one must not hide what the others are: each is looked at alone.
        if (revision is null || said.Count > 0) return CheckAlone(files, withTables);
        var results = new List<Result>();
        foreach (var check in revision.CheckEach(known))
        {
            // Fragments are looked at as a whole once no mapping has a fault by itself.
            if (check.Name is null && !results.TrueForAll(r => r.IsFine)) break;
            results.Add(new Result(check.Name ?? "shared fragments", Once(check.Findings), null) { IsKnown = check.IsKnown });
        }

        if (!withTables) return results;
        var tables = new FormTable?[results.Count];
        Parallel.For(0, tables.Length, i => tables[i] = results[i].IsFine && revision.HeadOf(results[i].Mapping) is not null
            ? FormTable.Of(revision.MappingForEachForm(results[i].Mapping)) : null);
        return [.. results.Select((result, i) => result with { Table = tables[i] })];
    }

    private static List<Result> CheckAlone(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, bool withTables)
    {
        var names = NamesOf(files);
        var results = new Result[names.Count];
        Parallel.For(0, results.Length, i => results[i] = Check(files, names[i], withTables, out _));
        return Array.TrueForAll(results, r => r.IsFine) ? [.. results, CheckFragments(files)] : [.. results];
    }

    // Only all mappings together can say whether a path of a shared fragment is one that none of them has.
    private static Result CheckFragments(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var checks = Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, new Findings())?.CheckEach(new CheckedMappings());
        return new Result("shared fragments", Once(checks is null ? [] : checks[^1].Findings), null);
    }

    private static List<Finding> Once(IEnumerable<Finding> findings)
        => [.. findings.DistinctBy(f => (f.Code, f.Place, string.Join('|', f.Arguments.ToArray())))];

    /// <summary>The names of all mappings.</summary>
    internal static List<string> NamesOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
        => [.. files.Keys.Where(IsMapping).Select(path => path["mappings/".Length..^"/mapping.yaml".Length]).Order(StringComparer.Ordinal)];

    private static bool IsMapping(string path)
        => path.StartsWith("mappings/", StringComparison.Ordinal) && path.EndsWith("/mapping.yaml", StringComparison.Ordinal);

    /// <summary>One mapping with its bases and without all others. Partners, destinations and guides may name what is left out.
    /// </summary>
    internal static Dictionary<string, ReadOnlyMemory<byte>> Only(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string mapping)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        for (var name = mapping; name is not null && kept.Add($"mappings/{name}/mapping.yaml");) name = BaseOf(files, name);
        return files.Where(f => IsMapping(f.Key) ? kept.Contains(f.Key)
            : f.Key.Split('/')[0] is not ("partners" or "destinations" or "guides")).ToDictionary(f => f.Key, f => f.Value);
    }

    /// <summary>The mappings but some, and what they refer to.</summary>
    internal static Dictionary<string, ReadOnlyMemory<byte>> Without(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, HashSet<string> mappings)
        => files.Where(f => IsMapping(f.Key) ? !mappings.Contains(f.Key)
            : f.Key.Split('/')[0] is not ("partners" or "destinations" or "guides")).ToDictionary(f => f.Key, f => f.Value);

    private static string? BaseOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string mapping)
    {
        if (!files.TryGetValue($"mappings/{mapping}/mapping.yaml", out var bytes)) return null;
        var line = Encoding.UTF8.GetString(bytes.Span).Split('\n').FirstOrDefault(l => l.StartsWith("base:", StringComparison.Ordinal));
        return line?["base:".Length..].Split('#')[0].Trim(' ', '\r', '\'', '"');
    }

    /// <summary>Writes findings and, where one mapping was asked for, its table.</summary>
    internal static void WriteText(TextWriter to, IReadOnlyList<Result> results, bool withTable)
    {
        foreach (var result in results)
        {
            foreach (var finding in result.Findings)
            {
                var place = finding.Place;
                to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{place.Reference}:{place.Segment}:{place.Element}: ")
                    + $"{Terminal.Word(finding.Code.Default)} {finding.Code.Id}: {finding.Sentence}");
                if (finding.Fix.Length > 0) to.WriteLine($"  fix: {finding.Fix}");
            }

            if (withTable && result.Table is { Rows.Count: > 0 } table) Write(to, table);
        }

        foreach (var result in results)
        {
            if (result.IsKnown)
            {
                to.WriteLine($"{result.Mapping}: fine, as remembered");
                continue;
            }

            int Count(Severity severity) => result.Findings.Count(f => f.Code.Default == severity);
            to.WriteLine($"{result.Mapping}: {Terminal.Count(Count(Severity.Error), "error")}, "
                + $"{Terminal.Count(Count(Severity.Warning), "warning")}, {Terminal.Count(Count(Severity.Note), "note")}: "
                + (result.IsFine ? "fine" : "not fine"));
        }
    }

    private static void Write(TextWriter to, FormTable table)
    {
        to.WriteLine("\nPaths that some structural forms have and others have not");
        var names = table.Forms.Select(form => form[(form.LastIndexOf(' ') + 1)..]).ToList();
        to.WriteLine("  " + string.Join("  ", names));
        foreach (var row in table.Rows)
        {
            var marks = row.InForm.Select((there, form) => Centred(there ? "x" : ".", names[form].Length));
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {string.Join("  ", marks)}  {row.File}:{row.Line}  {row.Path}"));
        }

        to.WriteLine();
    }

    private static string Centred(string mark, int width) => mark.PadLeft((width / 2) + 1).PadRight(width);

    private static void WriteJson(IReadOnlyList<Result> results) => Terminal.WriteJson(json =>
    {
        json.WriteStartArray();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("mapping", result.Mapping);
            json.WriteBoolean("isFine", result.IsFine);
            json.WriteBoolean("isRemembered", result.IsKnown);
            json.WriteStartArray("findings");
            foreach (var finding in result.Findings)
            {
                json.WriteStartObject();
                json.WriteString("code", finding.Code.Id);
                json.WriteString("severity", Terminal.Word(finding.Code.Default));
                json.WriteString("sentence", finding.Sentence);
                json.WriteString("fix", finding.Fix);
                json.WriteString("file", finding.Place.Reference);
                json.WriteNumber("line", finding.Place.Segment);
                json.WriteNumber("column", finding.Place.Element);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.Texts("forms", result.Table?.Forms ?? []);
            json.Objects("paths", result.Table?.Rows ?? [], row =>
            {
                json.WriteString("file", row.File);
                json.WriteNumber("line", row.Line);
                json.WriteString("path", row.Path);
                json.List("inForm", row.InForm, json.WriteBooleanValue);
            });
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
