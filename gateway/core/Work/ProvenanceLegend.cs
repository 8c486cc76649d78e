using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>What the numbers in packed provenance mean: the names of the positions and the rules of the mapping.</summary>
/// <param name="Positions">By position number.</param>
/// <param name="Rules">By rule number less one.</param>
internal sealed record ProvenanceLegend(IReadOnlyList<LegendPosition> Positions, IReadOnlyList<Rule> Rules)
{
    public static ReadOnlyMemory<byte> Write(Schema schema, IReadOnlyList<Rule> rules)
    {
        var buffer = new PieceWriter();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("positions");
        foreach (var position in schema.Positions)
        {
            json.WriteStartArray();
            json.WriteStringValue(position.Kind == PositionKind.Attribute ? "@" + position.Name : position.Name);
            json.WriteStringValue(position.JsonName ?? position.Name);
            json.WriteBooleanValue(position.Max > 1);
            if (position.WcoId is not null) json.WriteStringValue(position.WcoId);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartArray();
            json.WriteStringValue(rule.File);
            json.WriteNumberValue(rule.Line);
            json.WriteNumberValue(rule.Column);
            json.WriteStringValue(rule.Target);
            json.WriteStringValue(rule.Text);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.Take();
    }

    public static ProvenanceLegend Read(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var positions = json.RootElement.GetProperty("positions").EnumerateArray()
            .Select(p => new LegendPosition(
                p[0].GetString()!, p[1].GetString()!, p[2].GetBoolean(), p.GetArrayLength() > 3 ? p[3].GetString() : null)).ToList();
        var rules = json.RootElement.GetProperty("rules").EnumerateArray()
            .Select((r, i) => new Rule(
                i + 1, r[0].GetString()!, r[1].GetInt32(), r[2].GetInt32(), r[3].GetString()!, r[4].GetString()!)).ToList();
        return new ProvenanceLegend(positions, rules);
    }
}

/// <summary>A position by its names.</summary>
/// <param name="Name">In paths: the XML name, of an attribute after <c>@</c>.</param>
/// <param name="JsonName">In JSON.</param>
/// <param name="MayRepeat">It stands in an array in JSON and has an index in paths.</param>
/// <param name="WcoId">WCO identifier; null where it has none.</param>
internal sealed record LegendPosition(string Name, string JsonName, bool MayRepeat, string? WcoId);

/// <summary>The way from the document to a node while nodes pass in preorder.</summary>
internal sealed class ProvenanceWay(ProvenanceLegend legend)
{
    private sealed class Step(LegendPosition position, int index)
    {
        public LegendPosition Position => position;

        public int Index => index;

        /// <summary>How many children of each position were met.</summary>
        public Dictionary<int, int> Met { get; } = [];
    }

    private readonly List<Step> steps = [];

    public string Path => Join(static step => step.Position.MayRepeat
        ? string.Create(CultureInfo.InvariantCulture, $"/{step.Position.Name}[{step.Index}]")
        : "/" + step.Position.Name);

    // The document itself is the JSON object, so it has no step of its own.
    public string JsonPointer => Join(static step => step.Position.MayRepeat
        ? string.Create(CultureInfo.InvariantCulture, $"/{step.Position.JsonName}/{step.Index - 1}")
        : "/" + step.Position.JsonName, 1);

    // The envelope is ours, so a pointer into the report begins with the report; only values of the envelope stand right below it.
    public string WcoPointer => Join(
        static step => "/" + (step.Position.WcoId is { } id && step.Position.Name[0] == '@'
            ? "@" + id : step.Position.WcoId ?? step.Position.Name)
            + (step.Position.MayRepeat ? string.Create(CultureInfo.InvariantCulture, $"[{step.Index}]") : ""),
        steps.Count > 2 ? 1 : 0)[1..];

    public void Enter(int position)
    {
        var index = 1;
        if (steps.Count > 0)
        {
            var met = steps[^1].Met;
            index = met[position] = met.GetValueOrDefault(position) + 1;
        }

        steps.Add(new Step(legend.Positions[position], index));
    }

    public void Leave(int count) => steps.RemoveRange(steps.Count - count, count);

    private string Join(Func<Step, string> text, int from = 0)
    {
        var path = new StringBuilder();
        foreach (var step in steps.Skip(from)) path.Append(text(step));
        return path.ToString();
    }
}
