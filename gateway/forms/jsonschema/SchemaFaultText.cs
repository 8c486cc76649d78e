using System.Globalization;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Makes findings of the faults of one document: sentences in words of people, places in the document and in the schema.</summary>
/// <param name="part">The bytes that the document lies in.</param>
/// <param name="start">Where it begins there.</param>
/// <param name="number">Number of the part, for spans.</param>
/// <param name="ordinal">Which document of the part it is.</param>
internal sealed class SchemaFaultText(ReadOnlyMemory<byte> part, int start, int number, int ordinal)
{
    private const int ValueMax = 60;
    private const int ValuesMax = 6;

    /// <summary>Makes a finding.</summary>
    public Finding Of(InstanceView view, SchemaFault fault)
    {
        var place = InstancePlace.Of(view, fault.Node);
        var node = fault.Node;
        var isInObject = fault.Code == SchemaFindings.NotAllowed && node > 0 && view[node - 1].Kind == InstanceKind.Member
            && view[node - 1].Next == view[node].Next;
        // What may not be there is shown by its name.
        var shown = isInObject ? node - 1 : node;
        var length = fault.Code == SchemaFindings.Missing || fault.Code == SchemaFindings.MissingBeside ? 0 : view[shown].Length;
        var at = start + view[shown].Start;
        var (line, column) = FormDecoder.LineOf(part.Span, at);
        var arguments = ArgumentsOf(view, fault, place);
        return new Finding(
            fault.Code, new SourceSpan(number, at, length), new Place(ordinal, line, column) { IsText = true, Path = place.Pointer }, 0,
            [.. arguments])
        {
            SchemaPointer = LocationOf(fault.Rules, fault.Keyword),
        };
    }

    /// <summary>Where a keyword stands: URI of the resource with a JSON pointer, or path of the file where it has no URI.</summary>
    public static string LocationOf(SchemaRules rules, string keyword)
    {
        var uri = rules.Resource.Uri;
        var pointer = InstancePlace.Of(rules.Document.Instance.View, rules.Node, rules.Resource.Node).Pointer;
        if (uri.StartsWith(JsonSchema.FileBase, StringComparison.Ordinal)) uri = uri[JsonSchema.FileBase.Length..];
        return $"{uri}#{pointer}{(keyword.Length == 0 ? "" : "/" + keyword)}";
    }

    private static string[] ArgumentsOf(InstanceView view, SchemaFault fault, InstancePlace place)
    {
        var (rules, node, code) = (fault.Rules, fault.Node, fault.Code);
        if (code == SchemaFindings.NotAllowed)
        {
            return [place.Parent, node > 0 && view[node - 1].Kind == InstanceKind.Member && view[node - 1].Next == view[node].Next
                ? place.Subject : "an entry more"];
        }

        if (fault.Name is not null)
        {
            return [place.Subject, InstancePlace.Quoted(fault.Name), fault.Other is null ? "" : InstancePlace.Quoted(fault.Other)];
        }

        var expected = code == SchemaFindings.WrongType ? Types(fault.Types == TypeSet.None ? rules.Types : fault.Types)
            : code == SchemaFindings.NotListed ? Values(rules, fault.Keyword)
            : Limit(rules, fault);
        var found = code == SchemaFindings.TooLong || code == SchemaFindings.TooShort || code == SchemaFindings.TooMany
            || code == SchemaFindings.TooFew || code == SchemaFindings.NoSuchEntry
            ? fault.Count.ToString(CultureInfo.InvariantCulture) : Value(view, node);
        return [place.Subject, expected, found];
    }

    private static string Limit(SchemaRules rules, SchemaFault fault) => fault.Keyword switch
    {
        "minLength" => Number(rules.Texts!.MinLength),
        "maxLength" => Number(rules.Texts!.MaxLength),
        "pattern" => rules.Texts!.Pattern!.Text,
        "minimum" => "at least " + rules.Numbers!.Minimum!.Text,
        "maximum" => "at most " + rules.Numbers!.Maximum!.Text,
        "exclusiveMinimum" => "more than " + rules.Numbers!.ExclusiveMinimum!.Text,
        "exclusiveMaximum" => "less than " + rules.Numbers!.ExclusiveMaximum!.Text,
        "multipleOf" => rules.Numbers!.MultipleOf!.Text,
        "minItems" => Number(rules.Arrays!.MinItems),
        "maxItems" => Number(rules.Arrays!.MaxItems),
        "minProperties" => Number(rules.Objects!.MinProperties),
        "maxProperties" => Number(rules.Objects!.MaxProperties),
        "contains" => "at least one",
        "minContains" => "at least " + Number(rules.Arrays!.MinContains),
        "maxContains" => "at most " + Number(rules.Arrays!.MaxContains),
        _ => Number(fault.Count),
    };

    private static string Types(TypeSet types)
    {
        var words = new List<string>();
        if ((types & TypeSet.Number) != 0) words.Add("a number");
        else if ((types & TypeSet.Integer) != 0) words.Add("a whole number");
        if ((types & TypeSet.Text) != 0) words.Add("text");
        if ((types & TypeSet.Boolean) != 0) words.Add("true or false");
        if ((types & TypeSet.Object) != 0) words.Add("an object");
        if ((types & TypeSet.Array) != 0) words.Add("a list");
        if ((types & TypeSet.Null) != 0) words.Add("empty (null)");
        return words.Count == 0 ? "nothing" : string.Join(" or ", words);
    }

    private static string Values(SchemaRules rules, string keyword)
    {
        var values = keyword == "const" ? rules.Const!.Values : rules.Enum!.Values;
        var view = rules.Document.Instance.View;
        var shown = new List<string>();
        foreach (var value in values.Take(ValuesMax)) shown.Add(Plain(view, value));
        if (values.Count > ValuesMax) return $"{string.Join(", ", shown)} and {Number(values.Count - ValuesMax)} more";
        return shown.Count < 2 ? "only " + string.Concat(shown) : $"{string.Join(", ", shown[..^1])} or {shown[^1]}";
    }

    private static string Plain(InstanceView view, int node) => view[node].Kind == InstanceKind.Text
        ? $"\"{Short(view.Text(node))}\"" : Short(System.Text.Encoding.UTF8.GetString(view.Bytes(node)));

    private static string Value(InstanceView view, int node) => view[node].Kind switch
    {
        InstanceKind.Text or InstanceKind.Member => $"the text \"{Short(view.Text(node))}\"",
        InstanceKind.Number => $"the number {Short(view.Text(node))}",
        InstanceKind.True => "true",
        InstanceKind.False => "false",
        InstanceKind.Null => "empty (null)",
        InstanceKind.Array => "a list",
        _ => "an object",
    };

    private static string Short(string text) => SafeText.Of(text.Length <= ValueMax ? text : text[..ValueMax] + "…");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
