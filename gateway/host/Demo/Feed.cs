using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Core;
using Gateway.Host.Serve;

namespace Gateway.Host.Demo;

/// <summary>Brings the samples in, as senders do: by turns through the watched folder and over HTTP.</summary>
internal sealed class Feed(RunningGateway gateway, Uri address, DemoOptions options, string folder)
{
    private const string Partner = "demo";

    /// <summary>Sends every sample that was not sent before.</summary>
    /// <returns>The receipts that the samples have, or will have.</returns>
    public async Task<IReadOnlyList<string>> Send(CancellationToken stop)
    {
        var receipts = new List<string>();
        var samples = Path.Combine(options.Home, "samples");
        var files = Directory.Exists(samples)
            ? Directory.GetFiles(samples, "*.edi").Order(StringComparer.Ordinal).ToList() : [];
        var byFolder = true;
        using var client = new HttpClient { BaseAddress = address };
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, stop);
            var receipt = Ids.Receipt(Partner, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            byFolder = !byFolder;
            if ((await gateway.Store.Read(Viewer.Operator, new ReceiptsQuery(receipt), stop)).Items.Count > 0) continue;
            receipts.Add(receipt);
            if (byFolder) Drop(Path.GetFileName(file), bytes);
            else await Post(client, Path.GetFileName(file), bytes, stop);
        }

        return receipts;
    }

    private void Drop(string name, byte[] bytes)
    {
        // Written aside and renamed, as a careful sender does.
        var part = Path.Combine(folder, "inbox", "." + name + ".part");
        File.WriteAllBytes(part, bytes);
        File.Move(part, Path.Combine(folder, "inbox", name), overwrite: true);
    }

    private static async Task Post(HttpClient client, string name, byte[] bytes, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/v1/interchanges") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/EDIFACT");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DemoCommand.Key);
        request.Headers.Add("X-File-Name", name);
        using var reply = await client.SendAsync(request, stop);
        if (!reply.IsSuccessStatusCode)
        {
            using var problem = JsonDocument.Parse(await reply.Content.ReadAsStreamAsync(stop));
            throw new IOException(
                $"The gateway did not take {name}: {problem.RootElement.GetProperty("title").GetString()}.");
        }
    }
}
