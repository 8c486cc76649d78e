namespace Gateway.Host.Serve;

/// <summary>Where a running gateway says how it is reached: <c>gateway.address</c> in its data folder.</summary>
internal static class AddressFile
{
    private const string Name = "gateway.address";

    /// <summary>Says it.</summary>
    public static void Write(string dataFolder, Uri address)
        => File.WriteAllText(Path.Combine(dataFolder, Name), address.ToString());

    /// <summary>Takes it back.</summary>
    public static void Delete(string dataFolder) => File.Delete(Path.Combine(dataFolder, Name));

    /// <summary>The address of the gateway that runs over a data folder; null when none answers.</summary>
    public static async Task<Uri?> OfRunning(string dataFolder, CancellationToken stop)
    {
        var path = Path.Combine(dataFolder, Name);
        if (!File.Exists(path)
            || !Uri.TryCreate((await File.ReadAllTextAsync(path, stop)).Trim(), UriKind.Absolute,
                out var address)) return null;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var reply = await client.GetAsync(new Uri(address, "/healthz"), stop);
            return reply.IsSuccessStatusCode ? address : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            // A killed process leaves its file behind.
            return null;
        }
    }
}
