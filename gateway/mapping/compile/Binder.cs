using System.Buffers.Text;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Turns expressions into compiled ones for one structural form: names become positions.</summary>
internal sealed partial class Binder(SourceNames names, Compilation shared, IReadOnlyDictionary<string,
    CodeTable> tables)
{
    private enum Purpose
    {
        Test,
        Read,
        Leave,
    }

    private Entry entry = null!;
    private Purpose purpose;

    private int sets;
    private int joins;
    private int lets;

    /// <summary>What a run needs.</summary>
    /// <param name="document">The scope of the document.</param>
    /// <param name="depth">The deepest block that moves.</param>
    public RunPlan Plan(Scope document, int depth) => new(document.At.Table, depth, sets, joins, lets, ends);

    /// <summary>Makes room for what a run knows of a let.</summary>
    public int NextLet() => lets++;

    /// <summary>Depth of the outermost block at whose nodes or names was looked since this was last set.</summary>
    public int LookedAt { get; set; } = int.MaxValue;

    /// <summary>Begins a block that moves.</summary>
    public void Enter(Scope scope)
    {
        if (blocks.Count == 0) blocks.Add([Root]);
        blocks.Add(scope.Spots);
    }

    /// <summary>Ends it.</summary>
    public void Exit() => blocks.RemoveAt(blocks.Count - 1);

    /// <summary>The names of the form.</summary>
    public SourceNames Names => names;

    /// <summary>What the paths lead to, for whoever asks which places of the form no rule reads.</summary>
    public List<PathUse> Uses { get; } = [];

    /// <summary>The document, where paths with a slash start.</summary>
    public Spot Root { get; init; } = names.Root;

    /// <summary>Compiles a leaf; it must give values.</summary>
    public Expression? Leaf(Entry at, Scope scope, out bool isRequired)
    {
        isRequired = false;
        if (shared.Leaf(at) is not { } syntax) return null;
        entry = at;
        isRequired = syntax.IsRequired;
        return Value(syntax.Value, scope, scope.Spots);
    }

    /// <summary>Compiles a leaf that makes a value of the target: what it reads is read.</summary>
    public Expression? Target(Entry at, Scope scope, out bool isRequired)
    {
        purpose = Purpose.Read;
        var made = Leaf(at, scope, out isRequired);
        purpose = Purpose.Test;
        return made;
    }

    /// <summary>Compiles a path of <c>leave</c>.</summary>
    public Expression? Left(Entry at, Scope scope)
    {
        purpose = Purpose.Leave;
        var made = Nodes(at, scope);
        purpose = Purpose.Test;
        return made;
    }

    private Expression Test(Syntax syntax, Scope scope, IReadOnlyList<Spot> here)
    {
        var before = purpose;
        purpose = Purpose.Test;
        var made = Any(syntax, scope, here);
        purpose = before;
        return made;
    }

    /// <summary>Compiles an expression that leads to nodes.</summary>
    public Expression? Nodes(Entry at, Scope scope)
    {
        if (shared.Leaf(at) is not { } syntax) return null;
        entry = at;
        var expression = Any(syntax.Value, scope, scope.Spots);
        if (expression.IsNodes) return expression;
        shared.Report(MappingFindings.NotNodes, at, 0, at.Text ?? "");
        return null;
    }

    /// <summary>Compiles a let: nodes or values.</summary>
    public Expression? Either(Entry at, Scope scope)
    {
        if (shared.Leaf(at) is not { } syntax) return null;
        entry = at;
        return Any(syntax.Value, scope, scope.Spots);
    }

    /// <summary>Compiles a condition.</summary>
    public Expression? Condition(Entry at, Scope scope)
    {
        if (shared.Condition(at) is not { } syntax) return null;
        entry = at;
        return Any(syntax, scope, scope.Spots);
    }

    private Expression Value(Syntax syntax, Scope scope, IReadOnlyList<Spot> here)
    {
        var expression = Any(syntax, scope, here);
        if (expression.Spots.Any(names.IsHolder))
        {
            shared.Report(MappingFindings.NotAValue, entry, syntax.At, entry.Text ?? "");
        }

        return expression;
    }

    private Expression Any(Syntax syntax, Scope scope, IReadOnlyList<Spot> here)
    {
        switch (syntax)
        {
            case ConstantSyntax constant:
                return new ConstantExpression(Encoding.UTF8.GetBytes(constant.Text));
            case StringSyntax text:
                return new ConstantExpression(Encoding.UTF8.GetBytes(text.Text));
            case NumberSyntax number:
                return new ConstantExpression(Encoding.UTF8.GetBytes(number.Text), true);
            case ChoiceSyntax choice:
                var all = choice.Alternatives.Select(a => Any(a, scope, here)).ToArray();
                if (Array.FindIndex(all, a => a is ConstantExpression) is >= 0 and var last && last + 1 < all.Length)
                {
                    shared.Report(MappingFindings.NeverTaken, entry, choice.Alternatives[last + 1].At);
                }

                return new ChoiceExpression(all) { Spots = [.. all.SelectMany(a => a.Spots).Distinct()] };
            case NotSyntax not:
                return new NotExpression(Any(not.Inner, scope, here));
            case JunctionSyntax junction:
                return new JunctionExpression(junction.IsAnd, [.. junction.Clauses.Select(c => Any(c, scope, here))]);
            case CompareSyntax compare:
                return Compare(compare, scope, here);
            case CallSyntax call:
                return Call(call, scope, here);
            default:
                return Path((PathSyntax)syntax, scope, here);
        }
    }

    private Expression Compare(CompareSyntax compare, Scope scope, IReadOnlyList<Spot> here)
    {
        var left = Value(compare.Left, scope, here);
        if (compare.Words is { } words)
        {
            if (shared.IsFull && compare.Sign is "=" or "!=" && left is PathExpression)
            {
                shared.Qualifiers.Compared(entry, compare.At, left.Spots.Select(s => names.Schema[s.Position]), words);
            }

            return CompareWords(compare.Sign, left, words);
        }

        var right = Value(compare.Right!, scope, here);
        var isEquality = compare.Sign is "=" or "~=" or "!=";
        var isNumeric = (left.IsNumeric || right.IsNumeric) && compare.Sign != "~=";
        if (isEquality && !isNumeric && (right.IsAbsolute || left.IsAbsolute) && left.IsNodes && right.IsNodes)
        {
            var member = right.IsAbsolute
                ? new MemberExpression(left, right, compare.Sign == "~=", sets++)
                : new MemberExpression(right, left, compare.Sign == "~=", sets++);
            return compare.Sign == "!=" ? new NotExpression(member) : member;
        }

        return new CompareExpression(compare.Sign, left, right);
    }

    // A path of `leave` that names qualifiers leaves some of the nodes that stand there, not all.
    private void Use(Syntax at, IReadOnlyList<Spot> spots)
        => Uses.Add(new PathUse(entry, at.At, spots, purpose == Purpose.Leave, purpose == Purpose.Leave && at is PathSyntax path
            && path.Steps.All(s => s.Qualifiers.Count == 0 && s.Kind != StepKind.Filter)));

    private static Expression CompareWords(string sign, Expression left, IReadOnlyList<string> words)
    {
        var codes = words.Select(Encoding.UTF8.GetBytes).ToArray();
        var isNumber = Array.TrueForAll(codes, c => NumberText.TryRead(c, 0, out _));
        if (sign is "=" or "!=" && !(left.IsNumeric && isNumber)) return new CodesExpression(left, codes, sign == "!=");
        var each = codes.Select(code => CompareNumber(sign == "!=" ? "=" : sign, left, code, isNumber)).ToArray();
        var any = each.Length == 1 ? each[0] : new JunctionExpression(false, each);
        return sign == "!=" ? new NotExpression(any) : any;
    }

    private static Expression CompareNumber(string sign, Expression left, byte[] word, bool isNumber)
    {
        var isCount = Utf8Parser.TryParse(word, out int number, out var read) && read == word.Length;
        return sign == "=" && isCount && left is IndexExpression index
            ? index.Is(number) : new CompareExpression(sign, left, new ConstantExpression(word, isNumber));
    }
}

/// <summary>A path and what it leads to in one form.</summary>
/// <param name="Entry">Where it is written.</param>
/// <param name="At">Where in the entry's text.</param>
/// <param name="Spots">The places: elements that are read, or nodes that rules go to.</param>
/// <param name="IsOfLeave">It stands in <c>leave</c>.</param>
/// <param name="IsLeft">It stands in <c>leave</c> without a condition: everything below is dealt with.</param>
internal sealed record PathUse(Entry Entry, int At, IReadOnlyList<Spot> Spots, bool IsOfLeave, bool IsLeft);
