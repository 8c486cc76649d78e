using System.CommandLine;
using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Host.Serve;
using Gateway.Mappings;
using Gateway.Wco;
using Command = System.CommandLine.Command;

namespace Gateway.Host.Cli;

/// <summary><c>template make NAME</c>: a workbook to fill in, made from a mapping that reads tables.</summary>
internal static class TemplateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A mapping that reads tables: csv/invoice." };
        var output = new Option<string>("--out", "-o") { Description = "The workbook to write.", Required = true };
        var language = new Option<string>("--language") { Description = "Of the headings: en or zh.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "zh");
        var filled = new Option<bool>("--filled") { Description = "Fill the example into the sheet itself." };
        var make = new Command("make", "Make a workbook for those who have no other program.\n"
            + "Example: ./run template make csv/invoice -o invoice.xlsx")
        {
            name, output, language, filled,
        };
        make.SetAction(result => Run(
            result.GetRequiredValue(name), result.GetRequiredValue(output), result.GetValue(language) == "zh", result.GetValue(filled)));
        return new Command("template", "Workbooks to fill in.") { make };
    }

    private static int Run(string name, string output, bool isChinese, bool isFilled)
    {
        var faults = new Findings();
        var revision = Revision.Load(ConfigurationFolder.Read([.. Home.Configuration]), Adapters.Formats(), Adapters.ReadYaml, faults);
        if (revision is null)
        {
            Console.Error.WriteLine("The configuration has faults:");
            Terminal.Write(Console.Error, faults);
            return ExitCode.Environment;
        }

        if (Sheet(revision, name, isChinese) is not { } sheet)
        {
            var known = revision.Mappings.Where(mapping => revision.TextOf(mapping)?.Layout?.Rows is not null);
            Console.Error.WriteLine($"There is no mapping {name} that reads tables. There are: {string.Join(", ", known)}.");
            return ExitCode.Usage;
        }

        try
        {
            using var file = File.Create(output);
            TemplateWriter.Write(sheet, isFilled, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{output} cannot be written: {fault.Message}");
            return ExitCode.Environment;
        }

        Console.Error.WriteLine($"{output}: {sheet.Columns.Count} columns and {sheet.Labels.Count} labels for {name}");
        return ExitCode.Fine;
    }

    /// <summary>What the workbook of a mapping asks for; null when there is no such mapping, or it reads no table.</summary>
    internal static TemplateSheet? Sheet(Revision revision, string name, bool isChinese)
    {
        if (revision.TextOf(name) is not { Layout: { Rows: { } rows } layout } text) return null;
        if (revision.MappingForEachForm(name) is not [var (_, mapping), ..]) return null;
        var fields = new TemplateFields(text, mapping, isChinese);
        return new TemplateSheet(layout.Name,
            [.. layout.Cells.Select(label => fields.Of(label.Name, label.Patterns, false))],
            [.. rows.Columns.Select(column => fields.Of(column.Name, column.Headers, rows.Needs.Contains(column.Name)))], isChinese);
    }
}

/// <summary>Tells from the rules of a mapping what a value of its table is.</summary>
internal sealed partial class TemplateFields(MappingText text, Mapping mapping, bool isChinese)
{
    private readonly Schema model = WcoModel.Root(text.Head.ToType);

    /// <summary>The field of a name of the table.</summary>
    public TemplateField Of(string name, IReadOnlyList<string> patterns, bool isNeeded)
    {
        // Most rules that name a value write it; the shortest says best what it is.
        var rules = mapping.Rules.Where(rule => !rule.IsMove && Words().Matches(rule.Text).Any(word => word.Value == name)
            && !rule.Text.StartsWith("if(Row", StringComparison.Ordinal)).OrderBy(rule => rule.Text.Length).ToList();
        var position = rules.Select(rule => PositionOf(rule.Target)).FirstOrDefault(found => found is not null);
        var isRequired = isNeeded || rules.Exists(rule => rule.Text.StartsWith(name, StringComparison.Ordinal) && rule.Text.EndsWith('!'));
        var table = rules.Select(rule => Table().Match(rule.Text)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var codes = table is null ? [] : text.CodesOf(table)
            .Where(code => code.Length < 30 && code.Any(char.IsAsciiLetter) != isChinese || table == "country")
            .ToList();
        var isFigure = position?.Type?.Kind is ValueKind.Number or ValueKind.Integer
            || rules.Exists(rule => rule.Text.StartsWith(name + " | number", StringComparison.Ordinal));
        var kind = isFigure ? TemplateValue.Number : position?.Type?.Kind == ValueKind.Moment ? TemplateValue.Date : TemplateValue.Text;
        var note = (position?.Description ?? name) + (isRequired ? isChinese ? "(必填)" : ". Must be filled." : ".");
        return new TemplateField(Heading(patterns), note, isRequired, kind, codes, ExampleOf(name, kind, codes));
    }

    private Position? PositionOf(string target)
    {
        var at = Schema.Root;
        // Targets are written from the root document on.
        var steps = target.TrimStart('/').Split('/');
        if (model.Child(at, steps[0]) == 0) at = model.Child(at, text.Head.ToType);
        foreach (var step in steps)
        {
            var child = model.Child(at, step.Split('@', '[')[0]);
            if (child == 0) return null;
            at = child;
        }

        return model[at];
    }

    private string Heading(IReadOnlyList<string> patterns)
    {
        bool Fits(string pattern) => pattern.Any(c => c > '\u2E80') == isChinese && !pattern.Trim('*').Contains('*');
        var fitting = patterns.FirstOrDefault(Fits) ?? patterns[0];
        return fitting.Replace("*", "", StringComparison.Ordinal).Trim().TrimEnd(':', '(').Trim();
    }

    private static string ExampleOf(string name, TemplateValue kind, List<string> codes) => name switch
    {
        "Gross" => "120.5", "Net" => "110", "Volume" => "1.8", "Quantity" => "10", "UnitPrice" => "12.5", "Amount" => "125",
        "Cartons" => "10",
        "HSCode" => "09012100", "Container" => "CSQU3054383", "IMO" => "9074729", "Terms" => "FOB Ningbo", "Currency" => "EUR",
        "Class" => "3",
        "UN" => "1263", "Load" or "Loading" => "CNNGB", "Port" or "Discharge" => "DEHAM", "Line" => "1", "Master" => "MBL4711",
        _ when kind == TemplateValue.Date => "2026-03-11",
        _ when kind == TemplateValue.Number => "1",
        _ when codes.Count > 0 => codes[0],
        // An example must not read like the heading of another value.
        _ => "ABC-0001",
    };

    [GeneratedRegex("[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex(@"translate\((\w+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Table();
}
