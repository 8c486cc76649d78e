using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

public sealed class DetectionTests
{
    [Fact]
    public void A_scan_that_fails_costs_neither_the_bytes_nor_their_digest()
    {
        var bytes = Manifests.Interchange("D1", 30);
        using var detection = new Detection(new Readers([new FailingFormat()], []), null);
        foreach (var chunk in bytes.Chunk(1000)) detection.Feed(chunk);
        var findings = new Findings();
        var (sha256, interchanges) = detection.End(findings);
        Assert.Equal(Digest.Of(bytes), sha256);
        Assert.Empty(interchanges);
        Assert.Equal("GWY-0005", findings.All.Single().Code.Id);
    }

    [Fact]
    public void The_result_does_not_depend_on_how_the_bytes_arrive()
    {
        var bytes = Manifests.Interchange("D2", 40);
        var all = new List<string>();
        foreach (var size in (int[])[1, 7, 4095, 4096, 4097, bytes.Length])
        {
            using var detection = new Detection(new Readers(TestFiles.Formats(), []), null);
            foreach (var chunk in bytes.Chunk(size)) detection.Feed(chunk);
            var (sha256, interchanges) = detection.End(new Findings());
            all.Add($"{sha256} {interchanges.Single()}");
        }

        Assert.Single(all.Distinct());
    }

    [Theory]
    [InlineData("/etc/passwd", "passwd.report.txt")]
    [InlineData("..\\..\\x y.edi", "x_y.edi.report.txt")]
    [InlineData("...", "RECEIPT.report.txt")]
    [InlineData(null, "RECEIPT.report.txt")]
    [InlineData("a\r\nb: c.edi", "a__b__c.edi.report.txt")]
    public void An_answer_s_name_has_nothing_of_a_path_or_header(string? name, string expected)
    {
        var arrival = new Arrival("test", "x", name, null, "", default);
        var facts = new ReceiptFacts("RECEIPT", 1, arrival, default, null!, null, [], []);
        Assert.Equal(expected, Answers.NameOf(facts, new AnswerFile("report.txt", "text/plain", Encoding.UTF8.GetBytes("x"))));
    }

    // No format of ours fails like this; the next one may.
    private sealed class FailingFormat : IFormat, IEnvelopeScan
    {
        private int fed;

        public string Name => "failing";

        public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint) => new(100, "");

        public IEnvelopeScan Scan() => this;

        public ScanState Feed(ReadOnlySpan<byte> chunk) => fed++ == 1 ? throw new InvalidOperationException() : ScanState.More;

        public IReadOnlyList<Interchange> End(Findings findings) => throw new InvalidOperationException();

        public Schema? SchemaOf(DocumentType type) => null;

        public IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings) => throw new InvalidOperationException();

        public IReadOnlyList<AnswerFile> Answer(ReceiptReport report) => [];
    }
}
