using System.Diagnostics;
using System.Text;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Tests.Fast.Forms;

public sealed class JsonSchemaTests
{
    private static JsonSchema Schema(string json, params (string Path, string Json)[] others)
    {
        var findings = new Findings();
        var schema = Compile(json, findings, others);
        Assert.Empty(findings.All.Select(finding => finding.Sentence));
        return schema!;
    }

    private static JsonSchema? Compile(string json, Findings findings, params (string Path, string Json)[] others)
    {
        var files = others.ToDictionary(f => f.Path, f => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.Json));
        files["goods.json"] = Encoding.UTF8.GetBytes(json);
        return JsonSchema.Compile("goods", files, "goods.json", findings);
    }

    private static string Faults(string schema, string document)
    {
        var findings = new Findings();
        var isValid = Schema(schema).Validate(Encoding.UTF8.GetBytes(document), findings);
        Assert.Equal(findings.Count == 0, isValid);
        return string.Join('\n', findings.All.Select(f => $"{f.Code.Id} {f.Sentence} {f.Place.Path} {f.SchemaPointer} {f.Span.Start}+{f.Span.Length}"));
    }

    [Theory]
    [InlineData("""{"properties":{"grossMass":{"type":"number"}}}""", """{"grossMass":"12,5"}""",
        "SCH-0001 'grossMass' should be a number, it is the text \"12,5\". /grossMass goods.json#/properties/grossMass/type 14+4")]
    [InlineData("""{"properties":{"lines":{"items":{"required":["mass"]}}}}""", """{"lines":[{"mass":1},{}]}""",
        "SCH-0002 Entry 2 of 'lines' has no 'mass', which it must have. /lines/1 goods.json#/properties/lines/items/required 21+0")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1,"b":2}""",
        "SCH-0003 The document has 'b', which it may not have. /b goods.json#/additionalProperties 8+1")]
    [InlineData("""{"properties":{"unit":{"enum":["KGM","TNE"]}}}""", """{"unit":"KG"}""",
        "SCH-0004 'unit' is the text \"KG\"; allowed is \"KGM\" or \"TNE\". /unit goods.json#/properties/unit/enum 9+2")]
    [InlineData("""{"$id":"https://x/y","properties":{"a":{"maxLength":2}}}""", """{"a":"\u00e9\ud83d\ude00x"}""",
        "SCH-0005 'a' has 3 characters; at most 2 are allowed. /a https://x/y#/properties/a/maxLength 6+19")]
    [InlineData("""{"properties":{"a":{"pattern":"^[A-Z]{2}$"}}}""", """{"a":"de"}""",
        "SCH-0007 'a' is the text \"de\", which does not have the form ^[A-Z]{2}$. /a goods.json#/properties/a/pattern 6+2")]
    [InlineData("""{"properties":{"a":{"exclusiveMinimum":0}}}""", """{"a":-0.0}""",
        "SCH-0008 'a' is the number -0.0; it must be more than 0. /a goods.json#/properties/a/exclusiveMinimum 5+4")]
    [InlineData("""{"properties":{"a":{"multipleOf":0.01}}}""", """{"a":0.07,"b":4}""", "")]
    [InlineData("""{"properties":{"a":{"multipleOf":0.01}}}""", """{"a":0.075}""",
        "SCH-0009 'a' is the number 0.075, which is no multiple of 0.01. /a goods.json#/properties/a/multipleOf 5+5")]
    [InlineData("""{"uniqueItems":true}""", """[1,2,1.0]""",
        "SCH-0012 Entry 3 of the document is the same as an earlier entry; each may stand only once. /2 goods.json#/uniqueItems 5+3")]
    [InlineData("""{"anyOf":[{"type":"number"},{"type":"string"}]}""", "true",
        "SCH-0001 The document should be a number or text, it is true.  goods.json#/anyOf 0+4")]
    public void A_fault_is_told_in_words_with_its_place_in_document_and_schema(string schema, string document, string expected)
        => Assert.Equal(expected, Faults(schema, document));

    [Fact]
    public void Of_several_forms_the_nearest_is_told()
    {
        const string Forms = """
            {"oneOf":[{"properties":{"kind":{"const":"sea"},"vessel":{"type":"string"}},"required":["kind","vessel"]},
                      {"properties":{"kind":{"const":"air"},"flight":{"type":"string"}},"required":["kind","flight"]}]}
            """;
        Assert.Equal(
            "SCH-0002 The document has no 'flight', which it must have.  goods.json#/oneOf/1/required 0+0", Faults(Forms, """{"kind":"air"}"""));
    }

    [Fact]
    public void Numbers_are_exact_however_long()
    {
        var schema = Schema("""{"maximum":9007199254740993,"multipleOf":1e-20}""");
        Assert.True(schema.IsValid("9007199254740993"u8.ToArray()));
        Assert.False(schema.IsValid("9007199254740993.00000000000000000001"u8.ToArray()));
        Assert.False(schema.IsValid("9007199254740994"u8.ToArray()));
        Assert.False(schema.IsValid("0.000000000000000000001"u8.ToArray()));
        Assert.False(schema.IsValid("1e999999999999999999999"u8.ToArray()));
    }

    [Theory]
    [InlineData("""{"pattern":"^(a+)+$"}""", "a", 200_000)]
    [InlineData("""{"items":{"uniqueItems":true}}""", "[", 100)]
    [InlineData("""{"$defs":{"x":{"anyOf":[{"items":{"$ref":"#/$defs/x"},"minItems":2},{"items":{"$ref":"#/$defs/x"},"maxItems":0}]}},"$ref":"#/$defs/x"}""", "[", 100)]
    public void No_document_makes_checking_endless(string schema, string unit, int count)
    {
        var text = unit == "[" ? new string('[', count) + new string(']', count) : $"\"{string.Concat(Enumerable.Repeat(unit, count))}!\"";
        var watch = Stopwatch.StartNew();
        var findings = new Findings();
        Schema(schema).Validate(Encoding.UTF8.GetBytes(text), findings);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""", "JSC-0005")]
    [InlineData("""{"properties":{"a":{"$ref":"other.json"}}}""", "JSC-0002")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", "JSC-0002")]
    [InlineData("""{"type":"text"}""", "JSC-0006")]
    [InlineData("""{"items":[{"type":"string"}]}""", "JSC-0006")]
    [InlineData("""{"pattern":"(a)\\1"}""", "JSC-0004")]
    [InlineData("""{"pattern":"(?<!a)b"}""", "JSC-0004")]
    [InlineData("""{"pattern":"a(?=b)"}""", "JSC-0004")]
    [InlineData("""{"type":"string","type":"number"}""", "JSC-0001")]
    [InlineData("""{"type":"string"}}""", "JSC-0001")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", "JSC-0007")]
    public void A_schema_that_cannot_be_used_is_told_with_its_place(string schema, string code)
    {
        var findings = new Findings();
        var compiled = Compile(schema, findings);
        Assert.Equal(code, findings.All[0].Code.Id);
        Assert.Equal(findings.Errors > 0, compiled is null);
        Assert.True(findings.All[0].Place.Segment > 0);
    }

    [Fact]
    public void References_lead_into_the_files_that_were_given()
    {
        var schema = Schema("""{"$ref":"parts/mass.json#/$defs/mass"}""", ("parts/mass.json", """{"$defs":{"mass":{"type":"number"}}}"""));
        Assert.True(schema.IsValid("1"u8.ToArray()));
        Assert.False(schema.IsValid("\"1\""u8.ToArray()));
    }

    [Theory]
    [InlineData("^(?=[0-9.]{1,4}$)(?!0)\\\\d+$", "123", true)]
    [InlineData("^(?=[0-9.]{1,4}$)(?!0)\\\\d+$", "012", false)]
    [InlineData("(?=^[0-9.]{1,12}$)(^\\\\d{1,11}(\\\\.\\\\d{1,3})?$)", "12.345", true)]
    [InlineData("(?=^[0-9.]{1,12}$)(^\\\\d{1,11}(\\\\.\\\\d{1,3})?$)", "12.3456", false)]
    [InlineData("^.{2}$", "\\ud83d\\ude00x", true)]
    [InlineData("^\\\\W$", "é", true)]
    [InlineData("^\\\\d$", "٣", false)]
    [InlineData("^\\\\p{Lu}\\\\p{Ll}+$", "Ångström", true)]
    [InlineData("^[^a]$", "\\ud800", true)]
    [InlineData("\\\\bkg\\\\b", "5é kg", true)]
    [InlineData("é\\\\b", "éa", true)]
    [InlineData("a$", "a\\n", false)]
    public void Patterns_mean_what_ECMA_says(string pattern, string text, bool isMatch)
        => Assert.Equal(isMatch, Schema($$"""{"pattern":"{{pattern}}"}""").IsValid(Encoding.UTF8.GetBytes($"\"{text}\"")));
}
