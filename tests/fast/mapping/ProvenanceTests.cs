using Gateway.Documents;

namespace Gateway.Tests.Fast.Mappings;

public sealed class ProvenanceTests
{
    private static (string[] Values, string[] Keys, string Value) Origins(string expression, string body)
    {
        var box = Cuscar.Run(Cuscar.Map("FunctionalReferenceID: " + Cuscar.Quoted(expression)), body).Box;
        var message = Cuscar.Message(body);
        for (var node = 0; node < box.Target.Nodes.Length; node++)
        {
            if (box.Target.NameOf(node) != "FunctionalReferenceID") continue;
            var origins = box.Target.Sources(node, out var rule).ToArray();
            Assert.True(rule > 0);
            string[] Of(OriginRole role) => [.. origins.Where(o => o.Role == role)
                .Select(o => message.Substring((int)o.Span.Start, o.Span.Length))];
            return (Of(OriginRole.Value), Of(OriginRole.Key), box.Target.Text(node));
        }

        throw new InvalidOperationException("There is no value.");
    }

    [Theory]
    [InlineData("BGM.1004", "A?+B", "")]
    [InlineData("TDT/LOC+9.3225", "CNSHA", "9")]
    [InlineData("TDT/LOC[.3227=11].3225", "NLRTM", "11")]
    [InlineData("TDT/LOC+9.3225 | left(2)", "CN", "9")]
    [InlineData("TDT/LOC+9.3225 | right(3)", "SHA", "9")]
    [InlineData("TDT/LOC+9.3225 | mid(2, 2)", "NS", "9")]
    [InlineData("TDT/LOC+9.3225 | extract('H.')", "HA", "9")]
    [InlineData("BGM.1004 | left(2)", "A?+", "")]
    [InlineData("BGM.1004 | mid(2, 1)", "?+", "")]
    [InlineData("DTM+137 | date", "20261102", "102,137")]
    [InlineData("NAD+MS.3124 | join('/')", "ONE,TWO", "MS,MS")]
    [InlineData("sum(CNT.6066)", "5,6", "")]
    [InlineData("TDT/LOC+9.3225 | upper", "CNSHA", "9")]
    [InlineData("TDT/LOC+13.3225 else TDT/LOC+9.3225", "CNSHA", "9")]
    [InlineData("if(BGM.1225 = 9, TDT/LOC+9.3225)", "CNSHA", "9,9")]
    public void A_value_names_its_bytes_and_what_decided(string expression, string values, string keys)
    {
        var (found, decided, _) = Origins(expression, Body);
        Assert.Equal(values, string.Join(',', found));
        Assert.Equal(keys, string.Join(',', decided));
    }

    private const string Body = "BGM+785+A?+B+9'DTM+137:20261102:102'NAD+MS+ID1+ONE:TWO'"
        + "TDT+20'LOC+9+CNSHA'LOC+11+NLRTM'CNT+7:5'CNT+11:6'";

    [Theory]
    [InlineData("TDT/LOC+9.3225 | left(2)")]
    [InlineData("TDT/LOC+9.3225 | lower")]
    [InlineData("NAD+MS.3124[2]")]
    [InlineData("TDT/LOC+9.3225 | replace('C', 'K')")]
    public void The_rule_gives_the_value_again_from_its_bytes_alone(string expression)
    {
        var (values, _, value) = Origins(expression, Body);
        var function = expression.Split(" | ").Skip(1).ToArray();
        var alone = string.Join(" | ", function.Prepend("BGM.1004"));
        Assert.Equal(value, Cuscar.Value(alone, $"BGM+785+{values.Single()}+9'"));
    }

    [Fact]
    public void A_constant_has_a_rule_and_no_value()
    {
        var box = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "TypeCode: =785"), Body).Box;
        var node = Enumerable.Range(0, box.Target.Nodes.Length).Single(n => box.Target.NameOf(n) == "TypeCode");
        Assert.Empty(box.Target.Sources(node, out var rule).ToArray());
        Assert.True(rule > 0);
    }

    [Fact]
    public void A_unit_has_its_own_origin()
    {
        const string body = "BGM+785+1+9'CNT+7:12:TNE'";
        var box = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "TotalGrossMassMeasure: CNT+7 | measure"), body).Box;
        var node = Enumerable.Range(0, box.Target.Nodes.Length).Single(n => box.Target.NameOf(n) == "unitCode");
        var origin = Assert.Single(box.Target.Sources(node, out _).ToArray());
        Assert.Equal("TNE", Cuscar.Message(body).Substring((int)origin.Span.Start, origin.Span.Length));
    }
}
