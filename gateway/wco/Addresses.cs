using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>Addresses of nodes, as customs, programs and people write them. Made for findings, so they may count.</summary>
internal static class Addresses
{
    /// <summary><c>42A/28A[3]/31B[2]/159</c>; a position without WCO identifier by its tag.</summary>
    public static string Pointer(Tree document, int node)
    {
        var text = new StringBuilder();
        foreach (var step in Way(document, node))
        {
            // The envelope is ours, so a pointer into the report begins with the report.
            var position = document.Schema![document.Nodes[step].Position];
            if (position.Kind == PositionKind.Root && node != step && IsBelowClass(document, node)) continue;
            if (text.Length > 0) text.Append('/');
            text.Append(position.Kind == PositionKind.Attribute ? "@" : "").Append(position.WcoId ?? document.NameOf(step));
            if (IndexOf(document, step) is var index and > 0) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }

        return text.ToString();
    }

    /// <summary><c>/cargoReport/consignment/2/id</c> (RFC 6901).</summary>
    public static string JsonPointer(Tree document, int node)
    {
        var text = new StringBuilder();
        foreach (var step in Way(document, node).Skip(1))
        {
            var name = document.Schema![document.Nodes[step].Position].JsonName ?? document.NameOf(step);
            text.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            if (IndexOf(document, step) is var index and > 0) text.Append(CultureInfo.InvariantCulture, $"/{index - 1}");
        }

        return text.ToString();
    }

    /// <summary><c>/MetaData/CargoReport/Consignment[3]/ID</c>.</summary>
    public static string Path(Tree document, int node)
    {
        var text = new StringBuilder();
        foreach (var step in Way(document, node))
        {
            var isAttribute = document.Schema![document.Nodes[step].Position].Kind == PositionKind.Attribute;
            text.Append(isAttribute ? "/@" : "/").Append(document.NameOf(step));
            if (IndexOf(document, step) is var index and > 0) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }

        return text.ToString();
    }

