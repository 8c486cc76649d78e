using System.Text;
using Gateway.Contracts;
using Gateway.Core;

namespace Gateway.Tests.Fast.Core;

/// <summary>Whatever fails and whenever: nothing acknowledged is lost, nothing is there twice in effect.</summary>
[Collection("faults")]
public sealed class CrashTests : IDisposable
{
    private const int Interchanges = 3;
    private const int Messages = 3;

    [Theory]
    [InlineData("receive.before-keep")]
    [InlineData("keep.before-commit")]
    [InlineData("keep.after-commit")]
    [InlineData("claim.before-commit")]
    [InlineData("claim.after-commit")]
    [InlineData("work.after-claim")]
    [InlineData("work.before-settle")]
    [InlineData("settle.before-commit")]
    [InlineData("settle.after-commit")]
    [InlineData("take-due.before-commit")]
    [InlineData("take-due.after-commit")]
    [InlineData("send.after-send")]
    [InlineData("record.before-commit")]
    [InlineData("record.after-commit")]
    public async Task A_failure_at_any_point_loses_and_doubles_nothing(string point)
    {
        foreach (var passing in (int[])[1, 2])
        {
            foreach (var restarts in (bool[])[true, false])
            {
                await using var gateway = await RunningStore.Start();
                Faults.Enable($"{point}@{passing}:throw");
                await Drive(gateway, new Dice(passing), restarts);
                Faults.Disable();
                AssertAllThereOnce(gateway);
            }
        }
    }

    [Fact]
    public async Task Work_and_sending_in_any_order_with_failures_between_lose_and_double_nothing()
    {
        string[] points = ["keep.after-commit", "settle.after-commit", "settle.before-commit", "send.after-send", "claim.after-commit"];
        for (uint seed = 1; seed <= 6; seed++)
        {
            var dice = new Dice(seed);
            await using var gateway = await RunningStore.Start();
            Faults.Enable(string.Join(';', points.Select(point => $"{point}@{1 + dice.Next(5)}:throw")));
            await Drive(gateway, dice, restarts: seed % 2 == 0);
            Faults.Disable();
            AssertAllThereOnce(gateway);
        }
    }

    public void Dispose() => Faults.Disable();

    // Receives, works and sends in an order that the dice give, until everything was acknowledged and the outbox is empty.
    private static async Task Drive(RunningStore gateway, Dice dice, bool restarts)
    {
        var acknowledged = new HashSet<int>();
        var idle = new HashSet<int>();
        while (idle.Count < 3)
        {
            var turn = dice.Next(3);
            try
            {
                var isIdle = turn switch
                {
                    0 => !await Receive(gateway, acknowledged),
                    1 => !await gateway.Pipeline.Work("node", CancellationToken.None),
                    _ => await gateway.Pipeline.Send(gateway.Risk, RunningStore.Destination, "node", CancellationToken.None)
                        + await gateway.Pipeline.Send(gateway.Sender, "reply:test", "node", CancellationToken.None) == 0,
                };
                if (isIdle) idle.Add(turn);
                else idle.Clear();
            }
            catch (InjectedFaultException)
            {
                idle.Clear();
                if (restarts) await gateway.Restart();
            }

            // Leases of what failed run out.
            gateway.Clock.Advance(TimeSpan.FromMinutes(15));
        }
    }

    private static async Task<bool> Receive(RunningStore gateway, HashSet<int> acknowledged)
    {
        for (var i = 1; i <= Interchanges; i++)
        {
            if (acknowledged.Contains(i)) continue;
            await gateway.Receive(Manifests.Interchange($"K{i}", Messages));
            acknowledged.Add(i);
            return true;
        }

        return false;
    }

    private static void AssertAllThereOnce(RunningStore gateway)
    {
        var reports = gateway.Risk.InEffect.Select(o => Encoding.UTF8.GetString(o.Bytes.Span)).ToList();
        Assert.Equal(Interchanges * Messages, reports.Count);
        for (var i = 1; i <= Interchanges; i++)
        {
            for (var m = 1; m <= Messages; m++)
            {
                Assert.Single(reports, report => report.Contains($"\"id\":\"K{i}-{m}\"", StringComparison.Ordinal));
            }
        }

        var answers = gateway.Sender.InEffect.GroupBy(o => o.FileName[o.FileName.IndexOf('.', StringComparison.Ordinal)..]).ToList();
        Assert.All(answers, answer => Assert.Equal(Interchanges, answer.Count()));
    }

    // xorshift: the same order for the same seed, anywhere.
    private sealed class Dice(long seed)
    {
        private uint state = unchecked((uint)(seed * 2654435761) | 1);

        public int Next(int sides)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)sides);
        }
    }
}
