using System.Text.Json;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Host.Workshop;

/// <summary>Coverage for machines, and for the page.</summary>
internal static class CoverageJson
{
    /// <summary>Coverage over documents.</summary>
    public static void Write(Utf8JsonWriter json, string mapping, string path, CoverageReport report, Schema target)
    {
        json.WriteStartObject();
        json.WriteString("mapping", mapping);
        json.WriteString("corpus", path);
        json.WriteBoolean("isCarried", report.IsCarrying);
        Write(json, report.Total);
        json.Objects("files", report.Files, file =>
        {
            json.WriteString("file", file.File);
            json.WriteNumber("documents", file.Documents);
            Write(json, file.Values);
        });
        json.Objects("unreadPlaces", report.Unread, place => Write(json, place));
        json.WriteNumber("rules", report.Rules);
        json.Objects("idleRules", report.Idle.SelectMany(idle => idle.Inside.Prepend(idle.Rule)), rule =>
        {
            json.WriteString("file", rule.File);
            json.WriteNumber("line", rule.Line);
            json.WriteString("target", rule.Target);
            json.WriteString("rule", rule.Text);
        });
        json.Objects("targetGaps", report.Gaps, gap =>
        {
            var position = target[gap.Position];
            json.WriteString("path", gap.Path);
            json.WriteBoolean("isMandatory", gap.IsMandatory);
            json.WriteBoolean("hasRule", gap.HasRule);
            json.WriteNumber("made", gap.Made);
            json.WriteNumber("instances", gap.Instances);
            if (position.WcoId is { } id) json.WriteString("wco", id);
            if (position.Tded > 0) json.WriteNumber("tded", position.Tded);
            if (position.Description is { } text) json.WriteString("description", text);
        });
        json.WriteEndObject();
    }

    /// <summary>Coverage of the structural forms.</summary>
    public static void Write(Utf8JsonWriter json, string mapping, StructureReport report)
    {
        json.WriteStartObject();
        json.WriteString("mapping", mapping);
        json.Objects("forms", report.Forms, form =>
        {
            json.WriteString("form", form.Form);
            Write(json, form.Values);
        });
        json.Objects("unreadStructure", report.Unread, place =>
        {
            json.WriteString("path", place.Path);
            if (place.Name is { } name) json.WriteString("name", name);
            json.WriteBoolean("isWhole", place.IsWhole);
            json.WriteNumber("places", place.Values);
            json.Texts("forms", place.Forms);
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UnreadPlace place)
    {
        json.WriteString("path", place.Path);
        json.WriteBoolean("isWhole", place.IsWhole);
        json.WriteNumber("unread", place.Unread);
        json.WriteNumber("values", place.Values);
        json.WriteNumber("files", place.Files);
        json.WriteString("firstFile", place.File);
        json.WriteNumber("firstOffset", place.Span.Start);
        json.Texts("texts", place.Texts);
    }

    private static void Write(Utf8JsonWriter json, ValueCounts values)
    {
        json.WriteNumber("values", values.All);
        json.WriteNumber("read", values.Read);
        json.WriteNumber("left", values.Left);
        json.WriteNumber("unread", values.Unread);
        json.WriteNumber("percent", values.Percent);
    }
}
