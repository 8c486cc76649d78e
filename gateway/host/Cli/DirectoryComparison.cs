using Gateway.Edifact;

namespace Gateway.Host.Cli;

/// <summary>What <c>directory diff</c> does.</summary>
internal static class DirectoryComparison
{
    /// <summary>Compares a message of two releases.</summary>
    public static int Run(EdifactDirectory directory, string before, string after, string type, bool isJson, TextWriter error)
    {
        var (one, other) = (Find(directory, type, before, error), Find(directory, type, after, error));
        if (one is null || other is null) return ExitCode.Usage;
        var changes = DirectoryDifference.Of(one.Schema, other.Schema);
        if (isJson) WriteJson(one, other, changes);
        else WriteText(one, other, changes);
        return ExitCode.Fine;
    }

    private static MessageForm? Find(EdifactDirectory directory, string type, string asked, TextWriter error)
    {
        var name = asked.StartsWith('D') || asked.StartsWith('d') ? asked[1..].TrimStart('.') : asked;
        if (!EdifactDirectory.IsRelease(name))
        {
            error.WriteLine($"{asked} is no release. Write D95B or D.95B.");
            return null;
        }

        if (directory.Find(type, "D", name) is not { } form)
        {
            error.WriteLine($"The message {type} is not known. Import a release that has it: ./run directory import PATH");
            return null;
        }

        if (!form.IsExact)
        {
            error.WriteLine($"{type} of D.{name.ToUpperInvariant()} is not at hand; {form.Release} is compared, the nearest one.");
        }

        return form with { Release = "D." + name.ToUpperInvariant() };
    }

    private static void WriteText(MessageForm one, MessageForm other, IReadOnlyList<DirectoryChange> changes)
    {
        Console.Out.WriteLine($"{one.Type} {one.Release} -> {other.Release}: {Terminal.Count(changes.Count, "change")}");
        foreach (var change in changes)
        {
            var (mark, text) = (change.Before, change.After) switch
            {
                (null, var now) => ('+', now),
                (var was, null) => ('-', was),
                var (was, now) => ('*', $"{was} -> {now}"),
            };
            Console.Out.WriteLine($"{mark} {change.Kind,-9} {change.Path}  {text}");
        }
    }

    private static void WriteJson(MessageForm one, MessageForm other, IReadOnlyList<DirectoryChange> changes)
        => Terminal.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("message", one.Type);
            json.WriteString("from", one.Release);
            json.WriteString("to", other.Release);
            json.WriteStartArray("changes");
            foreach (var change in changes)
            {
                json.WriteStartObject();
                json.WriteString("change", change.Before is null ? "added" : change.After is null ? "removed" : "changed");
                json.WriteString("kind", change.Kind);
                json.WriteString("path", change.Path);
                if (change.Before is { } was) json.WriteString("before", was);
                if (change.After is { } now) json.WriteString("after", now);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
