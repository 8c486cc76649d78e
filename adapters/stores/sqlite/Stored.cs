using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <summary>A finding as it is stored: its code by number, because codes repeat.</summary>
internal sealed record StoredFinding(
    int Code, Severity Severity, SourceSpan Span, int Message, int Segment, int Element, int Component, int Repetition,
    string? Reference, string? Tag, int Position, string[]? Arguments, string? WcoPointer, string? JsonPointer, SourceSpan? Related,
    string? RelatedNote = null, string? Group = null, string? Found = null, string? Expected = null, string? Path = null,
    bool IsText = false, string? SchemaPointer = null);

/// <summary>
/// Findings with the codes they use, written in full: a later edition of the catalogue does not change what was said.
/// </summary>
internal sealed record StoredFindings(FindingCode[] Codes, StoredFinding[] All)
{
    public static StoredFindings Of(IReadOnlyList<JudgedFinding> findings)
    {
        var codes = new List<FindingCode>();
        var all = new StoredFinding[findings.Count];
        for (var i = 0; i < all.Length; i++)
        {
            var (f, severity) = findings[i];
            var code = codes.IndexOf(f.Code);
            if (code < 0)
            {
                code = codes.Count;
                codes.Add(f.Code);
            }

            var p = f.Place;
            all[i] = new StoredFinding(
                code, severity, f.Span, p.Message, p.Segment, p.Element, p.Component, p.Repetition, p.Reference, p.Tag, f.Position,
                f.Arguments.IsDefaultOrEmpty ? null : [.. f.Arguments], f.WcoPointer, f.JsonPointer, f.Related,
                f.RelatedNote, f.Group, f.Found, f.Expected, p.Path, p.IsText, f.SchemaPointer);
        }

        return new StoredFindings([.. codes], all);
    }

    public IReadOnlyList<JudgedFinding> Read()
    {
        var read = new JudgedFinding[All.Length];
        for (var i = 0; i < read.Length; i++)
        {
            var s = All[i];
            var place = new Place(s.Message, s.Segment, s.Element, s.Component, s.Repetition) 
            {
                Reference = s.Reference, Tag = s.Tag, Path = s.Path, IsText = s.IsText,
            };
            var arguments = s.Arguments is null ? [] : ImmutableArray.Create(s.Arguments);
            var finding = new Finding(Codes[s.Code], s.Span, place, s.Position, arguments)
            {
                WcoPointer = s.WcoPointer,
                JsonPointer = s.JsonPointer,
                Related = s.Related,
                RelatedNote = s.RelatedNote,
                Group = s.Group,
                Found = s.Found,
                Expected = s.Expected,
                SchemaPointer = s.SchemaPointer,
            };
            read[i] = new JudgedFinding(finding, s.Severity);
        }

        return read;
    }
}

/// <summary>A document's result without its bytes.</summary>
internal sealed record StoredDocument(
    DocumentMark Mark, string Reason, string? Mapping, StoredFindings? Findings, DocumentKey[]? Keys, string? Revision = null)
{
    public static byte[] Pack(DocumentResult result) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredDocument(
            result.Mark, result.Reason, result.Mapping, result.Findings.Count == 0 ? null : StoredFindings.Of(result.Findings),
            result.Keys.Count == 0 ? null : [.. result.Keys], result.Revision),
        StoredJson.Default.StoredDocument);

    public static StoredDocument Unpack(ReadOnlySpan<byte> bytes)
        => JsonSerializer.Deserialize(bytes, StoredJson.Default.StoredDocument)!;
}

/// <summary>What is stored as JSON: small, read whole, never searched.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(StoredDocument))]
[JsonSerializable(typeof(StoredFindings))]
[JsonSerializable(typeof(ReceiptPart[]))]
[JsonSerializable(typeof(Interchange[]))]
[JsonSerializable(typeof(InterchangeDecision[]))]
internal sealed partial class StoredJson : JsonSerializerContext;
