using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Docs;

/// <summary>The commands of docs/http.md, typed one after another against a gateway.</summary>
public sealed partial class HttpDocumentTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-curl-").FullName;

    public Task InitializeAsync() => gateway.Start();

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_line_is_answered_as_the_page_says()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "manifest.edi"), GatewayUnderTest.Short("CURL1"));
        await File.WriteAllTextAsync(Path.Combine(folder, "invoice.xml"), "<invoice/>");
        await File.WriteAllTextAsync(Path.Combine(folder, "packing.csv"), "box;weight\n1;2\n");
        var lines = Commands(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/http.md")));
        int[] expected = [202, 200, 202, 200, 200];
        Assert.Equal(expected.Length, lines.Count);
        var receipt = "";
        var bodies = new List<JsonElement>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i == 1)
            {
                receipt = bodies[0].GetProperty("receipt").GetString()!;
                await gateway.Settled(receipt);
            }

            var (status, body) = await Run(lines[i], receipt);
            Assert.True(status == expected[i], $"{lines[i]} was answered {status}: {body}");
            bodies.Add(JsonDocument.Parse(body).RootElement);
        }

        Assert.Equal(receipt, bodies[1].GetProperty("receipt").GetString());
        Assert.Equal(["invoice.xml", "packing.csv"], bodies[2].GetProperty("files").EnumerateArray().Select(f => f.GetProperty("fileName").GetString()));
        Assert.Equal(("accepted", "manifest.edi"), (bodies[3].GetProperty("state").GetString(), bodies[3].GetProperty("fileName").GetString()));
        Assert.Equal("accepted", bodies[4].GetProperty("state").GetString());
    }

    private async Task<(int Status, string Body)> Run(string command, string receipt)
    {
        var here = command.Replace("https://gateway.example/", gateway.Client.BaseAddress!.ToString(), StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", here.Replace("curl ", "curl -sS -w '\\n%{http_code}' ", StringComparison.Ordinal)])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true,
        };
        start.Environment["KEY"] = GatewayUnderTest.Key;
        start.Environment["RECEIPT"] = receipt;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{here} ended with {process.ExitCode}.");
        var end = output.LastIndexOf('\n');
        return (int.Parse(output.AsSpan(end + 1), System.Globalization.CultureInfo.InvariantCulture), output[..end]);
    }

    private static List<string> Commands(string document)
        => [.. Shell().Matches(document).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
