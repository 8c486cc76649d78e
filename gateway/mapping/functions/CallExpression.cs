using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a function does: puts its values on the stack and says how many.</summary>
internal delegate int FunctionBody(Run run, int node, CallExpression call);

/// <summary>A function of the mapping language.</summary>
/// <param name="Name">Name.</param>
/// <param name="Min">Arguments at least.</param>
/// <param name="Max">Arguments at most.</param>
/// <param name="Body">What it does.</param>
internal sealed record Function(string Name, int Min, int Max, FunctionBody Body)
{
    /// <summary>Its result is a number.</summary>
    public bool IsNumeric { get; init; }

    /// <summary>Letters and digits alone stay of the text.</summary>
    public bool IsCompacting { get; init; }

    /// <summary>What it gives, where that is neither a number nor a truth.</summary>
    public ResultKind Result { get; init; } = ResultKind.Text;

    /// <summary>However many values it takes, it gives one.</summary>
    public bool IsReducing { get; init; }

    /// <summary>It gives something even when its arguments give nothing.</summary>
    public bool OfNothing { get; init; }

    /// <summary>Where it takes one value only, that is what it gives: unchanged, or not at all.</summary>
    public bool IsPassing { get; init; }

    /// <summary>It is true or false.</summary>
    public bool IsTest { get; init; }

    /// <summary>From this argument on (the list is 0) arguments must be constants; they are prepared when
    /// loading.</summary>
    public Func<IReadOnlyList<string>, object?>? Prepare { get; init; }

    /// <summary>What <see cref="Prepare"/> wants, for findings.</summary>
    public string Wants { get; init; } = "";
}

/// <summary>A call of a function.</summary>
internal sealed class CallExpression(Function function, Expression[] arguments, object? prepared) : Expression
{
    public Expression[] Arguments => arguments;

    public object? Prepared => prepared;

    public string Name => function.Name;

    public override bool IsNumeric => function.IsNumeric;

    public override ResultKind Result => function.IsNumeric ? ResultKind.Number : function.IsTest ? ResultKind.Truth : function.Result;

    public override bool IsSeveral
        => !function.IsReducing && !function.IsTest && (function.Name == "split" || (arguments.Length > 0 && arguments[0].IsSeveral));

    public override bool IsNothing => arguments.Length > 0 && arguments[0].IsNothing && !function.IsNumeric;

    public override bool IsConstant => function.Name is "index" or "partner" || (arguments.Length > 0
        && Array.TrueForAll(arguments, a => a.IsConstant));

    public override Need Need
        => function.OfNothing ? default : Need.AnyOf(arguments.Where(a => !a.IsConstant && !a.IsNothing));

    public override int Values(Run run, int node) => function.Body(run, node, this);

    public override bool Test(Run run, int node)
    {
        var from = run.ValueTop;
        var count = function.Body(run, node, this);
        run.ValueTop = from;
        return count > 0;
    }

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        var drawn = DrawAll(arguments, here, places);
        return function.IsPassing && prepared is null ? drawn : null;
    }

    public override bool DrawMade(List<Standpoint> places)
        => WantsCompact ? arguments[0].Draw(null, places) is not null : base.DrawMade(places);

    public override bool WantsNumber => function.IsNumeric;

    public override bool WantsCompact => function.IsCompacting && arguments[0] is PathExpression;

    /// <summary>The text of an argument that must be one value; empty when it has none.</summary>
    public ReadOnlySpan<byte> TextOf(Run run, int node, int argument)
    {
        var from = run.ValueTop;
        var count = arguments[argument].Values(run, node);
        run.ValueTop = from;
        return count == 0 ? [] : run.TextOf(run.ValueAt(from));
    }
}
