namespace Gateway.Documents;

public sealed partial class Tree
{
    /// <summary>Takes back every node and origin since the mark and shows them, in the same arrays further up, as another tree: so the
    /// document is written again with something between its nodes and no copy of it is needed. The window stays.</summary>
    /// <param name="mark">How far the tree had grown; none of the nodes since may still be open.</param>
    /// <param name="moreNodes">How many nodes more than now it will have, at most.</param>
    /// <param name="moreOrigins">How many origins more than now, at most.</param>
    /// <param name="above">Becomes the document as it was, from its node <c>mark.Nodes + moreNodes</c> on: read in preorder only, node by
    /// node only as long as some of what is more is still to come, and released before this one is used further.</param>
    public void Lift(TreeMark mark, int moreNodes, int moreOrigins, Tree above)
    {
        ArgumentNullException.ThrowIfNull(above);
        var (length, sources) = (count - mark.Nodes, originCount - mark.Origins);
        Reserve(moreNodes);
        if (originCount + moreOrigins > origins.Length) Growing.For(ref origins, originCount, originCount + moreOrigins, 256);
        MoveUp(mark.Nodes, count, moreNodes);
        Array.Copy(origins, mark.Origins, origins, mark.Origins + moreOrigins, sources);
        var first = mark.Nodes + moreNodes;
        unchecked
        {
            var lifted = nodes.AsSpan(first, length);
            var theirParents = parents.AsSpan(first, length);
            for (var i = 0; i < lifted.Length; i++)
            {
                ref readonly var n = ref lifted[i];
                lifted[i] = new Node(n.Position, n.Flags, n.Start, n.Length, n.Next + moreNodes);
                if (theirParents[i] >= mark.Nodes) theirParents[i] += moreNodes;
            }

            if (rules.Length > 0)
            {
                foreach (ref var origin in firstOrigin.AsSpan(first, length)) origin += moreOrigins;
            }
        }

        above.Reset(Schema, Decoder, Part);
        (above.nodes, above.parents, above.rules, above.firstOrigin, above.origins) = (nodes, parents, rules, firstOrigin, origins);
        (above.count, above.originCount) = (first + length, originCount + moreOrigins);
        (count, originCount) = (mark.Nodes, mark.Origins);
    }
}
