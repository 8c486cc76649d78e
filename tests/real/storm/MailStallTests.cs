using System.Globalization;
using System.Text;
using Gateway.Tests.Real.Mail;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Storm;

/// <summary>A mail server that stalls holds up nobody but its own mailbox.</summary>
public sealed class MailStallTests
{
    private const string Sender = "shipper";

    [NeedsMailServers]
    public async Task A_mail_server_that_says_nothing_or_trickles_is_a_finding_of_its_mailbox_and_others_go_on()
    {
        using var servers = new MailServers();
        await using var gateway = new GatewayUnderTest();
        using var mute = new StallingProxy(servers.Imaps, Flow.Silent);
        using var slow = new StallingProxy(servers.Imaps, Flow.Trickling);
        using var late = new StallingProxy(servers.Imaps, Flow.Free);
        gateway.Write("secrets/box", MailServers.Password);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(gateway.Folder, "secrets", "box"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        gateway.Write("partners/shipper.yaml", $"partner: 1\nsenders: [SHIPPER]\nmail: {{ addresses: [ {Sender}@carrier.example ] }}\n");
        var boxes = new Dictionary<string, StallingProxy> { ["mute"] = mute, ["slow"] = slow, ["late"] = late };
        File.AppendAllText(Path.Combine(gateway.Folder, "gateway.yaml"), "mail:\n" + string.Concat(boxes.Select(box => Block(servers, box.Key, box.Value))));
        Deliver(servers, "late", 1);
        await gateway.Start();
        await Answered(servers, gateway, 1);

        // One that was sound stalls in the middle of a connection.
        late.Flow = Flow.Silent;
        var number = 1;
        foreach (var box in boxes.Keys)
        {
            Deliver(servers, box, ++number);
            await gateway.IsFaulty(box, "MBX-");
        }

        await gateway.IsServing("T3");
        foreach (var proxy in boxes.Values) proxy.Flow = Flow.Free;
        await Answered(servers, gateway, number);
    }

    private static string Block(MailServers servers, string box, StallingProxy proxy) => $$"""
          {{box}}:
            imap: { host: 127.0.0.1, port: {{proxy.Port}}, pin: '{{servers.Pin}}', user: {{box}}, password: { secret: box }, timeoutSeconds: 2 }
            smtp: { host: 127.0.0.1, port: {{servers.Smtp}}, security: none, from: {{box}}@customs.example }
            pollSeconds: 1

        """;

    private static void Deliver(MailServers servers, string box, int number) => servers.Deliver(box, Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"From: {Sender}@carrier.example\r\nTo: {box}@customs.example\r\nSubject: {number}\r\nMessage-ID: <stall-{number}@carrier.example>\r\n\r\nNothing.\r\n")),
        $"{number}.stall");

    private static Task Answered(MailServers servers, GatewayUnderTest gateway, int count)
        => GatewayUnderTest.Until(() => servers.Files(Sender).Count == count, () => gateway.Log);
}
