using Gateway.Tests.Real.Serve;
using Microsoft.Playwright;

namespace Gateway.Tests.Real.Page;

/// <summary>Tests of pages in a real browser over a running gateway. Screenshots go to the folder that GATEWAY_SCREENSHOTS names, when
/// it is set.</summary>
public abstract class BrowserTests : IAsyncLifetime
{
    private IPlaywright? playwright;

    private protected GatewayUnderTest Gateway { get; } = new();

    private protected IBrowser Browser { get; private set; } = null!;

    /// <summary>What the pages complained of.</summary>
    private protected List<string> Complaints { get; } = [];

    public virtual async Task InitializeAsync()
    {
        await Gateway.Start();
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        await Gateway.DisposeAsync();
    }

    /// <summary>Listens to what a page complains of.</summary>
    private protected IPage Watched(IPage page)
    {
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Complaints.Add(message.Text); };
        page.PageError += (_, error) => Complaints.Add(error);
        return page;
    }
}
