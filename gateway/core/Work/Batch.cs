using System.Text.Json;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>The results that the next settle commits together: documents, their outbox entries and their journal entries.</summary>
internal sealed class Batch
{
    private readonly Work work;
    private readonly ReceiptFacts facts;
    private readonly Revision revision;
    private readonly Legends legends;
    private readonly LentArrays arrays = new();
    private readonly DocumentForms forms;
    private readonly DestinationForms destinations;
    private readonly List<DocumentResult> documents = [];
    private readonly List<Entry> entries = [];
    private readonly List<ReadOnlyMemory<byte>> journal = [];
    private readonly Dictionary<Mapping, Digest> made = [];
    private int nextDocument;
    private long bytes;

    public Batch(Work work, ReceiptFacts facts, Revision revision, Legends legends)
    {
        (this.work, this.facts, this.revision, this.legends) = (work, facts, revision, legends);
        forms = new DocumentForms(arrays);
        destinations = new DestinationForms(revision, facts);
        nextDocument = Settled = work.NextDocument;
    }

    /// <summary>It holds what one settle may commit.</summary>
    public bool IsFull => documents.Count >= Limits.SettleDocumentsMax || bytes >= Limits.SettleBytesMax;

    /// <summary>The first document that no settle has committed.</summary>
    public int Settled { get; private set; }

    /// <summary>Legends of provenance that results refer to and that must be kept before them.</summary>
    public Queue<(Mapping Mapping, ReadOnlyMemory<byte> Legend)> NewLegends { get; } = [];

    /// <summary>Takes a document: writes its forms, its provenance and an entry for each destination that takes it.</summary>
    /// <returns>The document; held where it cannot be written as a destination wants it.</returns>
    public TranslatedDocument Add(TranslatedDocument document)
    {
        var formed = destinations.Write(document);
        Include(formed);
        return formed;
    }

    private void Include(TranslatedDocument translated)
    {
        var (mark, _, translation) = translated;
        var id = Ids.Document(facts.Id, mark.Span.Part, mark.Interchange, mark.Ordinal);
        var result = ResultOf(id, mark, translation) with { Revision = revision.Digest.Hex };
        if (translated.Keys is { } filed) result = result with { Keys = filed };
        documents.Add(result);
        nextDocument = mark.Number + 1;
        bytes += result.Json.Length + result.Xml.Length + result.Provenance.Length;
        var first = entries.Count;
        var isTrial = facts.Partner?.Trust == PartnerTrust.Test;
        if (translation is { IsAccepted: true, Document: not null } && !isTrial) AddEntries(id, mark, translation);
        journal.Add(JournalEntryOf(result, entries[first..]));
    }

    /// <summary>Adds the answers to the sender.</summary>
    /// <param name="files">The answers.</param>
    /// <param name="issue">1 for the first answer to a receipt, 2 after it was held and released.</param>
    public void AddAnswers(IReadOnlyList<AnswerFile> files, int issue)
    {
        foreach (var file in files)
        {
            var destination = "reply:" + facts.Arrival.Channel;
            entries.Add(new Entry(
                Ids.Entry(facts.Id, destination + "/" + file.Name, issue), facts.Id, destination, facts.Arrival.ReplyTo, facts.Id,
                facts.ArrivedAt, Answers.NameOf(facts, file), file.MediaType, file.Bytes));
            foreach (var copy in facts.Partner?.AnswersTo ?? [])
            {
                entries.Add(new Entry(
                    Ids.Entry(facts.Id, copy + "/" + file.Name, issue), facts.Id, copy, "", facts.Id, facts.ArrivedAt,
                    Answers.NameOf(facts, file), file.MediaType, file.Bytes));
            }
        }
    }

    /// <summary>Everything so far as one outcome; the batch is empty afterwards.</summary>
    public Outcome Take() => Take(false, ReceiptState.Working, "");

    /// <summary>An outcome is committed; nobody needs its bytes any more.</summary>
    public void Committed(Outcome outcome)
    {
        Settled = outcome.NextDocument;
        arrays.GiveBack();
    }

    /// <summary>The outcome that ends the work.</summary>
    /// <param name="verdict">On the receipt.</param>
    /// <param name="rejected">Numbers of the interchanges that reading found faulty.</param>
    public Outcome TakeLast((ReceiptState State, string Reason) verdict, IReadOnlyList<int> rejected)
        => Take(true, verdict.State, verdict.Reason) with { Rejected = rejected };

    private Outcome Take(bool isLast, ReceiptState state, string reason)
    {
        var outcome = new Outcome(nextDocument, isLast, state, [.. documents], [.. entries], [.. journal])
        {
            Reason = reason, Partner = facts.Partner?.Id,
        };
        documents.Clear();
        entries.Clear();
        journal.Clear();
        bytes = 0;
        return outcome;
    }

    private DocumentResult ResultOf(string id, DocumentMark mark, Translation translation)
    {
        if (translation is not { Document: { } document, Mapping: { } mapping })
        {
            return new DocumentResult(
                id, mark, translation.IsAccepted, translation.Reason, NameOf(translation.Mapping), default, default, default,
                translation.Findings, []);
        }

        forms.Begin(document);
        return new DocumentResult(
            id, mark, translation.IsAccepted, translation.Reason, NameOf(mapping), forms.Json, forms.Xml,
            Provenance.Pack(document, LegendFor(document, mapping), arrays), translation.Findings,
            [.. WcoModel.Keys(document).Select(key => new DocumentKey(key.Kind, key.Value))]);
    }

    /// <summary>Name and content hash of a mapping, as results have it.</summary>
    public static string? NameOf(Mapping? mapping)
        => mapping is null ? null : $"{mapping.Text.Name}@{mapping.Text.Digest.Short()}";

    private Digest LegendFor(Tree document, Mapping mapping)
    {
        if (legends.Find(mapping) is { } kept) return kept;
        if (made.TryGetValue(mapping, out var known)) return known;
        var legend = Provenance.Legend(document.Schema!, mapping);
        NewLegends.Enqueue((mapping, legend));
        return made[mapping] = Digest.Of(legend.Span);
    }

    private void AddEntries(string id, DocumentMark mark, Translation translation)
    {
        var lane = Lane.Of(translation.Document!, mark, facts);
        foreach (var destination in destinations.Of(translation.Mapping!.Text.Head.ToType, mark))
        {
            var isXml = destination.Form != "wco-json";
            var content = destination.Profile is { } profile ? destinations.Bytes(profile) : isXml ? forms.Xml : forms.Json;
            entries.Add(new Entry(
                Ids.Entry(id, destination.Name, 1), id, destination.Name, "", lane, facts.ArrivedAt, id + (isXml ? ".xml" : ".json"),
                isXml ? "application/xml" : "application/json", content));
        }
    }

    // Canonical: keys in ordinal order, no white space, digests instead of content.
    private byte[] JournalEntryOf(DocumentResult result, List<Entry> sent)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("document", result.Id);
        json.WriteStartArray("entries");
        foreach (var entry in sent) json.WriteStringValue(entry.Id);
        json.WriteEndArray();
        json.WriteBoolean("isAccepted", result.IsAccepted);
        json.WriteString("json", Digest.Of(result.Json.Span).Hex);
        json.WriteString("kind", "document");
        if (result.Mapping is not null) json.WriteString("mapping", result.Mapping);
        json.WriteString("receipt", facts.Id);
        json.WriteString("revision", revision.Digest.Hex);
        json.WriteString("source", result.Mark.Digest.Hex);
        json.WriteString("xml", Digest.Of(result.Xml.Span).Hex);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
