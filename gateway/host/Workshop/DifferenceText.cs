using System.Globalization;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Mappings;

namespace Gateway.Host.Workshop;

/// <summary>Differences for the terminal and for machines.</summary>
internal static class DifferenceText
{
    private const int NamesMax = 5;

    /// <summary>For the terminal.</summary>
    /// <param name="to">Gets the lines.</param>
    /// <param name="title">What was compared.</param>
    /// <param name="difference">What was found.</param>
    public static void Write(TextWriter to, string title, Difference difference)
    {
        to.WriteLine($"{title}: {Terminal.Count(difference.Documents, "document")}, {difference.Changed.Count:N0} changed");
        foreach (var verdict in difference.Verdicts)
        {
            to.WriteLine($"\n{Terminal.Count(verdict.Documents.Count, "document")}: {verdict.Before} -> {verdict.After}");
            to.WriteLine($"  {Names(verdict.Documents)}");
        }

        if (difference.Elements.Count > 0) to.WriteLine("\nElements\n  changed  added  removed  documents");
        foreach (var element in difference.Elements) Write(to, element);
        if (difference.Rules.Count > 0) to.WriteLine("\nRules\n  values  documents");
        foreach (var rule in difference.Rules)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule.Changes,8:N0}{rule.Documents,11:N0}  {RuleLine(rule)}"));
        }

        if (difference.Changed.Count == 0) return;
        to.WriteLine("\nDocuments");
        to.WriteLine($"  {Names([.. difference.Changed.Select(d => $"{d.Document} ({Terminal.Count(d.Changes, "value")})")])}");
    }

    /// <summary>For machines.</summary>
    public static void WriteJson(Utf8JsonWriter json, string before, string after, Difference difference)
    {
        json.WriteStartObject();
        json.WriteString("old", before);
        json.WriteString("new", after);
        json.WriteNumber("documents", difference.Documents);
        json.Objects("changed", difference.Changed, document =>
        {
            json.WriteString("document", document.Document);
            json.WriteNumber("changes", document.Changes);
        });
        json.Objects("verdicts", difference.Verdicts, verdict =>
        {
            json.WriteString("before", verdict.Before);
            json.WriteString("after", verdict.After);
            json.Texts("documents", verdict.Documents);
        });
        json.Objects("elements", difference.Elements, element =>
        {
            json.WriteString("path", element.Path);
            json.WriteNumber("changed", element.Changed);
            json.WriteNumber("added", element.Added);
            json.WriteNumber("removed", element.Removed);
            json.WriteNumber("documents", element.Documents);
            json.Objects("examples", element.Examples, example =>
            {
                json.WriteString("document", example.Document);
                json.WriteString("place", example.Value.Place);
                json.WriteString("before", example.Value.Before);
                json.WriteString("after", example.Value.After);
            });
        });
        json.Objects("rules", difference.Rules, rule =>
        {
            json.WriteString("before", rule.Before is null ? null : Line(rule.Before));
            json.WriteString("after", rule.After is null ? null : Line(rule.After));
            json.WriteNumber("values", rule.Changes);
            json.WriteNumber("documents", rule.Documents);
            json.Texts("elements", rule.Elements);
        });
        json.WriteEndObject();
    }

    private static void Write(TextWriter to, ElementDifference element)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{element.Changed,9:N0}{element.Added,7:N0}{element.Removed,9:N0}{element.Documents,11:N0}  {element.Path}"));
        foreach (var (document, value) in element.Examples.Take(2))
        {
            to.WriteLine($"           {Shown(value.Before)} -> {Shown(value.After)}  {document} {value.Place}");
        }
    }

    private static string RuleLine(RuleDifference rule) => (rule.Before, rule.After) switch
    {
        (null, null) => "made by the gateway itself",
        (null, { } now) => $"{Line(now)}  (new)",
        ({ } was, null) => $"{Line(was)}  (made it before, makes nothing now)",
        ({ } was, { } now) when was == now => Line(now),
        ({ } was, { } now) => $"{Line(was)}  ->  {Line(now)}",
    };

    private static string Line(Rule rule)
        => string.Create(CultureInfo.InvariantCulture, $"{rule.File}:{rule.Line}  {rule.Target}: {rule.Text}");

    private static string Shown(string? text) => text is null ? "nothing" : $"\"{SafeText.Of(text)}\"";

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Take(NamesMax))
        + (names.Count > NamesMax ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - NamesMax:N0} more") : "");
}
