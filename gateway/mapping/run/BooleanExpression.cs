namespace Gateway.Mappings;

/// <summary>Values for a place that takes true or false: XML Schema writes them as 1 and 0 too.</summary>
internal sealed class BooleanExpression(Expression inner) : Expression
{
    public override bool IsConstant => inner.IsConstant;

    public override bool IsNothing => inner.IsNothing;

    public override Need Need => inner.Need;

    public override int Values(Run run, int node)
    {
        var count = inner.Values(run, node);
        for (var i = run.ValueTop - count; i < run.ValueTop; i++)
        {
            ref var value = ref run.ValueAt(i);
            var text = run.TextOf(value).Trim(" \t\r\n"u8);
            if (text.SequenceEqual("1"u8)) value = run.Made("true"u8, value);
            else if (text.SequenceEqual("0"u8)) value = run.Made("false"u8, value);
        }

        return count;
    }
}
