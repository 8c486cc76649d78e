namespace Gateway.Forms;

/// <summary>When two values of JSON are the same (JSON Schema core §4.2.2): numbers by value, objects without order.</summary>
internal static class InstanceEquality
{
    /// <summary>Whether two values are the same.</summary>
    /// <param name="left">Where the one stands.</param>
    /// <param name="node">The one.</param>
    /// <param name="right">Where the other stands.</param>
    /// <param name="other">The other.</param>
    /// <param name="steps">What the comparing may still cost; it goes down.</param>
    public static bool AreEqual(InstanceView left, int node, InstanceView right, int other, ref long steps)
    {
        steps--;
        ref readonly var a = ref left[node];
        ref readonly var b = ref right[other];
        if (a.Kind != b.Kind || steps < 0) return false;
        switch (a.Kind)
        {
            case InstanceKind.Number:
                var x = left.Bytes(node);
                var y = right.Bytes(other);
                return x.SequenceEqual(y) || ExactNumber.Of(x).CompareTo(ExactNumber.Of(y)) == 0;
            case InstanceKind.Text:
                return TextsAreEqual(left.Bytes(node), a.IsEscaped, right.Bytes(other), b.IsEscaped);
            case InstanceKind.Array:
                return a.Count == b.Count && ArraysAreEqual(left, node, right, other, ref steps);
            case InstanceKind.Object:
                return a.Count == b.Count && ObjectsAreEqual(left, node, right, other, ref steps);
            default:
                return true;
        }
    }

    /// <summary>A hash that equal values share.</summary>
    public static int Hash(InstanceView view, int node)
    {
        ref readonly var at = ref view[node];
        var hash = (int)at.Kind;
        unchecked
        {
            switch (at.Kind)
            {
                case InstanceKind.Number: return HashNumber(view.Bytes(node));
                case InstanceKind.Text when at.IsEscaped: return InstanceText.HashEscaped(view.Bytes(node));
                case InstanceKind.Text: return InstanceText.Hash(view.Bytes(node));
                case InstanceKind.Array:
                    for (var entry = node + 1; entry < at.Next; entry = view[entry].Next) hash = (hash * 31) + Hash(view, entry);
                    break;
                case InstanceKind.Object:
                    for (var member = node + 1; member < at.Next; member = view[member].Next)
                    {
                        hash += view[member].Count ^ (Hash(view, member + 1) * 17);
                    }

                    break;
            }

            return hash;
        }
    }

    private static int HashNumber(ReadOnlySpan<byte> text)
    {
        var number = ExactNumber.Of(text);
        return unchecked(InstanceText.Hash(number.Digits.Span) + ((int)number.Exponent * 31) + (number.IsNegative ? 7 : 0));
    }

    private static bool TextsAreEqual(ReadOnlySpan<byte> a, bool isEscaped, ReadOnlySpan<byte> b, bool isOtherEscaped)
    {
        if (!isOtherEscaped) return InstanceText.Is(a, isEscaped, b);
        return isEscaped ? InstanceText.Is(a, true, InstanceText.Plain(b, true)) : InstanceText.Is(b, true, a);
    }

    private static bool ArraysAreEqual(InstanceView left, int node, InstanceView right, int other, ref long steps)
    {
        var entry = other + 1;
        for (var at = node + 1; at < left[node].Next; at = left[at].Next)
        {
            if (!AreEqual(left, at, right, entry, ref steps)) return false;
            entry = right[entry].Next;
        }

        return true;
    }

    private static bool ObjectsAreEqual(InstanceView left, int node, InstanceView right, int other, ref long steps)
    {
        for (var member = node + 1; member < left[node].Next; member = left[member].Next)
        {
            var match = other + 1;
            for (; match < right[other].Next; match = right[match].Next)
            {
                if (--steps < 0) return false;
                if (right[match].Count == left[member].Count && TextsAreEqual(
                    left.Bytes(member), left[member].IsEscaped, right.Bytes(match), right[match].IsEscaped)) break;
            }

            if (match >= right[other].Next || !AreEqual(left, member + 1, right, match + 1, ref steps)) return false;
        }

        return true;
    }
}
