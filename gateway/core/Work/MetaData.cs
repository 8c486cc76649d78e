using System.Globalization;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>
/// Fills the envelope of a WCO document: whose it is, what it was made from and by which mapping. What the sender wrote in
/// UNB and UNH, or in the envelope of a canonical document, keeps its place as origin, like any mapped value.
/// </summary>
internal static class MetaData
{
    /// <summary>The version of the WCO Data Model whose identifiers the model uses.</summary>
    private const string ModelVersion = "3.6";

    private static readonly string[] Sender = ["UNB", "S002", "0004"];
    private static readonly string[] SenderQualifier = ["UNB", "S002", "0007"];
    private static readonly string[] Recipient = ["UNB", "S003", "0010"];
    private static readonly string[] RecipientQualifier = ["UNB", "S003", "0007"];
    private static readonly string[] InterchangeReference = ["UNB", "0020"];
    private static readonly string[] TestIndicator = ["UNB", "0035"];
    private static readonly string[] MessageReference = ["UNH", "0062"];
    private static readonly string[] TypeName = ["UNH", "S009", "0065"];
    private static readonly string[] Version = ["UNH", "S009", "0052"];
    private static readonly string[] Release = ["UNH", "S009", "0054"];
    private static readonly string[] Guide = ["UNH", "S009", "0057"];

    // What a canonical document says of whom it is from and for stays as its sender wrote it.
    private static readonly string[] Administration =
    [
        "ResponsibleCountryCode", "ResponsibleAgencyName", "AgencyAssignedCustomizationCode", "AgencyAssignedCustomizationVersionCode",
    ];

    /// <summary>Adds the envelope's values below the open node of <paramref name="target"/>, in the order of its schema.</summary>
    public static void Write(Tree source, Tree target, DocumentMark mark, string receiptId, Moment moment, Mapping mapping)
    {
        Add(target, "WCODataModelVersionCode", ModelVersion);
        Add(target, "WCOTypeName", WcoType(mapping.Text.Head.ToType));
        var isCanonical = mark.Type.Format == WcoModel.Format;
        if (isCanonical) AddSame(source, target, Administration);
        Add(target, "MessageID", Ids.Document(receiptId, mark.Span.Part, mark.Interchange, mark.Ordinal));
        Add(target, "ReceiptID", receiptId);
        if (isCanonical)
        {
            AddSame(source, target, "SenderID", "RecipientID", "SourceInterchangeID");
            AddFrom(source, target, "SourceMessageID", mark.Reference, ["MessageID"]);
        }
        else
        {
            AddParty(source, target, "SenderID", Sender, SenderQualifier);
            AddParty(source, target, "RecipientID", Recipient, RecipientQualifier);
            AddFrom(source, target, "SourceInterchangeID", Text(source, InterchangeReference), InterchangeReference);
            AddFrom(source, target, "SourceMessageID", mark.Reference, MessageReference);
        }

        Add(target, "SourceFormatName", mark.Type.Format);
        AddFrom(source, target, "SourceTypeName", mark.Type.Name, TypeName);
        AddFrom(source, target, "SourceReleaseName", mark.Type.Release, Version, Release);
        AddFrom(source, target, "SourceGuideName", mark.Type.Guide, Guide);
        Add(target, "ReceivedDateTime",
            moment.ArrivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (mark.IsTest) AddFrom(source, target, "TestIndicator", "true", ["TestIndicator"]);
        else if (Text(source, TestIndicator) == "1") AddFrom(source, target, "TestIndicator", "true", TestIndicator);
        Add(target, "MappingName", mapping.Text.Name);
        Add(target, "MappingHashID", mapping.Text.Digest.Hex);
    }

    private static string WcoType(string root) => root switch
    {
        "CargoReport" => "CRI",
        "Response" => "RES",
        "GoodsDeclaration" => "DEC",
        _ => root,
    };

    private static void AddParty(Tree source, Tree target, string name, string[] id, string[] qualifier)
    {
        if (Text(source, id) is not { Length: > 0 } text) return;
        if (Text(source, qualifier) is { Length: > 0 } kind) AddFrom(source, target, name, text + ":" + kind, id, qualifier);
        else AddFrom(source, target, name, text, id);
    }

    private static void AddSame(Tree source, Tree target, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) AddFrom(source, target, name, Text(source, [name]), [name]);
    }

    private static void AddFrom(Tree source, Tree target, string name, string? value, params ReadOnlySpan<string[]> places)
    {
        if (!Add(target, name, value)) return;
        foreach (var place in places)
        {
            if (Find(source, place) is > 0 and var node) target.AddOrigin(source.SpanOf(node), OriginRole.Value);
        }
    }

    private static bool Add(Tree target, string name, string? value)
    {
        var position = target.Schema!.Child(Schema.Root, name);
        if (position == 0 || string.IsNullOrEmpty(value)) return false;
        MadeValue.Write(target, position, value);
        return true;
    }

    private static string? Text(Tree source, string[] place) => Find(source, place) is > 0 and var node ? source.Text(node) : null;

    private static int Find(Tree source, string[] place)
    {
        var at = 0;
        foreach (var name in place)
        {
            var nodes = source.Nodes;
            var child = at + 1;
            while (child < nodes[at].Next && source.NameOf(child) != name) child = nodes[child].Next;
            if (child >= nodes[at].Next) return -1;
            at = child;
        }

        return at;
    }
}
