namespace Gateway.Host.Demo;

/// <summary>How the demo was asked to run.</summary>
/// <param name="Home">The folder of the program's own mappings and samples.</param>
/// <param name="Folder">Where the demo keeps everything: <c>.demo</c>.</param>
internal sealed record DemoOptions(string Home, string Folder)
{
    /// <summary>Address and port; null for 127.0.0.1:8080, or a free port when that is taken.</summary>
    public string? Listen { get; init; }

    /// <summary>Ends when everything is delivered and answered.</summary>
    public bool Once { get; init; }

    /// <summary>Forgets what an earlier demo did.</summary>
    public bool Reset { get; init; }
}
