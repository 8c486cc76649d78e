using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Checks whether what an expression gives fits where it goes.</summary>
internal static class LeafCheck
{
    /// <summary>Reports several values for one place, types that do not fit, and constants that cannot be right.</summary>
    public static void Check(
        Entry value, Expression expression, Schema to, int position, SourceNames names, Compilation shared)
    {
        var (target, path) = (to[position], to.NameOf(position));
        if (target.Max == 1 && expression.IsSeveral)
        {
            shared.Report(MappingFindings.SeveralValues, value, 0, value.Text ?? "", path);
        }

        var hasUnit = false;
        var shape = to.ChildrenOf(position);
        for (var i = shape.First; i < shape.First + shape.Count; i++) hasUnit |= to.NameOf(i) is "unitCode" or "currencyID";
        foreach (var part in Parts(expression))
        {
            if (part is ConstantExpression constant) Constant(value, Encoding.UTF8.GetString(constant.Text), target, path, shared);
            else if (part.Result == ResultKind.Measure && !hasUnit)
            {
                shared.Report(MappingFindings.WrongType, value, 0, path, "a number without unit or currency");
            }
            else Kind(value, part, target, path, names, shared);
        }
    }

    /// <summary>The expressions of which one gives the value.</summary>
    private static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        ChoiceExpression choice => choice.Alternatives.SelectMany(Parts),
        IfExpression condition => condition.Branches.SelectMany(Parts),
        _ when expression.IsNothing => [],
        _ => [expression],
    };

    private static void Kind(Entry value, Expression part, Position target, string path, SourceNames names, Compilation shared)
    {
        var kind = target.Type?.Kind ?? ValueKind.Text;
        var (wanted, fits) = kind switch
        {
            ValueKind.Moment => ("a date", part.Result == ResultKind.Moment),
            ValueKind.Number or ValueKind.Integer => ("a number", part.Result is ResultKind.Number or ResultKind.Measure),
            ValueKind.Boolean => ("true or false", part.Result is ResultKind.Truth or ResultKind.Text),
            _ => ("", true),
        };
        if (fits || part.Result is ResultKind.Unknown or ResultKind.Constant) return;
        var isElement = part is PathExpression && part.Spots.Any(s => names.Schema[s.Position].Kind == PositionKind.Element);
        if (kind == ValueKind.Moment && isElement)
        {
            shared.Report(MappingFindings.WrongType, value, 0, path, "a date; write the segment and '| date'");
        }
        else if (part.Result != ResultKind.Text) shared.Report(MappingFindings.WrongType, value, 0, path, wanted);
        else if (part is not TranslateExpression) shared.Report(MappingFindings.Unconverted, value, 0, value.Text ?? "", path, wanted);
    }

    private static void Constant(Entry value, string text, Position target, string path, Compilation shared)
    {
        if (target.Type is not { } type) return;
        var wanted = Wanted(type, text);
        var at = Math.Max(0, value.Text?.IndexOf(text, StringComparison.Ordinal) ?? 0);
        if (wanted is not null) shared.Report(MappingFindings.WrongConstant, value, at, text, path, wanted);
        else if (type.CodeList is { } list) shared.Qualifiers.Codes(value, at, list, [text]);
    }

    /// <summary>What a type takes, where a constant is not that; null where it is.</summary>
    private static string? Wanted(SimpleType type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var characters = text.EnumerateRunes().Count();
        var isText = type.Kind is ValueKind.Text or ValueKind.Alphabetic;
        var isNumber = NumberText.TryRead(bytes, 0, out var number);
        return type.Kind switch
        {
            ValueKind.Number when !isNumber => "a number",
            ValueKind.Integer when !isNumber || number != decimal.Truncate(number) => "a whole number",
            ValueKind.Moment when !DateText.IsIso(bytes) => "a date such as 2026-11-23",
            ValueKind.Boolean when text is not ("true" or "false" or "1" or "0") => "true or false",
            _ when isText && type.MaxLength > 0 && characters > type.MaxLength => $"at most {type.MaxLength} characters",
            _ when isText && characters < type.MinLength => $"at least {type.MinLength} characters",
            _ => null,
        };
    }
}
