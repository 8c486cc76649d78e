using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>Lets bodies in: whose they are, whether there is room, and what is said when one breaks.</summary>
internal sealed class Door(RunningGateway gateway, Access access)
{
    /// <summary>Bodies at the same time; each holds a buffer, and beyond this many the disk is the limit anyway.</summary>
    private const int BodiesMax = 512;

    private readonly Quotas quotas = new(gateway.Clock);
    private int bodies;

    /// <summary>Lets the body of the key's partner in.</summary>
    public async Task Enter(HttpContext context, Func<Partner, Quota, Task> take)
    {
        var (caller, problem) = access.Identify(context);
        if (problem is null && caller!.Partner is null) problem = Problem.NoKey;
        problem ??= Refusal(context.Request);
        if (problem is not null) await problem.Write(context);
        else await Enter(context, caller!.Partner!, take);
    }

    /// <summary>Why no body is taken, whoever sends it; null when it is.</summary>
    public Problem? Refusal(HttpRequest request)
    {
        if (request.ContentLength == 0) return Problem.Empty;
        if (request.ContentLength > Limits.HttpBodyBytesMax) return Problem.TooLarge;
        return gateway.Disk.HasRoom ? null : Problem.Full;
    }

    /// <summary>Lets the body of a partner in, within its limits.</summary>
    public async Task Enter(HttpContext context, Partner partner, Func<Partner, Quota, Task> take)
    {
        if (quotas.Enter(partner, out var quota) is { } tooMuch)
        {
            await tooMuch.Write(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref bodies) > BodiesMax) await Problem.Busy.Write(context);
            else await take(partner, quota);
        }
        catch (Exception fault) when (RequestBody.ProblemOf(fault) is { } problem)
        {
            await problem.Write(context);
        }
        catch (IOException)
        {
            await Problem.Store.Write(context);
        }
        finally
        {
            Interlocked.Decrement(ref bodies);
            quota.Leave();
        }
    }
}
