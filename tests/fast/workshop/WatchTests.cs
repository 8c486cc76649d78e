using System.Globalization;
using System.Text;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed class WatchTests : IDisposable
{
    private readonly SiteFolder site = new();
    private readonly string document;

    public WatchTests()
    {
        site.WriteSmallMapping();
        document = site.Write("one.edi", SiteFolder.Manifest);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Unread_values_are_marked_where_they_stand_and_values_name_their_rule()
    {
        var said = await Shown(Watch());

        Assert.Contains("\nFTX+{ACB}+++{KEEP DRY}'\n", said, StringComparison.Ordinal);
        Assert.Contains("\nFTX+AAA+++TOYS'\n", said, StringComparison.Ordinal);
        Assert.Contains("\nEQD+CN+HRBU1234567'\n", said, StringComparison.Ordinal);
        Assert.Contains("  TypeCode: 785   mapping.yaml:6\n", said, StringComparison.Ordinal);
        Assert.Contains("{Value: KEEP DRY}", said, StringComparison.Ordinal);
        Assert.Contains("0 mandatory values missing", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_mandatory_value_is_shown_where_it_would_stand()
    {
        site.WriteSmallMapping(SiteFolder.SmallMap.Replace("TypeCode: BGM.1001 !", "TypeCode: BGM.1000", StringComparison.Ordinal));

        var said = await Shown(Watch());

        Assert.Contains("\n  ! TypeCode: missing, mandatory\n", said, StringComparison.Ordinal);
        Assert.Contains("1 mandatory value missing", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_shown_with_its_line_and_the_last_good_output_stays()
    {
        var watch = Watch();
        await Shown(watch);
        site.WriteSmallMapping(SiteFolder.SmallMap.Replace("BGM.1004 !", "BGM.1005 !", StringComparison.Ordinal));

        var said = await Shown(watch);

        Assert.Contains("  TypeCode: 785   mapping.yaml:6\n", said, StringComparison.Ordinal);
        Assert.Contains("The mapping has faults", said, StringComparison.Ordinal);
        Assert.Contains("site/small/mapping.yaml:7:", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_are_used_on_a_terminal()
    {
        var said = await Shown(new Watch([site.Root], document, "small", 1, true));

        Assert.Contains("FTX+\u001b[90mACB\u001b[0m+++\u001b[90mKEEP DRY\u001b[0m'", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_message_is_shown_without_the_first()
    {
        var second = SiteFolder.Manifest.Replace("UNZ+1", "UNH+2+CUSCAR:D:96B:UN'BGM+785+R-2+9'UNT+3+2'UNZ+2", StringComparison.Ordinal);
        File.WriteAllText(document, second);
        var watch = new Watch([site.Root], document, "site/small", 2, false);

        var said = await Shown(watch);

        Assert.Contains("BGM+785+R-2+9'", said, StringComparison.Ordinal);
        Assert.DoesNotContain("R-1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_shown_again_when_the_mapping_is_saved_and_once_for_each_change()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = new Output();
        var running = Watch().Run(said, false, stop.Token);
        await said.Until(shown => shown == 1, stop.Token);
        site.WriteSmallMapping(SiteFolder.SmallMap + "# saved\n");
        await said.Until(shown => shown == 2, stop.Token);
        await Task.Delay(600, CancellationToken.None);
        await stop.CancelAsync();
        await running;

        Assert.Equal(2, said.Shown);
    }

    private Watch Watch()
    {
        var watch = new Watch([site.Root], document, "site/small", 1, false);
        Assert.Null(watch.Fault());
        return watch;
    }

    private static async Task<string> Shown(Watch watch)
    {
        Assert.Null(watch.Fault());
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        await watch.Show(said, false, CancellationToken.None);
        return said.ToString();
    }

    private sealed class Output : TextWriter
    {
        public int Shown { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteAsync(string? value)
        {
            Shown++;
            return Task.CompletedTask;
        }

        public async Task Until(Func<int, bool> isReached, CancellationToken stop)
        {
            while (!isReached(Shown)) await Task.Delay(20, stop);
        }
    }
}
