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
            [.. layout.Cells.Select(label => fields.Of(label.Name, label.Patterns, false, false))],
            [.. rows.Columns.Select(column => fields.Of(column.Name, column.Headers, true, rows.Needs.Contains(column.Name)))], isChinese);
    }
}

/// <summary>Tells from the rules of a mapping what a value of its table is.</summary>
internal sealed partial class TemplateFields(MappingText text, Mapping mapping, bool isChinese)
{
    private readonly Schema model = WcoModel.Root(text.Head.ToType);

    /// <summary>The field of a name of the table.</summary>
    public TemplateField Of(string name, IReadOnlyList<string> patterns, bool isColumn, bool isNeeded)
    {
        // A rule that begins with the name is made from it; others only mention it, as a quantity its unit. What stands once is near the
        // root of the document, a column of the same name deep in it.
        var rules = mapping.Rules.Where(rule => !rule.IsMove && Words().Matches(rule.Text).Any(word => word.Value == name)
            && !rule.Text.StartsWith("if(Row", StringComparison.Ordinal)).OrderBy(rule => !IsOf(rule, name))
            .ThenBy(rule => (isColumn ? -1 : 1) * rule.Target.Count(c => c == '/')).ThenBy(rule => rule.Text.Length).ToList();
        var main = rules.FirstOrDefault(rule => PositionOf(rule.Target) is not null);
        var position = main is null ? null : PositionOf(main.Target);
        var isOwn = main is not null && IsOf(main, name);
        var isRequired = isNeeded || rules.Exists(rule => IsOf(rule, name) && rule.Text.EndsWith('!'));
        var isFigure = isOwn && (position!.Type?.Kind is ValueKind.Number or ValueKind.Integer
            || rules.Exists(rule => rule.Text.StartsWith(name + " | number", StringComparison.Ordinal)));
        var kind = isFigure ? TemplateValue.Number : isOwn && position!.Type?.Kind == ValueKind.Moment ? TemplateValue.Date
            : TemplateValue.Text;
        var codes = isFigure ? [] : CodesOf(rules, name);
        var isUnit = main is not null && !isOwn && main.Text.Contains($"measure({name} ", StringComparison.Ordinal);
        var said = position?.Description ?? name;
        var note = (isUnit ? isChinese ? "计量单位: " : "Unit of: " : "") + said
            + (isRequired ? isChinese ? "(必填)" : ". Must be filled." : ".");
        var example = TemplateExample.Of(isUnit ? null : main?.Target ?? name, kind, codes);
        return new TemplateField(Heading(patterns), note, isRequired, kind, codes, example);
    }

    private static bool IsOf(Rule rule, string name)
        => rule.Text.StartsWith(name, StringComparison.Ordinal)
            && (rule.Text.Length == name.Length || !char.IsAsciiLetter(rule.Text[name.Length]));

    // The list through which the value itself goes: Unit | trim | upper | translate(unit).
    private List<string> CodesOf(List<Rule> rules, string name)
    {
        var list = new Regex($@"\b{name}(?: \| \w+(?:\([^()]*\))?)*? \| translate\((\w+)\)", RegexOptions.NonBacktracking);
        var table = rules.Select(rule => list.Match(rule.Text)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        return table is null ? [] : [.. text.CodesOf(table).Select(Word)];
    }

    // One word for each meaning: the first in the template's language, else the first at all.
    private string Word(IEnumerable<string> codes)
        => codes.FirstOrDefault(code => code.Any(c => c > '\u2E80') == isChinese) ?? codes.First();

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

    [GeneratedRegex("[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
