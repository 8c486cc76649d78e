using System.Text.Json.Nodes;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Short ways to map a CUSCAR.</summary>
internal static class Cuscar
{
    public const string Head = """
        mapping: 1
        from: edifact CUSCAR D.95B D.03B
        to: wco CargoReport

        """;

    /// <summary>A mapping with the lines given below <c>map</c>.</summary>
    public static string Map(params string[] lines) => Head + "map:\n" + string.Concat(lines.Select(l
        => "  " + l + "\n"));

    public static string Message(string body)
        => "UNB+UNOC:3+S+R+261101:1200+1'UNH+1+CUSCAR:D:95B:UN'" + body + $"UNT+{body.Count(c => c == '\'') + 2}+1'UNZ+1+1'";

    /// <summary>Maps a message; the mapping must load without an error.</summary>
    public static (JsonNode Report, Sandbox Box) Run(string mapping, string body)
    {
        var box = new Sandbox().With("m.yaml", mapping);
        var compiled = box.Compile("m");
        Assert.True(compiled is not null, box.Faults());
        box.Findings.Clear();
        box.Read(Message(body));
        return (box.Run(compiled)["cargoReport"]!, box);
    }

    /// <summary>The value of a key, as the mapping <c>FunctionalReferenceID: EXPRESSION</c> gives it.</summary>
    public static string? Value(string expression, string body)
        => (string?)Run(Map("FunctionalReferenceID: " + Quoted(expression)), body).Report["functionalReferenceID"];

    public static string Quoted(string expression) => "\"" + expression.Replace("\\", "\\\\").Replace("\"",
        "\\\"") + "\"";

    /// <summary>The faults of a mapping when it is loaded.</summary>
    public static Sandbox Faults(string mapping)
    {
        var box = new Sandbox().With("m.yaml", mapping);
        box.Compile("m");
        return box;
    }

    public static Mapping Compiled(string mapping)
        => new Sandbox().With("m.yaml",
            mapping).Compile("m") ?? throw new InvalidOperationException("The mapping has a fault.");
}
