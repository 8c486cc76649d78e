using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Where a value stands in its document.</summary>
/// <param name="Pointer">JSON pointer; empty for the document itself.</param>
/// <param name="Subject">The value as a sentence names it: <c>'netMass'</c>, <c>entry 3 of 'lines'</c>.</param>
/// <param name="Parent">What holds it, likewise.</param>
internal sealed record InstancePlace(string Pointer, string Subject, string Parent)
{
    private const int NameMax = 60;

    /// <summary>Finds the way to a node.</summary>
    public static InstancePlace Of(InstanceView view, int node, int root = 0)
    {
        var pointer = new StringBuilder();
        var (subject, parent, named) = ("The document", "The document", "the document");
        for (var at = root; at != node;)
        {
            var isObject = view[at].Kind == InstanceKind.Object;
            var (child, number) = (at + 1, 0);
            for (; view[child].Next <= node; child = view[child].Next) number++;
            parent = subject;
            if (isObject)
            {
                // The name alone, where a schema speaks of names.
                var name = view.Text(child);
                if (child == node) return new InstancePlace(pointer.ToString(), $"The name {Quoted(name)}", parent);
                pointer.Append('/').Append(Escaped(name));
                named = subject = Quoted(name);
                at = child + 1;
            }
            else
            {
                pointer.Append(CultureInfo.InvariantCulture, $"/{number}");
                subject = string.Create(CultureInfo.InvariantCulture, $"Entry {number + 1} of {named}");
                named = char.ToLowerInvariant(subject[0]) + subject[1..];
                at = child;
            }
        }

        return new InstancePlace(pointer.ToString(), subject, parent);
    }

    /// <summary>A name in a sentence.</summary>
    public static string Quoted(string name) => $"'{SafeText.Of(name.Length <= NameMax ? name : name[..NameMax] + "…")}'";

    private static string Escaped(string name)
        => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
