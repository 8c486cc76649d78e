using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>One of the texts that are copied together.</summary>
/// <param name="Position">The place in the target.</param>
/// <param name="Rule">Number of its rule.</param>
/// <param name="Value">Where it stands.</param>
/// <param name="Origins">How many origins are noted of it; 0 where it is its only one.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct CopiedText(ushort Position, ushort Rule, NodeNumber Value, byte Origins, CopiedKind Kind);

/// <summary>What a copied text is.</summary>
internal enum CopiedKind : byte
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A number: it must be written as the target wants it.</summary>
    Number,

    /// <summary>The unit or currency of the number before it.</summary>
    Unit,
}

/// <summary>The texts that several members of a class copy one after the other, in one list: nothing is asked while they are
/// written.</summary>
/// <param name="texts">The texts.</param>
/// <param name="origins">Their origins, one text after the other.</param>
/// <param name="reads">What the conditions of the members read.</param>
/// <param name="steps">How many steps of the course copy them.</param>
internal sealed class CopiedTexts(CopiedText[] texts, CopyOrigin[] origins, NodeNumber[] reads, int steps)
{
    /// <summary>How many steps of the course copy them.</summary>
    public int Steps => steps;

    /// <summary>Finds what stands together among the steps of a course.</summary>
    /// <param name="steps">The steps.</param>
    /// <returns>The same, with the texts at the first of the steps that copy them.</returns>
    public static CourseStep[] Joined(List<CourseStep> steps)
    {
        var joined = steps.ToArray();
        var (texts, origins, reads) = (new List<CopiedText>(), new List<CopyOrigin>(), new List<NodeNumber>());
        for (var first = 0; first < joined.Length; first++)
        {
            var next = first;
            for (; next < joined.Length && IsAlone(joined, next); next++)
            {
                if (!joined[next].Member.AddCopies(joined[next].Copies!, texts, origins)) break;
                reads.AddRange(joined[next].Reads);
            }

            if (next == first) continue;
            joined[first] = joined[first] with { Texts = new CopiedTexts([.. texts], [.. origins], [.. reads], next - first) };
            texts.Clear();
            origins.Clear();
            reads.Clear();
            first = next - 1;
        }

        return joined;
    }

    /// <summary>The same where the nodes have other numbers.</summary>
    public CopiedTexts With(Renumbering numbers)
        => new(Array.ConvertAll(texts, text => text with { Value = numbers(text.Value) }), numbers.Of(origins), numbers.Of(reads), steps);

    // How many of its position there are already does not matter to it.
    private static bool IsAlone(CourseStep[] steps, int at)
        => !steps[at].IsAsked && steps[at].Copies is not null && IsOther(steps, at, at - 1) && IsOther(steps, at, at + 1);

    private static bool IsOther(CourseStep[] steps, int at, int other)
        => other < 0 || other == steps.Length || steps[other].Member.Target != steps[at].Member.Target;

    /// <summary>Writes them.</summary>
    /// <returns>False when one of them is not as it must be: then nothing is written.</returns>
    public bool Write(Run run, in FoundPlaces found)
    {
        var (source, target) = (run.Source, run.Target);
        if (source.HasSources) return false;
        foreach (ref readonly var text in texts.AsSpan())
        {
            if (text.Kind == CopiedKind.Number && !run.IsPlainNumber(text.Value.In(found))) return false;
        }

        foreach (var read in reads) run.MarkRead(read.In(found));
        var nodes = source.Nodes;
        var rest = origins.AsSpan();
        foreach (ref readonly var text in texts.AsSpan())
        {
            var node = text.Value.In(found);
            var before = target.Nodes.Length - 1;
            if (text.Kind == CopiedKind.Unit) target.Reopen(before);
            run.WriteText(text.Position, node, text.Rule);
            if (text.Origins == 0)
            {
                run.WriteOrigin(node);
                continue;
            }

            foreach (ref readonly var origin in rest[..text.Origins]) run.WriteOrigin(origin, nodes, found);
            rest = rest[text.Origins..];
            if (text.Kind == CopiedKind.Unit) target.Close(before);
        }

        return true;
    }
}
