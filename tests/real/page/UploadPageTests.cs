using System.Text;
using Gateway.Tests.Real.Serve;
using Microsoft.Playwright;

namespace Gateway.Tests.Real.Page;

/// <summary>The upload page in a real browser, with scripts and without.</summary>
public sealed class UploadPageTests : BrowserTests
{
    [Fact]
    public async Task Files_are_sent_one_by_one_and_each_shows_its_answer()
    {
        var page = await Open(true);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        await page.Locator("#files").SetInputFilesAsync(
            [File("gut <b>.edi", GatewayUnderTest.Short("W1")), File("faulty.edi", GatewayUnderTest.Sample("faulty-unt-count.edi"))]);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.Locator("#results .file", new PageLocatorOptions { HasText = "EDI-0013" }).WaitForAsync();
        var texts = await page.Locator("#results .file").AllInnerTextsAsync();
        Assert.Contains("Not accepted", texts[0], StringComparison.Ordinal);
        Assert.Contains("EDI-0013", texts[0], StringComparison.Ordinal);
        Assert.Contains("gut <b>.edi", texts[1], StringComparison.Ordinal);
        Assert.Contains("Everything was accepted", texts[1], StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#results b").CountAsync());
        if (Environment.GetEnvironmentVariable("GATEWAY_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "upload.png"), FullPage = true });
        }

        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Only_checking_stores_nothing_and_a_wrong_key_is_said()
    {
        var page = await Open(true);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        await page.Locator("#files").SetInputFilesAsync(File("m.edi", GatewayUnderTest.Short("W2")));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Only check" }).ClickAsync();
        await page.GetByText("Checked, nothing stored: Accepted").WaitForAsync();
        Assert.Empty((await Gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
        Assert.Empty(Complaints);
        await page.GetByLabel("API key").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.GetByText("The API key is not valid").WaitForAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_faulty_workbook_comes_back_with_its_faults_marked(bool hasScripts)
    {
        var sent = WorkbookFile.Of(["Invoice No", "NFW-8"], ["Description", "Quantity", "Gross weight (kg)"], ["Chairs", "many", "82"]);
        var page = await Open(hasScripts);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        await page.Locator("#files").SetInputFilesAsync(File("list.xlsx", sent));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        var button = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Download list.xlsx.checked.xlsx" });
        await button.WaitForAsync();
        if (!hasScripts) await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        Assert.Equal("list.xlsx.checked.xlsx", download.SuggestedFilename);
        using var book = System.IO.Compression.ZipFile.OpenRead(await download.PathAsync());
        Assert.Contains(book.Entries, file => file.Name.StartsWith("gatewayComments", StringComparison.Ordinal));
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Dropped_files_are_taken_and_one_that_misses_the_field_does_not_replace_the_page()
    {
        var page = await Open(true);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        var dropped = await page.EvaluateHandleAsync("""
            texts => {
              const data = new DataTransfer();
              texts.forEach((text, i) => data.items.add(new File([text], `dropped ${i + 1}.edi`)));
              return data;
            }
            """, new[] { Encoding.Latin1.GetString(GatewayUnderTest.Short("D1")), Encoding.Latin1.GetString(GatewayUnderTest.Short("D2")) });
        await page.DispatchEventAsync("#drop", "dragover", new { dataTransfer = dropped });
        Assert.Equal("over", await page.Locator("#drop").GetAttributeAsync("class"));
        await page.DispatchEventAsync("#drop", "drop", new { dataTransfer = dropped });
        Assert.Equal("", await page.Locator("#drop").GetAttributeAsync("class"));
        Assert.True(await page.EvaluateAsync<bool>(
            "data => !document.querySelector('h1').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))",
            dropped));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.Locator("#results .file pre:visible").Nth(1).WaitForAsync();
        Assert.Equal(["dropped 2.edi", "dropped 1.edi"], await page.Locator("#results h2").AllInnerTextsAsync());
        Assert.Equal(2, (await Gateway.Get("/v1/interchanges")).GetProperty("interchanges").GetArrayLength());
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Many_files_are_sent_in_their_order_and_a_refused_one_stops_none_of_the_others()
    {
        var page = await Open(true);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        var files = Enumerable.Range(1, 25).Select(i => i == 7
            ? File("f7.edi", []) : File($"f{i}.edi", GatewayUnderTest.Short($"F{i}"))).ToArray();
        await page.Locator("#files").SetInputFilesAsync(files);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.Locator("#results .file pre:visible").Nth(24).WaitForAsync(new LocatorWaitForOptions { Timeout = 90_000 });
        Assert.Equal(files.Select(f => f.Name).Reverse(), await page.Locator("#results h2").AllInnerTextsAsync());
        var seventh = await page.Locator("#results .file").Nth(25 - 7).InnerTextAsync();
        Assert.Contains("empty", seventh, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(24, await page.Locator("#results .good").CountAsync());
        Assert.True(await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).IsEnabledAsync());
    }

    [Fact]
    public async Task A_file_on_a_slow_line_shows_how_far_it_is()
    {
        var page = await Open(true);
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await line.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = 1_500_000,
        });
        await page.EvaluateAsync("""
            () => {
              window.seen = [];
              new MutationObserver(changes => changes.forEach(change => {
                if (change.target.nodeName === 'PROGRESS') window.seen.push(change.target.value);
              })).observe(document.getElementById('results'), { subtree: true, attributes: true });
            }
            """);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        await page.Locator("#files").SetInputFilesAsync(File("large.bin", new byte[3_000_000]));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.Locator("#results .file pre:visible").WaitForAsync();
        var seen = await page.EvaluateAsync<double[]>("() => window.seen");
        Assert.Equal(seen.Order(), seen);
        Assert.Contains(seen, part => part is > 0.05 and < 0.95);
        Assert.Equal(1, seen[^1]);
        Assert.Equal(0, await page.Locator("progress").CountAsync());
    }

    [Fact]
    public async Task Without_scripts_the_form_is_answered_with_a_page()
    {
        var page = await Open(false);
        await page.GetByLabel("API key").FillAsync(GatewayUnderTest.Key);
        await page.Locator("#files").SetInputFilesAsync(File("<i>.edi", GatewayUnderTest.Short("W3")));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.Locator(".file pre").WaitForAsync();
        Assert.Contains("Everything was accepted", await page.Locator(".file pre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("<i>.edi", await page.Locator(".file h2").InnerTextAsync());
        await page.GetByText("Send more").ClickAsync();
        await page.GetByLabel("API key").FillAsync("wrong");
        await page.Locator("#files").SetInputFilesAsync(File("x.edi", Encoding.ASCII.GetBytes("UNB")));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).ClickAsync();
        await page.GetByText("The API key is not valid").WaitForAsync();
        Assert.Single((await Gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    private async Task<IPage> Open(bool hasScripts)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = hasScripts });
        var page = Watched(await context.NewPageAsync());
        var reply = await page.GotoAsync(new Uri(Gateway.Client.BaseAddress!, "/upload").ToString());
        var policy = reply!.Headers["content-security-policy"];
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        return page;
    }

    private static FilePayload File(string name, byte[] bytes) => new() { Name = name, MimeType = "application/octet-stream", Buffer = bytes };
}
