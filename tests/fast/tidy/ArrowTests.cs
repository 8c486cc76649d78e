using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gateway.Tests.Fast.Tidy;

/// <summary>The arrows between projects and packages are those of docs/architecture.md, in project files and using lines.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["gateway/documents"] = [],
        ["gateway/edifact"] = ["gateway/documents"],
        ["gateway/forms"] = ["gateway/documents"],
        ["gateway/wco"] = ["gateway/documents"],
        ["gateway/mapping"] = ["gateway/documents"],
        ["gateway/contracts"] = ["gateway/documents"],
        ["gateway/core"] = ["gateway/contracts", "gateway/mapping", "gateway/wco", "gateway/forms"],
        ["adapters/formats"] = ["gateway/contracts", "gateway/edifact", "gateway/forms", "gateway/wco"],
        ["adapters/channels"] = ["gateway/contracts"],
        ["adapters/stores"] = ["gateway/core"],
        ["gateway/host"] = ["gateway/core", "adapters/formats", "adapters/channels", "adapters/stores"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["adapters/formats"] = ["DocumentFormat.OpenXml", "MimeKit", "YamlDotNet"],
        ["adapters/stores"] = ["Microsoft.Data.Sqlite"],
        ["adapters/channels"] = ["MailKit", "SSH.NET"],
        ["gateway/host"] = ["System.CommandLine", "Quartz", "Quartz.Extensions.Hosting"],
    };

    private static readonly Dictionary<string, string> Namespaces = new()
    {
        ["Documents"] = "gateway/documents", ["Edifact"] = "gateway/edifact", ["Forms"] = "gateway/forms", ["Wco"] = "gateway/wco",
        ["Mappings"] = "gateway/mapping", ["Contracts"] = "gateway/contracts", ["Core"] = "gateway/core",
        ["Formats"] = "adapters/formats", ["Channels"] = "adapters/channels", ["Stores"] = "adapters/stores", ["Host"] = "gateway/host",
    };

    public static TheoryData<string> Folders => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_project_refers_only_to_what_its_arrow_allows(string folder)
    {
        var file = XDocument.Load(Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj").Single());
        var references = file.Descendants("ProjectReference")
            .Select(r => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(
                Path.GetFullPath(Path.Combine(Repository.Root, folder, (string)r.Attribute("Include")!)))!));
        var packages = file.Descendants("PackageReference").Select(r => (string)r.Attribute("Include")!);
        Assert.Empty(references.Except(Allowed[folder]));
        Assert.Empty(packages.Except(Packages.GetValueOrDefault(folder, [])));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_using_line_names_only_what_the_arrow_allows(string folder)
    {
        var reachable = Reach(folder);
        var wrong = Sources(folder)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"^(?:global )?using (?:static )?Gateway\.(\w+)", RegexOptions.Multiline)
                .Where(m => !reachable.Contains(Namespaces[m.Groups[1].Value]))
                .Select(m => $"{Path.GetRelativePath(Repository.Root, file)}: {m.Value}"));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("adapters/formats", "Formats")]
    [InlineData("adapters/channels", "Channels")]
    [InlineData("adapters/stores", "Stores")]
    public void No_adapter_knows_another(string project, string space)
    {
        var wrong = from folder in Directory.GetDirectories(Path.Combine(Repository.Root, project))
                    let own = Path.GetFileName(folder)
                    where own is not ("bin" or "obj")
                    from file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
                    from Match m in Regex.Matches(File.ReadAllText(file), $@"using Gateway\.{space}\.(\w+)")
                    where !string.Equals(m.Groups[1].Value, own, StringComparison.OrdinalIgnoreCase)
                    select $"{file}: {m.Value}";
        Assert.Empty(wrong);
    }

    internal static IEnumerable<string> Sources(string folder)
        => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Regex.IsMatch(f, @"[\\/](bin|obj)[\\/]"));

    private static HashSet<string> Reach(string folder)
    {
        var seen = new HashSet<string> { folder };
        var todo = new Stack<string>([folder]);
        while (todo.TryPop(out var at))
        {
            foreach (var next in Allowed[at].Where(seen.Add)) todo.Push(next);
        }

        return seen;
    }
}
