using System.Text;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>What a segment must obey besides structure: dates, code lists, dependencies.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("2", "311226", "310226")]
    [InlineData("3", "123126", "133126")]
    [InlineData("4", "29022024", "29022026")]
    [InlineData("5", "010120262359", "010120262360")]
    [InlineData("6", "2026012", "2026013")]
    [InlineData("7", "2026015", "2026016")]
    [InlineData("8", "202601019", "202601010")]
    [InlineData("9", "2026010199", "20260101X9")]
    [InlineData("10", "20260101T1433", "20260101 1433")]
    [InlineData("101", "000229", "010229")]
    [InlineData("102", "20240229", "19000229")]
    [InlineData("103", "26537", "26538")]
    [InlineData("104", "01020103", "01020154")]
    [InlineData("105", "24366", "25366")]
    [InlineData("106", "0229", "0230")]
    [InlineData("107", "366", "367")]
    [InlineData("108", "53", "00")]
    [InlineData("109", "12", "13")]
    [InlineData("110", "31", "32")]
    [InlineData("201", "2601012400", "2601012401")]
    [InlineData("202", "260101235959", "260101235960")]
    [InlineData("203", "202601011200", "20260101120")]
    [InlineData("204", "20260101120059", "2026010112")]
    [InlineData("205", "202601011200?+0130", "202601011200?+1530")]
    [InlineData("206", "2601011200-0500", "2601011200X0500")]
    [InlineData("207", "260101120000?+0000", "260101120000?+0060")]
    [InlineData("208", "20260101120000-1200", "20260101120000")]
    [InlineData("209", "120000?+0100", "250000?+0100")]
    [InlineData("210", "120000?+0100130000?+0100", "120000?+0100-130000?+0100")]
    [InlineData("301", "2601011200UTC", "2601011200utc")]
    [InlineData("302", "260101120000GMT", "260101120000")]
    [InlineData("303", "202601011200EST", "202601011200")]
    [InlineData("303", "202601011200?+01", "2026010112001")]
    [InlineData("304", "20260101120000UTC", "20260101126000UTC")]
    [InlineData("305", "01011200", "13011200")]
    [InlineData("306", "311200", "321200")]
    [InlineData("307", "20260101120000999", "2026010112000099")]
    [InlineData("308", "202601011200UTC202601021200UTC", "202601031200UTC202601021200UTC")]
    [InlineData("401", "2359", "2460")]
    [InlineData("402", "235959", "236059")]
    [InlineData("404", "120000UTC", "120000")]
    [InlineData("405", "999959", "999960")]
    [InlineData("406", "?+0200", "?+0260")]
    [InlineData("501", "08001800", "0800-1800")]
    [InlineData("502", "080000180000", "080000186000")]
    [InlineData("503", "080000UTC180000UTC", "080000UTC180000")]
    [InlineData("600", "20", "2026")]
    [InlineData("601", "26", "2026")]
    [InlineData("602", "2026", "26")]
    [InlineData("603", "262", "263")]
    [InlineData("604", "20261", "20260")]
    [InlineData("608", "20264", "20265")]
    [InlineData("609", "2612", "2613")]
    [InlineData("610", "202612", "202600")]
    [InlineData("613", "26123", "26124")]
    [InlineData("614", "2026123", "202612")]
    [InlineData("615", "2653", "2654")]
    [InlineData("616", "202653", "202654")]
    [InlineData("701", "2526", "252")]
    [InlineData("702", "20252026", "20262025")]
    [InlineData("703", "251262", "251263")]
    [InlineData("704", "2025120262", "2026220261")]
    [InlineData("705", "251263", "251264")]
    [InlineData("706", "2025120263", "2025020263")]
    [InlineData("707", "251264", "251265")]
    [InlineData("708", "2025120264", "2025120265")]
    [InlineData("709", "25012612", "25012613")]
    [InlineData("710", "202501202612", "202612202501")]
    [InlineData("713", "26010108002601011800", "26010108002601321800")]
    [InlineData("715", "25012652", "25012654")]
    [InlineData("716", "202501202652", "202501202654")]
    [InlineData("717", "260101260131", "260101260132")]
    [InlineData("718", "2026010120260131", "2026013120260101")]
    [InlineData("719", "202601010800202601011800", "202601010800-202601011800")]
    [InlineData("720", "1080051800", "8080051800")]
    [InlineData("721", "202601010800?+0100202601011800?+0100", "202601010800")]
    [InlineData("804", "10", "ten")]
    [InlineData("805", "1.5", "1.5.5")]
    public void A_date_has_the_format_that_2379_names_and_is_in_the_calendar(string format, string right, string wrong)
    {
        Assert.Equal("", Codes($"DTM+137:{right}:{format}'"));
        Assert.Equal("0072", Codes($"DTM+137:{wrong}:{format}'"));
    }

    [Fact]
    public void Every_format_of_the_code_list_is_known_and_tried()
    {
        var tried = typeof(RuleTests).GetMethod(nameof(A_date_has_the_format_that_2379_names_and_is_in_the_calendar))!
            .GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!);
        // The units of a duration (801 to 814) are one kind.
        Assert.Empty(DateFormat.Codes.Where(c => c < 801).Select(c => c.ToString(null, null)).Except(tried));
    }

    [Theory]
    [InlineData("DTM+137:20260101:Z13'")]
    [InlineData("DTM+137:20260101'")]
    [InlineData("DTM+137::102'")]
    public void A_date_without_a_known_format_is_not_judged(string dtm) => Assert.Equal("", Codes(dtm));

    [Fact]
    public void A_date_with_a_wrong_digit_says_which()
    {
        var text = HandMade.Message("BGM+85'DTM+137:20260631:102'");
        var finding = HandMade.Read(HandMade.Bytes(text), EdifactDirectory.BuiltIn.Find).Findings.All.Single();
        Assert.EndsWith(": month 06 has 30 days.", finding.Sentence);
        Assert.Equal("Write the value as CCYYMMDD, or name the format it has.", finding.Fix);
        Assert.Equal("20260631", finding.Found);
    }

    [Theory]
    [InlineData("BGM+85+MAN1+9'", "")]
    [InlineData("BGM+ZZ9+MAN1+9'", "0073")]
    [InlineData("BGM+ZZ9:122+MAN1+9'", "")]
    [InlineData("BGM+ZZ9::95+MAN1+9'", "")]
    [InlineData("BGM+ZZ9::6+MAN1+9'", "0073")]
    [InlineData("BGM+?85+MAN1+9'", "0073")]
    public void A_code_is_looked_up_where_a_list_is_loaded_and_no_other_is_named(string bgm, string codes)
    {
        var lists = new DirectoryCodes("1001 Document name\n 85 Customs manifest\n");
        MessageForm? Find(string type, string version, string release)
            => EdifactDirectory.BuiltIn.Find(type, version, release) is { } form ? form with { Codes = lists } : null;
        var read = HandMade.Read(HandMade.Bytes(HandMade.Message(bgm)), Find);
        Assert.Equal(codes, HandMade.Codes(read.Findings));
        if (codes.Length == 0) return;
        Assert.Equal(12, read.Findings.All[0].Code.ControlCode);
        Assert.Equal((2, 2, 1), (read.Findings.All[0].Place.Segment, read.Findings.All[0].Place.Element, read.Findings.All[0].Place.Component));
        Assert.Contains("is not a code of 1001", read.Findings.All[0].Sentence);
    }

    [Theory]
    [InlineData("UNS+X'", "0073")]
    [InlineData("UNS+D'", "")]
    public void Codes_of_service_segments_are_built_in(string uns, string codes)
    {
        var text = HandMade.Message("").Replace("CUSCAR:D:95B", "INVOIC:D:96A").Replace("UNT",
            $"BGM+380'DTM+137:20260101:102'{uns}MOA+77:1'UNT").Replace("UNT+2", "UNT+6");
        Assert.Equal(codes, HandMade.Codes(HandMade.Read(HandMade.Bytes(text), EdifactDirectory.BuiltIn.Find).Findings));
    }

    [Theory]
    [InlineData(1, "X+a'", "")]
    [InlineData(1, "X'", "0074")]
    [InlineData(1, "X+a+b'", "0075")]
    [InlineData(2, "X'", "")]
    [InlineData(2, "X+a+b+c'", "")]
    [InlineData(2, "X+a++c'", "0074")]
    [InlineData(3, "X++b'", "")]
    [InlineData(3, "X'", "0074")]
    [InlineData(4, "X'", "")]
    [InlineData(4, "X+a++c'", "0075")]
    [InlineData(5, "X++b'", "")]
    [InlineData(5, "X+a+b'", "0074")]
    [InlineData(6, "X+a++c'", "")]
    [InlineData(6, "X+a'", "0074")]
    [InlineData(7, "X+a'", "")]
    [InlineData(7, "X++b+c'", "")]
    [InlineData(7, "X+a+b'", "0075")]
    [InlineData(2, "X+a+::+c'", "0074")]
    public void Data_elements_that_depend_on_each_other_are_told(int kind, string segment, string code)
    {
        var findings = new Findings();
        var reporter = new Reporter();
        reporter.Open(findings, 0);
        using var source = new SegmentSource(HandMade.Raw(Encoding.ASCII.GetBytes(segment.Replace("X", "XXX"))));
        Assert.True(source.Next());
        var check = new SegmentCheck(reporter, new ValueCheck(), source);
        check.Run([new DependencyRule(new DependencyNote((Dependency)kind, [1, 2, 3]), "1, 2, 3")], source.Current, false);
        Assert.Equal(code, HandMade.Codes(findings));
    }

    [Theory]
    [InlineData("1234.5", "")]
    [InlineData("-1234.5", "")]
    [InlineData("0.5", "")]
    [InlineData("007", "")]
    [InlineData("-.5", "0069")]
    [InlineData("5.", "0069")]
    [InlineData("1234,5", "0068")]
    [InlineData("1,234.5", "0071")]
    [InlineData("1.234.567", "0071")]
    [InlineData("1 234", "0067")]
    [InlineData("5-", "0067")]
    [InlineData("--5", "0067")]
    [InlineData("?+5", "0067")]
    [InlineData("1E5", "0067")]
    [InlineData("-", "0067")]
    [InlineData(".", "0067")]
    [InlineData("-12345678901234567.8", "")]
    [InlineData("1234567890123456789", "0065")]
    public void Numbers_are_written_as_ISO_9735_says(string number, string codes)
        => Assert.Equal(codes, Codes($"CNT+7:{number}:KGM'"));

    [Fact]
    public void The_decimal_mark_is_that_of_UNA()
    {
        string Read(string una, string number) => HandMade.Codes(HandMade.Read(HandMade.Bytes(
            HandMade.Message($"BGM+85'CNT+7:{number}:KGM'", una)), EdifactDirectory.BuiltIn.Find).Findings);
        Assert.Equal("", Read("UNA:+,? '", "1,5"));
        Assert.Equal("0068", Read("UNA:+,? '", "1.5"));
        Assert.Equal("", Read("", "1,5"));
        Assert.Equal("", Read("", "1.5"));
    }

    private static string Codes(string segment)
        => HandMade.Codes(HandMade.Read(HandMade.Bytes(HandMade.Message("BGM+85'" + segment)), EdifactDirectory.BuiltIn.Find).Findings);
}
