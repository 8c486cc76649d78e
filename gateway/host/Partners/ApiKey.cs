using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Host.Partners;

/// <summary>API keys: 256 random bits. Nobody guesses one, so its plain digest in a file gives nothing away.</summary>
internal static class ApiKey
{
    private const int RandomBytes = 32;
    private const int LengthMin = 32;
    private const int DifferentMin = 12;

    /// <summary>A new key: 43 letters and figures behind a mark by which a leaked one is recognised.</summary>
    public static string Make() => "gwk_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The digest that stands in a file.</summary>
    public static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Why a key that somebody made up is not taken; null when it is.</summary>
    public static string? WeaknessOf(string key)
        => key.Any(c => c is <= ' ' or > '~') ? "A key has visible ASCII characters alone."
            : key.Length < LengthMin ? $"A key has at least {LengthMin} characters; this one has {key.Length}."
            : key.Distinct().Count() < DifferentMin ? "A key is random; this one repeats few characters."
            : null;
}
