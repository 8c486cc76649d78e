using Gateway.Tests.Real.Serve;
using Microsoft.Playwright;

namespace Gateway.Tests.Real.Page;

/// <summary>The page of the operator.</summary>
public sealed class PageTests : BrowserTests
{
    private IPage page = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        page = Watched(await Browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1480, Height = 1100 } }));
    }

    [Fact]
    public async Task An_archive_shows_its_files_as_a_tree_with_what_became_of_each()
    {
        var inner = ArchiveTests.Zip(("bad.edi", GatewayUnderTest.Sample("faulty-unt-count.edi")));
        var receipt = await Gateway.Receipt(ArchiveTests.Zip(
            ("good.edi", GatewayUnderTest.Short("T1")), ("inner.zip", inner), ("logo.png", [0x89, 0x50, 1])));
        await Gateway.Settled(receipt);
        await page.GotoAsync($"{Gateway.Client.BaseAddress}#/r/{receipt}");
        await page.Locator("#detail .parts li").First.WaitForAsync();
        Assert.Equal(["0", "1", "1", "2", "1"], await page.Locator("#detail .parts li").EvaluateAllAsync<string[]>(
            "all => all.map(one => one.dataset.depth)"));
        Assert.Contains("Accepted", await page.Locator("#detail .parts li[data-part='1']").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("0 of 1 accepted", await page.Locator("#detail .parts li[data-part='3']").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("PRT-0008", await page.Locator("#detail .parts li[data-part='4']").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("> inner.zip > bad.edi", await page.Locator("#detail .message").Nth(1).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("28", await page.Locator("#detail .message .finding .bytes mark").First.InnerTextAsync());
        await Keep("archive");
    }

    [Fact]
    public async Task A_receipt_appears_by_itself_and_opens_with_its_finding_at_the_byte()
    {
        await page.GotoAsync(Gateway.Client.BaseAddress!.ToString());
        await page.GetByText("Nothing has arrived yet").WaitForAsync();
        await Gateway.Settled(await Gateway.Receipt(GatewayUnderTest.Sample("faulty-unt-count.edi")));
        await page.GetByText("Rejected").First.WaitForAsync();
        await page.Locator("#list tbody tr").First.ClickAsync();
        await page.Locator("#detail .finding.error").First.WaitForAsync();
        Assert.Equal("28", await page.Locator("#detail .finding .bytes mark").First.InnerTextAsync());
        Assert.Contains("UCM", await page.Locator("#detail .answer pre").Last.InnerTextAsync(), StringComparison.Ordinal);
        await Keep("finding");
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task A_value_of_the_document_leads_to_its_source_bytes()
    {
        var receipt = await Gateway.Receipt(GatewayUnderTest.Short("P1"));
        await Gateway.Settled(receipt);
        await page.GotoAsync($"{Gateway.Client.BaseAddress}#/r/{receipt}");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "WCO JSON" }).First.ClickAsync();
        var value = page.Locator("#detail .v.link", new PageLocatorOptions { HasText = "HARBOUR" }).First;
        await value.ClickAsync();
        await page.Locator("#detail .origin mark.source").First.WaitForAsync();
        Assert.Contains("HARBOUR", await page.Locator("#detail .origin mark.source").First.InnerTextAsync(),
            StringComparison.Ordinal);
        await Keep("provenance");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "WCO XML" }).First.ClickAsync();
        await page.Locator("#detail pre.code", new PageLocatorOptions { HasText = "<CargoReport" })
            .First.WaitForAsync();
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Markup_in_a_message_stays_text()
    {
        var text = System.Text.Encoding.Latin1.GetString(GatewayUnderTest.Short("P2"));
        var hostile = text.Replace("HARBOUR LINE SHIPPING", "<IMG SRC=X ONERROR=ALERT(1)>", StringComparison.Ordinal);
        Assert.NotEqual(text, hostile);
        var receipt = await Gateway.Receipt(System.Text.Encoding.Latin1.GetBytes(hostile));
        await Gateway.Settled(receipt);
        await page.GotoAsync($"{Gateway.Client.BaseAddress}#/r/{receipt}");
        await page.Locator("#detail .answer").First.WaitForAsync();
        Assert.Equal(0, await page.Locator("#detail img").CountAsync());
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Finding_a_container_opens_its_receipt_and_the_page_fits_a_phone()
    {
        var receipt = await Gateway.Receipt(GatewayUnderTest.Short("P3"));
        var state = await Gateway.Settled(receipt);
        var container = state.GetProperty("messages")[0].GetProperty("keys").EnumerateArray()
            .First(k => k.GetProperty("kind").GetString() == "container").GetProperty("value").GetString()!;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(400, 860);
        await page.GotoAsync(Gateway.Client.BaseAddress!.ToString());
        await page.Locator("#list tbody tr").First.WaitForAsync();
        await Keep("phone");
        await page.Locator("#find").FillAsync(container);
        await page.Locator("#find").PressAsync("Enter");
        await page.Locator("#detail .head").WaitForAsync();
        Assert.EndsWith("#/r/" + receipt, page.Url, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Keep("phone-receipt");
        Assert.Empty(Complaints);
    }

    private async Task Keep(string name)
    {
        if (Environment.GetEnvironmentVariable("GATEWAY_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
