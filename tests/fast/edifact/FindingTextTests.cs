using Gateway.Documents;

namespace Gateway.Tests.Fast.Edifact;

public sealed class FindingTextTests
{
    [Fact]
    public void A_finding_shows_its_segment_with_carets_under_the_fault()
    {
        var text = HandMade.Message("BGM+85+MAN1+9'CNI+1'RFF+BM:BL1'GID+1+5:PACKAGES'");
        var finding = HandMade.Read(text).Findings.All.Single();
        Assert.Equal(
            """
            EDI-0065 warning: 7065 has 8 characters; at most 7 are allowed.
              at cargo.edi, byte 116, message 1 (M1), segment 5 GID, element 3, component 2
                GID+1+5:PACKAGES'
                        ^^^^^^^^
              in: CNI[1]/RFF[1]/GID[1]
              expected: 7065: an..7, conditional
              why: The value is longer than the directory allows.
              fix: Shorten the value to 7 characters.

            """.ReplaceLineEndings("\n"),
            FindingText.Of(finding, Severity.Warning, HandMade.Raw(HandMade.Bytes(text)), "cargo.edi").ToString());
    }

    [Fact]
    public void Control_characters_and_long_values_stay_on_one_short_line()
    {
        var text = HandMade.Message("BGM+85+\u001B[31m" + new string('x', 500) + "+9'");
        foreach (var finding in HandMade.Read(text).Findings.All)
        {
            var shown = FindingText.Of(finding, Severity.Error, HandMade.Raw(HandMade.Bytes(text)), null).ToString();
            Assert.DoesNotContain('\u001B', shown);
            Assert.All(shown.Split('\n').Skip(2).Take(2), line => Assert.InRange(line.Length, 1, 125));
        }
    }
}
