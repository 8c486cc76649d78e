namespace Gateway.Tests.Fast.Mappings;

public sealed class FunctionTests
{
    private const string Body = "BGM+785+ ab-12 c +9'DTM+137:202611020830:203'DTM+132:20261130:102'"
        + "NAD+MS+ID1+ONE:TWO:THREE'TDT+20'LOC+9+CNSHA'LOC+11+NLRTM'CNT+7:12,50:TNE'CNT+11:0007'";

    [Theory]
    [InlineData("BGM.1004 | trim", "ab-12 c")]
    [InlineData("BGM.1004 | upper", " AB-12 C ")]
    [InlineData("BGM.1001 | lower", "785")]
    [InlineData("BGM.1004 | compact", "AB12C")]
    [InlineData("BGM.1001 | left(2)", "78")]
    [InlineData("BGM.1001 | right(2)", "85")]
    [InlineData("BGM.1001 | mid(2)", "85")]
    [InlineData("BGM.1001 | mid(2, 1)", "8")]
    [InlineData("BGM.1004 | replace('-', '+')", " ab+12 c ")]
    [InlineData("BGM.1004 | split('-') | first", " ab")]
    [InlineData("BGM.1004 | split('-') | rest", "12 c ")]
    [InlineData("BGM.1001 | pad(5, '0')", "00785")]
    [InlineData("BGM.1004 | extract('[0-9]+')", "12")]
    [InlineData("BGM.1004 | extract('([a-z])-([0-9])', 2)", "1")]
    [InlineData("NAD+MS.3124 | join('/')", "ONE/TWO/THREE")]
    [InlineData("join('-', BGM.1001, TDT/LOC+9.3225)", "785-CNSHA")]
    [InlineData("NAD+MS.3124 | rest | join('/')", "TWO/THREE")]
    [InlineData("NAD+MS.3124[2]", "TWO")]
    [InlineData("NAD+MS.3124[last]", "THREE")]
    [InlineData("CNT+7.6066 | number", "12.50")]
    [InlineData("CNT+7.6066 | number | round(0)", "13")]
    [InlineData("CNT+11.6066 | number", "7")]
    [InlineData("add(CNT+11.6066, BGM.1001)", "792")]
    [InlineData("sub(BGM.1001, CNT+11.6066)", "778")]
    [InlineData("mul(CNT+11.6066, 2)", "14")]
    [InlineData("div(CNT+7.6066, 2)", "6.25")]
    [InlineData("mul(sub(BGM.1001, CNT+11.6066), sub(BGM.1001, CNT+11.6066))", "605284")]
    [InlineData("mul(sub(BGM.1001, CNT+11.6066), sub(BGM.1001, CNT+7.6066))", "601005.00")]
    [InlineData("sum(CNT.6066)", "19.50")]
    [InlineData("count(TDT/LOC)", "2")]
    [InlineData("count(EQD)", "0")]
    [InlineData("min(CNT.6066)", "0007")]
    [InlineData("max(CNT.6066) | number", "12.50")]
    [InlineData("DTM+137 | date", "2026-11-02T08:30")]
    [InlineData("DTM+132 | date", "2026-11-30")]
    [InlineData("DTM+137 | date | zone('+08:00')", "2026-11-02T08:30+08:00")]
    [InlineData("DTM+132 | date | zone('+08:00')", "2026-11-30")]
    [InlineData("DTM+132.2380 | date('102')", "2026-11-30")]
    [InlineData("DTM+132.2380 | date('YYYYMMDD')", "2026-11-30")]
    [InlineData("if(BGM.1001 = 785, 'yes', 'no')", "yes")]
    [InlineData("if(BGM.1001 = 786, 'yes', 'no')", "no")]
    [InlineData("if(contains(TDT/LOC+9.3225, 'XX', 'SHA'), TDT/LOC+9.3225)", "CNSHA")]
    [InlineData("if(matches(TDT/LOC+9.3225, '[A-Z]{5}'), TDT/LOC+9.3225)", "CNSHA")]
    [InlineData("if(CNT+7.6066 > 12 and CNT+11.6066 <= 7, 'both')", "both")]
    [InlineData("if(not EQD, 'none')", "none")]
    [InlineData("TDT/LOC+13.3225 else TDT/LOC+11.3225", "NLRTM")]
    [InlineData("=a 'b' | c", "a 'b' | c")]
    public void Give_what_they_say(string expression, string expected)
        => Assert.Equal(expected, Cuscar.Value(expression, Body));

