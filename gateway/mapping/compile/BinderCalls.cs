using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Calls of functions.</summary>
internal sealed partial class Binder
{
    private static readonly Dictionary<string, Function> Functions = TextFunctions.All
        .Concat(NumberFunctions.All).Concat(CodeFunctions.All).ToDictionary(f => f.Name, StringComparer.Ordinal);

    private static readonly (string Name, int Min, int Max)[] Special =
    [
        ("if", 2, 3), ("first", 1, 1), ("rest", 1, 1), ("distinct", 2, 2), ("date", 1, 2), ("measure", 1, 2),
            ("amount", 1, 2),
        ("in", 2, 2), ("translate", 2, 3), ("listed", 2, 2), ("partner", 1, 1), ("index", 0, 0),
    ];

    // The figure of a segment, and the unit or currency beside it.
    private static readonly string[] Figures = ["6314", "6060", "6066", "6246", "6168"];
    private static readonly string[] Sums = ["5004", "5118"];

    private Expression Call(CallSyntax call, Scope scope, IReadOnlyList<Spot> here)
    {
        foreach (var (name, min, max) in Special)
        {
            if (call.Name == name) return HasArity(call, min, max) ? SpecialCall(call, scope, here)
                : NothingExpression.Instance;
        }

        if (!Functions.TryGetValue(call.Name, out var function))
        {
            return Wrong(MappingFindings.UnknownFunction, call.At, call.Name,
                Nearest.To(call.Name, Functions.Keys.Concat(Special.Select(s => s.Name))));
        }

        if (!HasArity(call, function.Min, function.Max)) return NothingExpression.Instance;
        if (call.Name == "number" && call.Arguments.Count == 2 && ConstantOf(call.Arguments[1]) is null)
        {
            return new FigureExpression(Value(call.Arguments[0], scope, here), Value(call.Arguments[1], scope, here));
        }

        object? prepared = null;
        var counted = call.Arguments;
        if (function.Prepare is not null && call.Arguments.Count > 1)
        {
            var constants = call.Arguments.Skip(1).Select(ConstantOf).ToArray();
            prepared = constants.Contains(null) ? null : shared.Prepared(function, constants!);
            if (prepared is null) return Wrong(MappingFindings.Arguments, call.At, call.Name,
                "after the list it takes " + function.Wants);
            counted = [call.Arguments[0]];
        }

        var arguments = counted.Select(a => call.Name == "count" ? Any(a, scope, here) : Value(a, scope,
            here)).ToArray();
        if (counted is [var first, var second] && first.IsSameAs(second)) arguments[1] = arguments[0];
        return new CallExpression(function, arguments, prepared);
    }

    private Expression SpecialCall(CallSyntax call, Scope scope, IReadOnlyList<Spot> here)
    {
        Expression List() => Any(call.Arguments[0], scope, here);
        switch (call.Name)
        {
            case "if":
                var then = Any(call.Arguments[1], scope, here);
                var otherwise = call.Arguments.Count > 2 ? Any(call.Arguments[2], scope, here) : null;
                return new IfExpression(Test(call.Arguments[0], scope, here), then, otherwise) { Spots = [.. then.Spots
                    .Concat(otherwise?.Spots ?? []).Distinct()] };
            case "first":
                var first = List();
                return new PartExpression(first, 0, 1) { Spots = first.Spots };
            case "rest":
                var rest = List();
                return new PartExpression(rest, 1, int.MaxValue / 2) { Spots = rest.Spots };
            case "distinct":
                return Distinct(call, scope, here);
            case "date":
                return Date(call, List());
            case "measure":
                return Measure(call, scope, here, List(), Figures, "6411", "unitCode", "unit");
            case "amount":
                return Measure(call, scope, here, List(), Sums, "6345", "currencyID", "currencyId", "currency");
            case "in":
                var unit = Encoding.UTF8.GetBytes(ConstantOf(call.Arguments[1]) ?? "");
                if (!UnitExpression.IsKnown(unit)) return Wrong(MappingFindings.Arguments, call.At, "in",
                    "the unit is not one that converts; nearest: " + Nearest.To(ConstantOf(call.Arguments[1]) ?? "", UnitExpression.Units));
                return new UnitExpression(Value(call.Arguments[0], scope, here), unit);
            case "index":
                return new IndexExpression(scope.EachDepth);
            default:
                return Codes(call, scope, here);
        }
    }

    private Expression Codes(CallSyntax call, Scope scope, IReadOnlyList<Spot> here)
    {
        var name = ConstantOf(call.Arguments[^1]) ?? "";
        switch (call.Name)
        {
            case "partner":
                return new PartnerExpression(name);
            case "listed":
                shared.Used.Add("list " + name);
                return shared.CodeListOf(name) is { } list
                    ? new ListedExpression(Value(call.Arguments[0], scope, here), list)
                    : Unknown("code list", call.At, name, shared.CodeListNames);
            default:
                name = ConstantOf(call.Arguments[1]) ?? "";
                shared.Used.Add("table " + name);
                if (!tables.TryGetValue(name, out var table)) return Unknown("table", call.At, name, tables.Keys);
                var column = call.Arguments.Count < 3 ? 0
                    : table.Columns.ToList().IndexOf(ConstantOf(call.Arguments[2]) ?? "");
                if (column < 0) return Unknown("column of table " + name, call.At,
                    ConstantOf(call.Arguments[2]) ?? "", table.Columns);
                return new TranslateExpression(Value(call.Arguments[0], scope, here), table, column);
        }
    }

