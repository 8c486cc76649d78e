using Gateway.Channels;
using Gateway.Contracts;

namespace Gateway.Tests.Real.Channels;

public sealed class SftpConformanceTests : ChannelConformance
{
    private SshServer server = null!;

    [NeedsTheory("sshd")]
    [MemberData(nameof(AllRules))]
    public Task Conforms(string rule) => Conform(rule);

    public override async Task InitializeAsync()
    {
        server = new SshServer();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        server.Dispose();
    }

    private protected override IReadOnlyList<string> HostileNames
        => ["..\\up.edi", "new\nline.edi", "\u001b[2J.edi", "\u202eide.edi", ".hidden", "-rf", "a'b\"c;d.edi", new string('n', 240) + ".edi"];

    private protected override IChannel Make(string place)
    {
        server.Folder(place);
        return new SftpChannel(
            new SftpOptions(server.Account(place), place, "sftp:" + place, Path.Combine(Stage.Folder, "data", "sftp"))
            {
                Answers = "answers", Archive = place + "/archive", Stable = TimeSpan.FromMilliseconds(100),
                Quiet = TimeSpan.FromSeconds(2),
            },
            Ask, TimeProvider.System, Stage.Said.Add);
    }

    private protected override void Put(string name, byte[] content, string place = "place") => server.Put(place + "/" + name, content);

    private protected override IReadOnlyList<string> Lying() => server.Names("place");

    private protected override IReadOnlyDictionary<string, byte[]> Answers() => server.Names("answers")
        .ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(server.Home, "answers", name)));
}
