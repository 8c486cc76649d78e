using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The ordering key of a document at its destinations: documents of one lane never overtake each other.</summary>
internal static class Lane
{
    /// <summary>The sender with the conveyance call (an amendment of a report names the same one), else with the document's
    /// reference.</summary>
    public static string Of(Tree document, DocumentMark mark, ReceiptFacts facts)
    {
        var sender = facts.Partner?.Id ?? facts.Arrival.Scope;
        var root = LastChild(document, 0);
        var means = Child(document, root, "BorderTransportMeans");
        var (id, journey) = (Text(document, means, "ID"), Text(document, means, "JourneyID"));
        if (id.Length + journey.Length > 0) return $"{sender}|call|{id}|{journey}";
        var reference = Text(document, root, "ID");
        return $"{sender}|document|{(reference.Length > 0 ? reference : mark.Reference)}";
    }

    private static int LastChild(Tree document, int parent)
    {
        var last = -1;
        for (var child = parent + 1; child < document.Nodes[parent].Next; child = document.Nodes[child].Next) last = child;
        return last;
    }

    private static int Child(Tree document, int parent, string name)
    {
        if (parent < 0) return -1;
        for (var child = parent + 1; child < document.Nodes[parent].Next; child = document.Nodes[child].Next)
        {
            if (document.NameOf(child) == name) return child;
        }

        return -1;
    }

    private static string Text(Tree document, int parent, string name)
        => Child(document, parent, name) is > 0 and var node ? document.Text(node) : "";
}