    /// <summary>WCO pointer and JSON pointer of what is about to be written below the innermost open node.</summary>
    /// <param name="document">A document that is being made.</param>
    /// <param name="position">What would be written next.</param>
    /// <param name="isCounted">False for the position as such, without an index.</param>
    public static (string Wco, string Json) Next(Tree document, int position, bool isCounted)
    {
        var parent = document.InnermostOpen;
        var p = document.Schema![position];
        var sign = p.Kind == PositionKind.Attribute ? "@" : "";
        // The envelope is ours: below it a pointer begins with the report.
        var isOutside = parent <= 0 && p.Kind == PositionKind.Class;
        var (wco, json) = (isOutside || parent < 0 ? "" : Pointer(document, parent) + "/", parent < 0 ? "" : JsonPointer(document, parent));
        wco += sign + (p.WcoId ?? p.Name);
        json += "/" + (p.JsonName ?? p.Name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        if (p.Max == 1 || !isCounted || parent < 0) return (wco, json);
        var before = 0;
        var nodes = document.Nodes;
        for (var child = parent + 1; child < nodes.Length; child = nodes[child].Next) before += nodes[child].Position == position ? 1 : 0;
        var index = Math.Min(before + 1, p.Max);
        var number = index.ToString(CultureInfo.InvariantCulture);
        return ($"{wco}[{number}]", json + "/" + (index - 1).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Finds a node by its WCO pointer; a missing index is 1.</summary>
    /// <returns>-1 when there is none.</returns>
    public static int FindPointer(Tree document, string pointer)
    {
        if (document.Nodes.Length == 0) return -1;
        var steps = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (steps.Length > 0 && Split(steps[0], out _) == IdOf(document, 0)) steps = steps[1..];
        return steps.Length == 0 ? -1 : Below(document, 0, steps);
    }

    // Two positions of a class may have one identifier, each counted by itself, so the first way that leads on is taken.
    private static int Below(Tree document, int parent, ReadOnlySpan<string> steps)
    {
        var name = Split(steps[0], out var index);
        var met = new Dictionary<int, int>();
        var nodes = document.Nodes;
        for (var child = parent + 1; child < nodes[parent].Next; child = nodes[child].Next)
        {
            if (IdOf(document, child) != name) continue;
            var number = met[nodes[child].Position] = met.GetValueOrDefault(nodes[child].Position) + 1;
            if (number != index) continue;
            var found = steps.Length == 1 ? child : Below(document, child, steps[1..]);
            if (found >= 0) return found;
        }

        return -1;
    }

    private static string IdOf(Tree document, int node)
        => document.Schema![document.Nodes[node].Position].WcoId ?? document.NameOf(node);

    /// <summary>Finds a node by path or JSON pointer, with or without what stands around the document.</summary>
    /// <returns>-1 when there is none.</returns>
    public static int Find(Tree document, string path)
    {
        if (document.Nodes.Length == 0) return -1;
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (steps.Length > 0 && steps[0] == "Documents") steps = steps[1..];
        if (steps.Length > 0 && (IsNumber(steps[0]) || Split(steps[0], out _) == document.NameOf(0))) steps = steps[1..];
        var node = 0;
        while (steps.Length > 0)
        {
            var name = Split(steps[0], out var index);
            steps = steps[1..];
            if (steps.Length > 0 && IsNumber(steps[0]))
            {
                if (!int.TryParse(steps[0], CultureInfo.InvariantCulture, out index) || index == int.MaxValue) return -1;
                index++;
                steps = steps[1..];
            }

            var child = ChildOf(document, node, name, index);
            if (child < 0 && !(steps.Length == 0 && name == "value" && IsMeasured(document, node))) return -1;
            if (child >= 0) node = child;
        }

        return node;
    }

    /// <summary>Number of a node among its siblings of the same position, from 1; 0 where there can be only one and is.</summary>
    private static int IndexOf(Tree document, int node)
    {
        var parent = document.Parent(node);
        if (parent < 0) return 0;
        var nodes = document.Nodes;
        var position = nodes[node].Position;
        // Only what the model does not have is told apart by its name.
        var name = position == 0 ? document.NameOf(node) : null;
        var (index, count) = (0, 0);
        // A parent that is still open has its end where the node is.
        for (var child = parent + 1; child < Math.Max(nodes[parent].Next, node + 1); child = nodes[child].Next)
        {
            if (nodes[child].Position != position || (name is not null && document.NameOf(child) != name)) continue;
            count++;
            if (child == node) index = count;
            if (count > 1 && index > 0) break;
        }

        return count > 1 || (position > 0 && document.Schema![position].Max > 1) ? index : 0;
    }

    private static bool IsBelowClass(Tree document, int node)
    {
        for (; node > 0; node = document.Parent(node))
        {
            if (document.Schema![document.Nodes[node].Position] is { Kind: PositionKind.Class, WcoId: not null }) return true;
        }

        return false;
    }

    private static bool IsMeasured(Tree document, int node)
        => document.Schema![document.Nodes[node].Position] is { Kind: PositionKind.Value, Content: >= 0 };

    private static List<int> Way(Tree document, int node)
    {
        var way = new List<int>();
        for (; node >= 0; node = document.Parent(node)) way.Add(node);
        way.Reverse();
        return way;
    }

    private static int ChildOf(Tree document, int parent, string name, int index)
    {
        var nodes = document.Nodes;
        for (var child = parent + 1; child < nodes[parent].Next; child = nodes[child].Next)
        {
            var isNamed = document.NameOf(child) == name || document.Schema![nodes[child].Position].JsonName == name;
            if (isNamed && --index == 0) return child;
        }

        return -1;
    }

    private static string Split(string step, out int index)
    {
        index = 1;
        var bracket = step.IndexOf('[', StringComparison.Ordinal);
        if (bracket > 0 && !int.TryParse(step.AsSpan(bracket + 1).TrimEnd(']'), CultureInfo.InvariantCulture, out index)) index = 0;
        return (bracket > 0 ? step[..bracket] : step).TrimStart('@').Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal);
    }

    private static bool IsNumber(string step) => step.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
