using Gateway.Host.Schedules;
using Gateway.Host.Serve;

namespace Gateway.Tests.Real.Serve;

public sealed class ServeTests
{
    [Fact]
    public async Task A_broken_configuration_stops_the_start_and_lists_every_fault()
    {
        await using var gateway = new GatewayUnderTest();
        gateway.Write("partners/harbour.yaml", "partner: 1\nsendrs: [X]\n");
        gateway.Write("destinations/risk.yaml", "destination: 1\nchannel: pigeon\naddress: roof\n");
        gateway.Write("destinations/late.yaml", "destination: 1\nchannel: folder\naddress: out\nform: paper\n");
        var (output, err) = (new StringWriter(), new StringWriter());
        var options = new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
        Assert.Equal(3, await ServeCommand.Run(options, output, err, TimeProvider.System, CancellationToken.None));
        foreach (var word in new[] { "sendrs", "pigeon", "paper", "partners/harbour.yaml:2" })
        {
            Assert.Contains(word, err.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_broken_schema_stops_the_start_and_every_fault_of_every_schema_is_told()
    {
        await using var gateway = new GatewayUnderTest();
        gateway.Write("schemas/xsd/alpha/set.yaml", "main: a.xsd\n");
        gateway.Write("schemas/xsd/alpha/a.xsd",
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n  <xs:element name=\"Doc\" type=\"Nix\"/>\n</xs:schema>\n");
        gateway.Write("schemas/xsd/beta/set.yaml", "folder: here\n");
        gateway.Write("schemas/json/gamma.schema.json", "{ \"type\": \"objekt\" }\n");
        gateway.Write("schemas/json/delta.schema.json", "{ \"properties\": {\n  \"a\": { \"$ref\": \"#/$defs/nix\" } } }\n");
        var (output, err) = (new StringWriter(), new StringWriter());
        var options = new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
        Assert.Equal(3, await ServeCommand.Run(options, output, err, TimeProvider.System, CancellationToken.None));
        foreach (var words in new[]
        {
            "schemas/xsd/alpha/a.xsd:2:4: XSD-0001", "Nix", "schemas/xsd/beta/set.yaml:1:1: XML-0016",
            "schemas/json/gamma.schema.json:1:", "schemas/json/delta.schema.json:2:", "#/$defs/nix",
        })
        {
            Assert.Contains(words, err.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_schedule_that_is_none_stops_the_start()
    {
        await using var gateway = new GatewayUnderTest();
        gateway.Write("destinations/late.yaml",
            "destination: 1\nchannel: folder\naddress: out\nschedule: every noon\n");
        var (output, err) = (new StringWriter(), new StringWriter());
        var options = new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
        Assert.Equal(3, await ServeCommand.Run(options, output, err, TimeProvider.System, CancellationToken.None));
        Assert.Contains("CFG-0101", err.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_start_names_the_address_of_the_first()
    {
        await using var gateway = new GatewayUnderTest();
        await gateway.Start();
        var (output, err) = (new StringWriter(), new StringWriter());
        var options = new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
        Assert.Equal(0, await ServeCommand.Run(options, output, err, TimeProvider.System, CancellationToken.None));
        Assert.Contains($"127.0.0.1:{gateway.Port}", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_within_five_seconds_while_the_risk_system_hangs()
    {
        await using var gateway = new GatewayUnderTest();
        gateway.Write("destinations/risk.yaml",
            $"destination: 1\nchannel: http\naddress: http://127.0.0.1:{gateway.Port}/demo/risk\n");
        await gateway.Start();
        await gateway.Behave("hang");
        await gateway.Receipt(GatewayUnderTest.Short("S1"));
        await Task.Delay(1000);
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await gateway.Stop());
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_scheduled_destination_is_served_at_its_time_and_the_verbs_tell_it()
    {
        await using var gateway = new GatewayUnderTest();
        gateway.Write("destinations/archive.yaml",
            "destination: 1\nchannel: folder\naddress: archive\nform: wco-xml\nschedule: 0/3 * * * * ?\n");
        await gateway.Start();
        var receipt = await gateway.Receipt(GatewayUnderTest.Short("S2"));
        await gateway.Settled(receipt);
        Assert.Single(Directory.GetFiles(Path.Combine(gateway.Folder, "archive"), "*.xml"));
        var options = new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
        var (output, err) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await ScheduleCommand.List(
            options, false, output, err, TimeProvider.System, CancellationToken.None));
        Assert.Contains("ran for", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await StatusCommand.Run(
            options, receipt, false, output, err, TimeProvider.System, CancellationToken.None));
        Assert.Contains("archive delivered", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await FindCommand.Run(
            options, "NOSUCHTHING", false, output, err, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task The_verbs_also_look_into_a_gateway_that_does_not_run()
    {
        await using var gateway = new GatewayUnderTest();
        await gateway.Start();
        var receipt = await gateway.Receipt(GatewayUnderTest.Short("S3"));
        await gateway.Settled(receipt);
        await gateway.Stop();
        var options = new ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };
        var (output, err) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await StatusCommand.Run(
            options, receipt, false, output, err, TimeProvider.System, CancellationToken.None));
        Assert.Contains("accepted", output.ToString(), StringComparison.Ordinal);
    }
}
