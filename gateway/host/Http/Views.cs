using System.Globalization;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Http;

/// <summary>The shapes of the answers. Each writes members into an object that its caller opened.</summary>
internal static class Views
{
    public static void Receipt(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteString("receipt", receipt.Id);
        json.WriteNumber("sequence", receipt.Sequence);
        json.WriteString("sha256", receipt.Sha256);
        json.WriteNumber("bytes", receipt.Bytes);
        json.Time("arrivedAt", receipt.ArrivedAt);
        json.WriteBoolean("repeat", receipt.IsRepeat);
        json.List("interchanges", receipt.Interchanges, decision =>
        {
            json.WriteStartObject();
            json.Text("reference", decision.Reference);
            json.WriteString("state", Json.Word(decision.State));
            json.WriteString("sha256", decision.Sha256);
            if (decision.EarlierSha256 is not null) json.WriteString("earlierSha256", decision.EarlierSha256);
            if (decision.EarlierReceipt is not null) json.WriteString("earlierReceipt", decision.EarlierReceipt);
            json.WriteEndObject();
        });
        json.WriteStartObject("links");
        json.WriteString("self", "/v1/interchanges/" + receipt.Id);
        json.WriteEndObject();
    }

    public static void State(Utf8JsonWriter json, ReceiptView view)
    {
        Receipt(json, view.Receipt);
        json.WriteString("state", Json.Word(view.State));
        json.WriteString("reason", view.Reason);
        json.WriteString("channel", view.Arrival.Channel);
        json.Text("fileName", view.Arrival.FileName);
        json.Text("format", view.Format);
        json.Text("partner", view.Partner);
        json.WriteNumber("attempts", view.Attempts);
        json.WriteNumber("documents", view.Documents);
        json.WriteNumber("accepted", view.Accepted);
        json.Text("revision", view.Revision);
    }

    public static void Document(Utf8JsonWriter json, DocumentView view)
    {
        var result = view.Result;
        json.WriteString("id", result.Id);
        json.WriteString("receipt", view.ReceiptId);
        json.WriteNumber("ordinal", result.Mark.Number);
        json.WriteNumber("interchange", result.Mark.Interchange);
        json.WriteString("format", result.Mark.Type.Format);
        json.WriteString("type", result.Mark.Type.Name);
        json.Text("release", result.Mark.Type.Release);
        json.Text("guide", result.Mark.Type.Guide);
        json.Text("formRelease", result.Mark.FormRelease);
        json.WriteString("reference", result.Mark.Reference);
        json.WriteBoolean("accepted", result.IsAccepted);
        json.WriteString("reason", result.Reason);
        json.Text("mapping", result.Mapping);
        Span(json, "span", result.Mark.Span);
        json.WriteNumber("errors", result.Findings.Count(f => f.Severity == Severity.Error));
        json.WriteNumber("warnings", result.Findings.Count(f => f.Severity == Severity.Warning));
        json.List("keys", result.Keys, key =>
        {
            json.WriteStartObject();
            json.WriteString("kind", key.Kind);
            json.WriteString("value", key.Value);
            json.WriteEndObject();
        });
        json.WriteStartObject("links");
        json.WriteString("self", "/v1/messages/" + result.Id);
        json.WriteString("json", $"/v1/messages/{result.Id}.json");
        json.WriteString("xml", $"/v1/messages/{result.Id}.xml");
        json.WriteString("findings", $"/v1/messages/{result.Id}/findings");
        json.WriteString("provenance", $"/v1/messages/{result.Id}/provenance");
        json.WriteEndObject();
    }

    /// <summary>Says of a document in which part it stands; nothing where it came as it is.</summary>
    public static void PartOf(Utf8JsonWriter json, DocumentView view, IReadOnlyList<PartView> parts, ReceiptView receipt)
    {
        if (view.Result.Mark.Span.Part is > 0 and var part) json.WriteString("partName", NameOf(part, parts, receipt));
    }

    public static void Part(
        Utf8JsonWriter json, IReadOnlyList<PartView> parts, PartView view, ReceiptView receipt, PartsLook? look)
    {
        var part = view.Part;
        json.WriteStartObject();
        json.WriteNumber("part", part.Number);
        json.WriteNumber("parent", part.Parent);
        json.Text("name", part.Name);
        json.WriteString("path", NameOf(part.Number, parts, receipt));
        json.Text("mediaType", part.MediaType);
        json.WriteString("use", Json.Word(part.Use));
        json.Text("format", part.Reader);
        json.WriteBoolean("container", part.IsContainer);
        json.WriteString("sha256", part.Sha256.Hex);
        json.WriteNumber("bytes", part.Length);
        json.WriteNumber("documents", view.Documents);
        json.WriteNumber("accepted", view.Accepted);
        json.List("findings", view.Findings, finding => Finding(json, finding, look));
        json.WriteString("raw", string.Create(
            CultureInfo.InvariantCulture, $"/v1/interchanges/{receipt.Receipt.Id}/parts/{part.Number}"));
        json.WriteEndObject();
    }