    [Theory]
    [InlineData("TDT/LOC+13.3225 | upper")]
    [InlineData("sum(EQD.8260)")]
    [InlineData("BGM.1001 | mid(9)")]
    [InlineData("div(BGM.1001, 0)")]
    [InlineData("BGM.1004 | number")]
    [InlineData("if(BGM.1001 = 786, 'yes')")]
    public void Give_nothing_when_there_is_nothing(string expression) => Assert.Null(Cuscar.Value(expression, Body));

    [Fact]
    public void Measure_takes_the_unit_beside_the_figure_or_the_one_given()
    {
        var report = Cuscar.Run(Cuscar.Map("TotalGrossMassMeasure: CNT+7 | measure('KGM')"), Body).Report;
        Assert.Equal("""{"value":12.50,"unit":"TNE"}""", report["totalGrossMassMeasure"]!.ToJsonString());
        report = Cuscar.Run(Cuscar.Map("TotalGrossMassMeasure: CNT+11 | measure('KGM')"), Body).Report;
        Assert.Equal("""{"value":7,"unit":"KGM"}""", report["totalGrossMassMeasure"]!.ToJsonString());
    }

    [Fact]
    public void In_converts_with_exact_factors()
    {
        var report = Cuscar.Run(Cuscar.Map("TotalGrossMassMeasure: CNT+7 | measure | in('KGM')"), Body).Report;
        Assert.Equal("""{"value":12500,"unit":"KGM"}""", report["totalGrossMassMeasure"]!.ToJsonString());
    }

    [Fact]
    public void Translate_without_a_row_is_one_warning_and_else_goes_on()
    {
        var mapping = Cuscar.Map("TypeCode: BGM.1001 | translate(kind) else 'X'")
            .Replace("map:", "tables: { kind: { 784: A } }\nmap:");
        var (report, box) = Cuscar.Run(mapping, Body);
        Assert.Equal("X", (string?)report["typeCode"]);
        Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0103" && f.Arguments[0] == "785");
        Assert.Equal("A", (string?)Cuscar.Run(mapping, Body.Replace("785", "784")).Report["typeCode"]);
    }

    [Fact]
    public void Partner_gives_a_constant_of_the_partner_and_makes_no_class()
    {
        var box = new Sandbox().With("m.yaml", Cuscar.Map("ID: BGM.1004", "Carrier/Name: partner(name)"));
        var mapping = box.Compile("m")!;
        box.Partner["name"] = "Blue Line";
        box.Read(Cuscar.Message(Body));
        Assert.Null(box.Run(mapping)["cargoReport"]!["carrier"]);
    }

    [Fact]
    public void A_date_that_is_none_is_a_finding_at_its_bytes()
    {
        const string body = "BGM+785+1+9'DTM+137:20261332:102'";
        var (report, box) = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "IssueDateTime: DTM+137 | date"), body);
        Assert.Null(report["issueDateTime"]);
        var finding = Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0102");
        Assert.Equal("20261332", Cuscar.Message(body).Substring((int)finding.Span.Start, finding.Span.Length));
    }

    [Theory]
    [InlineData("202611020830:102", "2026-11-02T08:30")]
    [InlineData("20261102:203", "2026-11-02")]
    public void A_date_whose_format_code_is_wrong_is_read_by_its_length_and_told(string sent, string read)
    {
        var (report, box) = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "IssueDateTime: DTM+137 | date"), $"BGM+785+1+9'DTM+137:{sent}'");
        Assert.Equal(read, (string?)report["issueDateTime"]);
        Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0109");
        Assert.DoesNotContain(box.Findings.All, f => f.Code.Id == "MAP-0102");
    }
}
