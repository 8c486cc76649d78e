using System.Diagnostics;
using System.Text;

namespace Gateway.Tests.Real.Workshop;

/// <summary>Each verb of the mapping workshop as the built command line, over a configuration folder of its own.</summary>
public sealed class MappingVerbTests : IDisposable
{
    private const string Manifest = "UNB+UNOA:2+SENDER:ZZ+CUSTOMS:ZZ+261101:0800+1'UNH+1+IFCSUM:D:96A:UN'BGM+85+R-1+9'"
        + "DTM+137:20261101:102'TDT+20+12E++++++9321483:146::EVER SHINE'UNT+5+1'UNZ+1+1'";

    private const string Mapping = "mapping: 1\nfrom: edifact IFCSUM D.96A\nto: wco CargoReport\nmap:\n  FunctionCode: BGM.1225\n"
        + "  TypeCode: BGM.1001\n  ID: BGM.1004\n  carry: edifact\n";

    private readonly string site = Directory.CreateTempSubdirectory("gateway-verbs-").FullName;

    public MappingVerbTests()
    {
        Write("mappings/mine/calls/mapping.yaml", Mapping);
        Write("mappings/mine/calls/samples/one.edi", Manifest);
        Write("mappings/mine/over/mapping.yaml", "mapping: 1\nbase: mine/calls\nmap:\n  FunctionCode: =5\n");
        Write("corpus/one.edi", Manifest);
    }

    public void Dispose() => Directory.Delete(site, true);

    [Fact]
    public void List_names_every_mapping() => Says(0, Run("list"), "mine/calls", "wco CargoReport", "edifact IFCSUM D.96A");

    [Fact]
    public void Show_names_the_file_and_line_of_every_rule()
        => Says(0, Run("show", "mine/over"), "mine/over/mapping.yaml:4", "FunctionCode: =5", "mine/calls/mapping.yaml:7");

    [Fact]
    public void Check_says_a_fault_at_its_line_and_exits_with_1()
    {
        Says(0, Run("check", "mine/calls"), "0 errors");
        Write("mappings/mine/calls/mapping.yaml", Mapping.Replace("BGM.1004", "BGM.1005", StringComparison.Ordinal));
        Says(1, Run("check", "mine/calls"), "mine/calls/mapping.yaml:7:", "BGM has no '1005'");
    }

    [Fact]
    public void Test_accepts_and_compares()
    {
        Says(1, Run("test", "mine/calls"), "--accept writes it");
        Says(0, Run("test", "mine/calls", "--accept"), "1 accepted");
        Says(0, Run("test", "mine/calls"), "all as expected");
    }

    [Fact]
    public void Coverage_counts_and_writes_a_page()
    {
        var page = Path.Combine(site, "page.html");
        Says(0, Run("coverage", "mine/calls", "--corpus", Path.Combine(site, "corpus"), "--html", page), "TDT+20", "kept by carry alone");
        Assert.Matches(@"TDT(\+|\\u002B|&#x2B;|&#43;)20", File.ReadAllText(page));
        Says(1, Run("coverage", "mine/calls", "--corpus", Path.Combine(site, "corpus"), "--min", "95"), "less than 95");
        Says(0, Run("coverage", "mine/calls"), "IFCSUM D.96A", "places read");
    }

    [Fact]
    public void Diff_exits_with_1_when_anything_changes()
    {
        var corpus = Path.Combine(site, "corpus");
        Says(0, Run("diff", "mine/calls", "mine/calls", "--corpus", corpus), "0 changed");
        Says(1, Run("diff", "mine/calls", "mine/over", "--corpus", corpus), "1 changed", "\"9\" -> \"5\"", "CargoReport/FunctionCode");
    }

    [Fact]
    public void A_document_is_followed_through_the_mappings_of_the_site_and_as_a_partner_of_it_sends_it()
    {
        Write("partners/line.yaml", "partner: 1\nsenders: [ SENDER ]\nmappings: { IFCSUM: mine/over }\n");
        var file = Path.Combine(site, "corpus", "one.edi");
        Says(0, Verb("translate", file, "-m", "mine/calls"), "\"functionCode\":\"9\"");
        Says(0, Verb("translate", file, "--partner", "line"), "\"functionCode\":\"5\"");
        Says(0, Verb("explain", file, "/cargoReport/id", "--partner", "line"), "mine/calls/mapping.yaml:7", "BGM.1004");
        Says(0, Verb("where-used", file, "BGM.1004", "--partner", "line"), "CargoReport/ID = R-1", "mine/calls/mapping.yaml:7");
        Says(0, Verb("inspect", file), "IFCSUM", "R-1");
        Says(3, Verb("explain", file, "--partner", "nobody"), "There is no partner nobody. There are: line.");
    }

    [Fact]
    public void New_writes_a_mapping_that_loads()
    {
        Says(0, Run("new", "mine/more", "--from", "edifact IFCSUM D.96A", "--to", "wco CargoReport"), "mapping.yaml");
        Says(0, Run("check", "mine/more"), "0 errors");
        Says(2, Run("new", "mine/more", "--from", "edifact IFCSUM D.96A", "--to", "wco CargoReport"), "already");
    }

    [Fact]
    public async Task Watch_prints_again_when_the_mapping_is_saved()
    {
        using var process = Start("watch", Path.Combine(site, "corpus", "one.edi"), "-m", "mine/calls");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await Until(process, "unread, 0 mandatory", limit.Token);
        Write("mappings/mine/calls/mapping.yaml", Mapping.Replace("TypeCode: BGM.1001", "TypeCode: =XX", StringComparison.Ordinal));
        await Until(process, "TypeCode: XX", limit.Token);
        process.Kill();
        await process.WaitForExitAsync(limit.Token);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(site, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(false));
    }

    private static void Says(int code, (int Code, string Text) result, params IReadOnlyList<string> wanted)
    {
        Assert.True(code == result.Code, $"It ended with {result.Code}:\n{result.Text}");
        foreach (var text in wanted) Assert.Contains(text, result.Text, StringComparison.Ordinal);
    }

    private (int Code, string Text) Run(params string[] arguments) => Verb(["mapping", .. arguments]);

    private (int Code, string Text) Verb(params string[] arguments)
        => Programs.Run("bash", [Path.Combine(Repository.Root, "run"), .. arguments, "--configuration", site]);

    private Process Start(params string[] arguments)
        => Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "run"), ["mapping", .. arguments, "--configuration", site])
        {
            RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
        })!;

    private static async Task Until(Process process, string wanted, CancellationToken stop)
    {
        while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"It ended before it said: {wanted}");
    }
}
