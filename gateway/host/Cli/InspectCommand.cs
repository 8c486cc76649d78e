using System.CommandLine;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary><c>inspect FILE</c>: the document as a tree with names from the directory, offsets and decoded values.</summary>
internal static class InspectCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The document to show." };
        var command = new Command("inspect",
            "Show a document as a tree: tags, names from the directory, offsets, decoded values.\n"
            + "Example: ./run inspect samples/d95b-short.edi")
        {
            file,
        };
        var site = new SiteOptions();
        site.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using var opened = site.Open(result, result.GetRequiredValue(file));
            return opened is null ? ExitCode.Environment : await Run(opened, stop);
        });
        return command;
    }

    private static async Task<int> Run(OfflineFile file, CancellationToken stop)
    {
        using var translation = file.Translate(null);
        using var output = new StreamWriter(Terminal.Output(), new UTF8Encoding(false));
        while (await translation.Next(stop) is { } document)
        {
            var mark = document.Mark;
            var part = mark.Span.Part == 0 ? "" : " in " + translation.Parts.NameOf(mark.Span.Part);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"message {mark.Number}{part}, interchange {mark.Interchange}: {mark.Type}, reference {mark.Reference}, "
                + $"bytes {mark.Span.Start} to {mark.Span.End}{(mark.FormRelease is null ? "" : ", read as " + mark.FormRelease)}"));
            if (mark.IsReadable) Write(output, document.Source);
            else output.WriteLine("  no definition: only its syntax was read");
        }

        if (translation.Format is null) output.WriteLine($"{file.Name} is in no format that the gateway reads.");
        return translation.Format is null ? ExitCode.Faulty : ExitCode.Fine;
    }

    private static void Write(TextWriter output, Tree tree)
    {
        for (var node = 1; node < tree.Nodes.Length; node++)
        {
            var at = tree.Nodes[node];
            var description = at.Position > 0 && tree.Schema is { } schema ? schema[at.Position].Description : null;
            var depth = 0;
            for (var up = tree.Parent(node); up > 0; up = tree.Parent(up)) depth++;
            var span = tree.SpanOf(node);
            output.Write(CellPlace.Of(span) is { } cell ? $"{cell.Address,9} "
                : string.Create(CultureInfo.InvariantCulture, $"{span.Start,9} "));
            for (var i = 0; i < depth; i++) output.Write("  ");
            output.Write(' ');
            output.Write(tree.NameOf(node));
            if (description is not null) output.Write($"  {description}");
            if ((at.Flags & NodeFlags.HasValue) != 0) output.Write($" = {Printable(tree.Text(node))}");
            output.WriteLine();
        }
    }

    private static string Printable(string text)
        => string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
}
