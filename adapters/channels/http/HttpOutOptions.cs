namespace Gateway.Channels;

/// <summary>Where and how an <see cref="HttpOutChannel"/> delivers.</summary>
/// <param name="Name">Name of the destination.</param>
/// <param name="Url">The one address it ever opens; http or https.</param>
public sealed record HttpOutOptions(string Name, Uri Url)
{
    /// <summary>Longest wait for one sending, from connecting to the end of the reply.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Property of the reply's JSON object that must hold the Message-Id; empty accepts any 2xx.</summary>
    public string ReceiptProperty { get; init; } = "receipt";

    /// <summary>Bearer token of the request; null for none.</summary>
    public string? Token { get; init; }
}