    private static string NameOf(int part, IReadOnlyList<PartView> parts, ReceiptView receipt)
        => ReceiptParts.NameOf([.. parts.Select(view => view.Part)], part, receipt.Arrival.FileName ?? "the message");

    public static void Finding(Utf8JsonWriter json, JudgedFinding judged, PartsLook? look)
        => Finding(json, judged, look?.Of(judged.Finding.Span.Part));

    public static void Finding(Utf8JsonWriter json, JudgedFinding judged, IRaw? raw)
    {
        var finding = judged.Finding;
        json.WriteStartObject();
        json.WriteString("code", finding.Code.Id);
        json.WriteString("severity", Json.Word(judged.Severity));
        json.WriteString("sentence", finding.Sentence);
        json.WriteString("cause", finding.Code.Cause);
        json.WriteString("fix", finding.Fix);
        json.WriteStartObject("place");
        json.WriteNumber("message", finding.Place.Message);
        json.WriteNumber("segment", finding.Place.Segment);
        json.WriteNumber("element", finding.Place.Element);
        json.WriteNumber("component", finding.Place.Component);
        json.Text("tag", finding.Place.Tag);
        json.WriteEndObject();
        Span(json, "span", finding.Span);
        json.Text("wcoPointer", finding.WcoPointer);
        json.Text("jsonPointer", finding.JsonPointer);
        if (finding.SchemaPointer is not null)
        {
            json.Text("path", finding.Place.Path);
            json.Text("schema", finding.SchemaPointer);
        }

        if (raw is not null && finding.Span.Part == raw.Part) Excerpt(json, finding.Span, raw);
        json.WriteEndObject();
    }

    public static void Entry(Utf8JsonWriter json, EntryView view)
    {
        json.WriteString("messageId", view.Entry.Id);
        json.WriteString("document", view.Entry.DocumentId);
        json.WriteString("destination", view.Entry.Destination);
        json.WriteString("fileName", view.Entry.FileName);
        json.WriteString("mediaType", view.Entry.MediaType);
        json.WriteString("state", Json.Word(view.State));
        json.WriteNumber("attempts", view.Attempts);
        json.WriteString("lastReason", view.LastReason);
        json.Time("notBefore", view.Entry.NotBefore);
        json.Time("deliveredAt", view.DeliveredAt);
    }

    public static void Origin(Utf8JsonWriter json, ValueOrigin origin, PartsLook? look)
    {
        json.WriteStartObject();
        json.WriteString("path", origin.Path);
        json.WriteString("jsonPointer", origin.JsonPointer);
        json.WriteString("wcoPointer", origin.WcoPointer);
        if (origin.Rule is { } rule)
        {
            json.WriteStartObject("rule");
            json.WriteString("file", rule.File);
            json.WriteNumber("line", rule.Line);
            json.WriteNumber("column", rule.Column);
            json.WriteString("target", rule.Target);
            json.WriteString("text", rule.Text);
            json.WriteEndObject();
        }

        if (origin.Addition is { } addition)
        {
            json.WriteStartObject("addition");
            json.WriteString("source", addition.Source);
            json.WriteEndObject();
        }

        json.List("origins", origin.Origins, one =>
        {
            json.WriteStartObject();
            json.WriteString("role", Json.Word(one.Role));
            json.WriteNumber("part", one.Span.Part);
            json.WriteNumber("start", one.Span.Start);
            json.WriteNumber("length", one.Span.Length);
            Cell(json, one.Span);
            if (look?.Of(one.Span.Part) is { } raw) Excerpt(json, one.Span, raw);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    // A place in a workbook is of no use as a number.
    private static void Cell(Utf8JsonWriter json, SourceSpan span)
    {
        if (CellPlace.Of(span) is not { } cell) return;
        json.WriteNumber("sheet", cell.Sheet);
        json.WriteString("cell", cell.Address);
    }

    private static void Span(Utf8JsonWriter json, string name, SourceSpan span)
    {
        json.WriteStartObject(name);
        json.WriteNumber("part", span.Part);
        json.WriteNumber("start", span.Start);
        json.WriteNumber("length", span.Length);
        Cell(json, span);
        json.WriteEndObject();
    }

    private static void Excerpt(Utf8JsonWriter json, SourceSpan span, IRaw raw)
    {
        var (before, marked, after) = FindingText.Excerpt(span, raw.Read);
        json.WriteStartObject("excerpt");
        json.WriteNumber("start", span.Start);
        json.WriteString("before", before);
        json.WriteString("marked", marked);
        json.WriteString("after", after);
        json.WriteEndObject();
    }
}
