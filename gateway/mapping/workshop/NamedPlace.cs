using System.Globalization;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A value of the source or the target as its names describe it.</summary>
/// <param name="Path">From the block on.</param>
/// <param name="Position">What its schema says of it.</param>
/// <param name="Own">Words of its own name.</param>
/// <param name="Around">Words of the classes around it.</param>
/// <param name="Told">Words of its description, and of the document where it stands in no other class.</param>
/// <param name="Texts">Values that a sample has there; empty where nobody knows.</param>
internal sealed record NamedPlace(
    string Path, Position Position, IReadOnlySet<string> Own, IReadOnlySet<string> Around, IReadOnlySet<string> Told, IReadOnlyList<string> Texts)
{
    private const double OwnPlain = 0.35, AroundPlain = 0.15, AroundRole = 0.8, ToldShare = 0.6;

    // Words that name the kind of a value and not what it is about.
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "id", "name", "value", "text", "content", "measure", "amount", "quantity", "indicator", "datetime", "string", "kg", "kgs", "m3", "bill",
    };

    // Classes that hold others together and have no role of their own.
    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal)
    {
        "address", "document", "goods", "shipment", "consignment", "commodity", "trade", "item", "measure", "line", "border", "transport",
        "specified", "applicable", "supply", "chain", "agreement", "settlement", "header", "detail", "data", "info", "information", "row", "credential",
        "subject", "declaration", "government", "agency", "means", "id", "name",
    };

    /// <summary>How likely the value of the source is that of the target: 0 to 1.</summary>
    public static double Likeness(NamedPlace source, NamedPlace target)
    {
        if (!target.Own.Overlaps(source.Own) && !target.Around.Overlaps(source.Own)) return 0;
        var made = Share(target, word => source.Own.Contains(word) || source.Around.Contains(word) ? 1 : 0);
        var used = Share(source, word => target.Own.Contains(word) || target.Around.Contains(word) ? 1 : target.Told.Contains(word) ? ToldShare : 0);
        if (made + used <= 0) return 0;
        return Math.Min(1, 2 * made * used / (made + used)) * Agreement(source, target);
    }

    private static double Share(NamedPlace place, Func<string, double> found)
    {
        double all = 0, common = 0;
        foreach (var word in place.Own)
        {
            var weight = Kinds.Contains(word) ? OwnPlain : 1;
            (all, common) = (all + weight, common + (weight * found(word)));
        }

        foreach (var word in place.Around)
        {
            if (place.Own.Contains(word)) continue;
            var weight = Holders.Contains(word) ? AroundPlain : AroundRole;
            (all, common) = (all + weight, common + (weight * found(word)));
        }

        return all == 0 ? 0 : common / all;
    }

    /// <summary>What type, number of the UN/TDED, code list, length and the values of a sample say for or against it.</summary>
    private static double Agreement(NamedPlace source, NamedPlace target)
    {
        var (from, to) = (source.Position, target.Position);
        var share = Kind(from.Type?.Kind ?? ValueKind.Text, to.Type?.Kind ?? ValueKind.Text, source.Own.Contains("datetime") || target.Own.Overlaps(source.Own));
        if (from.Tded > 0 && to.Tded > 0) share *= from.Tded == to.Tded ? 1.1 : 0.6;
        if (from.Type?.CodeList is { } one && to.Type?.CodeList is { } other) share *= one == other ? 1.1 : 0.6;
        if (to.Type is { MaxLength: > 0 and var most } && from.Type is { MinLength: > 0 and var least } && least > most) share *= 0.5;
        return share * Sampled(source, target);
    }

    private static double Kind(ValueKind from, ValueKind to, bool isNamedSo) => (from, to) switch
    {
        (ValueKind.Moment, ValueKind.Moment) or (ValueKind.Boolean, ValueKind.Boolean) => 1,
        (ValueKind.Number or ValueKind.Integer, ValueKind.Number or ValueKind.Integer) => 1,
        (ValueKind.Text, ValueKind.Moment or ValueKind.Number or ValueKind.Integer) => isNamedSo ? 0.95 : 0.5,
        (ValueKind.Number or ValueKind.Integer, ValueKind.Text) => 0.85,
        (ValueKind.Text or ValueKind.Alphabetic, ValueKind.Text or ValueKind.Alphabetic) => 1,
        _ => 0.3,
    };

    private static double Sampled(NamedPlace source, NamedPlace target)
    {
        if (source.Texts.Count == 0) return target.Own.Contains("name") ? 1.01 : 1;
        if (target.Position.Type?.Kind is ValueKind.Number or ValueKind.Integer)
        {
            return source.Texts.All(text => text.All(c => char.IsDigit(c) || c is '.' or ',' or ' ' or '-')) ? 1.05 : 0.4;
        }

        // A code has no blanks, and one of letters alone is short and in capitals.
        var areCodes = source.Texts.All(text => !text.Contains(' ', StringComparison.Ordinal)
            && (text.Any(char.IsDigit) || (text.Length <= 5 && text.ToUpper(CultureInfo.InvariantCulture) == text)));
        if (target.Own.Contains("id")) return areCodes ? 1.06 : 0.97;
        if (target.Position.Name.EndsWith("Code", StringComparison.Ordinal)) return areCodes ? 1.03 : 0.85;
        return target.Own.Contains("name") ? areCodes ? 0.99 : 1.05 : 1;
    }
}
