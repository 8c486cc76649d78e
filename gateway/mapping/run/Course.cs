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
/// <param name="steps">What is done, in the order of the target.</param>
/// <param name="last">Whose rule is at work after the last step; null where the step itself says it.</param>
internal sealed class Course(Pattern?[] patterns, CourseStep[] steps, Member? last)
{
    /// <summary>Whose rule is at work after the last step; null where the step itself says it.</summary>
    public Member? Last => last;

    /// <summary>What is done.</summary>
    public ReadOnlySpan<CourseStep> Steps => steps;

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
}

/// <summary>A node that a block moves to.</summary>
/// <param name="Node">The node.</param>
/// <param name="Keys">What led there; null when that is asked each time.</param>
internal readonly record struct Move(NodeNumber Node, CopyOrigin[]? Keys);

/// <summary>A text that a leaf copies as it is.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Origins">What is noted of it.</param>
internal sealed record TextCopy(NodeNumber Value, CopyOrigin[] Origins)
{
    /// <summary>Its unit or currency; null when it has none, or has it from elsewhere.</summary>
    public TextCopy? Unit { get; init; }

    /// <summary>Where it has its unit or currency from, if that is asked each time.</summary>
    public Expression? UnitFrom { get; init; }
}

/// <summary>A source of a copied text.</summary>
/// <param name="Node">The node.</param>
/// <param name="Role">What it contributed.</param>
internal readonly record struct CopyOrigin(NodeNumber Node, OriginRole Role);
