using Gateway.Contracts;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Host;

/// <summary>When memory is given back.</summary>
public sealed class QuietTests
{
    [Fact]
    public async Task Memory_is_given_back_once_after_each_time_of_work()
    {
        var (counters, times) = (new Counters(), 0);
        var quiet = new Quiet(counters, () => times++);
        await quiet.Look();
        Assert.Equal(0, times);

        counters.Worked();
        await quiet.Look();
        counters.Sent("risk", 1);
        await quiet.Look();
        Assert.Equal(0, times);
        await quiet.Look();
        await quiet.Look();
        Assert.Equal(1, times);

        counters.Received("http", new Receipt("1", 1, "", 1, default, false, []));
        await quiet.Look();
        await quiet.Look();
        Assert.Equal(2, times);
    }
}