    private Expression Distinct(CallSyntax call, Scope scope, IReadOnlyList<Spot> here)
    {
        var list = Any(call.Arguments[0], scope, here);
        if (!list.IsNodes) return Wrong(MappingFindings.NotNodes, call.At, entry.Text ?? "");
        if (list.IsNothing) return list;
        return new DistinctExpression(list, Value(call.Arguments[1], scope, list.Spots), sets++) { Spots = list.Spots };
    }

    private Expression Date(CallSyntax call, Expression list)
    {
        var texts = call.Arguments.Count < 2 ? [] : (ConstantOf(call.Arguments[1]) ?? "?").Split(';');
        var patterns = texts.Select(DateText.PatternOf).ToArray();
        if (patterns.Contains(null)) return Wrong(MappingFindings.Arguments, call.At, "date",
            "formats are codes of 2379 or such as YYYY-MM-DD");
        if (list.IsNothing) return list;
        if (list.Spots.Count == 0 || !list.Spots.All(names.IsSegment))
        {
            if (texts.Length == 0 && list.Spots.Any(s => names.Schema[s.Position].Kind == PositionKind.Element))
            {
                return Wrong(MappingFindings.Arguments, call.At, "date",
                    "it takes the segment, which has the format beside the value, or needs a format");
            }

            return new TextDateExpression(list, AttributePlaces(list, "format", "formatCode"), patterns!);
        }

        var value = names.Elements(list.Spots, "2380", out _);
        var format = names.Elements(list.Spots, "2379", out _);
        if (value.Count == 0) return Wrong(MappingFindings.Arguments, call.At, "date",
            names.Describe(list.Spots) + " has no 2380");
        Use(call.Arguments[0], [.. value, .. format]);
        return new SegmentDateExpression(list, SourceNames.Places(value, list.Spots), SourceNames.Places(format,
            list.Spots), patterns!);
    }

    private Expression Measure(
        CallSyntax call, Scope scope, IReadOnlyList<Spot> here, Expression list, string[] figures, string unitName,
        params string[] attributes)
    {
        var otherwise = call.Arguments.Count > 1 ? Value(call.Arguments[1], scope, here) : null;
        if (list.IsNothing) return list;
        if (list.Spots.Count == 0 || !list.Spots.All(names.IsSegment))
        {
            if (AttributePlaces(list, attributes) is { Length: > 0 } own)
            {
                return new MeasureExpression(list, [], own, otherwise, call.Name) { IsUnitInside = true };
            }

            var around = list.Spots.Where(s => s.Up is not null).Select(s => s.Up!).ToArray();
            var units = names.Elements(around, unitName, out _);
            Use(call.Arguments[0], units);
            var beside = SourceNames.Places(units, around);
            return new MeasureExpression(list, [], beside, otherwise, call.Name);
        }

        foreach (var figure in figures)
        {
            var value = names.Elements(list.Spots, figure, out _);
            if (value.Count == 0) continue;
            var units = names.Elements(list.Spots, unitName, out _);
            Use(call.Arguments[0], [.. value, .. units]);
            var unit = SourceNames.Places(units, list.Spots);
            return new MeasureExpression(list, SourceNames.Places(value, list.Spots), unit, otherwise, call.Name);
        }

        return Wrong(MappingFindings.Arguments, call.At, call.Name,
            names.Describe(list.Spots) + " has no figure " + string.Join(", ", figures));
    }

    // What XML writes as an attribute of the value: its unit, its currency, its format.
    private ElementPlace[] AttributePlaces(Expression list, params ReadOnlySpan<string> attributes)
    {
        foreach (var name in attributes)
        {
            if (names.Attributes(list.Spots, name) is { Count: > 0 } found) return SourceNames.Places(found, list.Spots);
        }

        return [];
    }

    private bool HasArity(CallSyntax call, int min, int max)
    {
        if (call.Arguments.Count >= min && call.Arguments.Count <= max) return true;
        Wrong(MappingFindings.Arguments, call.At, call.Name,
            $"it takes {(min == max ? $"{min}" : $"{min} to {max}")} argument{(max == 1 ? "" : "s")} and has {call.Arguments.Count}");
        return false;
    }

    private static string? ConstantOf(Syntax syntax) => syntax switch
    {
        StringSyntax text => text.Text,
        NumberSyntax number => number.Text,
        PathSyntax path => path.BareName,
        _ => null,
    };
}
