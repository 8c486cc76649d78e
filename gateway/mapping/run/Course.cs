using System.Runtime.CompilerServices;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What was found at each place that the members of a class ask.</summary>
[InlineArray(NeedPlan.PlacesMax)]
internal struct FoundPlaces
{
    private Found? first;
}

/// <summary>A node by its place and its number there; see <see cref="Found.Node"/>.</summary>
/// <param name="Place">Number of the place in the <see cref="NeedPlan"/>.</param>
/// <param name="Number">Number of the node.</param>
internal readonly record struct NodeNumber(ushort Place, ushort Number)
{
    /// <summary>The node itself.</summary>
    public int In(in FoundPlaces found) => found[Place]!.Node(Number);
}

/// <summary>What the members of a class do where the nodes at their places follow certain patterns: those that make nothing are left out,
/// and of those that only copy texts it is known which.</summary>
/// <param name="patterns">The pattern at each place; null where none is known.</param>
/// <param name="body">What is done.</param>
internal sealed class Course(Pattern?[] patterns, KnownBody body)
{
    /// <summary>What is done.</summary>
    public KnownBody Body => body;

    /// <summary>Whether it is that of some patterns.</summary>
    public bool IsFor(in FoundPlaces found)
    {
        for (var i = 0; i < patterns.Length; i++)
        {
            if (!ReferenceEquals(patterns[i], found[i]?.Pattern)) return false;
        }

        return true;
    }
}

/// <summary>One step of a course.</summary>
/// <param name="Member">The member.</param>
/// <param name="Number">Its number.</param>
/// <param name="IsAsked">Whether it must be asked each time if there is something for it, and whether its conditions hold.</param>
internal readonly record struct CourseStep(Member Member, int Number, bool IsAsked)
{
    /// <summary>Whose rule is at work before it, which is told of what its conditions find; null where the step before says it.</summary>
    public Member? After { get; init; }

    /// <summary>What its conditions read; they hold.</summary>
    public NodeNumber[] Reads { get; init; } = [];

    /// <summary>The texts that it copies; null when it must be run.</summary>
    public TextCopy[]? Copies { get; init; }

    /// <summary>What it and steps after it copy together; null where it copies alone, or nothing.</summary>
    public CopiedTexts? Texts { get; init; }

    /// <summary>The nodes that it moves to; null when it must be run.</summary>
    public Move[]? Moves { get; init; }

    /// <summary>What its class makes; null when that must be asked.</summary>
    public KnownBody? Body { get; init; }

    /// <summary>What is known of the class that it makes last; null where it makes none, or that must be asked.</summary>
    public KnownBody? Inner => Moves is { Length: > 0 } moves ? moves[^1].Body : Body;

    /// <summary>The same where the nodes have other numbers.</summary>
    public CourseStep With(Renumbering numbers) => this with
    {
        Reads = numbers.Of(Reads),
        Copies = Copies is null ? null : Array.ConvertAll(Copies, copy => copy.With(numbers)),
        Texts = Texts?.With(numbers),
        Moves = Moves is null ? null : Array.ConvertAll(Moves, move => move.With(numbers)),
        Body = Body?.With(numbers),
    };
}

/// <summary>The number of a node at a place around it.</summary>
internal delegate NodeNumber Renumbering(NodeNumber number);

/// <summary>Several at once.</summary>
internal static class Renumberings
{
    /// <summary>The numbers of nodes.</summary>
    public static NodeNumber[] Of(this Renumbering numbers, NodeNumber[] nodes) => Array.ConvertAll(nodes, node => numbers(node));

    /// <summary>The numbers of origins.</summary>
    public static CopyOrigin[] Of(this Renumbering numbers, CopyOrigin[] origins)
        => Array.ConvertAll(origins, origin => origin with { Node = numbers(origin.Node) });
}

/// <summary>What is known of what a class makes: its steps. Of a class inside another, or of a block at a node below, the pattern around
/// it tells this too: nothing is looked for when it is entered, and its nodes have the numbers of the place around it.</summary>
/// <param name="Plan">Of the class.</param>
/// <param name="Depth">Of the place where its rules start.</param>
/// <param name="Steps">What is done, in the order of the target.</param>
/// <param name="Last">Whose rule is at work after the last step; null where the step itself says it.</param>
internal sealed record KnownBody(NeedPlan Plan, int Depth, CourseStep[] Steps, Member? Last)
{
    /// <summary>The pattern that its node follows, a node below that of the class around it; null where it has the same node.</summary>
    public Pattern? Pattern { get; init; }

    /// <summary>The numbers, at the place around it, of the nodes that matter for its pattern.</summary>
    public ushort[] Numbers { get; init; } = [];

    /// <summary>Whose rule is at work when it is made; null where that is not known.</summary>
    public Member? Final => Last ?? OnlyTexts?.Last;

    /// <summary>All that it makes, if that is only texts that are copied, and not only constants: a class of these is taken back.</summary>
    public CopiedTexts? OnlyTexts
        => Steps is [{ Texts: { HasData: true } texts }, ..] && texts.Steps == Steps.Length ? texts : null;

    /// <summary>The same where the nodes have other numbers.</summary>
    public KnownBody With(Renumbering numbers) => this with
    {
        Steps = Array.ConvertAll(Steps, step => step.With(numbers)),
        Numbers = Array.ConvertAll(Numbers, number => numbers(new NodeNumber(0, number)).Number),
    };
}

/// <summary>A node that a block moves to.</summary>
/// <param name="Node">The node.</param>
/// <param name="Keys">What led there; null when that is asked each time.</param>
internal readonly record struct Move(NodeNumber Node, CopyOrigin[]? Keys)
{
    /// <summary>What is made there; null when that must be asked.</summary>
    public KnownBody? Body { get; init; }

    /// <summary>The same where the nodes have other numbers.</summary>
    public Move With(Renumbering numbers) => new(numbers(Node), Keys is null ? null : numbers.Of(Keys)) { Body = Body?.With(numbers) };
}

/// <summary>A text that a leaf copies as it is.</summary>
/// <param name="Value">Where it stands; of a text of its own where the block stands.</param>
/// <param name="Origins">What is noted of it.</param>
internal sealed record TextCopy(NodeNumber Value, CopyOrigin[] Origins)
{
    /// <summary>The text itself where it stands nowhere in the source: a constant, or what a code is translated to.</summary>
    public byte[]? Made { get; init; }

    /// <summary>Its unit or currency; null when it has none, or has it from elsewhere.</summary>
    public TextCopy? Unit { get; init; }

    /// <summary>Where it has its unit or currency from, if that is asked each time.</summary>
    public Expression? UnitFrom { get; init; }

    /// <summary>The same where the nodes have other numbers.</summary>
    public TextCopy With(Renumbering numbers)
        => this with { Value = numbers(Value), Origins = numbers.Of(Origins), Unit = Unit?.With(numbers) };
}

/// <summary>A source of a copied text.</summary>
/// <param name="Node">The node.</param>
/// <param name="Role">What it contributed.</param>
internal readonly record struct CopyOrigin(NodeNumber Node, OriginRole Role);
