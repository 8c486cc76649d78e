using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>What fuzzing found, each with the bytes that showed it.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void A_length_of_an_object_beyond_any_file_asks_for_no_offset_that_a_source_cannot_count()
    {
        var bytes = HandMade.Bytes("UNB+UNOA:4+A+B+260101:1200+R'UNO+1+2+3+1601000000000000'UNP+1+1'UNZ+1+R'");
        var (furthest, raw) = (0L, HandMade.Raw(bytes));
        using var reader = new EdifactReader(
            (offset, into) =>
            {
                furthest = Math.Max(furthest, offset);
                return raw(offset, into);
            },
            HandMade.Find, new Findings());
        while (reader.Read(new Tree(), out _)) { }
        Assert.InRange(furthest, bytes.Length, bytes.Length + (long)int.MaxValue);
    }

    [Fact]
    public void A_message_without_interchange_is_read_the_same_in_chunks()
    {
        var bytes = HandMade.Bytes("UNH+1+CUSCAR:D:95B:UN'BGM+785+A+9'UNT+3+1'");
        var whole = HandMade.Show(HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find).Tree);
        Assert.Equal(whole, HandMade.Show(HandMade.Read(bytes, EdifactDirectory.BuiltIn.Find, chunk: 7).Tree));
        Assert.Contains("1004", whole, StringComparison.Ordinal);
    }
}
