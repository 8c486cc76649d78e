using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Says which block is compiled where: all that decides what compiling it says.</summary>
/// <param name="Block">Its keys; an entry of a list is renamed for each form, its keys stay.</param>
/// <param name="Use">The use of the fragment in which it stands; null outside.</param>
/// <param name="Path">Path of its class.</param>
/// <param name="Target">Position of its class.</param>
/// <param name="Depth">How deep it moves.</param>
/// <param name="IsNarrow">A condition picks its nodes.</param>
/// <param name="Keys">How many qualifiers led to them.</param>
/// <param name="Structure">What its nodes are.</param>
internal sealed record BlockKey(
    List<Entry> Block, Entry? Use, string Path, int Target, int Depth, bool IsNarrow, int Keys, string Structure);

/// <summary>
/// The blocks that were compiled for one of the forms. Releases of a directory have most segments and groups in common, and what is said
/// of a block is said once: where another form has the same structure at a block that looks at nothing outside, the block is not compiled
/// again. Only what it reads is told again, at the positions of that form.
/// </summary>
internal sealed class KnownBlocks
{
    private readonly Dictionary<BlockKey, KnownRead[]> blocks = [];

    /// <summary>What a block reads that was compiled before; null when it was not.</summary>
    public KnownRead[]? Find(BlockKey key) => blocks.GetValueOrDefault(key);

    /// <summary>Keeps a block.</summary>
    public void Add(BlockKey key, KnownRead[] reads) => blocks[key] = reads;
}

/// <summary>A place below the nodes of a block: which of these, and the children to take from there.</summary>
/// <param name="Node">Number of the node.</param>
/// <param name="Children">Names of the children, each with its number among those of that name, the last one first.</param>
internal sealed record SpotBelow(int Node, (string Name, int Number)[] Children)
{
    /// <summary>The place in a form.</summary>
    public Spot In(Schema form, IReadOnlyList<Spot> nodes)
    {
        var at = nodes[Node];
        for (var i = Children.Length - 1; i >= 0; i--)
        {
            var (name, number) = Children[i];
            var child = form.ChildrenOf(at.Position).First;
            while (form[child].Name != name || number-- > 0) child++;
            at = new Spot(child, at);
        }

        return at;
    }

    /// <summary>Describes a place of a form.</summary>
    /// <returns>Null when it is not below the nodes.</returns>
    public static SpotBelow? Of(Spot spot, Schema form, IReadOnlyList<Spot> nodes)
    {
        var children = new List<(string, int)>();
        for (var at = spot; at is not null; at = at.Up)
        {
            for (var i = 0; i < nodes.Count; i++)
            {
                if (ReferenceEquals(nodes[i], at)) return new SpotBelow(i, [.. children]);
            }

            if (at.Up is not null) children.Add((form[at.Position].Name, NumberOf(at.Position, form, at.Up)));
        }

        return null;
    }

    private static int NumberOf(int position, Schema form, Spot around)
    {
        var number = 0;
        for (var at = form.ChildrenOf(around.Position).First; at < position; at++) number += form[at].Name == form[position].Name ? 1 : 0;
        return number;
    }
}

/// <summary>What a rule of a block reads, wherever the block stands.</summary>
/// <param name="Entry">The rule.</param>
/// <param name="Spot">What it reads.</param>
/// <param name="Keys">The qualifiers on the way after those that led to the block.</param>
internal sealed record KnownRead(Entry Entry, SpotBelow Spot, (SpotBelow[] Spots, IReadOnlyList<IReadOnlyList<string>> Words)[] Keys)
{
    /// <summary>What is read in a form.</summary>
    public RuleReading In(Schema form, Scope scope)
    {
        QualifierOnWay[] own = [.. Keys.Select(key => new QualifierOnWay([.. key.Spots.Select(s => s.In(form, scope.Spots))], key.Words))];
        return new RuleReading(Entry, Spot.In(form, scope.Spots), new Reach(false, [.. scope.Reach.Keys, .. own]));
    }

    /// <summary>Describes what is read in a form.</summary>
    /// <returns>Null when it can only be said of that form.</returns>
    public static KnownRead? Of(RuleReading reading, Schema form, Scope scope)
    {
        var around = scope.Reach.Keys.Count;
        var keys = reading.Reach.Keys;
        for (var i = 0; i < around; i++)
        {
            if (keys.Count < around || !ReferenceEquals(keys[i], scope.Reach.Keys[i])) return null;
        }

        var spot = SpotBelow.Of(reading.Spot, form, scope.Spots);
        var own = keys.Skip(around).Select(key => (
            Spots: key.Spots.Select(s => SpotBelow.Of(s, form, scope.Spots)).ToArray(), key.Words)).ToArray();
        if (spot is null || own.Any(key => key.Spots.Contains(null))) return null;
        return new KnownRead(reading.Entry, spot, [.. own.Select(key => (key.Spots.Select(s => s!).ToArray(), key.Words))]);
    }
}
