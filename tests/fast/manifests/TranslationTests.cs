using System.Text;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>From the bytes of a manifest to the cargo report, through all that the gateway does with them.</summary>
public sealed class TranslationTests
{
    public static TheoryData<string> SoundSamples => SampleFiles.Sound;

    [Theory]
    [MemberData(nameof(SoundSamples))]
    public async Task Nothing_of_a_sample_is_lost(string name) => await AssertNothingLost(name, SampleFiles.Read(name));

    [Fact]
    public async Task Nothing_of_hundreds_of_made_manifests_is_lost()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var made = CuscarGenerator.Make(seed);
            await AssertNothingLost($"seed {seed} D.{made.Release}", made.Bytes);
        }
    }

    [Theory]
    [MemberData(nameof(SoundSamples))]
    public async Task The_same_bytes_give_the_same_documents(string name)
    {
        var bytes = SampleFiles.Read(name);

        var first = await TestGateway.Translate(name, bytes);
        var second = await TestGateway.Translate(name, bytes);

        Assert.Equal(first.Select(d => Encoding.UTF8.GetString(d.Json)),
            second.Select(d => Encoding.UTF8.GetString(d.Json)));
        Assert.Equal(first.Select(d => Encoding.UTF8.GetString(d.Xml)),
            second.Select(d => Encoding.UTF8.GetString(d.Xml)));
    }

    [Fact]
    public async Task One_bad_message_of_forty_costs_only_itself()
    {
        var documents = await TestGateway.Translate("forty", SampleFiles.Read("d95b-forty-messages-one-bad.edi"));

        Assert.Equal(40, documents.Count);
        Assert.Equal("forty#23", Assert.Single(documents, d => !d.IsAccepted).Name);
    }

    [Theory]
    [InlineData("faulty-unt-count.edi", Severity.Error, "UNT says 28 segments; the message has 31")]
    [InlineData("faulty-missing-bgm.edi", Severity.Error, "BGM")]
    [InlineData("faulty-unknown-segment.edi", Severity.Error, "ZZX")]
    [InlineData("faulty-container-check-digit.edi", Severity.Warning, "check digit")]
    [InlineData("faulty-character.edi", Severity.Warning, "UNOA")]
    [InlineData("faulty-mass-total.edi", Severity.Warning, "mass")]
    [InlineData("faulty-date.edi", Severity.Warning, "202613451400")]
    public async Task A_faulty_sample_is_answered_with_its_fault(string name, Severity severity, string words)
    {
        var document = Assert.Single(await TestGateway.Translate(name, SampleFiles.Read(name)));

        Assert.Contains(document.Said(severity), said => said.Contains(words, StringComparison.Ordinal));
        Assert.Equal(severity != Severity.Error, document.IsAccepted);
    }

    private static async Task AssertNothingLost(string name, byte[] bytes)
    {
        var documents = await TestGateway.Translate(name, bytes);
        var counts = IndependentCount.Of(bytes);

        Assert.Equal(counts.Count, documents.Count);
        foreach (var (document, count) in documents.Zip(counts))
        {
            Assert.True(
                document.IsAccepted,
                $"{document.Name}: {string.Join("; ", document.Said(Severity.Error))} {document.Reason}");
            var found = DocumentCount.Of(document.Root);
            Assert.True(count == found, $"{document.Name}: the bytes have {count}, the document {found}");
        }
    }
}
