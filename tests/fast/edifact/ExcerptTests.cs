using System.Text;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Edifact;

public sealed class ExcerptTests
{
    private const string Bytes = "UNB+UNOA:3+A+B+261117:0800+1'UNH+M1+CUSCAR:D:95B:UN'BGM+785+X\u0007Y'DTM+137'";

    [Fact]
    public void An_excerpt_is_the_segment_and_nothing_that_a_terminal_would_obey()
        => Assert.Equal(("BGM+785+", "X\u2407Y", "'"), FindingText.Excerpt(new SourceSpan(0, Bytes.IndexOf('X', StringComparison.Ordinal), 3), Read));

    [Fact]
    public void A_place_that_is_nowhere_shows_nothing()
        => Assert.Equal(("", "", ""), FindingText.Excerpt(new SourceSpan(0, -1, 0), Read));

    private static int Read(long offset, Span<byte> into)
    {
        var left = Encoding.Latin1.GetBytes(Bytes).AsSpan((int)Math.Min(offset, Bytes.Length));
        var count = Math.Min(left.Length, into.Length);
        left[..count].CopyTo(into);
        return count;
    }
}
