using Gateway.Channels;
using Gateway.Contracts;

namespace Gateway.Tests.Real.Channels;

public sealed class FolderConformanceTests : ChannelConformance
{
    [Theory]
    [MemberData(nameof(AllRules))]
    public Task Conforms(string rule) => Conform(rule);

    private protected override IReadOnlyList<string> HostileNames
        => ["..\\up.edi", "new\nline.edi", "\u001b[2J.edi", "\u202eide.edi", ".hidden", "-rf", "a'b\"c;d.edi", new string('n', 240) + ".edi"];

    private protected override IChannel Make(string place) => new FolderChannel(
        new FolderOptions(place, Folder(place), "folder:" + place)
        {
            Settled = TimeSpan.FromMilliseconds(100), Quiet = TimeSpan.FromMilliseconds(800),
        },
        Ask, TimeProvider.System, _ => { });

    private protected override void Put(string name, byte[] content, string place = "place")
    {
        var part = Path.Combine(Folder(place), "." + Convert.ToHexString(content.AsSpan(0, 8)) + ".part");
        File.WriteAllBytes(part, content);
        File.Move(part, Path.Combine(Folder(place), name), overwrite: true);
    }

    private protected override IReadOnlyList<string> Lying() => Names(Folder("place"));

    // A file is renamed into work/ before it is handed over: from there a restart takes it up again.
    private protected override bool IsThere(string name)
        => Lying().Contains(name) || Names(Path.Combine(Folder("place"), "work")).Contains(name);

    private protected override IReadOnlyDictionary<string, byte[]> Answers()
    {
        var answers = new Dictionary<string, byte[]>();
        foreach (var path in new[] { "done", "failed" }.Select(f => Path.Combine(Folder("place"), f)).Where(Directory.Exists)
            .SelectMany(f => Directory.GetFiles(f)))
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith(".report.txt", StringComparison.Ordinal) || name.EndsWith(".contrl.edi", StringComparison.Ordinal))
            {
                answers[name] = File.ReadAllBytes(path);
            }
        }

        return answers;
    }

    private static IReadOnlyList<string> Names(string folder)
        => Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f))] : [];

    private string Folder(string place) => Directory.CreateDirectory(Path.Combine(Stage.Folder, "drop", place)).FullName;
}
