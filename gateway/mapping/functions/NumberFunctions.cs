using System.Globalization;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Functions on numbers: decimal, half away from zero; none of an empty list is zero except count.</summary>
internal static class NumberFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("number", 1, 2, Number) { IsNumeric = true, IsPassing = true, Prepare = c => c is ["." or ","] ? (byte)c[0][0] : null,
            Wants = "'.' or ','" },
        new("round", 2, 2, Round)
        {
            IsNumeric = true, Wants = "a number of digits",
            Prepare = c => int.TryParse(c[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 28
                ? n : null,
        },
        new("add", 2, 2, (run, node, call) => Calculate(run, node, call, (a, b) => a + b)) { IsNumeric = true },
        new("sub", 2, 2, (run, node, call) => Calculate(run, node, call, (a, b) => a - b)) { IsNumeric = true },
        new("mul", 2, 2, (run, node, call) => Calculate(run, node, call, (a, b) => a * b)) { IsNumeric = true },
        new("div", 2, 2, (run, node, call) => Calculate(run, node, call, (a, b) => b == 0 ? null
            : a / b)) { IsNumeric = true },
        new("sum", 1, 1, Sum) { IsReducing = true, IsNumeric = true },
        new("count", 1, 1, Count) { IsReducing = true, IsNumeric = true, OfNothing = true },
        new("min", 1, 1, (run, node, call) => Extreme(run, node, call, -1)) { IsReducing = true, IsNumeric = true },
        new("max", 1, 1, (run, node, call) => Extreme(run, node, call, 1)) { IsReducing = true, IsNumeric = true },
    ];

    private static int Number(Run run, int node, CallExpression call)
    {
        var mark = call.Prepared is byte b ? b : (byte)0;
        var count = call.Arguments[0].Values(run, node);
        var kept = run.ValueTop - count;
        Span<byte> digits = stackalloc byte[48];
        for (var i = kept; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var text = run.TextOf(value);
            if (mark != 0 || !NumberText.IsCanonical(text))
            {
                var length = NumberText.Normalise(text, mark, digits);
                if (length == 0)
                {
                    run.ReportValue(MappingFindings.NotConverted, value, "number", run.Rule.Target);
                    continue;
                }

                value = run.Made(digits[..length], value);
            }

            run.ValueAt(kept++) = value;
        }

        count -= run.ValueTop - kept;
        run.ValueTop = kept;
        return count;
    }

    private static int Round(Run run, int node, CallExpression call)
    {
        var count = call.Arguments[0].Values(run, node);
        for (var i = run.ValueTop - count; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            if (run.TryNumber(value, out var number)) run.ValueAt(i) = run.Made(decimal.Round(number,
                (int)call.Prepared!, MidpointRounding.AwayFromZero), value);
        }

        return count;
    }

    private static int Calculate(Run run, int node, CallExpression call, Func<decimal, decimal, decimal?> calculate)
    {
        var from = run.ValueTop;
        var a = call.Arguments[0].Values(run, node);
        // A square: what is not noted is calculated once.
        var isSame = a > 0 && run.Track == Tracking.None && ReferenceEquals(call.Arguments[0], call.Arguments[1]);
        var b = isSame ? a : call.Arguments[1].Values(run, node);
        var first = run.ValueAt(from);
        var second = run.ValueAt(isSame ? from : from + a);
        run.ValueTop = from;
        if (a == 0 || b == 0 || !run.TryNumber(first, out var x) || !run.TryNumber(second, out var y)) return 0;
        if (Checked(calculate, x, y) is not { } result)
        {
            run.ReportValue(MappingFindings.NotConverted, first, "number that can be calculated with", run.Rule.Target);
            return 0;
        }

        first.OriginTo = Math.Max(first.OriginTo, second.OriginTo);
        run.Push(run.Made(result, first));
        return 1;
    }

    private static decimal? Checked(Func<decimal, decimal, decimal?> calculate, decimal x, decimal y)
    {
        try
        {
            return calculate(x, y);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static int Sum(Run run, int node, CallExpression call)
    {
        var from = run.ValueTop;
        var origins = run.OriginTop;
        var count = call.Arguments[0].Values(run, node);
        decimal? sum = 0;
        for (var i = from; i < run.ValueTop && sum is not null; i++)
        {
            var value = run.ValueAt(i);
            if (run.TryNumber(value, out var number)) sum = Checked((a, b) => a + b, sum.Value, number);
            else run.ReportValue(MappingFindings.NotConverted, value, "number", run.Rule.Target);
        }

        var first = count > 0 ? run.ValueAt(from) : default;
        run.ValueTop = from;
        if (count == 0 || sum is null) return 0;
        (first.OriginFrom, first.OriginTo) = (origins, run.OriginTop);
        run.Push(run.Made(sum.Value, first));
        return 1;
    }

    private static int Count(Run run, int node, CallExpression call)
    {
        var list = call.Arguments[0];
        var origins = run.OriginTop;
        int count;
        if (list.IsNodes)
        {
            var from = run.Top;
            count = list.Select(run, node);
            for (var i = from; i < run.Top; i++) run.Note(run.NodeAt(i), OriginRole.Value);
            run.Top = from;
        }
        else
        {
            count = list.Values(run, node);
            run.ValueTop -= count;
        }

        run.Push(run.Made(count) with { OriginFrom = origins, OriginTo = run.OriginTop });
        return 1;
    }

    private static int Extreme(Run run, int node, CallExpression call, int direction)
    {
        var from = run.ValueTop;
        call.Arguments[0].Values(run, node);
        var best = -1;
        decimal limit = 0;
        for (var i = from; i < run.ValueTop; i++)
        {
            if (!run.TryNumber(run.ValueAt(i), out var number) || (best >= 0
                && number.CompareTo(limit) != direction)) continue;
            (best, limit) = (i, number);
        }

        if (best >= 0) run.ValueAt(from) = run.ValueAt(best);
        run.ValueTop = from + (best >= 0 ? 1 : 0);
        return best >= 0 ? 1 : 0;
    }
}
