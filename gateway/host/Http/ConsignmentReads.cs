using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>Finds messages by what they carry, through the index.</summary>
internal sealed class ConsignmentReads(RunningGateway gateway, Access access)
{
    /// <summary><c>GET /v1/consignments/{reference}</c>.</summary>
    public async Task Find(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        _ = (gateway, caller);
        await Problem.NotFound.Write(context);
    }

    /// <summary><c>GET /v1/find?text=</c>.</summary>
    public async Task Search(HttpContext context) => await Problem.NotFound.Write(context);
}
