using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;

namespace Gateway.Host.Http;

/// <summary>Who asks.</summary>
/// <param name="Viewer">What may be seen.</param>
/// <param name="Partner">Whose key it is; null for the operator.</param>
internal sealed record Caller(Viewer Viewer, Partner? Partner);

/// <summary>
/// Decides who asks. A key is its partner. Without a key, whoever sits at this machine is the operator and may read:
/// until
/// there are roles.
/// </summary>
internal sealed class Access(Configuration configuration, TimeProvider clock)
{
    /// <summary>Decides; the problem says why not.</summary>
    public (Caller? Caller, Problem? Problem) Identify(HttpContext context)
    {
        if (KeyOf(context.Request) is { } key) return Identify(context, key);
        return IsOperator(context) ? (new Caller(Viewer.Operator, null), null) : (null, Problem.NoKey);
    }

    /// <summary>Decides by a key that came otherwise than in a header.</summary>
    public (Caller? Caller, Problem? Problem) Identify(HttpContext context, string key)
    {
        var partner = configuration.Active.PartnerOfKey(SHA256.HashData(Encoding.UTF8.GetBytes(key)), clock.GetUtcNow());
        if (partner is null) return (null, Problem.WrongKey);
        if (partner.IsLoopbackOnly && !IsLocal(context)) return (null, Problem.WrongKey);
        return (new Caller(new Viewer(partner.Id, partner.Id), partner), null);
    }

    /// <summary>Whether the request comes from this machine and nobody else's page stands behind it.</summary>
    public static bool IsOperator(HttpContext context) => IsLocal(context) && IsLocalName(context.Request.Host.Host);

    /// <summary>The request comes from this machine, and no proxy in front of us says otherwise.</summary>
    private static bool IsLocal(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !headers.ContainsKey("Forwarded") && !headers.ContainsKey("X-Forwarded-For")
                && !headers.ContainsKey("X-Real-IP");
    }

    // A name that somebody else's DNS points at 127.0.0.1 is not ours: his page would read ours through the
    // operator's browser.
    private static bool IsLocalName(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string? KeyOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[bearer.Length..].Trim();
        }

        if (authorization.Length > 0) return authorization;
        return request.Headers.TryGetValue("X-Api-Key", out var key) ? key.ToString().Trim() : null;
    }
}
