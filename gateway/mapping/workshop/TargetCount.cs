using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Counts which positions of the target were made, by the way to them: one class serves several places.</summary>
internal sealed class TargetCount(Schema to)
{
    private sealed class Place(int position, string path)
    {
        public int Position => position;

        public string Path => path;

        public SortedDictionary<int, Place> Below { get; } = [];

        /// <summary>How many were made.</summary>
        public long Instances { get; set; }

        /// <summary>How many of the instances around it have one or more.</summary>
        public long Parents { get; set; }

        /// <summary>The last of these.</summary>
        public (long Document, int Node) LastParent { get; set; } = (0, -1);
    }

    private readonly Place root = new(Schema.Root, "");
    private Place[] placed = [];
    private long documents;

    /// <summary>Counts what a document has.</summary>
    public void Add(Tree target)
    {
        var nodes = target.Nodes;
        if (placed.Length < nodes.Length) placed = new Place[nodes.Length * 2];
        placed[0] = root;
        documents++;
        for (var node = 1; node < nodes.Length; node++)
        {
            var parent = target.Parent(node);
            var position = nodes[node].Position;
            var around = placed[parent];
            if (!around.Below.TryGetValue(position, out var place))
            {
                around.Below.Add(position, place = new Place(position, PathOf(around, position)));
            }

            placed[node] = place;
            place.Instances++;
            if (place.LastParent == (documents, parent)) continue;
            place.LastParent = (documents, parent);
            place.Parents++;
        }
    }

    /// <summary>What the classes that were made lack: mandatory positions first, then those that have a rule.</summary>
    public IReadOnlyList<TargetGap> Gaps(IReadOnlySet<string> ruled)
    {
        var gaps = new List<TargetGap>();
        foreach (var document in root.Below.Values) Add(document, ruled, gaps);
        return [.. gaps.OrderBy(g => g.IsMandatory ? 0 : g.HasRule ? 1 : 2)];
    }

    private void Add(Place around, IReadOnlySet<string> ruled, List<TargetGap> gaps)
    {
        var shape = to.ChildrenOf(around.Position);
        for (var position = shape.First; position < shape.First + shape.Count; position++)
        {
            var below = around.Below.GetValueOrDefault(position);
            var parents = below?.Parents ?? 0;
            var isMandatory = to[position].Min > 0;
            if (isMandatory ? parents < around.Instances : parents == 0)
            {
                var path = PathOf(around, position);
                gaps.Add(new TargetGap(path, position, isMandatory, ruled.Contains(path), parents, around.Instances));
            }

            if (below is not null) Add(below, ruled, gaps);
        }
    }

    // Rules name targets from the root document's class on.
    private string PathOf(Place around, int position)
    {
        var name = to[position].Kind == PositionKind.Attribute ? "@" + to.NameOf(position) : to.NameOf(position);
        if (ReferenceEquals(around, root)) return to.ChildrenOf(position).Count > 0 ? "" : name;
        return around.Path.Length == 0 ? name : to[position].Kind == PositionKind.Attribute ? around.Path + name : $"{around.Path}/{name}";
    }
}
