namespace Gateway.Formats;

/// <summary>What a cell of a template takes.</summary>
public enum TemplateValue
{
    /// <summary>Text; leading zeros stay.</summary>
    Text,

    /// <summary>A figure.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,
}

/// <summary>A value that a template asks for.</summary>
/// <param name="Heading">As a mapping reads it.</param>
/// <param name="Note">What belongs there.</param>
/// <param name="IsRequired">The table is not recognised, or not accepted, without it.</param>
/// <param name="Kind">What its cells take.</param>
/// <param name="Codes">What may be chosen; empty for anything.</param>
/// <param name="Example">An example; a date as <c>2026-03-11</c>.</param>
public sealed record TemplateField(
    string Heading, string Note, bool IsRequired, TemplateValue Kind, IReadOnlyList<string> Codes, string Example);

/// <summary>A workbook to fill in.</summary>
/// <param name="Title">Name of its sheet.</param>
/// <param name="Labels">Values that stand once, above the table.</param>
/// <param name="Columns">Columns of the table.</param>
/// <param name="IsChinese">Its own words are Chinese; else English.</param>
public sealed record TemplateSheet(
    string Title, IReadOnlyList<TemplateField> Labels, IReadOnlyList<TemplateField> Columns, bool IsChinese);
