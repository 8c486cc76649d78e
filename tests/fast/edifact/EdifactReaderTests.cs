using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

public sealed class EdifactReaderTests
{
    private const string Body = "BGM+85+MAN1+9'DTM+137:20260101:102'CNI+1'RFF+BM:BL1'LOC+9+NLRTM'GID+1+5:PK'FTX+AAA+++TEXT'";

    [Fact]
    public void A_message_becomes_a_tree_with_groups_as_their_trigger_segments()
    {
        var read = HandMade.Read(HandMade.Message(Body));
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Equal(
            "CUSCAR(UNB(S001(0001=UNOC 0002=3) S002(0004=SENDER) S003(0010=RECIPIENT) S004(0017=260101 0019=1200) 0020=REF1) "
            + "UNH(0062=M1 S009(0065=CUSCAR 0052=D 0054=95B 0051=UN)) BGM(C002(1001=85) 1004=MAN1 1225=9) "
            + "DTM(C507(2005=137 2380=20260101 2379=102)) CNI(1490=1 RFF(C506(1153=BM 1154=BL1) LOC(3227=9 C517(3225=NLRTM)) "
            + "GID(1496=1 C213(7224=5 7065=PK) FTX(4451=AAA C108(4440=TEXT))))) UNT(0074=9 0062=M1))",
            HandMade.Show(read.Tree));
        Assert.Equal(new ReadCounts(1, 0, 1, 11), read.Counts);
    }

    [Fact]
    public void Release_character_before_a_terminator_is_data()
    {
        var read = HandMade.Read(HandMade.Message("BGM+85+IT?'S ??+9'").Replace("UNT+4", "UNT+3"));
        Assert.Equal("", HandMade.Codes(read.Findings));
        Assert.Contains("1004=IT'S ? 1225=9", HandMade.Show(read.Tree));
    }
}
