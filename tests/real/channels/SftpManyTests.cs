using System.Runtime.Versioning;

namespace Gateway.Tests.Real.Channels;

/// <summary>A carrier's server with very many files.</summary>
[SupportedOSPlatform("linux")]
public sealed class SftpManyTests : IAsyncLifetime
{
    private SftpStage sftp = null!;

    public async Task InitializeAsync() => sftp = await SftpStage.Open();

    public async Task DisposeAsync() => await sftp.DisposeAsync();

    [Needs("sshd")]
    public async Task Ten_thousand_files_are_taken_once_each()
    {
        const int count = 10_000;
        var folder = Path.Combine(sftp.Server.Home, "out");
        for (var i = 0; i < count; i++) File.WriteAllBytes(Path.Combine(folder, $"f{i:00000}.edi"), Tiny(i));
        SshServer.Own(folder);
        var takes = 0;
        var counting = new Interfering(sftp.Gateway.Gateway.Receiver, after: _ => takes++);
        await sftp.Channel().Collect(counting, default);
        await sftp.Gateway.Restart();
        var channel = sftp.Channel();
        await channel.Collect(new Interfering(sftp.Gateway.Gateway.Receiver, after: _ => takes++), default);
        Assert.Empty(sftp.Gateway.Said.Select(f => f.Sentence));
        Assert.Equal(count, takes);
        Assert.Empty(sftp.Server.Names("out"));
        Assert.Equal(count, sftp.Server.Names("out/archive").Count);
    }

    private static byte[] Tiny(int number) => System.Text.Encoding.ASCII.GetBytes(
        $"UNB+UNOA:1+A+B+261123:1000+{number}'UNH+1+CUSREP:D:95B:UN'BGM+85+{number}'UNT+3+1'UNZ+1+{number}'");
}
