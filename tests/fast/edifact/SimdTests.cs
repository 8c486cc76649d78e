using CsCheck;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>The fast search for delimiters beside the plain one.</summary>
public sealed class SimdTests
{
    private static readonly ServiceCharacters[] Sets =
    [
        ServiceCharacters.Default,
        ServiceCharacters.Default with { Repetition = (byte)'*' },
        ServiceCharacters.Default with { Release = 0 },
        ServiceCharacters.InformationSeparators,
        new((byte)'|', (byte)'^', (byte)',', (byte)'\\', (byte)'~', (byte)'\n'),
    ];

    // Few kinds of bytes, so that delimiters and runs of release characters are everywhere, also over the ends of blocks.
    private const string Kinds = "?'+:*A\0\n|^\\~\u001C\u001D\u001F";

    private static readonly Gen<byte> Bytes = Gen.Int[0, Kinds.Length - 1].Select(i => (byte)Kinds[i]);

    [Fact]
    public void Delimiters_of_random_bytes_are_those_found_a_byte_at_a_time()
        => Gen.Select(Bytes.Array[0, 400], Gen.Int[0, 70], Gen.Int[0, Sets.Length - 1]).Sample(
            (bytes, from, set) => AssertSame(bytes, Math.Min(from, bytes.Length), Sets[set]), iter: 20_000);

    [Fact]
    public void Delimiters_of_real_files_are_those_found_a_byte_at_a_time()
    {
        foreach (var row in Corpus.Rows)
        {
            var bytes = Corpus.Bytes(row["path"]);
            foreach (var set in Sets) AssertSame(bytes, 0, set);
        }
    }

    [Fact]
    public void A_release_character_at_the_end_of_a_block_releases_the_first_byte_of_the_next()
    {
        for (var releases = 1; releases <= 130; releases++)
        {
            var bytes = HandMade.Bytes("UNB+" + new string('A', 124 - Math.Min(124, releases)) + new string('?', releases) + "'+B'");
            foreach (var isWide in Ways)
            {
                var (places, ends) = Fast(bytes, 0, ServiceCharacters.Default, isWide);
                Assert.Equal(releases % 2 == 0 ? 2 : 1, ends.Length);
                Assert.Equal(releases % 2 == 0, places.Contains(4 + 124 - Math.Min(124, releases) + releases));
            }
        }
    }

    private static void AssertSame(byte[] bytes, int from, ServiceCharacters set)
    {
        var (places, ends) = (new int[bytes.Length + DelimiterIndex.Slack], new int[bytes.Length + DelimiterIndex.Slack]);
        var (count, endCount) = DelimiterIndex.Rest(bytes, from, set, false, places, ends, 0, 0);
        foreach (var isWide in Ways)
        {
            var fast = Fast(bytes, from, set, isWide);
            Assert.Equal(places[..count], fast.Places);
            Assert.Equal(ends[..endCount], fast.Ends);
        }
    }

    // The way of every processor, and that of those which can move the marked bytes of a vector to its front.
    private static readonly bool[] Ways = DelimiterIndex.IsWide ? [false, true] : [false];

    private static (int[] Places, int[] Ends) Fast(byte[] bytes, int from, ServiceCharacters set, bool isWide)
    {
        var (places, ends) = (new int[bytes.Length + DelimiterIndex.Slack], new int[bytes.Length + DelimiterIndex.Slack]);
        var (count, endCount) = DelimiterIndex.Build(bytes, from, set, places, ends, isWide);
        return (places[..count], ends[..endCount]);
    }
}
