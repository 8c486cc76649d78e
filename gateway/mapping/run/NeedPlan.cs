namespace Gateway.Mappings;

/// <summary>What the members of a class need, so that those for which nothing is there are passed over in a few steps: most members
/// of most classes.</summary>
internal sealed class NeedPlan
{
    /// <summary>How many places are asked; what is looked for elsewhere counts as found.</summary>
    public const int PlacesMax = 8;

    // Beyond the places: everything is found there.
    private const int Always = PlacesMax - 1;

    private readonly Standpoint[] places;
    private readonly (ulong Searches, ulong OtherSearches, byte Place, byte OtherPlace)[] needs;

    /// <summary>Collects what is needed.</summary>
    /// <param name="members">The members.</param>
    /// <param name="at">Where most of their paths start.</param>
    public NeedPlan(Member[] members, Standpoint at)
    {
        var all = new List<Standpoint> { at };
        needs = Array.ConvertAll(members, member =>
        {
            var need = member.Need;
            var (place, other) = (PlaceOf(all, need.At), need.OtherAt is null ? -1 : PlaceOf(all, need.OtherAt));
            var isTried = place == Always || other == Always;
            return isTried ? (ulong.MaxValue, 0UL, (byte)Always, (byte)Always)
                : (need.Searches, need.OtherSearches, (byte)place, (byte)Math.Max(other, 0));
        });
        places = [.. all];
    }

    /// <summary>Asks what is found at each place.</summary>
    public void Find(Run run, int node, Span<ulong> found)
    {
        for (var i = 0; i < places.Length; i++) found[i] = places[i].Found(run, node)?.Bits ?? 0;
        found[Always] = ulong.MaxValue;
    }

    /// <summary>Whether nothing is there for a member.</summary>
    public bool IsMissing(int member, ReadOnlySpan<ulong> found)
    {
        ref readonly var need = ref needs[member];
        return ((need.Searches & found[need.Place]) | (need.OtherSearches & found[need.OtherPlace])) == 0;
    }

    private static int PlaceOf(List<Standpoint> all, Standpoint? at)
    {
        if (at is null) return Always;
        var known = all.IndexOf(at);
        if (known >= 0) return known;
        if (all.Count == Always) return Always;
        all.Add(at);
        return all.Count - 1;
    }
}
