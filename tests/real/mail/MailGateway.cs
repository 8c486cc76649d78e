using Gateway.Tests.Real.Serve;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>A whole gateway with a mailbox on the real servers.</summary>
internal static class MailGateway
{
    /// <summary>Starts it.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="box">Its mailbox, read over IMAP.</param>
    /// <param name="files">Further files of its configuration.</param>
    public static async Task<GatewayUnderTest> Start(MailServers servers, string box, params (string Name, string Text)[] files)
    {
        var gateway = new GatewayUnderTest();
        foreach (var (name, text) in files) gateway.Write(name, text);
        gateway.Write("secrets/box", MailServers.Password + "\n");
        Programs.Run("chmod", "600", Path.Combine(gateway.Folder, "secrets/box"));
        gateway.Write("gateway.yaml", $$"""
            gateway: 1
            listen: 127.0.0.1:{{gateway.Port}}
            diskReserveMegabytes: 0
            mail:
              {{box}}:
                imap: { host: 127.0.0.1, port: {{servers.Imaps}}, pin: '{{servers.Pin}}', user: {{box}}, password: { secret: box } }
                smtp: { host: 127.0.0.1, port: {{servers.Smtp}}, security: starttls, pin: '{{servers.Pin}}', from: {{box}}@customs.example }
                maxMegabytes: 2

            """);
        return await gateway.Start();
    }

    /// <summary>The file of a partner who is known by one address.</summary>
    public static (string Name, string Text) Partner(string sender, string more = "")
        => ($"partners/{sender}.yaml", $"partner: 1\nmail: {{ addresses: [{sender}@carrier.example]{more} }}\n");

    /// <summary>Waits for the answers to a sender.</summary>
    public static async Task<IReadOnlyList<MimeMessage>> Received(
        this GatewayUnderTest gateway, MailServers servers, string sender, int count)
    {
        await GatewayUnderTest.Until(
            () => servers.Files(sender).Count >= count, () => $"{sender} got {servers.Files(sender).Count}\n{gateway.Log}");
        return [.. servers.Received(sender).OrderBy(m => m.Date)];
    }

    /// <summary>The one receipt of a gateway, decided, with all that became of it.</summary>
    public static async Task<System.Text.Json.JsonElement> Only(this GatewayUnderTest gateway)
    {
        var one = default(System.Text.Json.JsonElement);
        await GatewayUnderTest.Until(async () =>
        {
            var all = (await gateway.Get("/v1/interchanges")).GetProperty("interchanges");
            if (all.GetArrayLength() != 1) return false;
            one = await gateway.Get("/v1/interchanges/" + all[0].GetProperty("receipt").GetString());
            return one.GetProperty("state").GetString() is not ("kept" or "working");
        }, () => gateway.Log);
        return one;
    }

    /// <summary>A part of a mail with coded content.</summary>
    public static string Part(string headers, byte[] content)
        => $"{headers}\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\n";

    /// <summary>An attachment.</summary>
    public static string Attached(string name, byte[] content)
        => Part($"Content-Disposition: attachment; filename=\"{name}\"", content);

    /// <summary>A body of several parts.</summary>
    public static string Mixed(string boundary, params IReadOnlyList<string> parts)
        => $"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary={boundary}\n\n"
            + string.Concat(parts.Select(part => $"--{boundary}\n{part}\n")) + $"--{boundary}--\n";

    /// <summary>The bytes of a mail as they travel.</summary>
    public static byte[] Bytes(string mail) => System.Text.Encoding.Latin1.GetBytes(mail.ReplaceLineEndings("\r\n"));
}
