using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Workshop;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Host.Cli;

/// <summary>Writes where values came from.</summary>
/// <param name="output">Takes the text.</param>
/// <param name="parts">What arrived.</param>
/// <param name="further">What was handed over beside it.</param>
internal sealed class Explanation(TextWriter output, ReceiptParts parts, FurtherFiles further)
{
    private const int TextMax = 200;

    /// <summary>Explains one value.</summary>
    /// <param name="tree">The WCO document.</param>
    /// <param name="node">The value.</param>
    /// <param name="mapping">The mapping that made it.</param>
    /// <param name="number">Which document of the file it is, from 1.</param>
    public void Write(Tree tree, int node, Mapping mapping, int number)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"/Documents/MetaData[{number}]{WcoModel.Path(tree, node)["/MetaData".Length..]} = {tree.Text(node)}"));
        output.WriteLine($"  WCO      {WcoModel.Pointer(tree, node)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  JSON     /{number - 1}{WcoModel.JsonPointer(tree, node)}"));
        if (tree.AdditionOf(node) is { } addition)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  added    by {addition.Source} as of {addition.AsOf:yyyy-MM-dd}"));
            return;
        }

        var origins = tree.Sources(node, out var rule);
        if (rule > 0)
        {
            var at = mapping.Rules[rule - 1];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  rule     {at.File}:{at.Line}:{at.Column}  {at.Target}: {at.Text}"));
            output.WriteLine($"  mapping  {mapping.Text.Name}@{mapping.Text.Digest.Short()}");
        }

        if (origins.Length == 0) output.WriteLine(rule > 0 ? "  constant" : "  made by the gateway");
        foreach (var origin in origins) Write(origin);
    }

    private void Write(Origin origin)
    {
        var role = origin.Role switch { OriginRole.Value => "value", OriginRole.Key => "key", _ => "absent" };
        output.WriteLine(CellPlace.Of(origin.Span) is { } cell
            ? string.Create(CultureInfo.InvariantCulture, $"  {role,-8} sheet {cell.Sheet}, cell {cell.Address}{PartOf(origin)}")
            : string.Create(CultureInfo.InvariantCulture,
                $"  {role,-8} bytes {origin.Span.Start} to {origin.Span.End}{PartOf(origin)}{Text(origin)}"));
    }

    private string PartOf(Origin origin) => origin.Span.Part == 0 ? ""
        : " of " + (further.FileOf(origin.Span.Part) is { } file ? file.Name : parts.NameOf(origin.Span.Part));

    private string Text(Origin origin)
    {
        if (origin.Role == OriginRole.Absent || origin.Span.Start < 0) return "";
        var bytes = new byte[Math.Min(origin.Span.Length, TextMax)];
        IRaw raw = further.FileOf(origin.Span.Part) is { } file ? file : parts.Raw(origin.Span.Part);
        var read = raw.Read(origin.Span.Start, bytes);
        var text = bytes.AsSpan(0, read);
        // A character may be cut off at the end.
        var shown = Utf8.IsValid(text) || (read == TextMax && Utf8.IsValid(text[..^3]))
            ? Encoding.UTF8.GetString(text).TrimEnd('\uFFFD') : Encoding.Latin1.GetString(text);
        return ": " + shown + (origin.Span.Length > bytes.Length ? " …" : "");
    }
}
