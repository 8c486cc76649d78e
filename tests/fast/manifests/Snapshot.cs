namespace Gateway.Tests.Fast.Manifests;

/// <summary>Compares with a committed file.</summary>
internal static class Snapshot
{
    /// <summary>Fails when <paramref name="verified"/> has another text, and leaves the text beside
    /// it as <c>*.received.*</c>.</summary>
    public static void Match(string verified, string text)
    {
        var received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
        var wanted = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (File.Exists(verified) && File.ReadAllText(verified) == wanted)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("GATEWAY_ACCEPT") == "1")
        {
            File.WriteAllText(verified, wanted);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, wanted);
        Assert.Fail($"{Path.GetFileName(verified)} is not what came out; compare it with {received}");
    }
}
