namespace Gateway.Wco;

/// <summary>Writes what is generated from the model: the files beside <c>model.csv</c> in <c>schemas/wco</c>.</summary>
public static class ModelGenerator
{
    /// <summary>Name of the XML Schema (XSD 1.0).</summary>
    public const string XsdName = "gateway-wco-1.xsd";

    /// <summary>Name of the JSON Schema (2020-12).</summary>
    public const string JsonSchemaName = "gateway-wco-1.schema.json";

    /// <summary>Name of the data dictionary, one page for people.</summary>
    public const string DictionaryName = "dictionary.html";

    /// <summary>The XML Schema.</summary>
    public static ReadOnlyMemory<byte> Xsd => XsdGenerator.Write(WcoModel.Table);

    /// <summary>The JSON Schema.</summary>
    public static ReadOnlyMemory<byte> JsonSchema => JsonSchemaGenerator.Write(WcoModel.Table);

    /// <summary>All generated files; equal for equal models and mappings.</summary>
    /// <param name="filled">What the mappings at hand fill, for the dictionary.</param>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files(IEnumerable<FilledPosition> filled)
        => new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [XsdName] = Xsd,
            [JsonSchemaName] = JsonSchema,
            [DictionaryName] = DictionaryGenerator.Write(WcoModel.Table, filled),
        };
}
