using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What the members of a class need, so that those for which nothing is there are passed over in a few steps: most members
/// of most classes.</summary>
internal sealed class NeedPlan
{
    /// <summary>How many places are asked; what is looked for elsewhere counts as found.</summary>
    public const int PlacesMax = 8;

    // Beyond the places: everything is found there.
    private const int Always = PlacesMax - 1;

    private const int CoursesMax = 128;

    private readonly Member[] members;
    private readonly Standpoint[] places;
    private readonly int depth;

    // What is found there, the patterns of the other places tell.
    private readonly bool[] isImplied;
    private readonly (ulong Searches, ulong OtherSearches, byte Place, byte OtherPlace)[] needs;

    // Replaced as a whole, so that whoever reads sees one that is complete.
    private Course[] courses = [];

    /// <summary>Collects what is needed.</summary>
    /// <param name="members">The members.</param>
    /// <param name="at">Where most of their paths start.</param>
    public NeedPlan(Member[] members, BlockStandpoint at)
    {
        (this.members, depth) = (members, at.Depth);
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
        isImplied = Array.ConvertAll(places, place => place.DecidedBy is { } others && others.All(all.Contains));
    }

    /// <summary>Asks what is found at the places that decide what is found at all.</summary>
    /// <returns>Whether the first one, that of the block, follows a pattern.</returns>
    public bool FindDeciding(Run run, int node, ref FoundPlaces found)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (!isImplied[i]) found[i] = places[i].Found(run, node);
        }

        return found[0]?.Pattern is not null;
    }

    /// <summary>Asks what is found at each place.</summary>
    public void Find(Run run, int node, ref FoundPlaces found)
    {
        for (var i = 0; i < places.Length; i++) found[i] ??= places[i].Found(run, node);
    }

    /// <summary>Whether all that decides is among what decides another.</summary>
    public bool IsWithin(NeedPlan other)
        => Array.TrueForAll(places, place => Array.IndexOf(other.places, place) >= 0 || isImplied[Array.IndexOf(places, place)]);

    /// <summary>Whether it asks lets of which no pattern tells what nodes they have.</summary>
    public bool HasUndecidedLets
        => places.Index().Any(place => place.Item is LetStandpoint && !isImplied[place.Index]);

    /// <summary>What is found at its places, of that which was found at those of the class around it.</summary>
    /// <param name="around">The plan of that class.</param>
    /// <param name="found">What was found there.</param>
    public FoundPlaces Inherit(NeedPlan around, in FoundPlaces found)
    {
        FoundPlaces own = default;
        for (var i = 0; i < places.Length; i++)
        {
            if (!isImplied[i]) own[i] = found[Array.IndexOf(around.places, places[i])];
        }

        return own;
    }

    /// <summary>The same node by the number that its place has in the plan of the class around it.</summary>
    public NodeNumber Inherited(NeedPlan around, NodeNumber number)
        => number with { Place = (ushort)Array.IndexOf(around.places, places[number.Place]) };

    /// <summary>Whether nothing is there for a member, once all places are asked that decide it.</summary>
    public bool IsAskedInVain(Run run, int node, int member, in FoundPlaces found)
    {
        ref readonly var need = ref needs[member];
        if (need.Place == Always) return false;
        var bits = need.Searches & ((found[need.Place] ?? places[need.Place].Found(run, node))?.Bits ?? 0);
        if (bits != 0 || need.OtherSearches == 0) return bits == 0;
        return (need.OtherSearches & ((found[need.OtherPlace] ?? places[need.OtherPlace].Found(run, node))?.Bits ?? 0)) == 0;
    }

    /// <summary>Whether nothing is there for a member.</summary>
    public bool IsMissing(int member, in FoundPlaces found)
    {
        ref readonly var need = ref needs[member];
        if (need.Place == Always) return false;
        var bits = need.Searches & (found[need.Place]?.Bits ?? 0);
        return bits == 0 && (need.OtherSearches & (found[need.OtherPlace]?.Bits ?? 0)) == 0;
    }

    /// <summary>What the members do where the nodes follow the patterns that were found.</summary>
    public KnownBody CourseOf(Run run, int node, in FoundPlaces found)
    {
        var known = Volatile.Read(ref courses);
        foreach (var course in known)
        {
            if (course.IsFor(found)) return course.Body;
        }

        // What is said while it is learned is said when it is done.
        var heard = run.Mute();
        var learned = Learn(run, node, found);
        run.Unmute(heard);
        Volatile.Write(ref courses, known.Length == CoursesMax ? [learned] : [.. known, learned]);
        return learned.Body;
    }

    private Course Learn(Run run, int node, in FoundPlaces found)
    {
        var patterns = new Pattern?[places.Length];
        for (var i = 0; i < patterns.Length; i++) patterns[i] = found[i]?.Pattern;
        var all = found;
        Find(run, node, ref all);
        var steps = new List<CourseStep>();
        Member? last = null;
        for (var i = 0; i < members.Length; i++)
        {
            ref readonly var need = ref needs[i];
            var isAsked = need.Place != Always && (!IsKnown(need.Place, found)
                || (need.OtherSearches != 0 && !IsKnown(need.OtherPlace, found)));
            if (!isAsked && IsMissing(i, all)) continue;
            var step = new CourseStep(members[i], i, isAsked) { After = last };
            if (isAsked || members[i].Learn(run, node, this, found, ref step, ref last)) steps.Add(step);
            if (isAsked) last = null;
        }

        return new Course(patterns, new KnownBody(this, depth, CopiedTexts.Joined(steps), last));
    }

    private bool IsKnown(int place, in FoundPlaces found)
        => isImplied[place] ? Known([.. places[place].DecidedBy!], found) is not null : found[place]?.Pattern is not null;

    /// <summary>Numbers of places whose patterns are known.</summary>
    /// <returns>Null when one of them is not known, or not asked.</returns>
    public int[]? Known(Standpoint[] deciding, in FoundPlaces found)
    {
        var numbers = new int[deciding.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Array.IndexOf(places, deciding[i]);
            if (numbers[i] < 0 || found[numbers[i]]?.Pattern is null) return null;
        }

        return numbers;
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
