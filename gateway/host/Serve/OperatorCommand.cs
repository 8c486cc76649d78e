using System.Text.Json;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>What the operator's reading verbs share: opening the view and telling failures.</summary>
internal static class OperatorCommand
{
    /// <summary>Opens the view and lets <paramref name="tell"/> write.</summary>
    /// <returns>What <paramref name="tell"/> returns; 3 when there is nothing to look at.</returns>
    public static async Task<int> Run(
        ServeOptions options, TextWriter err, TimeProvider clock, Func<OperatorView, Task<int>> tell,
            CancellationToken stop)
    {
        var findings = new Findings();
        if (!File.Exists(options.ConfigFile))
        {
            err.WriteLine($"There is no file {options.ConfigFile}.");
            return 3;
        }

        if (GatewayFile.Read(options, findings) is not { } settings)
        {
            Faulty.Write(err, findings);
            return 3;
        }

        try
        {
            await using var view = await OperatorView.Open(settings, err, clock, stop);
            return view is null ? 3 : await tell(view);
        }
        catch (Exception fault) when (
            fault is IOException or HttpRequestException or UnauthorizedAccessException or StoreUnusableException)
        {
            err.WriteLine(fault.Message);
            return 3;
        }
    }

    /// <summary>Writes a document as it came, for machines.</summary>
    public static int AsJson(TextWriter output, JsonDocument document)
    {
        output.WriteLine(document.RootElement.GetRawText());
        return 0;
    }

    /// <summary>The text of a property; empty when there is none.</summary>
    public static string Text(this JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
