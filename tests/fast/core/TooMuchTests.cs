using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Tests.Fast.Formats;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Core;

/// <summary>More than anybody reads: the begin is worked on, and the rest is a finding.</summary>
public sealed class TooMuchTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Interchanges_beyond_the_limit_are_not_read_and_the_sender_is_told()
    {
        var text = new StringBuilder(Encoding.ASCII.GetString(Manifests.Interchange("FIRST", 1)));
        for (var i = 0; i < Limits.InterchangesMax; i++) text.Append("UNB+UNOA:3+HARBRLINE:ZZ+B+261110:2200+").Append(i).Append("'UNZ+0+").Append(i).Append('\'');
        var last = text.ToString().LastIndexOf("UNB+", StringComparison.Ordinal);
        text.Append(Encoding.ASCII.GetString(Manifests.Interchange("LAST", 1)));
        // An envelope that is wrong, behind where anybody looks.
        text.Append("UNB+UNOA:3+X+Y+261110:2200+Z'UNZ+7+Q'UNB+UNOA:3");
        var (all, codes, verdict) = await Work(text.ToString());
        Assert.Equal(Limits.InterchangesMax, all.Interchanges.Count);
        Assert.Contains("GWY-0042", codes);
        // An interchange without a message is said of those within the limit, and of none behind.
        Assert.Equal(["EDI-0021", "GWY-0042"], codes.Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(
            $"interchanges; what stands behind them, {text.Length - last} bytes, was not read.",
            Encoding.UTF8.GetString(all.Answer()[^1].Bytes.Span), StringComparison.Ordinal);
        Assert.True(Assert.Single(all.Documents).IsAccepted);
        Assert.Equal(ReceiptState.PartlyAccepted, verdict);
    }

    [Fact]
    public async Task Faults_beyond_the_limit_end_the_reading_and_the_sender_is_told()
    {
        var (all, codes, verdict) = await Work("[" + string.Concat(Enumerable.Repeat("{},", Limits.FaultsMax)) + "{}]");
        Assert.InRange(all.Documents.Count, 1, Limits.FaultsMax);
        Assert.Contains("GWY-0043", codes);
        Assert.NotEqual(ReceiptState.Accepted, verdict);
        Assert.InRange(all.Answer().Sum(answer => answer.Bytes.Length), 1, 20_000_000);
    }

    [Fact]
    public async Task Warnings_beyond_the_limit_are_counted_and_the_sender_is_told_where_they_are()
    {
        // The check digit of the container is wrong.
        var text = Encoding.ASCII.GetString(Manifests.Interchange("WARN", 2 * Limits.WarningsMax))
            .Replace("HRBU1500310", "HRBU1500311", StringComparison.Ordinal);
        var (all, _, verdict) = await Work(text);
        Assert.Equal(ReceiptState.Accepted, verdict);
        var (told, untold) = (all.Documents.Sum(d => d.Findings.Count), all.Documents.Sum(d => d.Untold));
        Assert.InRange(told, Limits.WarningsMax, Limits.WarningsMax + Limits.FindingsMax);
        Assert.True(untold > 0);
        var report = Encoding.UTF8.GetString(all.Answer()[^1].Bytes.Span);
        Assert.Contains($"Not told here: {untold} more findings, of {all.Documents.Count(d => d.Untold > 0)} documents", report, StringComparison.Ordinal);
        Assert.Contains("/v1/interchanges/" + all.ReceiptId, report, StringComparison.Ordinal);
    }

    private static async Task<(OfflineTranslation All, IReadOnlyList<string> Codes, ReceiptState Verdict)> Work(string text)
    {
        var arrival = new Arrival("file", "test", "much", null, "", Arrived);
        var all = OfflineTranslation.Open(new TestBytes(Encoding.ASCII.GetBytes(text)), arrival, TestGateway.Revision, TestGateway.Formats);
        while (await all.Next(CancellationToken.None) is not null)
        {
            // Each is kept by its report.
        }

        return (all, [.. all.Envelope.Select(f => f.Finding.Code.Id)], all.Verdict.State);
    }
}
