using System.Text;
using Gateway.Host.Serve;

namespace Gateway.Tests.Real.Serve;

public sealed class HotReloadTests
{
    private const string File = "mappings/edifact/cuscar/mapping.yaml";

    private static string Cuscar => System.IO.File.ReadAllText(Path.Combine(Repository.Root, File));

    [Fact]
    public async Task A_changed_mapping_is_switched_while_serving_and_the_past_can_be_rebuilt_and_compared()
    {
        await using var gateway = new GatewayUnderTest();
        await gateway.Start();
        var state = await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("H1")));
        var id = state.GetProperty("messages")[0].GetProperty("id").GetString()!;
        var kept = await gateway.Client.GetStringAsync(new Uri($"/v1/messages/{id}.json", UriKind.Relative));

        gateway.Write(File, Cuscar.Replace("ID: BGM.1004 !", "ID: BMG.1004 !", StringComparison.Ordinal));
        await GatewayUnderTest.Until(async () => (await Status(gateway)).Contains("CFG-0015", StringComparison.Ordinal), () => gateway.Log);
        var refused = await Status(gateway);
        Assert.Contains("edifact/cuscar/mapping.yaml:", refused, StringComparison.Ordinal);
        Assert.Contains("MAP-0007 CUSCAR has no 'BMG'", refused, StringComparison.Ordinal);
        Assert.Contains("code=CFG-0015", gateway.Log, StringComparison.Ordinal);
        Assert.Contains("code=MAP-0007 file=edifact/cuscar/mapping.yaml line=", gateway.Log, StringComparison.Ordinal);
        await gateway.Settled(await gateway.Receipt(GatewayUnderTest.Short("H2")));

        gateway.Write(File, Cuscar.Replace("ID: BGM.1004 !", "ID: BGM.1004 | lower !", StringComparison.Ordinal));
        await GatewayUnderTest.Until(async () => !(await Status(gateway)).Contains("CFG-0015", StringComparison.Ordinal), () => gateway.Log);

        var (code, rebuilt, said) = await Run((options, output, err) => PastCommands.Rebuild(
            options, id, false, output, err, TimeProvider.System, CancellationToken.None), gateway);
        Assert.Equal((0, kept), (code, rebuilt));
        Assert.StartsWith("The same bytes as then, made by edifact/cuscar@", said, StringComparison.Ordinal);
        Assert.Equal(1, (await Run((options, output, err) => PastCommands.Rebuild(
            options, "nix", false, output, err, TimeProvider.System, CancellationToken.None), gateway)).Code);

        var replay = await Run((options, output, err) => PastCommands.Replay(
            options, "edifact/cuscar", null, false, output, err, TimeProvider.System, CancellationToken.None), gateway);
        Assert.Equal(1, replay.Code);
        Assert.Contains("2 documents, 2 changed", replay.Output, StringComparison.Ordinal);
        Assert.Contains("CargoReport/ID", replay.Output, StringComparison.Ordinal);
        Assert.Contains("\"path\": \"CargoReport/ID\"", (await Run((options, output, err) => PastCommands.Replay(
            options, null, null, true, output, err, TimeProvider.System, CancellationToken.None), gateway)).Output, StringComparison.Ordinal);
    }

    private static async Task<string> Status(GatewayUnderTest gateway)
    {
        var (output, err) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await StatusCommand.Run(Options(gateway), null, false, output, err, TimeProvider.System, CancellationToken.None));
        return output.ToString();
    }

    private static async Task<(int Code, string Output, string Said)> Run(
        Func<ServeOptions, Stream, TextWriter, Task<int>> verb, GatewayUnderTest gateway)
    {
        var (output, err) = (new MemoryStream(), new StringWriter());
        var code = await verb(Options(gateway), output, err);
        return (code, Encoding.UTF8.GetString(output.ToArray()), err.ToString());
    }

    private static ServeOptions Options(GatewayUnderTest gateway)
        => new(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
}
