using System.Globalization;
using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>One row of <c>schemas/wco/model.csv</c>: one position of one class.</summary>
/// <param name="Class">The class it belongs to; <c>Root</c> for root documents, <c>Any</c> for what every class has.</param>
/// <param name="Name">Tag.</param>
/// <param name="Use">The class that stands here; empty for a value.</param>
/// <param name="Id">WCO identifier; empty where the position is our own.</param>
/// <param name="Tded">UN/TDED number; 0 for none.</param>
/// <param name="Format">Representation of a value: <c>an..35</c>, <c>n..16,6 unit</c>, <c>moment</c>.</param>
/// <param name="Min">How often it must occur.</param>
/// <param name="Max">How often it may occur.</param>
/// <param name="List">Code list; empty for none.</param>
/// <param name="Unless">Name of the value beside it that says that the code is of another list; empty for none.</param>
/// <param name="Key">Kind of business key; empty for none.</param>
/// <param name="Ids">WCO identifiers of the values of a shared class at this place, <c>ID=R021 Name=R020</c>.</param>
/// <param name="Description">Our own line.</param>
internal sealed record ModelRow(
    string Class, string Name, string Use, string Id, int Tded, ModelFormat Format, int Min, int Max, string List,
    string Unless, string Key, string Ids, string Description)
{
    /// <summary>Property name in the JSON form: the tag with its leading capitals lowered (<c>id</c>, <c>wcoTypeName</c>).</summary>
    public string JsonName { get; } = Lower(Name);

    /// <summary>Whether a value stands here.</summary>
    public bool IsValue => Use.Length == 0;

    /// <summary>Whether it may occur more than once.</summary>
    public bool Repeats => Max > 1;

    private static string Lower(string tag)
    {
        var capitals = 0;
        while (capitals < tag.Length && char.IsAsciiLetterUpper(tag[capitals])) capitals++;
        // The last capital of a run begins the next word, unless the run is the whole tag: IDAgencyCode, UNDGID.
        var lowered = capitals > 1 && capitals < tag.Length ? capitals - 1 : capitals;
        return string.Concat(tag[..lowered].ToLowerInvariant(), tag.AsSpan(lowered));
    }
}

/// <summary>Representation of a value as the model writes it.</summary>
/// <param name="Text">As written, for annotations.</param>
/// <param name="Type">Its simple type, without code list.</param>
/// <param name="Attribute">Name of the attribute beside the value; null for none.</param>
internal sealed record ModelFormat(string Text, SimpleType Type, string? Attribute)
{
    /// <summary>Reads a representation.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ModelFormat Parse(string text)
    {
        var parts = text.Split(' ');
        var attribute = parts.Length == 1 ? null : parts[1] switch
        {
            "unit" => "unitCode",
            "currency" => "currencyID",
            _ => throw new FormatException($"unknown attribute in {text}"),
        };
        return new ModelFormat(text, TypeOf(parts[0]), attribute);
    }

    private static SimpleType TypeOf(string text)
    {
        switch (text)
        {
            case "": return SimpleType.Any;
            case "moment": return new SimpleType(ValueKind.Moment);
            case "boolean": return new SimpleType(ValueKind.Boolean);
        }

        var letters = 0;
        while (letters < text.Length && char.IsAsciiLetterLower(text[letters])) letters++;
        var kind = text[..letters] switch
        {
            "an" => ValueKind.Text,
            "a" => ValueKind.Alphabetic,
            "n" => text.Contains(',', StringComparison.Ordinal) ? ValueKind.Number : ValueKind.Integer,
            _ => throw new FormatException($"unknown representation {text}"),
        };
        var size = text[letters..];
        if (size.Length == 0) return new SimpleType(kind);
        var isRange = size.StartsWith("..", StringComparison.Ordinal);
        var numbers = size[(isRange ? 2 : 0)..].Split(',');
        var max = int.Parse(numbers[0], CultureInfo.InvariantCulture);
        var fraction = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : kind == ValueKind.Integer ? 0 : -1;
        return new SimpleType(kind, isRange ? 0 : max, max, fraction);
    }
}

/// <summary>All rows of the model by class, in the order of the file.</summary>
internal sealed class ModelTable
{
    private readonly Dictionary<string, List<ModelRow>> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelFormat> formats = new(StringComparer.Ordinal);

    /// <summary>Reads the table.</summary>
    /// <exception cref="FormatException">A row is wrong; the model is part of the product, so that is our fault.</exception>
    public ModelTable(string csv)
    {
        var isHeading = true;
        foreach (var fields in Csv.Rows(csv))
        {
            if (!isHeading) Add(fields);
            isHeading = false;
        }

        var shared = classes["Any"];
        foreach (var (name, rows) in classes)
        {
            if (name is not ("Root" or "Any" or "MetaData" or "Extension")) rows.AddRange(shared);
        }
    }

    /// <summary>The root documents.</summary>
    public IReadOnlyList<ModelRow> Roots => classes["Root"];

    /// <summary>Names of the classes, in the order of the file.</summary>
    public IEnumerable<string> Classes => classes.Keys.Where(name => name is not ("Root" or "Any"));

    /// <summary>Whether there is a class of that name.</summary>
    public bool Has(string name) => name is not ("Root" or "Any") && classes.ContainsKey(name);

    /// <summary>The positions of a class in order.</summary>
    public IReadOnlyList<ModelRow> this[string name] => classes[name];

    /// <summary>The embedded model.</summary>
    public static ModelTable Embedded()
    {
        using var stream = typeof(ModelTable).Assembly.GetManifestResourceStream("model.csv")!;
        using var reader = new StreamReader(stream);
        return new ModelTable(reader.ReadToEnd());
    }

    private ModelFormat FormatOf(string text)
    {
        if (!formats.TryGetValue(text, out var format)) formats.Add(text, format = ModelFormat.Parse(text));
        return format;
    }

    private void Add(IReadOnlyList<string> f)
    {
        if (f.Count != 12) throw new FormatException($"model.csv: {f.Count} fields in the row of {f[0]}");
        var list = f[8].Split(" unless ");
        var row = new ModelRow(
            f[0], f[1], f[2], f[3], f[4].Length == 0 ? 0 : int.Parse(f[4], CultureInfo.InvariantCulture), FormatOf(f[5]),
            int.Parse(f[6], CultureInfo.InvariantCulture),
            f[7] == "n" ? int.MaxValue : int.Parse(f[7], CultureInfo.InvariantCulture), list[0], list.Length > 1 ? list[1] : "",
            f[9], f[10], f[11]);
        if (!classes.TryGetValue(row.Class, out var rows)) classes.Add(row.Class, rows = []);
        rows.Add(row);
    }
}
