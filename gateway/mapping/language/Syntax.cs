namespace Gateway.Mappings;

/// <summary>A part of an expression as its author wrote it.</summary>
/// <param name="At">Where it begins in the text of the scalar.</param>
internal abstract record Syntax(int At)
{
    /// <summary>Whether the same is written elsewhere.</summary>
    public bool IsSameAs(Syntax other) => (this, other) switch
    {
        (CallSyntax a, CallSyntax b) => a.Name == b.Name && AreSame(a.Arguments, b.Arguments),
        (ChoiceSyntax a, ChoiceSyntax b) => AreSame(a.Alternatives, b.Alternatives),
        (PathSyntax a, PathSyntax b) => a.Start == b.Start && a.Name == b.Name && a.Steps.Count == b.Steps.Count
            && a.Steps.Zip(b.Steps).All(pair => pair.First.IsSameAs(pair.Second)),
        (CompareSyntax a, CompareSyntax b) => a.Sign == b.Sign && a.Left.IsSameAs(b.Left)
            && (a.Right is null ? b.Right is null : b.Right is not null && a.Right.IsSameAs(b.Right))
            && (a.Words ?? []).SequenceEqual(b.Words ?? []),
        (NotSyntax a, NotSyntax b) => a.Inner.IsSameAs(b.Inner),
        (JunctionSyntax a, JunctionSyntax b) => a.IsAnd == b.IsAnd && AreSame(a.Clauses, b.Clauses),
        // The others hold nothing but their text.
        _ => GetType() == other.GetType() && this with { At = 0 } == other with { At = 0 },
    };

    private static bool AreSame(IReadOnlyList<Syntax> these, IReadOnlyList<Syntax> those)
        => these.Count == those.Count && these.Zip(those).All(pair => pair.First.IsSameAs(pair.Second));
}

/// <summary><c>=705</c>.</summary>
internal sealed record ConstantSyntax(int At, string Text) : Syntax(At);

/// <summary><c>'705'</c>.</summary>
internal sealed record StringSyntax(int At, string Text) : Syntax(At);

/// <summary>A number as an argument.</summary>
internal sealed record NumberSyntax(int At, string Text) : Syntax(At);

/// <summary><c>a else b</c>.</summary>
internal sealed record ChoiceSyntax(int At, IReadOnlyList<Syntax> Alternatives) : Syntax(At);

/// <summary><c>f(a, b)</c> or <c>a | f(b)</c>.</summary>
internal sealed record CallSyntax(int At, string Name, IReadOnlyList<Syntax> Arguments) : Syntax(At);

/// <summary><c>a = b</c>, or <c>a = X;Y</c> with words.</summary>
internal sealed record CompareSyntax(int At, string Sign, Syntax Left, IReadOnlyList<string>? Words, Syntax? Right)
    : Syntax(At);

/// <summary><c>not a</c>.</summary>
internal sealed record NotSyntax(int At, Syntax Inner) : Syntax(At);

/// <summary><c>a and b</c>, <c>a or b</c>.</summary>
internal sealed record JunctionSyntax(int At, bool IsAnd, IReadOnlyList<Syntax> Clauses) : Syntax(At);

/// <summary>Where a path starts.</summary>
internal enum PathStart
{
    /// <summary>At the node of the block, or at the candidate inside brackets.</summary>
    Here,

    /// <summary>At the root of the document.</summary>
    Root,

    /// <summary>At the nearest enclosing node of a name.</summary>
    Up,

    /// <summary>At what a <c>let</c> names.</summary>
    Let,

    /// <summary>At the node of the block, also inside brackets.</summary>
    Block,
}

/// <summary>A way from node to node.</summary>
internal sealed record PathSyntax(int At, PathStart Start, string Name, IReadOnlyList<StepSyntax> Steps) : Syntax(At)
{
    /// <summary>The single name that the path consists of; null when it is more.</summary>
    public string? BareName
        => Start == PathStart.Here && Steps is [{ Kind: StepKind.Child, Qualifiers.Count: 0 } step] ? step.Name : null;
}

/// <summary>How a step goes on.</summary>
internal enum StepKind
{
    /// <summary>To a segment, group, class or value.</summary>
    Child,

    /// <summary>To an EDIFACT data element or composite.</summary>
    Element,

    /// <summary>To an attribute.</summary>
    Attribute,

    /// <summary>To the n-th of what was found so far; the last when n is 0.</summary>
    Pick,

    /// <summary>To those of what was found so far for which a condition holds.</summary>
    Filter,
}

/// <summary>One step of a path.</summary>
internal sealed record StepSyntax(int At, StepKind Kind, string Name)
{
    /// <summary>Words after each <c>+</c>: the first component of the first, second … data element is one of
    /// them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Qualifiers { get; init; } = [];

    /// <summary>Number of a pick; 0 for the last.</summary>
    public int Number { get; init; }

    /// <summary>Condition of a filter.</summary>
    public Syntax? Condition { get; init; }

    /// <summary>Whether the same is written elsewhere.</summary>
    public bool IsSameAs(StepSyntax other)
        => Kind == other.Kind && Name == other.Name && Number == other.Number
        && Qualifiers.Count == other.Qualifiers.Count && Qualifiers.Zip(other.Qualifiers).All(pair => pair.First.SequenceEqual(pair.Second))
        && (Condition is null ? other.Condition is null : other.Condition is not null && Condition.IsSameAs(other.Condition));
}

/// <summary>The text of a scalar, understood.</summary>
/// <param name="Value">What it says.</param>
/// <param name="IsRequired">It ends with an exclamation mark.</param>
internal sealed record ExpressionSyntax(Syntax Value, bool IsRequired);

/// <summary>Why a scalar cannot be understood.</summary>
/// <param name="At">Where.</param>
/// <param name="Text">One sentence.</param>
internal sealed record SyntaxFault(int At, string Text);
